"""Errors that are put into clean pairs on purpose, for `bench/fidelity.py`.

Each function takes a source of randomness and the Arabic and English of a bead, and gives both
back with one error in one of them, or None where the pair offers no place for it.
"""

import random
import re
from collections.abc import Callable

from eval.quantities.arabic import read_arabic
from eval.quantities.english import read_english
from eval.quantities.quantity import Weight

Pair = tuple[str, str]
Seeder = Callable[[random.Random, str, str], Pair | None]

_UNITS = ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_UNITS_FEMININE = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_TENS = ["عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"]
_ENGLISH_UNITS = "three four five six seven eight nine ten eleven twelve".split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"مليون": "ألف", "ملايين": "آلاف", "مليار": "مليون", "مليارات": "ملايين", "تريليون": "مليار"}
_ENGLISH_SCALES = {"million": "thousand", "billion": "million", "trillion": "billion"}
_MONTH_GROUPS = (
    "January February March April May June July August September October November December".split(),
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
)
_DAY_GROUPS = (
    "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(),
    "الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت".split(),
)


def digits_changed(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Change one digit of a number of three or more digits, or of a decimal, in the Arabic."""
    places = [q for q in read_arabic(article) if q.weight is Weight.FIRM and re.search(r"\d", q.text)]
    if not places:
        return None
    place = rng.choice(places)
    digits = [index for index in range(place.start, place.end) if article[index].isdigit()]
    index = rng.choice(digits[-2:] if len(digits) > 1 else digits)
    return _replace(article, index, index + 1, _other_digit(rng, article[index])), reference


def small_number_changed(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Change a number of one or two digits in the Arabic."""
    places = [q for q in read_arabic(article) if q.weight is Weight.PLAIN and re.fullmatch(r"\d{1,2}", q.text)]
    if not places:
        return None
    place = rng.choice(places)
    index = place.end - 1
    return _replace(article, index, place.end, _other_digit(rng, article[index])), reference


def number_word_changed(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Change a number word: in the Arabic, or where that has none, in the English."""
    groups = (_UNITS, _UNITS_FEMININE, _TENS)
    changed = _swap_word(rng, article, groups)
    if changed is not None:
        return changed, reference
    changed = _swap_word(rng, reference, (_ENGLISH_UNITS, _ENGLISH_TENS))
    return None if changed is None else (article, changed)


def magnitude_lost(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Turn millions into thousands, or drop the last three zeros."""
    words = [match for match in re.finditer(r"\w+", article) if match[0] in _SCALES]
    if words:
        match = rng.choice(words)
        if read_arabic(article) != read_arabic(article[: match.start()]):
            return _replace(article, *match.span(), _SCALES[match[0]]), reference
    zeros = list(re.finditer(r"(?<=\d)[,٬.]?000\b", article))
    if zeros:
        return _replace(article, *rng.choice(zeros).span(), ""), reference
    words = [match for match in re.finditer(r"\w+", reference) if match[0] in _ENGLISH_SCALES]
    if not words:
        return None
    match = rng.choice(words)
    return article, _replace(reference, *match.span(), _ENGLISH_SCALES[match[0]])


def date_shifted(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Name another month or another day of the week."""
    changed = _swap_word(rng, article, (_MONTH_GROUPS[1], _DAY_GROUPS[1]), prefixes=("و", "ب", ""))
    if changed is not None and (changed != article):
        return changed, reference
    changed = _swap_word(rng, reference, (_MONTH_GROUPS[0][:4] + _MONTH_GROUPS[0][5:], _DAY_GROUPS[0]))
    return None if changed is None else (article, changed)


def year_shifted(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Move a year by one to nine years."""
    years = [q for q in read_arabic(article) if q.year and re.fullmatch(r"\d{4}", q.text)]
    if not years:
        return None
    year = rng.choice(years)
    moved = int(year.text) + rng.choice([-1, 1]) * rng.randint(1, 9)
    return _replace(article, year.start, year.end, str(moved)), reference


def _swap_word(
    rng: random.Random, text: str, groups: tuple[list[str], ...], *, prefixes: tuple[str, ...] = ("",)
) -> str | None:
    places = []
    for match in re.finditer(r"\w+", text):
        for group in groups:
            for prefix in prefixes:
                if match[0].removeprefix(prefix) in group and match[0].startswith(prefix):
                    places.append((match, group, prefix))
    if not places:
        return None
    match, group, prefix = rng.choice(places)
    old = match[0].removeprefix(prefix)
    return _replace(text, *match.span(), prefix + rng.choice([word for word in group if word != old]))


def _other_digit(rng: random.Random, digit: str) -> str:
    zero = ord(digit) - int(digit)
    return chr(zero + rng.choice([number for number in range(3, 10) if number != int(digit)]))


def _replace(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


SEEDERS: dict[str, tuple[Seeder, frozenset[str]]] = {
    "number of 3+ digits or decimal changed": (digits_changed, frozenset({"number"})),
    "number of 1-2 digits changed": (small_number_changed, frozenset({"number", "date"})),
    "number word changed": (number_word_changed, frozenset({"number"})),
    "magnitude lost": (magnitude_lost, frozenset({"number"})),
    "year shifted": (year_shifted, frozenset({"number", "date"})),
    "month or weekday changed": (date_shifted, frozenset({"date"})),
}
