"""Magnitudes without a number: "thousands of refugees", "عدة ملايين", "several million"."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.quantities.arabic_words import ARABIC
from eval.quantities.english_words import ENGLISH
from eval.quantities.lexicon import Part
from eval.quantities.quantity import Quantity, Weight
from eval.quantities.tokens import Token

LEAST = 1000
"""Hundreds and tens are said loosely in both languages."""


@dataclass(frozen=True, slots=True)
class Magnitude:
    """A magnitude that a text names without saying how many.

    Attributes:
        scale: a thousand, a million …
        start: offset of its first character in the sentence, in code points.
        end: offset behind its last character.
    """

    scale: int
    start: int
    end: int


def find_magnitudes(
    tokens: Sequence[Token], quantities: Sequence[Quantity], *, arabic: bool
) -> list[Magnitude]:
    """Find the scales of a sentence that are no part of a number.

    >>> from eval.quantities.english import read_english
    >>> from eval.quantities.tokens import tokenise
    >>> text = "several thousand vials for millions of people, 3 million in all"
    >>> [found.scale for found in find_magnitudes(tokenise(text), read_english(text), arabic=False)]
    [1000, 1000000]

    Args:
        tokens: the tokens of the sentence.
        quantities: its numbers, as `read_arabic` or `read_english` gives them.
        arabic: True for Arabic, False for English.
    """
    firm = [quantity for quantity in quantities if quantity.weight is not Weight.LOOSE]
    found = []
    for token in tokens:
        forms = (
            (token.key, *(token.key.removeprefix(prefix) for prefix in _PREFIXES)) if arabic else (token.key,)
        )
        table = ARABIC if arabic else ENGLISH
        word = next((table[form] for form in forms if form in table), None)
        if word is None or word.part not in (Part.SCALE, Part.PLURAL) or word.values[0] < LEAST:
            continue
        if not any(quantity.start <= token.start < quantity.end for quantity in firm):
            found.append(Magnitude(int(word.values[0]), token.start, token.end))
    return found


_PREFIXES = ("و", "ب", "ل", "ال", "بال", "وال")
