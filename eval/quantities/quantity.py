"""The value of a number in a text, with every reading that it allows."""

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction


class Weight(IntEnum):
    """How sure it is that the other language has to state the number too."""

    LOOSE = 0
    """It may stand for the other side's number, but nothing has to answer to it (1, 2, "half")."""
    PLAIN = 1
    """It has to be answered, but words and small numbers are easy to misread."""
    FIRM = 2
    """Three or more digits, a decimal, or a magnitude: a difference is an error."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a sentence.

    Attributes:
        readings: the values that it can have, the likeliest first; never empty. "1.500" in an
            Arabic text is 1.5 or 1500, "three decades" 3 or 30.
        weight: whether the other side has to have it.
        start: offset of its first character in the sentence, in code points.
        end: offset behind its last character; the unit is not inside.
        text: its characters.
        unit: canonical English name of what is counted, or None.
        year: True where it stands as a calendar year or a decade of them.
        cardinal: False for an ordinal, a time of day, a decade and words that only resemble a number.
    """

    readings: tuple[Fraction, ...]
    weight: Weight
    start: int
    end: int
    text: str
    unit: str | None = None
    year: bool = False
    cardinal: bool = True

    @property
    def value(self) -> Fraction:
        """Give the likeliest reading."""
        return self.readings[0]

    def agrees(self, other: "Quantity") -> bool:
        """Tell whether a reading of one is a reading of the other.

        >>> seven = Quantity((Fraction(7),), Weight.PLAIN, 0, 1, "7")
        >>> seven.agrees(Quantity((Fraction(3), Fraction(7)), Weight.PLAIN, 0, 5, "third"))
        True
        """
        return any(reading in other.readings for reading in self.readings)


def describe(quantity: Quantity) -> str:
    """Give a quantity in English for a message.

    >>> describe(Quantity((Fraction(110_000),), Weight.FIRM, 0, 7, "110 ألف", "square kilometres"))
    '110,000 square kilometres'
    >>> describe(Quantity((Fraction(2019),), Weight.FIRM, 0, 4, "2019", year=True))
    '2019'
    >>> describe(Quantity((Fraction(7, 2),), Weight.FIRM, 0, 3, "3.5", "per cent"))
    '3.5 per cent'
    """
    number = format_value(quantity.value, grouped=not quantity.year)
    return f"{number} {quantity.unit}" if quantity.unit else number


def format_value(value: Fraction, *, grouped: bool = True) -> str:
    """Write a value in digits, with commas between thousands unless told otherwise.

    >>> format_value(Fraction(7_000_000)), format_value(Fraction(2, 3)), format_value(Fraction(1, 2))
    ('7 million', '2/3', '0.5')
    """
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if grouped and value >= scale and (value / scale * 100).denominator == 1:
            return f"{_decimal(value / scale)} {name}"
    if value.denominator == 1:
        return f"{value.numerator:,}" if grouped else str(value.numerator)
    decimal = _decimal(value)
    return decimal if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}"


def _decimal(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
