"""Make quantities of numbers that were found: unit, year, range, and how firm they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from eval.quantities.quantity import Quantity, Weight
from eval.quantities.tokens import Token
from eval.quantities.units import unit_at

_CURRENCY_MARKS = {"$": "dollars", "€": "euros", "£": "pounds"}
_RANGE_MARKS = frozenset("-–—‑~/") | {"to", "or", "and", "الي", "او", "و", "حتي", "until"}
_DASHES = frozenset("-–—‑/")
_FIRM_FROM = 100
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Found:
    """A number among the tokens of a sentence, before its surroundings are known.

    Attributes:
        first: index of its first token.
        end: index behind its last token.
        readings: its values, the likeliest first.
        digits: True where it is written in digits.
        scaled: True where a scale (thousand, million) is part of it.
        ordinal: True for "third", "21st".
        fraction: True for a fraction in words.
        exact_fraction: True for a fraction with a numerator ("three quarters").
        alike: True for a word that only may answer to a number.
        bare_scale: True for "a hundred", "ألف" and the like, which are idioms as often as numbers.
        clock: True for the hour or the minutes of a time of day.
        scale: the last scale of it, or None.
        decade: True for "the 1960s".
    """

    first: int
    end: int
    readings: tuple[Fraction, ...]
    digits: bool = False
    scaled: bool = False
    ordinal: bool = False
    fraction: bool = False
    exact_fraction: bool = False
    alike: bool = False
    bare_scale: bool = False
    clock: bool = False
    scale: Fraction | None = None
    decade: bool = False


def finish(
    text: str, tokens: list[Token], found: list[Found], *, table: Mapping[tuple[str, ...], str]
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
    numbers = _share_scales(tokens, found)
    units = [_unit(tokens, number, table) for number in numbers]
    for index in range(len(numbers) - 2, -1, -1):
        if units[index] is None and _is_range(tokens, numbers[index], numbers[index + 1]):
            units[index] = units[index + 1]
    return [_quantity(text, tokens, number, unit) for number, unit in zip(numbers, units, strict=True)]


def _quantity(text: str, tokens: list[Token], number: Found, unit: str | None) -> Quantity:
    start, end = tokens[number.first].start, tokens[number.end - 1].end
    value = number.readings[0]
    year = (
        number.digits
        and unit is None
        and not number.scaled
        and number.end - number.first == 1
        and bool(re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", tokens[number.first].key))
    )
    weight = Weight.LOOSE if _is_identifier(tokens, number) else _weigh(number, value)
    return Quantity(number.readings, weight, start, end, text[start:end], unit, year)


def _weigh(number: Found, value: Fraction) -> Weight:
    if (
        number.alike
        or number.bare_scale
        or value in (1, 2)
        or (number.fraction and not number.exact_fraction)
    ):
        return Weight.LOOSE
    if number.clock or number.ordinal or number.exact_fraction or number.decade:
        return Weight.PLAIN
    if value >= _FIRM_FROM or value.denominator != 1 or number.scaled:
        return Weight.FIRM
    return Weight.PLAIN


def _is_identifier(tokens: list[Token], number: Found) -> bool:
    """True for the digits of names such as MH17, COVID-19, 802.11n, 3D."""
    if not number.digits or number.ordinal or number.decade:
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
        and behind.key
        not in {"km", "kg", "m", "cm", "mm", "ft", "mi", "bn", "mn", "am", "pm", "g", "k", "ha", "gh", "w"}
    )


def _unit(tokens: list[Token], number: Found, table: Mapping[tuple[str, ...], str]) -> str | None:
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


def _is_range(tokens: list[Token], first: Found, second: Found) -> bool:
    between = tokens[first.end : second.first]
    return len(between) == 1 and between[0].key in _RANGE_MARKS


def _share_scales(tokens: list[Token], found: list[Found]) -> list[Found]:
    """Let "2 to 3 million" also read as 2 million, and "1976-77" as 1977."""
    numbers = list(found)
    for index, (first, second) in enumerate(zip(found, found[1:], strict=False)):
        if not _is_range(tokens, first, second) or first.alike or second.alike:
            continue
        scale = second.scale
        if scale is not None and first.scale is None and first.readings[0] < scale:
            numbers[index] = replace(
                first, readings=first.readings + tuple(v * scale for v in first.readings)
            )
        start, end = first.readings[0], second.readings[0]
        if first.digits and second.digits and 1000 <= start < 2100 and 10 <= end < 100:
            century = start - start % 100
            numbers[index + 1] = replace(second, readings=(*second.readings, century + end))
    return numbers
