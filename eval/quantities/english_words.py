"""The number words of English."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from eval.quantities.lexicon import Lexicon, NumberWord, Part, entries

_QUARTER, _HALF = Fraction(1, 4), Fraction(1, 2)

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
        entries({100: "hundred"}, Part.HUNDRED),
    )
    words.update(
        entries({10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}, Part.SCALE)
    )
    words.update(entries({100: "hundredth"}, Part.HUNDRED, ordinal=True))
    words.update(
        entries({10**3: "thousandth", 10**6: "millionth", 10**9: "billionth"}, Part.SCALE, ordinal=True)
    )
    words.update(entries({10**5: "lakh", 10**7: "crore"}, Part.SCALE))
    words.update(
        entries({100: "hundreds", 10**3: "thousands", 10**6: "millions", 10**9: "billions"}, Part.PLURAL)
    )
    words.update(entries({_HALF: "half", _QUARTER: "quarter"}, Part.FRACTION))
    words.update(entries({_HALF: "halves", _QUARTER: "quarters"}, Part.DENOMINATOR))
    words.update(entries({10: "decade decades", 100: "century centuries", 12: "dozen"}, Part.GROUP))
    words.update(
        entries(
            {
                0: "zero nil none",
                3: "trio triple triples tripled thrice threefold triplets triangle triangular trilogy threes",
                4: "quartet quadruple quadrupled fourfold quadrilateral quarterfinal quarterfinals fours",
                5: "quintet fivefold pentagon pentagonal fives",
                6: "sextet sixfold hexagon hexagonal sixes",
                7: "septet sevenfold sevens",
                8: "octet eightfold octagon octagonal eights",
                9: "nines",
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
