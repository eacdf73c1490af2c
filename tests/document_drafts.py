"""What the tests of document formats share: a translator that anybody can check by eye."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from mt.documents.drafting import translate_document
from mt.documents.registry import read_document
from mt.translation import Translation

FILES = Path(__file__).resolve().parent / "documents"
"""Small files that LibreOffice 7.4 wrote."""
SENTENCE = "وصل وزير الخارجية إلى بيروت اليوم."
ARABIC = re.compile("[\u0600-\u06ff]")
LETTERS = str.maketrans(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىؤئ،؛؟",
    "abtTjHxdDrzsSCdtZEgfqklmnhwyQAIOetWY,;?",
)


def latin(texts: Iterable[str]) -> Iterator[Translation]:
    """Write Arabic in Latin letters, one for one, so that every word can be found again."""
    return (
        Translation(text, ARABIC.sub("", text.translate(LETTERS)), None, frozenset(), "latin")
        for text in texts
    )


def in_latin(text: str) -> str:
    """Give what `latin` makes of a text."""
    return next(latin([text])).text


def draft(data: bytes, name: str) -> bytes:
    """Read a file, draft it with `latin`, and write it."""
    document = read_document(data, name)
    return document.render(translate_document(document, latin).drafts)


def unchanged(data: bytes, name: str) -> bytes:
    """Read a file and write it with its own texts as drafts."""
    document = read_document(data, name)
    return document.render(document.units)


def repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """Give a container with files added, changed, or (None) taken out."""
    output = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(output, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in changes:
                new.writestr(info, old.read(info))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return output.getvalue()


def part(data: bytes, name: str) -> str:
    """Give a file of a container as text."""
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()
