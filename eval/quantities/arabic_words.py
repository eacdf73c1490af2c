"""The number words of Arabic, in the forms that `mt.arabic.matching_key` gives."""

from fractions import Fraction
from types import MappingProxyType

from eval.quantities.lexicon import Lexicon, NumberWord, Part, entries
from mt.arabic import matching_key

_THIRD, _QUARTER, _HALF = Fraction(1, 3), Fraction(1, 4), Fraction(1, 2)

_UNITS = {
    1: "واحد واحدا واحدة أحد إحدى",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي إثنان إثنين",
    3: "ثلاث ثلاثا ثلاثة",
    4: "أربع أربعا أربعة",
    5: "خمس خمسا خمسة",
    6: "ست ستا ستة",
    7: "سبع سبعا سبعة",
    8: "ثمان ثمانا ثماني ثمانيا ثمانية",
    9: "تسع تسعا تسعة",
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
    words = dict(entries(_ARABIC_MONTHS, Part.ALIKE))
    words.update(entries(_UNITS, Part.UNIT))
    words.update(entries(_ORDINAL_UNITS, Part.UNIT, ordinal=True))
    words.update(entries({10: "عشر عشرة عشرا"}, Part.TEEN))
    words.update(entries({10: "عاشر عاشرة عاشرا"}, Part.TEEN, ordinal=True))
    for value, stem in _TENS_STEMS.items():
        for ending in ("ون", "ين"):
            words[matching_key(stem + ending)] = NumberWord(Part.TENS, (Fraction(value),))
        for ending in ("ينات", "ينيات", "ونات", "يني", "ينية", "ينيه"):
            decades = tuple(Fraction(value + century) for century in (0, 1900, 1800, 1700, 2000))
            words[matching_key(stem + ending)] = NumberWord(Part.ALIKE, decades)
    words.update(
        entries({100: "مئة مائة مية", 200: "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي"}, Part.HUNDRED)
    )
    for value, stems in _HUNDRED_STEMS.items():
        for stem in stems.split():
            words.update(entries({value: f"{stem}مئة {stem}مائة {stem}مية"}, Part.HUNDRED))
    words.update(
        entries(
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
        entries(
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
        entries(
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
        entries(
            {_HALF: "نصف", _THIRD: "ثلث ثلثا", _QUARTER: "ربع", Fraction(2, 3): "ثلثي ثلثين ثلثان"},
            Part.FRACTION,
        )
    )
    words["ثلثا"] = NumberWord(Part.FRACTION, (Fraction(2, 3), _THIRD))
    words.update(
        entries(
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
    words.update(entries({10: "عقد عقود عقدا", 100: "قرن قرون قرنا", 12: "دزينة دزينات"}, Part.GROUP))
    words.update(
        entries(
            {
                0: "صفر",
                3: "ثلاثي ثلاثية ثلاثيات مثلث",
                4: "رباعي رباعية رباعيات",
                5: "خماسي خماسية خماسيات خمسية",
                6: "سداسي سداسية سداسيات",
                7: "سباعي سباعية سباعيات",
                8: "ثمانيات",
                10: "عشرية",
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
