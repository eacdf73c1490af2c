"""Whether the numbers of a source are in its draft."""

import re

from mt.arabic import normalise

# A letter of Arabic may be written onto a number: «و7», «1973م».
# Some write the Arabic comma within numbers: «15،00».
_BODY = r"\d+(?:[.,]\d+|،\d{2,3}(?!\d))*"
NUMBER = re.compile(rf"(?<![A-Za-z0-9_.]){_BODY}%?(?![A-Za-z0-9_])")
_DIGITS = re.compile(_BODY)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_TENS = {30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}
_SCALES = (1, 1e3, 1e6, 1e9)
_LEAST_ALIKE = 0.5
"""Least share of common digits, in order, of a number and what a model made of it."""


def lost_numbers(source: str, draft: str) -> tuple[str, ...]:
    """Give the numbers of a source that its draft has neither in digits nor, small ones, in words.

    >>> lost_numbers("قتل ٢٥ و 1,000 و 7 ملايين و ٣٫٥٪", "25, 1000 and seven million")
    ('3.5',)
    >>> lost_numbers("15،00 و 1990،1991", "15,00 and 1990, 1991")
    ()
    >>> lost_numbers("7 ملايين في 2019", "7,000,000 in 2019")
    ()
    """
    numbers = _DIGITS.findall(normalise(source))
    if not numbers:
        return ()
    found = {_value(digits) for digits in _DIGITS.findall(draft)}
    words = frozenset(re.findall(r"[a-z]+", draft.casefold()))
    return tuple(
        digits
        for digits in numbers
        if not any(_value(digits) * scale in found for scale in _SCALES)
        and not words & _names(_value(digits))
    )


def repair_numbers(source: str, draft: str) -> str:
    """Put the lost numbers of a source in place of what a model made of them.

    Models that write numbers digit by digit stutter or slip: 2005 becomes 20005, 36 becomes 363. A
    lost number takes the place of a number that the source does not have and that shares half of its
    digits, both in their order; one without such a counterpart stays lost.

    >>> repair_numbers("في عام 2005 قتل 36", "In 20005, 363 were killed and 7 hurt")
    'In 2005, 36 were killed and 7 hurt'
    >>> repair_numbers("قتل 25", "he killed 7")
    'he killed 7'
    """
    lost = lost_numbers(source, draft)
    if not lost:
        return draft
    real = {_value(digits) * scale for digits in _DIGITS.findall(normalise(source)) for scale in _SCALES}
    strange = [match for match in _DIGITS.finditer(draft) if _value(match.group()) not in real]
    parts: list[str] = []
    position = first = 0
    for digits in lost:
        rest = strange[first:]
        found = next((i for i, match in enumerate(rest) if _alike(digits, match.group())), None)
        if found is not None:
            first += found + 1
            parts += [draft[position : rest[found].start()], english_number(digits)]
            position = rest[found].end()
    return "".join([*parts, draft[position:]])


def english_number(number: str) -> str:
    """Give a number as it stands in English.

    >>> english_number("15،00")
    '15,00'
    """
    return number.replace("،", ",")


def _alike(digits: str, other: str) -> bool:
    """Tell whether two numbers can be one that a model wrote wrongly.

    >>> _alike("2005", "20005"), _alike("78", "778"), _alike("25", "7"), _alike("6.5", "6")
    (True, True, False, True)
    """
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(digits, other) >= _LEAST_ALIKE


def _value(digits: str) -> float:
    whole = english_number(digits).replace(",", "")
    return float(whole) if whole.count(".") < 2 else float(whole.replace(".", ""))


def _names(value: float) -> frozenset[str]:
    names = set()
    if value in range(len(_SMALL)):
        names.add(_SMALL[int(value)])
    if value in range(1, len(_ORDINALS)):
        names.add(_ORDINALS[int(value)])
    if value in _TENS:
        names.add(_TENS[int(value)])
    return frozenset(names)
