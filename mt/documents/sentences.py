"""What of a unit goes to the translator, and what stands between it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mt.arabic import count_arabic_letters
from mt.documents.document import MarkedText, all_marks
from mt.segmentation import segment

_DIRECTION_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_FORBIDDEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML does not allow; no draft has a use for them."""
_DIRECTION = re.compile(f"[{_DIRECTION_CONTROLS}]")
_TO_ENGLISH = str.maketrans(
    {
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
        **{"٪": "%", "٫": ".", "٬": ",", "،": ",", "؛": ";", "؟": "?", "۔": "."},
    }
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a unit.

    Attributes:
        start: offset of its first character in the text of the unit.
        end: offset behind its last character.
        translated: whether it is a sentence for the translator; if not, it is kept.
    """

    start: int
    end: int
    translated: bool


def split_pieces(unit: MarkedText) -> tuple[Piece, ...]:
    r"""Cut a unit into sentences and what stands between them.

    A sentence ends at a tab and at a mark that breaks, too.

    Returns:
        Pieces in order that cover the text. Sentences have Arabic letters; the rest is kept.

    >>> [(p.start, p.end, p.translated) for p in split_pieces(MarkedText("نعم. لا.\tOK"))]
    [(0, 4, True), (4, 5, False), (5, 8, True), (8, 11, False)]
    """
    breaks = sorted(
        {edge for mark in all_marks(unit.marks) if mark.breaks for edge in (mark.start, mark.end)}
    )
    pieces: list[Piece] = []
    position = 0
    for start, end in _sentence_spans(unit.text, breaks):
        if count_arabic_letters(unit.text[start:end]):
            pieces += _kept(position, start, breaks)
            pieces.append(Piece(start, end, translated=True))
            position = end
    pieces += _kept(position, len(unit.text), breaks)
    return tuple(pieces)


def _kept(start: int, end: int, breaks: list[int]) -> Iterator[Piece]:
    for edge in [*(edge for edge in breaks if start < edge < end), end]:
        if edge > start:
            yield Piece(start, edge, translated=False)
        start = edge


def _sentence_spans(text: str, breaks: list[int]) -> Iterator[tuple[int, int]]:
    edges = sorted({0, *breaks, *(tab.end() for tab in re.finditer("\t", text)), len(text)})
    for first, last in pairwise(edges):
        for sentence in segment(text[first:last], language="ar"):
            yield first + sentence.start, first + sentence.end


def to_english(text: str) -> str:
    r"""Give text that is kept as an English page needs it: no direction marks, ASCII digits.

    >>> to_english("\N{RIGHT-TO-LEFT MARK}٢٥٪ (IBM)")
    '25% (IBM)'
    """
    return _DIRECTION.sub("", text).translate(_TO_ENGLISH)


def drop_direction_marks(text: str) -> str:
    r"""Take the marks out that say which way text runs.

    >>> drop_direction_marks("a\N{RIGHT-TO-LEFT MARK}b")
    'ab'
    """
    return _DIRECTION.sub("", text)


def tidy_draft(draft: str) -> str:
    r"""Give a draft on one line, without direction marks and characters that no file can hold.

    >>> tidy_draft("a\N{RIGHT-TO-LEFT MARK}\n b ")
    'a b'
    """
    return " ".join(_FORBIDDEN.sub("", _DIRECTION.sub("", draft)).split())
