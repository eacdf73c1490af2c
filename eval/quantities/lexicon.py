"""Number words, by the part that they play in a number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

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
        vague: True where the word means other things too, so that nothing has to answer to it.
    """

    part: Part
    values: tuple[Fraction, ...]
    ordinal: bool = False
    vague: bool = False


Lexicon = Mapping[str, NumberWord]


def _words(
    table: dict[int | Fraction, str], part: Part, *, ordinal: bool = False
) -> Iterable[tuple[str, NumberWord]]:
    for value, forms in table.items():
        for form in forms.split():
            yield matching_key(form), NumberWord(part, (Fraction(value),), ordinal)


_THIRD, _QUARTER, _HALF = Fraction(1, 3), Fraction(1, 4), Fraction(1, 2)

_ENGLISH_UNITS = "one two three four five six seven eight nine".split()
_ENGLISH_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ENGLISH_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_MONTHS = "january february march april may june july august september october november december".split()
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()


def _english() -> dict[str, NumberWord]:
    words: dict[str, NumberWord] = {}
    for number, month in enumerate(_MONTHS, 1):
        words[month] = NumberWord(Part.ALIKE, (Fraction(number),))
    for number, form in enumerate(_ENGLISH_UNITS, 1):
        words[form] = NumberWord(Part.UNIT, (Fraction(number),))
    for number, form in enumerate(_ENGLISH_TEENS, 10):
        words[form] = NumberWord(Part.TEEN, (Fraction(number),))
    for number, form in enumerate(_ENGLISH_TENS, 2):
        words[form] = NumberWord(Part.TENS, (Fraction(number * 10),))
        ordinal = form.removesuffix("y") + "ieth"
        words[ordinal] = NumberWord(Part.TENS, (Fraction(number * 10),), ordinal=True)
        decade = form.removesuffix("y") + "ies"
        words[decade] = NumberWord(
            Part.ALIKE, tuple(Fraction(number * 10 + century) for century in (0, 1900, 1800, 1700, 2000))
        )
    for number, form in enumerate(_ENGLISH_ORDINALS, 1):
        part = Part.UNIT if number < 10 else Part.TEEN
        words[form] = NumberWord(part, (Fraction(number),), ordinal=True)
        if number > 2:
            words[form + "s"] = NumberWord(Part.DENOMINATOR, (Fraction(1, number),))
    words.update(
        _words({100: "hundred"}, Part.HUNDRED),
    )
    words.update(
        _words({10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}, Part.SCALE)
    )
    words.update(_words({10**5: "lakh", 10**7: "crore"}, Part.SCALE))
    words.update(
        _words({100: "hundreds", 10**3: "thousands", 10**6: "millions", 10**9: "billions"}, Part.PLURAL)
    )
    words.update(_words({_HALF: "half", _QUARTER: "quarter"}, Part.FRACTION))
    words.update(_words({_HALF: "halves", _QUARTER: "quarters"}, Part.DENOMINATOR))
    words.update(_words({10: "decade decades", 100: "century centuries", 12: "dozen"}, Part.GROUP))
    words.update(
        _words(
            {
                0: "zero nil none",
                3: "trio triple triples tripled thrice threefold triplets triangle triangular trilateral trilogy",
                4: "quartet quadruple quadrupled fourfold quadrilateral quarterfinal quarterfinals",
                5: "quintet fivefold pentagon",
                10: "tenfold decade",
                14: "fortnight",
                100: "centenary centennial",
                1000: "millennium",
            },
            Part.ALIKE,
        )
    )
    words["decade"] = NumberWord(Part.GROUP, (Fraction(10),))
    return words


ENGLISH: Lexicon = MappingProxyType(_english())
ROMAN: Mapping[str, int] = MappingProxyType({form.upper(): number for number, form in enumerate(_ROMAN, 1)})

_UNITS = {
    1: "واحد واحدة أحد إحدى",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي إثنان إثنين",
    3: "ثلاث ثلاثة",
    4: "أربع أربعة",
    5: "خمس خمسة",
    6: "ست ستة",
    7: "سبع سبعة",
    8: "ثمان ثماني ثمانية",
    9: "تسع تسعة",
}
_ORDINAL_UNITS = {
    1: "أول أولى أولا حادي حادية",
    2: "ثاني ثان ثانية ثانيا",
    3: "ثالث ثالثة ثالثا",
    4: "رابع رابعة رابعا",
    5: "خامس خامسة خامسا",
    6: "سادس سادسة سادسا",
    7: "سابع سابعة سابعا",
    8: "ثامن ثامنة ثامنا",
    9: "تاسع تاسعة تاسعا",
}
_TENS_STEMS = {20: "عشر", 30: "ثلاث", 40: "أربع", 50: "خمس", 60: "ست", 70: "سبع", 80: "ثمان", 90: "تسع"}
_HUNDRED_STEMS = {
    300: "ثلاث ثلث",
    400: "أربع",
    500: "خمس",
    600: "ست",
    700: "سبع",
    800: "ثمان ثماني",
    900: "تسع",
}
_ARABIC_MONTHS = {
    1: "يناير جانفي",
    2: "فبراير فيفري شباط",
    3: "مارس آذار",
    4: "أبريل إبريل أفريل نيسان",
    5: "مايو ماي أيار",
    6: "يونيو يونيه جوان حزيران",
    7: "يوليو يوليه جويلية تموز",
    8: "أغسطس أوت آب",
    9: "سبتمبر أيلول شتنبر",
    10: "أكتوبر",
    11: "نوفمبر نونبر",
    12: "ديسمبر دجنبر",
}


