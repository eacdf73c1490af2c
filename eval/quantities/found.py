"""A number among the tokens of a sentence, before its surroundings are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from eval.quantities.tokens import Token


class Form(Enum):
    """How a number is stated."""

    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    """A half, a third: often an idiom."""
    RATIO = "ratio"
    """A fraction with a numerator: three quarters."""
    ALIKE = "alike"
    """A word that only may answer to a number."""
    VAGUE = "vague"
    """"A hundred", "several million": as often an idiom as a number."""
    CLOCK = "clock"
    """A time of day, in hours."""
    DECADE = "decade"
    """The 1960s."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number among the tokens of a sentence.

    Attributes:
        first: index of its first token.
        end: index behind its last token.
        readings: its values, the likeliest first.
        form: how it is stated.
        digits: True where it is written in digits.
        scale: the last scale (thousand, million) in it, or None.
    """

    first: int
    end: int
    readings: tuple[Fraction, ...]
    form: Form = Form.CARDINAL
    digits: bool = False
    scale: Fraction | None = None


def clock_at(tokens: Sequence[Token], start: int) -> Found | None:
    """Read a time of day such as "10:30", or "10.30" before "a.m." or "GMT".

    >>> from eval.quantities.tokens import tokenise
    >>> [str(hours) for hours in clock_at(tokenise("10:30"), 0).readings]
    ['21/2', '45/2', '1030']

    Args:
        tokens: the tokens of a sentence.
        start: where the time would begin.

    Returns:
        The time in hours, also twelve hours later, and as the four digits without a colon.
    """
    hour = tokens[start].key
    mark, minutes = [*tokens[start + 1 : start + 3], None, None][:2]
    if (
        mark is not None
        and minutes is not None
        and mark.text in ":،"
        and minutes.start - tokens[start].end == 1
    ):
        pieces, end = [hour, minutes.key], start + 3
    else:
        pieces, end = hour.split("."), start + 1
        behind = tokens[end].key if end < len(tokens) else ""
        if not (behind in {"am", "pm", "gmt", "utc"} or (behind in {"a", "p"} and _has_dot(tokens, end + 1))):
            return None
    if len(pieces) != 2 or not all(piece.isdigit() for piece in pieces) or len(pieces[1]) != 2:
        return None
    whole, part = Fraction(pieces[0]), Fraction(int(pieces[1]), 60)
    if whole > 24 or part >= 1:
        return None
    readings = (whole + part, (whole + 12) % 24 + part, whole * 100 + int(pieces[1]))
    return Found(start, end, readings, form=Form.CLOCK, digits=True)


def _has_dot(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].text == "."
