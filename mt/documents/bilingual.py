"""Source and draft side by side: as XLIFF for translation tools, and as HTML or Word for people to read.

A row is a unit that has Arabic; its number is that of the unit in the document, from 1. What the checks
found fault with, and how sure the model is, stands beside the draft.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Literal

from lxml import etree

from mt.documents.document import Closing, MarkedText, Opening, all_marks, walk
from mt.documents.drafting import Drafted
from mt.documents.sentences import split_pieces
from mt.documents.word_package import word_document, word_paragraph, word_run, word_table
from mt.documents.xml_inline import add_text
from mt.translation import Translation

BilingualFormat = Literal["xliff", "docx", "html"]
ENDINGS: dict[BilingualFormat, tuple[str, ...]] = {
    "xliff": (".xlf", ".xliff"),
    "docx": (".docx",),
    "html": (".html", ".htm"),
}
"""The endings of each format; the first is that of files in a folder."""

_XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
_QUIET = "566173"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}"
    "td,th{border:1px solid #c9d1d6;padding:.5rem .75rem;vertical-align:top;text-align:start}"
    "td:first-child,th:first-child{width:3rem;color:#566173}"
    "small{display:block;color:#7c5200}"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A unit: its number, its text, its draft, and what there is to say about it."""

    number: int
    source: MarkedText
    draft: MarkedText
    remark: str
    drafted: bool


def to_bilingual(drafted: Drafted, name: str, kind: BilingualFormat) -> bytes:
    """Write the source of a document beside its draft.

    Args:
        drafted: the drafts.
        name: of the document.
        kind: which file to write.
    """
    rows = tuple(_rows(drafted))
    match kind:
        case "xliff":
            return _xliff(rows, name)
        case "docx":
            return _docx(rows, name)
        case "html":
            return _html(rows, name)


def _rows(drafted: Drafted) -> Iterator[_Row]:
    sentences = iter(drafted.sentences)
    for number, (unit, draft) in enumerate(zip(drafted.units, drafted.drafts, strict=True), 1):
        mine = [next(sentences) for piece in split_pieces(unit) if piece.translated]
        if mine:
            done = all(sentence.text for sentence in mine)
            yield _Row(number, unit, draft, _remark(mine), done)


def _remark(sentences: list[Translation]) -> str:
    flags = sorted({flag.value for sentence in sentences for flag in sentence.flags})
    known = [sentence.confidence for sentence in sentences if sentence.confidence is not None]
    remarks = [f"check: {', '.join(flags)}"] if flags else []
    return "; ".join([*remarks, *([f"confidence {min(known):.2f}"] if known else [])])


def _xliff(rows: tuple[_Row, ...], name: str) -> bytes:
    root = etree.Element(f"{{{_XLIFF}}}xliff", nsmap={None: _XLIFF})  # type: ignore[dict-item]  # the stubs lack it
    root.set("version", "1.2")
    file = etree.SubElement(root, f"{{{_XLIFF}}}file")
    languages = {"source-language": "ar", "target-language": "en", "datatype": "plaintext"}
    for key, value in {"original": name, **languages}.items():
        file.set(key, value)
    body = etree.SubElement(file, f"{{{_XLIFF}}}body")
    for row in rows:
        unit = etree.SubElement(body, f"{{{_XLIFF}}}trans-unit")
        unit.set("id", str(row.number))
        _fill(etree.SubElement(unit, f"{{{_XLIFF}}}source"), row.source)
        if row.drafted:
            target = etree.SubElement(unit, f"{{{_XLIFF}}}target")
            target.set("state", "needs-review-translation")
            target.set("state-qualifier", "leveraged-mt")
            _fill(target, row.draft)
        if row.remark:
            note = etree.SubElement(unit, f"{{{_XLIFF}}}note")
            note.set("from", "amana")
            note.text = row.remark
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=False)


def _fill(element: "etree._Element", text: MarkedText) -> None:
    """Write a text with its marks as `g`, and as `x` where there is no text in them."""
    marks = {mark.key: mark for mark in all_marks(text.marks)}
    stack = [element]
    for part in walk(text):
        match part:
            case Opening(key):
                mark = marks[key]
                name = "x" if mark.start == mark.end and not mark.children else "g"
                inline = etree.SubElement(stack[-1], f"{{{_XLIFF}}}{name}")
                inline.set("id", str(key))
                if mark.breaks:
                    inline.set("ctype", "lb")
                stack.append(inline)
            case Closing():
                stack.pop()
            case characters:
                add_text(stack[-1], characters)


def _html(rows: tuple[_Row, ...], name: str) -> bytes:
    body = "".join(
        f'<tr><td>{row.number}</td><td lang="ar" dir="rtl">{_lines(row.source)}</td>'
        f'<td lang="{"en" if row.drafted else "ar"}" dir="auto">{_lines(row.draft)}'
        f"{f'<small>{escape(row.remark)}</small>' if row.remark else ''}</td></tr>\n"
        for row in rows
    )
    title = escape(name)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<table>\n"
        f'<tr><th>#</th><th lang="ar" dir="rtl">العربية</th><th>English</th></tr>\n{body}</table>\n'
        "</body>\n</html>\n"
    ).encode()


def _lines(text: MarkedText) -> str:
    parts = [escape(line) for line in _split(text)]
    return "<br>".join(parts)


def _docx(rows: tuple[_Row, ...], name: str) -> bytes:
    cells = [
        (
            _word_cell(_split(row.source), right_to_left=True),
            _word_cell(_split(row.draft), right_to_left=not row.drafted)
            + (word_paragraph(word_run(row.remark, colour=_QUIET, half_points=16)) if row.remark else ""),
        )
        for row in rows
    ]
    heading = word_paragraph(word_run(name, bold=True, half_points=28), keep=True)
    if not cells:
        return word_document([heading])
    return word_document([heading, word_table(cells, columns=2, lines=True), word_paragraph("")])


def _word_cell(lines: list[str], *, right_to_left: bool) -> str:
    return "".join(
        word_paragraph(word_run(line, right_to_left=right_to_left), right_to_left=right_to_left)
        for line in lines
    )


def _split(text: MarkedText) -> list[str]:
    """Give the lines of a text: what stands between its line ends and its marks that break."""
    breaks = sorted({mark.start for mark in all_marks(text.marks) if mark.breaks})
    edges = [0, *breaks, len(text.text)]
    parts = [text.text[start:end] for start, end in pairwise(edges)]
    return [line for part in parts for line in part.split("\n")]
