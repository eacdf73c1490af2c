"""A sentence cut where its highlighting changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a sentence that is to be highlighted.

    Attributes:
        start: offset of its first character, in code points.
        end: offset behind its last character.
        finding: index of the finding whose evidence it is; None for a difference of words.
    """

    start: int
    end: int
    finding: int | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence with one highlighting all through.

    Attributes:
        text: the characters.
        findings: indices of the findings whose evidence covers it, ascending.
        differs: True where the other side has other words.
    """

    text: str
    findings: tuple[int, ...]
    differs: bool


def cut(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Cut a sentence at the ends of its marks, which may overlap.

    The pieces joined are the text. Marks that reach over the end are cut there.

    >>> [(p.text, p.findings, p.differs) for p in cut("110 km", [Mark(0, 3, 0), Mark(2, 6, None)])]
    [('11', (0,), False), ('0', (0,), True), (' km', (), True)]
    >>> cut("", [])
    []
    """
    ends = {0, len(text)}
    for mark in marks:
        ends |= {min(mark.start, len(text)), min(mark.end, len(text))}
    bounds = sorted(ends)
    pieces = []
    for start, end in pairwise(bounds):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        findings = tuple(sorted({mark.finding for mark in over if mark.finding is not None}))
        pieces.append(Piece(text[start:end], findings, any(mark.finding is None for mark in over)))
    return pieces
