"""Which reader a file needs, by the ending of its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from mt.documents.csv_cells import read_csv
from mt.documents.document import Document
from mt.documents.docx import read_docx
from mt.documents.epub import read_epub
from mt.documents.html import read_html
from mt.documents.json_values import read_json
from mt.documents.markdown import read_markdown
from mt.documents.odt import read_odt
from mt.documents.po import read_po
from mt.documents.pptx import read_pptx
from mt.documents.subtitles import read_srt, read_vtt
from mt.documents.tmx import read_tmx
from mt.documents.txt import read_txt
from mt.documents.xliff import read_xliff
from mt.documents.xlsx import read_xlsx
from mt.errors import FormatError, UnsafeFileError

Read = Callable[[bytes, str], Document]
"""Reads a file: its bytes, and what to call it in an error message."""

_MACROS = frozenset(".docm .dotm .pptm .potm .ppsm .xlsm .xltm .xlsb".split())
_OLD = {".doc": ".docx", ".ppt": ".pptx", ".xls": ".xlsx", ".rtf": ".docx"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a file is translated.

    Attributes:
        columns: of a table: names or numbers from 1; all, if there is none.
        keys: of JSON; all, if there is none.
    """

    columns: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def readers(choice: Choice | None = None) -> Mapping[str, Read]:
    """Give the reader of each ending, in small letters, with its dot."""
    choice = choice or Choice()
    csv, json = partial(read_csv, columns=choice.columns), partial(read_json, keys=choice.keys)
    return {
        ".txt": read_txt,
        **dict.fromkeys((".md", ".markdown"), read_markdown),
        **dict.fromkeys((".html", ".htm", ".xhtml"), read_html),
        ".docx": read_docx,
        ".pptx": read_pptx,
        ".xlsx": read_xlsx,
        ".odt": read_odt,
        ".epub": read_epub,
        ".srt": read_srt,
        ".vtt": read_vtt,
        **dict.fromkeys((".xlf", ".xliff"), read_xliff),
        ".tmx": read_tmx,
        **dict.fromkeys((".po", ".pot"), read_po),
        **dict.fromkeys((".json", ".jsonl", ".ndjson"), json),
        **dict.fromkeys((".csv", ".tsv"), csv),
    }


def is_document(name: str) -> bool:
    """Tell whether a name is that of a document, be it one that is refused: of an old format, with macros.

    >>> is_document("a.DOCX"), is_document("a.doc"), is_document("article")
    (True, True, False)
    """
    suffix = PurePath(name).suffix.lower()
    return suffix in _OLD or suffix in _MACROS or suffix in readers()


def read_document(data: bytes, name: str, choice: Choice | None = None) -> Document:
    """Read a document of any format.

    Args:
        data: the file.
        name: its name; its ending says what it is.
        choice: what of a table or of JSON is translated; None for all.

    Raises:
        FormatError: no reader knows the ending, or the file does not follow its format.
        UnsafeFileError: it has macros or XML entities, or unpacks to too much.
        EncodingError: it is a text file and not UTF-8.
        LanguageError: it says that it is between other languages than Arabic and English.
        InputError: there is no such column or key.
    """
    suffix = PurePath(name).suffix.lower()
    known = readers(choice)
    if suffix in _MACROS:
        raise UnsafeFileError(f"{name} is a file with macros; save it without macros")
    if suffix in _OLD:
        raise FormatError(f"{name} is in an old format; save it as {_OLD[suffix]}")
    if suffix not in known:
        raise FormatError(f"no reader for {name}; the endings that can be read: {', '.join(sorted(known))}")
    return known[suffix](data, name)
