"""Text files of which some stretches are units: all between them keeps every character."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mt.documents.document import Document, MarkedText

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a file that holds a text.

    Attributes:
        start: offset of its first character in the file.
        end: offset behind its last one.
        text: what it says.
        encode: gives the stretch that says a draft.
    """

    start: int
    end: int
    text: str
    encode: Callable[[str], str]


def spliced_document(data: bytes, text: str, stretches: Iterable[Stretch]) -> Document:
    """Make a document of a text file.

    Args:
        data: the file.
        text: its characters, without a byte order mark.
        stretches: what is translated, in order.
    """
    places = tuple(stretches)
    units = tuple(MarkedText(place.text) for place in places)
    head = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""

    def render(drafts: Sequence[MarkedText]) -> bytes:
        written: list[str] = []
        position = 0
        for place, unit, draft in zip(places, units, drafts, strict=True):
            written.append(text[position : place.start])
            written.append(text[place.start : place.end] if draft == unit else place.encode(draft.text))
            position = place.end
        return head + "".join([*written, text[position:]]).encode()

    return Document(units, render)
