"""What a number counts: units of measure, currencies and per cent, in both languages.

Units name things in messages and tell which of several numbers belong together; a number without
a known unit is still compared.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from eval.quantities.tokens import Token
from mt.arabic import matching_key

_ARABIC: dict[str, str] = {
    "square kilometres": "كلم مربع|كم مربع|كيلومتر مربع|كيلومترا مربعا|كيلومترات مربعة|كلم2|كم2",
    "square metres": "متر مربع|مترا مربعا|أمتار مربعة|م2",
    "square miles": "ميل مربع|ميلا مربعا|أميال مربعة",
    "cubic metres": "متر مكعب|مترا مكعبا|أمتار مكعبة",
    "kilometres": "كلم|كم|كيلومتر|كيلومترا|كيلومترات|كيلو متر|كيلومترين",
    "metres": "متر|مترا|أمتار",
    "centimetres": "سم|سنتيمتر|سنتيمترا|سنتيمترات|سنتم",
    "millimetres": "ملم|مم|مليمتر|مليمترا|مليمترات|ملليمتر",
    "miles": "ميل|ميلا|أميال",
    "feet": "قدم|قدما|أقدام",
    "hectares": "هكتار|هكتارا|هكتارات",
    "acres": "فدان|فدانا|فدادين|أفدنة|دونم|دونما",
    "kilograms": "كلغ|كغ|كجم|كيلوغرام|كيلوغراما|كيلوغرامات|كيلوجرام|كيلوجراما|كيلو",
    "grams": "غرام|غراما|غرامات|جرام|جراما|جرامات",
    "tonnes": "طن|طنا|أطنان",
    "barrels": "برميل|برميلا|براميل",
    "litres": "لتر|لترا|لترات|ليتر",
    "dollars": "دولار|دولارا|دولارات",
    "euros": "يورو",
    "pounds": "جنيه|جنيها|جنيهات|ليرة|ليرات",
    "dinars": "دينار|دينارا|دنانير",
    "dirhams": "درهم|درهما|دراهم",
    "riyals": "ريال|ريالا|ريالات",
    "roubles": "روبل|روبلا",
    "per cent": "%|بالمئة|بالمائة|في المئة|في المائة|بالمية|نقطة مئوية|نقاط مئوية",
    "degrees": "درجة|درجات|°",
    "years": "سنة|سنوات|سنين|عام|عاما|أعوام",
    "months": "شهر|شهرا|أشهر|شهور",
    "weeks": "أسبوع|أسبوعا|أسابيع",
    "days": "يوم|يوما|أيام",
    "hours": "ساعة|ساعات",
    "minutes": "دقيقة|دقائق",
    "seconds": "ثانية|ثوان|ثواني",
    "people": "شخص|شخصا|أشخاص|نسمة|إنسان|فرد|فردا|أفراد|نازح|نازحا|نازحين|لاجئ|لاجئا|لاجئين|رجل|رجلا|رجال",
    "countries": "دولة|دول|بلد|بلدا|بلدان",
}
_ENGLISH: dict[str, str] = {
    "square kilometres": "square kilometres|square kilometers|square kilometre|square kilometer|sq km|km2",
    "square metres": "square metres|square meters|square metre|square meter|sq m|m2",
    "square miles": "square miles|square mile|sq mi|mi²",
    "cubic metres": "cubic metres|cubic meters",
    "kilometres": "kilometres|kilometers|kilometre|kilometer|km|kms",
    "metres": "metres|meters|metre|meter|m",
    "centimetres": "centimetres|centimeters|centimetre|centimeter|cm",
    "millimetres": "millimetres|millimeters|millimetre|millimeter|mm",
    "miles": "miles|mile|mi",
    "feet": "feet|foot|ft",
    "hectares": "hectares|hectare|ha",
    "acres": "acres|acre|dunams|dunums",
    "kilograms": "kilograms|kilogram|kilogrammes|kilos|kilo|kg",
    "grams": "grams|gram|grammes|g",
    "tonnes": "tonnes|tonne|tons|ton|metric tons",
    "barrels": "barrels|barrel",
    "litres": "litres|liters|litre|liter",
    "dollars": "dollars|dollar|$|us dollars|american dollars|usd|us$",
    "euros": "euros|euro|€|eur",
    "pounds": "pounds|pound|£|lira|liras|gbp",
    "dinars": "dinars|dinar",
    "dirhams": "dirhams|dirham",
    "riyals": "riyals|riyal|rials|rial",
    "roubles": "roubles|rouble|rubles|ruble",
    "per cent": "%|per cent|percent|percentage points|percentage point|pct",
    "degrees": "degrees|degree|°",
    "years": "years|year|year old|years old",
    "months": "months|month",
    "weeks": "weeks|week",
    "days": "days|day",
    "hours": "hours|hour",
    "minutes": "minutes|minute",
    "seconds": "seconds|second",
    "people": "people|persons|men|refugees|displaced people|inhabitants|individuals",
    "countries": "countries|nations|states|members",
}
_MAX_WORDS = 3


def _table(names: dict[str, str]) -> Mapping[tuple[str, ...], str]:
    return MappingProxyType(
        {
            tuple(matching_key(form).split()): unit
            for unit, forms in names.items()
            for form in forms.split("|")
        }
    )


ARABIC_UNITS = _table(_ARABIC)
ENGLISH_UNITS = _table(_ENGLISH)


def unit_at(
    tokens: Sequence[Token], index: int, table: Mapping[tuple[str, ...], str]
) -> tuple[str, int] | None:
    """Find the unit that begins at a token, the longest name first.

    >>> from eval.quantities.tokens import tokenise
    >>> unit_at(tokenise("110 كلم مربع"), 1, ARABIC_UNITS)
    ('square kilometres', 2)

    Args:
        tokens: the tokens of a sentence.
        index: where the unit would begin.
        table: `ARABIC_UNITS` or `ENGLISH_UNITS`.

    Returns:
        The canonical English name and the number of tokens, or None.
    """
    for length in range(_MAX_WORDS, 0, -1):
        words = tuple(token.key for token in tokens[index : index + length])
        if len(words) == length and words in table:
            return table[words], length
    return None
