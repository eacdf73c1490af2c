"""CSV and TSV (RFC 4180): cells are units, all of them or those of chosen columns.

Delimiters, quotes and line ends keep every character, and so does a cell that has no draft.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from mt.documents.document import Document
from mt.documents.spliced import Stretch, spliced_document
from mt.errors import FormatError, InputError
from mt.files import decode_utf8

_QUOTED = re.compile(r'"(?:[^"]++|"")*+"')
_LINE_END = re.compile(r"\r\n|\r|\n")
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its place in the file, its row and column from 0, and its text."""

    start: int
    end: int
    row: int
    column: int
    text: str


def read_csv(data: bytes, name: str, *, columns: Sequence[str] = ()) -> Document:
    r"""Read a table.

    Args:
        data: UTF-8; the delimiter is that which the first line has most of, a tab in a `.tsv` file.
        name: what to call it in an error message.
        columns: which to translate: names of the first row, which then stays as it is, or numbers
            from 1. All cells, if none is given.

    Raises:
        EncodingError: the bytes are not UTF-8.
        FormatError: a quote is not closed.
        InputError: there is no such column.

    >>> document = read_csv("id;text\n1;نعم\n".encode(), "x.csv", columns=["text"])
    >>> document.render([type(document.units[0])("a;b")]).decode()
    'id;text\n1;"a;b"\n'
    """
    text = decode_utf8(data, name)
    first = _LINE_END.split(re.sub(_QUOTED, "", text), maxsplit=1)[0]
    delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) else max(_DELIMITERS, key=first.count)
    cells = tuple(_cells(text, delimiter, name))
    header = [cell.text for cell in cells if cell.row == 0]
    wanted = {_column(column, header, name) for column in columns}
    named = any(column in header for column in columns)
    return spliced_document(
        data,
        text,
        [
            Stretch(cell.start, cell.end, cell.text, partial(_encode, cell, delimiter, text))
            for cell in cells
            if (not wanted or cell.column in wanted) and not (named and cell.row == 0)
        ],
    )


def _column(column: str, header: Sequence[str], name: str) -> int:
    if column in header:
        return header.index(column)
    if column.isascii() and column.isdigit() and 1 <= int(column) <= len(header):
        return int(column) - 1
    raise InputError(
        f"{name} has no column {column!r}; there is: {', '.join(header)}, or a number from 1 to {len(header)}"
    )


def _cells(text: str, delimiter: str, name: str) -> Iterator[_Cell]:
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*+")
    position = row = column = 0
    while position < len(text):
        start = position
        if text[position] == '"':
            quoted = _QUOTED.match(text, position)
            if quoted is None:
                line = text.count("\n", 0, position) + 1
                raise FormatError(f"{name} has a quotation mark in line {line} that is not closed; close it")
            position = quoted.end()
        rest = plain.match(text, position)
        position = rest.end() if rest else position
        raw = text[start:position]
        whole = _QUOTED.fullmatch(raw)
        yield _Cell(start, position, row, column, raw[1:-1].replace('""', '"') if whole else raw)
        if text.startswith(delimiter, position):
            position += 1
            column += 1
            if position == len(text):
                yield _Cell(position, position, row, column, "")
            continue
        end = _LINE_END.match(text, position)
        position = end.end() if end else position
        row, column = row + 1, 0


def _encode(cell: _Cell, delimiter: str, text: str, draft: str) -> str:
    quoted = text[cell.start : cell.start + 1] == '"'
    # Any delimiter is quoted, since programs guess which one a file has.
    if quoted or re.search(f'[{re.escape(delimiter + _DELIMITERS)}"\r\n]', draft):
        escaped = draft.replace('"', '""')
        return f'"{escaped}"'
    return draft
