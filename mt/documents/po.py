"""PO catalogues whose keys are Arabic: messages without a translation get a draft, marked `fuzzy`.

A mark `fuzzy` is how gettext's tools say that a person has to look. Plural forms get their drafts one
by one; the header says that English has two.
"""

from collections.abc import Iterator, Sequence

import polib

from mt.arabic import count_arabic_letters
from mt.documents.document import Document, MarkedText
from mt.errors import FormatError, LanguageError
from mt.files import decode_utf8

_PLURALS = "nplurals=2; plural=(n != 1);"
_WIDTH = 78
_FUZZY = "fuzzy"


def read_po(data: bytes, name: str) -> Document:
    """Read a PO or POT catalogue.

    Args:
        data: UTF-8.
        name: what to call it in an error message.

    Raises:
        EncodingError: the bytes are not UTF-8.
        FormatError: it is no PO catalogue.
        LanguageError: it is for another language than English.
    """
    text = decode_utf8(data, name)
    units = tuple(MarkedText(message) for message, _, _ in _messages(_parse(text, name)))
    width = _width(text)

    def render(drafts: Sequence[MarkedText]) -> bytes:
        catalogue = _parse(text, name)
        catalogue.wrapwidth = width
        changed = False
        for (message, entry, number), draft in zip(tuple(_messages(catalogue)), drafts, strict=True):
            if not draft.text.strip() or (draft.text == message and count_arabic_letters(message)):
                continue
            changed = True
            if number is None:
                entry.msgstr = draft.text
            else:
                forms = {form: entry.msgstr_plural.get(form, "") for form in (0, 1)}
                entry.msgstr_plural = forms | {number: draft.text}
            if _FUZZY not in entry.flags:
                entry.flags.append(_FUZZY)
        if not changed:
            return data
        _set_header(catalogue)
        written = str(catalogue)
        return (written if written.endswith("\n") else written + "\n").encode()

    return Document(units, render)


def _parse(text: str, name: str) -> polib.POFile:
    # A line end in front, since polib would take a text that names a file for that name.
    try:
        catalogue = polib.pofile("\n" + text)
    except (OSError, ValueError, UnicodeError) as error:
        raise FormatError(f"{name} is not a PO catalogue: {error}; check it with: msgfmt --check") from error
    language = catalogue.metadata.get("Language", "")
    translated = any(entry.translated() for entry in catalogue)
    if translated and language and not language.lower().startswith("en"):
        raise LanguageError(
            f"{name} holds translations to {language}; Amana fills catalogues from Arabic to English"
        )
    return catalogue


def _messages(catalogue: polib.POFile) -> Iterator[tuple[str, polib.POEntry, int | None]]:
    """Give the messages that have no translation: the text, its entry, and which plural form it is."""
    for entry in catalogue:
        if entry.obsolete or not count_arabic_letters(entry.msgid + entry.msgid_plural):
            continue
        if not entry.msgid_plural:
            if not entry.msgstr:
                yield entry.msgid, entry, None
            continue
        if any(entry.msgstr_plural.values()):
            continue
        yield entry.msgid, entry, 0
        yield entry.msgid_plural, entry, 1


def _set_header(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        if entry.msgid_plural and len(entry.msgstr_plural) > 2 and not any(entry.msgstr_plural.values()):
            entry.msgstr_plural = {0: "", 1: ""}
    plurals = any(entry.msgid_plural for entry in catalogue)
    catalogue.metadata["Language"] = catalogue.metadata.get("Language") or "en"
    if not catalogue.metadata["Language"].lower().startswith("en"):
        catalogue.metadata["Language"] = "en"
    if plurals:
        catalogue.metadata["Plural-Forms"] = _PLURALS
    catalogue.metadata.setdefault("Content-Type", "text/plain; charset=UTF-8")


def _width(text: str) -> int:
    """Tell how wide a catalogue was wrapped; 0 for one that was not."""
    longest = max((len(line) for line in text.splitlines() if line.startswith('"')), default=0)
    return _WIDTH if longest <= _WIDTH + 2 else 0
