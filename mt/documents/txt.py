"""Plain text: a line is a unit, and line ends stay as they are."""

import re
from collections.abc import Sequence

from mt.documents.document import Document, MarkedText
from mt.files import decode_utf8

_LINE_END = re.compile("(\r?\n)")


def read_txt(data: bytes, name: str) -> Document:
    r"""Read plain text.

    Args:
        data: UTF-8; a byte order mark is dropped.
        name: what to call the file in an error message.

    Raises:
        EncodingError: the bytes are not UTF-8.

    >>> document = read_txt("نعم\r\n\r\nلا".encode(), "x.txt")
    >>> [unit.text for unit in document.units]
    ['نعم', '', 'لا']
    >>> document.render([MarkedText(text) for text in ("Yes", "", "No")])
    b'Yes\r\n\r\nNo'
    """
    parts = _LINE_END.split(decode_utf8(data, name))
    ends = [*parts[1::2], ""]

    def render(drafts: Sequence[MarkedText]) -> bytes:
        return "".join(draft.text + end for draft, end in zip(drafts, ends, strict=True)).encode()

    return Document(tuple(MarkedText(line) for line in parts[::2]), render)
