"""Put number words together: the state that both languages share."""

from dataclasses import dataclass, replace
from fractions import Fraction

from eval.quantities.lexicon import Part

_NO_SCALE = Fraction(10**18)


@dataclass(frozen=True, slots=True)
class Composed:
    """A number that is being read from left to right.

    Attributes:
        total: what is closed by a scale ("two thousand" of "two thousand and five").
        group: what no scale has closed yet, or None.
        place: the lowest place that the group fills: 1, 10 or 100; 0 when closed to additions.
        scale: the last scale, or a number above all scales.
        digits: True where the group was written in digits.
        last: the part that was added last.
        words: how many words or digit groups it has.
    """

    total: Fraction = Fraction(0)
    group: Fraction | None = None
    place: int = 0
    scale: Fraction = _NO_SCALE
    digits: bool = False
    last: Part | None = None
    words: int = 0

    @property
    def value(self) -> Fraction:
        """Give the value so far.

        >>> Composed(Fraction(2000), Fraction(5)).value
        Fraction(2005, 1)
        """
        return self.total + (self.group or 0)

    @property
    def scaled(self) -> bool:
        """True where a scale is part of it."""
        return self.scale != _NO_SCALE

    def begin(self, value: Fraction, place: int, *, part: Part, digits: bool = False) -> "Composed | None":
        """Begin a group; None where the number cannot take one of that size here.

        >>> Composed().begin(Fraction(7), 1, part=Part.UNIT).scale_up(Fraction(10**6)).value
        Fraction(7000000, 1)
        """
        if self.group is not None or value >= self.scale:
            return None
        return replace(self, group=value, place=place, digits=digits, last=part, words=self.words + 1)

    def add(self, value: Fraction, place: int, *, part: Part) -> "Composed | None":
        """Add to the open group; None where there is none."""
        if self.group is None:
            return None
        return replace(self, group=self.group + value, place=place, last=part, words=self.words + 1)

    def multiply(self, factor: Fraction, place: int, *, part: Part) -> "Composed | None":
        """Multiply the open group; None where there is none."""
        if self.group is None:
            return None
        return replace(self, group=self.group * factor, place=place, last=part, words=self.words + 1)

    def scale_up(self, scale: Fraction) -> "Composed | None":
        """Close the group with a scale; None where the scale does not descend.

        A scale right behind a smaller one multiplies it: "a thousand million".
        """
        if self.group is None and self.last is Part.SCALE and scale > self.scale:
            return replace(self, total=self.total * scale, scale=scale, words=self.words + 1)
        if scale >= self.scale:
            return None
        group = Fraction(1) if self.group is None else self.group
        return Composed(self.total + group * scale, None, 0, scale, False, Part.SCALE, self.words + 1)
