"""Make quantities of numbers that were found: unit, year, range, and how firm they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from eval.quantities.found import Form, Found
from eval.quantities.quantity import Quantity, Weight
from eval.quantities.tokens import Token
from eval.quantities.units import unit_at

_CURRENCY_MARKS = {"$": "dollars", "€": "euros", "£": "pounds"}
_DASHES = frozenset("-–—‑/")
_RANGE_MARKS = _DASHES | {"to", "or", "and", "الي", "او", "و", "حتي", "until"}
_LATIN = re.compile(r"[A-Za-z]")
_FIRM_FROM = 100
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_HIJRI = frozenset({"ه", "هجري", "هجريه", "للهجره", "ah"})
# What may stand right behind digits without making a name of them.
_GLUED_UNITS = frozenset("km kg m cm mm ft mi bn mn tn am pm g k ha s st nd rd th w".split())


def finish(
    text: str, tokens: Sequence[Token], found: list[Found], *, table: Mapping[tuple[str, ...], str]
) -> list[Quantity]:
    """Give the quantities of a sentence.

    Args:
        text: the sentence.
        tokens: its tokens.
        found: the numbers among them, in order and without overlap.
        table: the units of the language.

    Returns:
        One quantity a number, in order.
    """
    numbers = _read_ranges(tokens, found)
    units = [_unit(tokens, number, table) for number in numbers]
    for index in range(len(numbers) - 2, -1, -1):
        if units[index] is None and _is_range(tokens, numbers[index], numbers[index + 1]):
            units[index] = units[index + 1]
    return [_quantity(text, tokens, number, unit) for number, unit in zip(numbers, units, strict=True)]


def _quantity(text: str, tokens: Sequence[Token], number: Found, unit: str | None) -> Quantity:
    start, end = tokens[number.first].start, tokens[number.end - 1].end
    written = text[start:end]
    key = tokens[number.first].key if number.end - number.first == 1 else ""
    return Quantity(
        number.readings,
        Weight.LOOSE if _is_name(tokens, number) else _weigh(tokens, number),
        start,
        end,
        written,
        unit,
        year=number.form is Form.DECADE or (unit is None and bool(_YEAR.fullmatch(key))),
        cardinal=number.form not in (Form.ORDINAL, Form.CLOCK, Form.DECADE, Form.ALIKE),
    )


def _weigh(tokens: Sequence[Token], number: Found) -> Weight:
    value = number.readings[0]
    if _is_hijri(tokens, number) or number.form in (Form.ALIKE, Form.VAGUE, Form.FRACTION) or value in (1, 2):
        return Weight.LOOSE
    if number.form is not Form.CARDINAL:
        return Weight.PLAIN
    firm = value >= _FIRM_FROM or value.denominator != 1 or number.scale is not None
    return Weight.FIRM if firm else Weight.PLAIN


def _is_hijri(tokens: Sequence[Token], number: Found) -> bool:
    """True for a year of the Hijri calendar, which the other side states in another calendar."""
    return number.digits and number.end < len(tokens) and tokens[number.end].key in _HIJRI


def _is_name(tokens: Sequence[Token], number: Found) -> bool:
    """True for the digits of names such as MH17, COVID-19, 802.11n, 3D."""
    if not number.digits or number.form is not Form.CARDINAL:
        return False
    first, last = tokens[number.first], tokens[number.end - 1]
    before = tokens[number.first - 1] if number.first else None
    if before is not None and before.end == first.start:
        if before.kind == "word" and _LATIN.search(before.text):
            return True
        further = tokens[number.first - 2] if number.first > 1 else None
        if before.text in _DASHES and further is not None and further.end == before.start:
            return further.kind == "word" and bool(_LATIN.search(further.text)) and further.text[0].isupper()
    behind = tokens[number.end] if number.end < len(tokens) else None
    return (
        behind is not None
        and behind.start == last.end
        and behind.kind == "word"
        and len(behind.text) <= 2
        and bool(_LATIN.search(behind.text))
        and behind.key not in _GLUED_UNITS
    )


def _unit(tokens: Sequence[Token], number: Found, table: Mapping[tuple[str, ...], str]) -> str | None:
    before = tokens[number.first - 1] if number.first else None
    if before is not None and before.text in _CURRENCY_MARKS:
        return _CURRENCY_MARKS[before.text]
    behind = number.end
    if behind < len(tokens) and tokens[behind].text in _DASHES and tokens[behind].text != "/":
        behind += 1
    for index in (behind, behind + 1):
        unit = unit_at(tokens, index, table)
        if unit is not None:
            return unit[0]
        if index < len(tokens) and tokens[index].kind != "word":
            break
    if before is not None and before.text == "%" and before.end == tokens[number.first].start:
        return "per cent"
    return None


def _is_range(tokens: Sequence[Token], first: Found, second: Found) -> bool:
    between = tokens[first.end : second.first]
    return len(between) == 1 and between[0].key in _RANGE_MARKS


def _read_ranges(tokens: Sequence[Token], found: list[Found]) -> list[Found]:
    """Let "2 to 3 million" also read as 2 million, and "1976-77" as 1977."""
    numbers = list(found)
    for index, (first, second) in enumerate(pairwise(found)):
        if not _is_range(tokens, first, second) or Form.ALIKE in (first.form, second.form):
            continue
        scale = second.scale
        if scale is not None and first.scale is None and first.readings[0] < scale:
            readings = first.readings + tuple(value * scale for value in first.readings)
            numbers[index] = replace(first, readings=readings)
        start, end = first.readings[0], second.readings[0]
        if first.digits and second.digits and 1000 <= start < 2100 and 10 <= end < 100:
            century: Fraction = start - start % 100
            numbers[index + 1] = replace(second, readings=(*second.readings, century + end))
    return numbers
