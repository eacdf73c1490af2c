"""Documents of every format made at random, and what has to hold of their drafts.

Used by the tests with few examples and by `bench/documents.py` with many.
"""

import csv
import json
import re
from collections.abc import Callable, Mapping
from html import escape
from io import StringIO

from document_drafts import ARABIC, FILES, latin, part, repacked
from hypothesis import strategies as st

from mt.documents.document import MarkedText, all_marks
from mt.documents.drafting import translate_document
from mt.documents.registry import read_document
from mt.documents.word_package import word_document, word_paragraph, word_run

WORDS = st.sampled_from(
    [
        *("نعم", "لا", "وزير الخارجية", "إلى بيروت.", "هل قال؟", "٢٥", "25", "3.45", "IBM", "%s", "{name}"),
        *("،", "؛", ":", "(نعم)", "«لا»", "a@example.com", "\N{RIGHT-TO-LEFT MARK}", "\N{ARABIC TATWEEL}نعم"),
    ]
)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)
PARAGRAPHS = st.lists(st.tuples(TEXTS, st.booleans()), max_size=4)
"""A paragraph: stretches of text, each with whether it is bold."""
DOCUMENTS = st.lists(PARAGRAPHS, max_size=5)

Paragraphs = list[list[tuple[str, bool]]]


def plain(paragraph: list[tuple[str, bool]]) -> str:
    return " ".join(text for text, _ in paragraph)


def tagged(paragraph: list[tuple[str, bool]], opening: str, closing: str) -> str:
    """A paragraph as markup, its bold stretches between two tags."""
    return " ".join(f"{opening}{escape(t)}{closing}" if bold else escape(t) for t, bold in paragraph)


def make_txt(paragraphs: Paragraphs) -> bytes:
    return "\r\n".join(map(plain, paragraphs)).encode()


def make_markdown(paragraphs: Paragraphs) -> bytes:
    return "\r\n\r\n".join(
        "# " * (index % 2) + " ".join(f"**{t}**" if bold and t else t for t, bold in paragraph)
        for index, paragraph in enumerate(paragraphs)
    ).encode()


def make_html(paragraphs: Paragraphs) -> bytes:
    return "\r\n".join(f'<p dir="rtl">{tagged(p, "<b>", "</b>")}</p>' for p in paragraphs).encode()


def make_srt(paragraphs: Paragraphs) -> bytes:
    return "\r\n".join(
        f"{number}\r\n00:00:0{number},000 --> 00:00:0{number},900\r\n{tagged(p, '<i>', '</i>')}\r\n"
        for number, p in enumerate(paragraphs, 1)
    ).encode()


def make_vtt(paragraphs: Paragraphs) -> bytes:
    return b"WEBVTT\r\n\r\n" + make_srt(paragraphs).replace(b",000", b".000").replace(b",900", b".900")


def make_docx(paragraphs: Paragraphs) -> bytes:
    return word_document(
        word_paragraph(
            "".join(word_run(f"{t} ", bold=b, right_to_left=True) for t, b in p), right_to_left=True
        )
        for p in paragraphs
    )


def make_pptx(paragraphs: Paragraphs) -> bytes:
    deck = (FILES / "libreoffice.pptx").read_bytes()
    slide = part(deck, "ppt/slides/slide1.xml")
    body = "".join(
        '<a:p><a:pPr rtl="1"/>'
        + "".join(f'<a:r><a:rPr b="{int(b)}"/><a:t>{escape(t)} </a:t></a:r>' for t, b in p)
        + "</a:p>"
        for p in paragraphs
    )
    changed = re.sub(r"(</a:p>)(</p:txBody>)", lambda m: m[1] + body + m[2], slide, count=1)
    return repacked(deck, {"ppt/slides/slide1.xml": changed.encode()})


def make_xlsx(paragraphs: Paragraphs) -> bytes:
    book = (FILES / "libreoffice.xlsx").read_bytes()
    strings = part(book, "xl/sharedStrings.xml")
    items = "".join(
        "<si>"
        + "".join(f"<r><rPr>{'<b/>' * b}</rPr><t xml:space='preserve'>{escape(t)} </t></r>" for t, b in p)
        + "</si>"
        for p in paragraphs
    )
    return repacked(book, {"xl/sharedStrings.xml": strings.replace("</sst>", f"{items}</sst>").encode()})


def make_odt(paragraphs: Paragraphs) -> bytes:
    text = (FILES / "libreoffice.odt").read_bytes()
    bold = '<text:span text:style-name="Strong">'
    body = "".join(f"<text:p>{tagged(p, bold, '</text:span>')}</text:p>" for p in paragraphs)
    content = part(text, "content.xml").replace("</office:text>", f"{body}</office:text>")
    return repacked(text, {"content.xml": content.encode()})


