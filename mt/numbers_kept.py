"""Whether the numbers of a source are in its draft."""

import re

from mt.arabic import normalise

NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*%?(?!\w)")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
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


def lost_numbers(source: str, draft: str) -> tuple[str, ...]:
    """Give the numbers of a source that its draft has neither in digits nor, small ones, in words.

    >>> lost_numbers("قتل ٢٥ و 1,000 و 7 ملايين و ٣٫٥٪", "25, 1000 and seven million")
    ('3.5',)
    >>> lost_numbers("7 ملايين في 2019", "7,000,000 in 2019")
    ()
    """
    found = {_value(match.group()) for match in _DIGITS.finditer(draft)}
    words = frozenset(re.findall(r"[a-z]+", draft.casefold()))
    lost = []
    for match in _DIGITS.finditer(normalise(source)):
        value = _value(match.group())
        if not any(value * scale in found for scale in _SCALES) and not words & _names(value):
            lost.append(match.group())
    return tuple(lost)


def _value(digits: str) -> float:
    whole = digits.replace(",", "")
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
