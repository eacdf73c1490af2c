"""Months and days of the week, in English and in both Arabic systems of names, and Hijri months.

The Arab East says كانون الثاني where Egypt says يناير and Tunis جانفي; newspapers often give two
names with a slash. Names that are also common words (مارس "practise", May) count as months only
beside a number or the word "month".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eval.phrases import PREFIXES, find_phrases, lexicon
from eval.quantities.quantity import Quantity
from eval.quantities.tokens import Token

_HIJRI = 100
"""Added to the number of a Hijri month."""
_WEEKDAY = 200
"""Added to the number of a day of the week, Sunday being 1."""

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = tuple("Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split())
HIJRI_MONTHS = (
    *("Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhira"),
    *("Rajab", "Shaaban", "Ramadan", "Shawwal", "Dhu al-Qaada", "Dhu al-Hijja"),
)

_ARABIC_MONTHS = (
    "يناير|كانون الثاني|جانفي|ينايـر",
    "فبراير|شباط|فيفري",
    "مارس|آذار",
    "أبريل|إبريل|نيسان|أفريل",
    "مايو|أيار|ماي",
    "يونيو|حزيران|يونيه|جوان",
    "يوليو|تموز|يوليه|جويلية|يوليوز",
    "أغسطس|آب|أوت|غشت",
    "سبتمبر|أيلول|شتنبر",
    "أكتوبر|تشرين الأول|أكتوبـر",
    "نوفمبر|تشرين الثاني|نونبر",
    "ديسمبر|كانون الأول|دجنبر",
)
_ARABIC_WEEKDAYS = (
    "الأحد|أحد|آحاد",
    "الاثنين|الإثنين|اثنين",
    "الثلاثاء|ثلاثاء",
    "الأربعاء|أربعاء",
    "الخميس|خميس",
    "الجمعة|جمعة|جمع",
    "السبت|سبت",
)
_ARABIC_HIJRI = (
    "محرم|المحرم",
    "صفر",
    "ربيع الأول",
    "ربيع الثاني|ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة|جمادى الثانية",
    "رجب",
    "شعبان",
    "رمضان|رمضاني|رمضانية",
    "شوال",
    "ذو القعدة|ذي القعدة",
    "ذو الحجة|ذي الحجة",
)
_ENGLISH_HIJRI = (
    "muharram",
    "safar",
    "rabi al awwal|rabi i|rabi al awal",
    "rabi al thani|rabi ii|rabi al akhir",
    "jumada al ula|jumada i",
    "jumada al akhira|jumada ii|jumada al thani",
    "rajab",
    "shaaban|sha'ban|shaban",
    "ramadan|ramadhan",
    "shawwal",
    "dhu al qaada|dhul qadah|dhu al qadah|dhu al - qaada",
    "dhu al hijja|dhul hijjah|dhu al hijjah|dhu al - hijja|dhu al - hijjah",
)
_ABBREVIATIONS = ("jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sept|sep", "oct", "nov", "dec")
# Also words of the language, or names of people.
_AMBIGUOUS: frozenset[str] = frozenset(
    "مارس ماي اب اوت جوان صفر رجب شعبان رمضان محرم المحرم شوال نيسان شباط".split()
    + "الاحد الاثنين الخميس الجمعه السبت".split()
    + "may march april june august safar rajab shaban".split()
    + [form for forms in _ABBREVIATIONS for form in forms.split("|") if form]
)
# "Door", which is spelt like "in August"; "one", like "and Sunday".
_NOT_DATES = frozenset({"باب", "كاب", "لاب", "بالباب", "واحد", "فاحد"})
_MARKERS = frozenset(
    "شهر شهري يوم ايام مطلع اوايل اواخر منتصف نهايه بدايه مسا صباح ليله فجر ظهر عصر نهار"
    " of in on since until last next late early mid this by".split()
)


_DAY_WORDS = frozenset("يوم كل مسا صباح ليله فجر ظهر عصر اخر اول".split())


@dataclass(frozen=True, slots=True)
class DateMention:
    """A month or a day of the week in a sentence.

    Attributes:
        code: 1 to 12 for a month, 101 to 112 for a Hijri month, 201 (Sunday) to 207 for a weekday.
        start: offset of the first character, days included, in code points.
        end: offset behind the last character.
        days: the days of the month that stand beside it, maybe none.
        sure: False where the word may be no date at all.
    """

    code: int
    start: int
    end: int
    days: tuple[int, ...]
    sure: bool

    @property
    def is_weekday(self) -> bool:
        """True for a day of the week."""
        return self.code > _WEEKDAY

    @property
    def name(self) -> str:
        """Name in English.

        >>> DateMention(1, 0, 5, (), True).name, DateMention(109, 0, 5, (), True).name
        ('January', 'Ramadan')
        """
        if self.code > _WEEKDAY:
            return WEEKDAYS[self.code - _WEEKDAY - 1]
        return HIJRI_MONTHS[self.code - _HIJRI - 1] if self.code > _HIJRI else MONTHS[self.code - 1]


def _codes(names: Sequence[str], first: int) -> dict[str, int]:
    return {form: first + place for place, forms in enumerate(names) for form in forms.split("|") if form}


_ARABIC = lexicon(
    _codes(_ARABIC_MONTHS, 1) | _codes(_ARABIC_HIJRI, _HIJRI + 1) | _codes(_ARABIC_WEEKDAYS, _WEEKDAY + 1)
)
_ENGLISH = lexicon(
    _codes(MONTHS, 1)
    | _codes(_ABBREVIATIONS, 1)
    | _codes(_ENGLISH_HIJRI, _HIJRI + 1)
    | _codes(WEEKDAYS, _WEEKDAY + 1)
    | _codes([f"{day}s" for day in WEEKDAYS], _WEEKDAY + 1)
)


def find_dates(tokens: Sequence[Token], quantities: Sequence[Quantity], *, arabic: bool) -> list[DateMention]:
    """Find the months and weekdays of a sentence.

    >>> from eval.quantities.arabic import read_arabic
    >>> from eval.quantities.tokens import tokenise
    >>> text = "وصل يوم الثلاثاء 5 آذار/مارس"
    >>> [(date.name, date.days) for date in find_dates(tokenise(text), read_arabic(text), arabic=True)]
    [('Tuesday', ()), ('March', (5,)), ('March', (5,))]

    Args:
        tokens: the tokens of the sentence.
        quantities: its numbers, as `read_arabic` or `read_english` gives them.
        arabic: True for Arabic, False for English.

    Returns:
        The mentions in the order of the text.
    """
    numbers = {quantity.start: quantity for quantity in quantities}
    if not arabic:
        tokens = [_without_possessive(token) for token in tokens]
    dates = []
    for phrase in find_phrases(
        tokens, _ARABIC if arabic else _ENGLISH, prefixes=PREFIXES if arabic else ("",)
    ):
        first, end = phrase.first, phrase.end
        if tokens[first].key in _NOT_DATES or (not arabic and not tokens[first].text[0].isupper()):
            continue
        if arabic and _bare_weekday(tokens, first, phrase.meaning):
            continue
        days = _days(tokens, first, end, numbers) if phrase.meaning < _WEEKDAY else []
        key = " ".join(token.key for token in tokens[first:end])
        unclear = key in _AMBIGUOUS or (arabic and any(key.endswith(word) for word in _AMBIGUOUS))
        marked = bool(days) or _is_marked(tokens, first, end, numbers)
        dates.append(
            DateMention(
                phrase.meaning,
                min([tokens[first].start, *(day.start for day in days)]),
                max([tokens[end - 1].end, *(day.end for day in days)]),
                tuple(int(day.value) for day in days),
                marked or not unclear,
            )
        )
    return dates


def _bare_weekday(tokens: Sequence[Token], first: int, meaning: int) -> bool:
    """True for the name of a weekday without its article that is no date: "أحد" is mostly "one of"."""
    key = tokens[first].key.removeprefix("و")
    before = tokens[first - 1].key if first else ""
    return meaning > _WEEKDAY and not key.startswith(("ال", "بال", "لل")) and before not in _DAY_WORDS


def _without_possessive(token: Token) -> Token:
    """Read "Tuesday's" as "Tuesday"."""
    if not token.key.endswith("'s"):
        return token
    return replace(token, text=token.text[:-2], key=token.key[:-2], end=token.end - 2)


def _days(tokens: Sequence[Token], first: int, end: int, numbers: Mapping[int, Quantity]) -> list[Quantity]:
    """Collect the days that stand beside a month: "11-13 September", "September 11"."""
    return [
        quantity
        for quantity in (*_before(tokens, first, numbers), *_behind(tokens, end, numbers))
        if quantity.value.denominator == 1 and 1 <= quantity.value <= 31 and quantity.unit is None
    ]


_JOINERS = frozenset("of من / - – , ، the th st nd rd and to و الي شهر".split())


def _before(tokens: Sequence[Token], first: int, numbers: Mapping[int, Quantity]) -> list[Quantity]:
    found: list[Quantity] = []
    limit = tokens[first].start
    for index in range(first - 1, max(-1, first - 9), -1):
        quantity = numbers.get(tokens[index].start)
        if quantity is not None and quantity.end <= limit and not _is_month(tokens[index]):
            found.append(quantity)
            limit = quantity.start
        elif (
            tokens[index].key not in _JOINERS
            and not _is_inside(tokens[index], numbers)
            and not _is_month(tokens[index])
        ):
            break
    return found


def _behind(tokens: Sequence[Token], end: int, numbers: Mapping[int, Quantity]) -> list[Quantity]:
    for index in range(end, min(len(tokens), end + 3)):
        quantity = numbers.get(tokens[index].start)
        if quantity is not None and not _is_month(tokens[index]):
            return [quantity]
        if tokens[index].key not in _JOINERS and not _is_month(tokens[index]):
            break
    return []


def _is_inside(token: Token, numbers: Mapping[int, Quantity]) -> bool:
    return any(quantity.start <= token.start < quantity.end for quantity in numbers.values())


def _is_month(token: Token) -> bool:
    return (token.key,) in _ARABIC.phrases or (token.key,) in _ENGLISH.phrases


def _is_marked(tokens: Sequence[Token], first: int, end: int, numbers: Mapping[int, Quantity]) -> bool:
    """True where a number, another month or a word such as "month" stands beside the name."""
    before = tokens[first - 1] if first else None
    behind = tokens[end] if end < len(tokens) else None
    if before is not None and before.key.removeprefix("ال").removeprefix("و") in _MARKERS:
        return True
    if any(token is not None and (token.start in numbers or token.text == "/") for token in (before, behind)):
        return True
    return before is not None and _is_inside(before, numbers)