def make_epub(paragraphs: Paragraphs) -> bytes:
    book = (FILES / "libreoffice.epub").read_bytes()
    name = "OEBPS/sections/section0001.xhtml"
    body = "".join(f"<p>{tagged(p, '<b>', '</b>')}</p>" for p in paragraphs)
    return repacked(book, {name: part(book, name).replace("</body>", f"{body}</body>").encode()})


def make_xliff(paragraphs: Paragraphs) -> bytes:
    sources = [tagged(p, '<g id="b">', "</g>") for p in paragraphs]
    units = "\r\n".join(
        f'<trans-unit id="{number}"><source>{source}</source></trans-unit>'
        for number, source in enumerate(sources)
    )
    return (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="x" '
        f'datatype="plaintext" source-language="ar" target-language="en"><body>{units}</body></file></xliff>'
    ).encode()


def make_tmx(paragraphs: Paragraphs) -> bytes:
    units = "".join(
        f"<tu tuid=\"{number}\"><tuv xml:lang='ar'><seg>{tagged(p, '<hi>', '</hi>')}</seg></tuv></tu>"
        for number, p in enumerate(paragraphs)
    )
    return f'<tmx version="1.4"><header/><body>{units}</body></tmx>'.encode()


def make_po(paragraphs: Paragraphs) -> bytes:
    return "\n".join(
        f'msgctxt "{number}"\nmsgid "{number}. {plain(p)}"\nmsgstr ""\n'
        for number, p in enumerate(paragraphs)
    ).encode()


def make_json(paragraphs: Paragraphs) -> bytes:
    return json.dumps([{"id": n, "text": plain(p)} for n, p in enumerate(paragraphs)], indent=1).encode()


def make_csv(paragraphs: Paragraphs) -> bytes:
    output = StringIO()
    csv.writer(output).writerows([number, plain(p)] for number, p in enumerate(paragraphs))
    return output.getvalue().encode()


MAKERS: Mapping[str, Callable[[Paragraphs], bytes]] = {
    ".txt": make_txt,
    ".md": make_markdown,
    ".html": make_html,
    ".srt": make_srt,
    ".vtt": make_vtt,
    ".docx": make_docx,
    ".pptx": make_pptx,
    ".xlsx": make_xlsx,
    ".odt": make_odt,
    ".epub": make_epub,
    ".xlf": make_xliff,
    ".tmx": make_tmx,
    ".po": make_po,
    ".json": make_json,
    ".csv": make_csv,
}
_CONTAINERS = frozenset({".docx", ".pptx", ".xlsx", ".odt", ".epub"})
_TAKEN = frozenset({".xlf", ".tmx", ".po"})
"""Formats that keep the source, in which what was drafted is no unit any more."""
_ID = re.compile(rb'id="(?:\d+)"|msgctxt "\d+"|"id": \d+|^\d+,|\d\d:.* --> .*', re.MULTILINE)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(rb"<(?:g|hi)[ />]")


def check_round_trip(suffix: str, paragraphs: Paragraphs) -> int:
    """Draft a document, read the draft again, and compare.

    Returns:
        How many texts it has.

    Raises:
        AssertionError: something was lost, or its order changed.
    """
    data = MAKERS[suffix](paragraphs)
    document = read_document(data, f"x{suffix}")
    drafted = translate_document(document, latin)
    written = document.render(drafted.drafts)
    again = read_document(written, f"x{suffix}")
    assert document.render(drafted.drafts) == written
    if suffix in _TAKEN:
        assert not [unit for unit in again.units if ARABIC.search(unit.text)]
        done = [draft for draft in drafted.drafts if draft.text.strip()]
        assert len(_TAG.findall(written)) == len(_TAG.findall(data)) + sum(map(_marks, done))
    else:
        # A text of a direction mark alone is empty in English, and some formats have no empty texts.
        texts = [[_bare(unit) for unit in units if _bare(unit)] for units in (drafted.drafts, again.units)]
        assert texts[0] == texts[1]
        assert not _DIRECTION.search("".join(unit.text for unit in again.units))
        marks = [sum(map(_marks, units)) for units in (document.units, drafted.drafts)]
        assert marks[0] == marks[1]
    if suffix not in _CONTAINERS and suffix != ".txt":
        assert _ID.findall(written) == _ID.findall(data)
    if suffix == ".txt":
        assert [not line for line in written.split(b"\r\n")] == [
            not line.replace("\N{RIGHT-TO-LEFT MARK}".encode(), b"") for line in data.split(b"\r\n")
        ]
    return len(document.units)


def _marks(text: MarkedText) -> int:
    return sum(1 for _ in all_marks(text.marks))


def _bare(text: MarkedText) -> str:
    return "".join(text.text.split())
