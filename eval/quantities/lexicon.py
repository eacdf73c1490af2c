"""What number words do: the parts that numbers are put together from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from mt.arabic import matching_key


class Part(Enum):
    """What a word does in a number."""

    UNIT = "unit"
    """1 to 9."""
    TEEN = "teen"
    """10 to 19."""
    TENS = "tens"
    """20, 30 … 90."""
    HUNDRED = "hundred"
    """100, or in Arabic a word for 200 … 900."""
    SCALE = "scale"
    """A thousand and more; multiplies what stands before it."""
    DUAL = "dual"
    """Two of a scale in one Arabic word."""
    PLURAL = "plural"
    """A scale in the plural: multiplies, and is no number of its own ("thousands")."""
    FRACTION = "fraction"
    """A half, a third …"""
    DENOMINATOR = "denominator"
    """Thirds, quarters … after a number."""
    ALIKE = "alike"
    """A word that often answers to a number ("triple", "decade", the name of a month)."""
    GROUP = "group"
    """A decade, a century, a dozen: a number of them also means so many times 10, 100, 12."""


@dataclass(frozen=True, slots=True)
class NumberWord:
    """One word of the lexicon.

    Attributes:
        part: what it does in a number.
        values: its values, the likeliest first.
        ordinal: True for "third", "الثالث".
    """

    part: Part
    values: tuple[Fraction, ...]
    ordinal: bool = False


Lexicon = Mapping[str, NumberWord]


def entries(
    table: Mapping[int, str] | Mapping[Fraction, str] | Mapping[int | Fraction, str],
    part: Part,
    *,
    ordinal: bool = False,
) -> Iterable[tuple[str, NumberWord]]:
    """Give the entries of a table from values to forms, as `dict.update` takes them.

    >>> dict(entries({7: "سبع سبعة"}, Part.UNIT))["سبعه"].values
    (Fraction(7, 1),)
    """
    for value, forms in table.items():
        for form in forms.split():
            yield matching_key(form), NumberWord(part, (Fraction(value),), ordinal)
