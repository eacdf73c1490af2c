"""What of a long job is done: each finished sentence in a file beside the output, to go on after a stop.

A line is a sentence. The first line says which model and options made them; with others the journal
begins anew. Only the text of the sentences and their drafts are kept, and the file is deleted when the
job is done.
"""

import hashlib
import json
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import BinaryIO, Protocol

from pydantic import TypeAdapter, ValidationError

from mt.errors import OutputError
from mt.translation import Flag, Translation

_ADAPTER = TypeAdapter(Translation)
_KIND = "amana-journal-1"


class Translates(Protocol):
    """What translates texts, one translation each, in order."""

    def translate(self, texts: Iterable[str], /) -> Generator[Translation, None, None]:
        """Give one translation for each text, in order."""


class Journal:
    """Translations that are kept as they are made. Not for two threads at once."""

    def __init__(self, path: Path, *, made_with: str) -> None:
        """Open a journal, with what is in it if the same model and options made it.

        Args:
            path: of the file; made if it is not there.
            made_with: whatever decides about the drafts, as text.

        Raises:
            OutputError: the file cannot be written.
        """
        self._path = path
        digest = hashlib.sha256(made_with.encode()).hexdigest()
        head = json.dumps({"kind": _KIND, "made_with": digest}).encode() + b"\n"
        try:
            content = path.read_bytes() if path.exists() else b""
            self._known, end = _read(content, head)
            self._file: BinaryIO = path.open("r+b" if content else "w+b")
            self._file.truncate(end)
            self._file.seek(end)
            if not end:
                self._file.write(head)
                self._file.flush()
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}; choose another place") from error

    @property
    def known(self) -> int:
        """How many sentences the journal holds."""
        return len(self._known)

    def translate(self, texts: Iterable[str], translator: Translates) -> Generator[Translation, None, None]:
        """Translate texts, each text once, and keep what is made.

        Args:
            texts: what to translate.
            translator: asked for what the journal does not hold.

        Yields:
            A translation for each text, in order.

        Raises:
            OutputError: there is no room for the journal.
        """
        every = list(texts)
        missing = [text for text in dict.fromkeys(every) if text not in self._known]
        made = translator.translate(missing)
        failed: dict[str, Translation] = {}
        try:
            for text in every:
                found = self._known.get(text) or failed.get(text)
                if found is None:
                    found = next(made)
                    if Flag.FAILED in found.flags:
                        failed[text] = found
                    else:
                        self._keep(text, found)
                yield found
        finally:
            made.close()

    def _keep(self, text: str, translation: Translation) -> None:
        self._known[text] = translation
        try:
            self._file.write(_ADAPTER.dump_json(translation) + b"\n")
            self._file.flush()
        except OSError as error:
            raise OutputError(f"cannot write {self._path}: {error.strerror}; make room") from error

    def close(self) -> None:
        """Leave the journal, to go on another time."""
        self._file.close()

    def remove(self) -> None:
        """Delete the journal, since the job is done."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def _read(content: bytes, head: bytes) -> tuple[dict[str, Translation], int]:
    """Give the translations in a journal, and where its last whole line ends.

    A line that was cut off when the job was stopped counts for nothing.
    """
    if not content.startswith(head):
        return {}, 0
    known: dict[str, Translation] = {}
    end = len(head)
    for line in content[end:].splitlines(keepends=True):
        try:
            translation = _ADAPTER.validate_json(line)
        except ValidationError:
            break
        if not line.endswith(b"\n"):
            break
        known[translation.source] = translation
        end += len(line)
    return known, end
