"""The report as a Word document: verdict, scores and findings, the Arabic from right to left.

WordprocessingML as ECMA-376 part 1 has it (sections 17.3 and 17.4); a package of three parts is the
least that word processors open. The same report gives the same bytes.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from eval.finding import Severity
from eval.report.excerpt import Excerpt
from eval.report.page import headline, make_entry, moment, percent, plural
from eval.report.value import Document, Report

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
_QUIET = "566173"
_COLOURS = {Severity.ERROR: "B3261E", Severity.WARNING: "7C5200", Severity.NOTICE: "1D5A9E"}
# Margins and page of A4, in twentieths of a point.
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr>'
)


def to_docx(report: Report) -> bytes:
    """Give the summary and all findings with their evidence as a .docx file."""
    body = "".join(_blocks(report)) + _PAGE
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
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


def _blocks(report: Report) -> Iterator[str]:
    summary = report.summary
    yield _paragraph(_run(headline(report), bold=True, half_points=36))
    names = f"{report.article.name} against {report.reference.name}, {moment(report.created)}"
    yield _paragraph(_run(names, colour=_QUIET))
    yield _paragraph(_run(summary.reason))
    yield _table(
        [
            ("", "paired", ""),
            _coverage("Article", report.article, "added", summary.added_sentences),
            _coverage("Reference", report.reference, "omitted", summary.omitted_sentences),
        ]
    )
    if report.scores:
        adjusted = {score.metric: f"{score.value:.1f}" for score in report.adjusted_scores}
        rows = [("metric", "pairs", "95% interval", "whole text")]
        for score in report.scores:
            interval = f"{score.interval.low:.1f}–{score.interval.high:.1f}" if score.interval else ""
            name = f"{score.name} (lower is better)" if score.lower_is_better else score.name
            rows.append((name, f"{score.value:.1f}", interval, adjusted.get(score.metric, "")))
        yield _paragraph("") + _table(rows)
        pairs = plural(summary.paired_beads, "pair")
        yield _paragraph(_run(f"Scores of the machine draft ({report.model}) over {pairs}.", colour=_QUIET))
        for score in report.scores:
            yield _paragraph(_run(f"{score.name}|{score.signature}", colour=_QUIET, half_points=16))
    else:
        yield _paragraph(_run("No score: nothing could be paired."))
    yield _paragraph(_run(f"Findings: {len(report.findings):,}", bold=True, half_points=28))
    for index, finding in enumerate(report.findings):
        entry = make_entry(report, index)
        review = "" if finding.gating else " (for review)"
        yield _paragraph(
            _run(f"{finding.severity} ", bold=True, colour=_COLOURS[finding.severity])
            + _run(f"{finding.check}{review}: ", bold=True)
            + _run(finding.message),
            keep=True,
        )
        yield from (_quotation(quote, right_to_left=True) for quote in entry.article)
        yield from (_quotation(quote, right_to_left=False) for quote in entry.reference)
        if entry.more:
            yield _paragraph(_run(f"and {plural(entry.more, 'more sentence')}", colour=_QUIET), indent=True)


def _coverage(side: str, document: Document, what: str, missing: int) -> tuple[str, str, str]:
    sentences = plural(len(document.sentences), "sentence")
    return side, percent(document.coverage), f"{what}: {missing:,} of {sentences}"


def _quotation(quote: Excerpt, *, right_to_left: bool) -> str:
    number = _run(f"{quote.number}: ", colour=_QUIET, right_to_left=right_to_left)
    before, after = (_run(text, right_to_left=right_to_left) for text in (quote.before, quote.after))
    evidence = _run(quote.evidence, bold=True, right_to_left=right_to_left)
    return _paragraph(number + before + evidence + after, right_to_left=right_to_left, indent=True)


def _paragraph(runs: str, *, right_to_left: bool = False, indent: bool = False, keep: bool = False) -> str:
    properties = "<w:keepNext/>" if keep else ""
    properties += "<w:bidi/>" if right_to_left else ""
    properties += '<w:spacing w:after="120"/>'
    properties += '<w:ind w:left="360"/>' if indent else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _run(
    text: str,
    *,
    bold: bool = False,
    colour: str | None = None,
    half_points: int | None = None,
    right_to_left: bool = False,
) -> str:
    properties = "<w:b/><w:bCs/>" if bold else ""
    properties += f'<w:color w:val="{colour}"/>' if colour else ""
    properties += f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>' if half_points else ""
    properties += '<w:rtl/><w:lang w:bidi="ar"/>' if right_to_left else ""
    clean = escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{clean}</w:t></w:r>'


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    cells = [[f"<w:tc>{_paragraph(_run(cell))}</w:tc>" for cell in row] for row in rows]
    grid = "".join("<w:gridCol/>" for _ in cells[0])
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells)
    width = '<w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
    return f"<w:tbl>{width}<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
