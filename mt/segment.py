"""The value that the whole product passes around: a piece of a text and where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence (or a clause of an over-long one) of a text.

    Attributes:
        text: the characters of the original, unchanged: ``original[start:end]``.
        start: offset of the first character, in Unicode code points from 0.
        end: offset behind the last character.
        paragraph: number of the paragraph (line of the original that is not blank) from 0.
    """

    text: str
    start: int
    end: int
    paragraph: int