def _arabic() -> dict[str, NumberWord]:
    words = dict(_words(_ARABIC_MONTHS, Part.ALIKE))
    words.update(_words(_UNITS, Part.UNIT))
    words.update(_words(_ORDINAL_UNITS, Part.UNIT, ordinal=True))
    words.update(_words({10: "عشر عشرة"}, Part.TEEN))
    words.update(_words({10: "عاشر عاشرة عاشرا"}, Part.TEEN, ordinal=True))
    for value, stem in _TENS_STEMS.items():
        for ending in ("ون", "ين"):
            words[matching_key(stem + ending)] = NumberWord(Part.TENS, (Fraction(value),))
        for ending in ("ينات", "ينيات", "ونات", "يني", "ينية", "ينيه"):
            decades = tuple(Fraction(value + century) for century in (0, 1900, 1800, 1700, 2000))
            words[matching_key(stem + ending)] = NumberWord(Part.ALIKE, decades)
    words.update(
        _words({100: "مئة مائة مية", 200: "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي"}, Part.HUNDRED)
    )
    for value, stems in _HUNDRED_STEMS.items():
        for stem in stems.split():
            words.update(_words({value: f"{stem}مئة {stem}مائة {stem}مية"}, Part.HUNDRED))
    words.update(
        _words(
            {
                10**3: "ألف",
                10**6: "مليون",
                10**9: "مليار بليون",
                10**12: "تريليون ترليون",
            },
            Part.SCALE,
        )
    )
    words.update(
        _words(
            {
                2 * 10**3: "ألفان ألفين ألفي",
                2 * 10**6: "مليونان مليونين مليوني",
                2 * 10**9: "ملياران مليارين ملياري بليونان بليونين",
                2 * 10**12: "تريليونان تريليونين تريليوني",
            },
            Part.DUAL,
        )
    )
    # The accusative singular and the dual before a genitive are spelt alike: 25 ألفا, ألفا شخص.
    for form, value in {"ألفا": 10**3, "مليونا": 10**6, "مليارا": 10**9, "تريليونا": 10**12}.items():
        words[matching_key(form)] = NumberWord(Part.SCALE, (Fraction(value), Fraction(2 * value)))
    words.update(
        _words(
            {
                10: "عشرات",
                100: "مئات مائات",
                10**3: "آلاف ألوف ألاف",
                10**6: "ملايين",
                10**9: "مليارات بلايين",
                10**12: "تريليونات ترليونات",
            },
            Part.PLURAL,
        )
    )
    words.update(
        _words(
            {_HALF: "نصف", _THIRD: "ثلث ثلثا", _QUARTER: "ربع", Fraction(2, 3): "ثلثي ثلثين ثلثان"},
            Part.FRACTION,
        )
    )
    words["ثلثا"] = NumberWord(Part.FRACTION, (Fraction(2, 3), _THIRD))
    words.update(
        _words(
            {
                _THIRD: "أثلاث",
                _QUARTER: "أرباع",
                Fraction(1, 5): "أخماس",
                Fraction(1, 6): "أسداس",
                Fraction(1, 8): "أثمان",
                Fraction(1, 10): "أعشار",
            },
            Part.DENOMINATOR,
        )
    )
    words.update(_words({10: "عقد عقود عقدا", 100: "قرن قرون قرنا", 12: "دزينة دزينات"}, Part.GROUP))
    words.update(
        _words(
            {
                0: "صفر",
                3: "ثلاثي ثلاثية مثلث",
                4: "رباعي رباعية تشرين",
                5: "خماسي خماسية",
                6: "سداسي سداسية",
                7: "سباعي سباعية",
                20: "عقدين عقدان عقدي",
                200: "قرنين قرنان",
            },
            Part.ALIKE,
        )
    )
    words["تشرين"] = NumberWord(Part.ALIKE, (Fraction(10), Fraction(11)))
    words["كانون"] = NumberWord(Part.ALIKE, (Fraction(12), Fraction(1)))
    return words


ARABIC: Lexicon = MappingProxyType(_arabic())
