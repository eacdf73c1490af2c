"""Word documents made from nothing: WordprocessingML as ECMA-376 part 1 has it (17.3 and 17.4).

A package of three parts is the least that word processors open. The same body gives the same bytes.
"""

import re
from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SCHEMAS = "http://schemas.openxmlformats.org"
_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_SCHEMAS}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
# Margins and page of A4, in twentieths of a point.
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr>'
)


def word_document(body: Iterable[str]) -> bytes:
    """Give a .docx file with some paragraphs and tables."""
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main">'
        f"<w:body>{''.join(body)}{_PAGE}</w:body></w:document>"
    )
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _RELATIONSHIPS),
            ("word/document.xml", document),
        ):
            part = ZipInfo(name, _EPOCH)
            part.compress_type = ZIP_DEFLATED
            archive.writestr(part, content)
    return output.getvalue()


def word_paragraph(
    runs: str, *, right_to_left: bool = False, indent: bool = False, keep: bool = False
) -> str:
    """Give a paragraph.

    Args:
        runs: what is in it.
        right_to_left: whether it begins at the right edge.
        indent: whether it is set in a little.
        keep: whether it stays on the page of the next one.
    """
    properties = "<w:keepNext/>" if keep else ""
    properties += "<w:bidi/>" if right_to_left else ""
    properties += '<w:spacing w:after="120"/>'
    properties += '<w:ind w:left="360"/>' if indent else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def word_run(
    text: str,
    *,
    bold: bool = False,
    colour: str | None = None,
    half_points: int | None = None,
    right_to_left: bool = False,
) -> str:
    """Give a run of characters.

    Args:
        text: the characters; those that XML cannot hold are shown as replaced.
        bold: whether it is bold.
        colour: six hexadecimal digits; None for that of the text around.
        half_points: size in half points; None for that of the text around.
        right_to_left: whether it is Arabic.
    """
    properties = "<w:b/><w:bCs/>" if bold else ""
    properties += f'<w:color w:val="{colour}"/>' if colour else ""
    properties += f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>' if half_points else ""
    properties += '<w:rtl/><w:lang w:bidi="ar"/>' if right_to_left else ""
    clean = escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{clean}</w:t></w:r>'


def word_table(rows: Iterable[Iterable[str]], *, columns: int, lines: bool = False) -> str:
    """Give a table as wide as the page.

    Args:
        rows: of cells, each of which is one or more paragraphs.
        columns: how many cells a row has.
        lines: whether there are lines between the cells.
    """
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="BFBFBF"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    look = f"<w:tblBorders>{borders}</w:tblBorders>" if lines else ""
    body = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>{look}</w:tblPr>'
        f"<w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{body}</w:tbl>"
    )
