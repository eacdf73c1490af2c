"""Which reader a file needs, by the ending of its name."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from mt.documents.document import Document
from mt.documents.docx import read_docx
from mt.documents.html import read_html
from mt.documents.markdown import read_markdown
from mt.documents.po import read_po
from mt.documents.subtitles import read_srt, read_vtt
from mt.documents.tmx import read_tmx
from mt.documents.txt import read_txt
from mt.documents.xliff import read_xliff
from mt.errors import FormatError, UnsafeFileError

Read = Callable[[bytes, str], Document]
"""Reads a file: its bytes, and what to call it in an error message."""

_MACROS = frozenset(".docm .dotm .pptm .potm .ppsm .xlsm .xltm .xlsb".split())
_OLD = {".doc": ".docx", ".ppt": ".pptx", ".xls": ".xlsx", ".rtf": ".docx"}


def readers() -> Mapping[str, Read]:
    """Give the reader of each ending, small letters, with its dot."""
    return {
        ".txt": read_txt,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".srt": read_srt,
        ".vtt": read_vtt,
        ".xlf": read_xliff,
        ".xliff": read_xliff,
        ".tmx": read_tmx,
        ".po": read_po,
        ".pot": read_po,
        ".docx": read_docx,
        ".html": read_html,
        ".htm": read_html,
        ".xhtml": read_html,
    }


def read_document(data: bytes, name: str) -> Document:
    """Read a document of any format.

    Args:
        data: the file.
        name: its name; its ending says what it is.

    Raises:
        FormatError: no reader knows the ending, or the file does not follow its format.
        UnsafeFileError: it has macros or XML entities, or unpacks to too much.
        EncodingError: it is a text file and not UTF-8.
    """
    suffix = PurePath(name).suffix.lower()
    known = readers()
    if suffix in _MACROS:
        raise UnsafeFileError(f"{name} is a file with macros; save it without macros")
    if suffix in _OLD:
        raise FormatError(f"{name} is in an old format; save it as {_OLD[suffix]}")
    if suffix not in known:
        raise FormatError(f"no reader for {name}; the endings that can be read: {', '.join(sorted(known))}")
    return known[suffix](data, name)
