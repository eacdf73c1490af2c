"""Errors that are put into clean pairs on purpose, for `bench/fidelity.py`.

Each function takes a source of randomness and the Arabic and English of a bead, and gives both
back with one error in one of them, or None where the pair offers no place for it.
"""

import random
import re
from collections.abc import Callable

from eval.names.english import find_names
from eval.names.sounds import arabic_sounds, latin_sounds, likeness, make_sounds
from eval.quantities.arabic import read_arabic
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
    places = [
        q for q in read_arabic(article) if q.weight is Weight.PLAIN and re.fullmatch(r"\d{1,2}", q.text)
    ]
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


_HEDGED_NUMBER = (
    r"(?=\$?(?:\d|a (?:hundred|thousand|million)|half|two|three|four|five|six|seven|eight|nine|ten|twelve"
    r"|twenty|thirty|forty|fifty)\b)"
)
_ENGLISH_HEDGE = re.compile(
    r"\b(?:more than|at least|about|around|nearly|almost|less than|fewer than|up to|approximately|over"
    r"|roughly) " + _HEDGED_NUMBER
)
_ARABIC_HEDGE = re.compile(
    r"(?<!\w)(?:أكثر من|ما يزيد عن|ما يزيد على|يزيد عن|ما لا يقل عن|لا يقل عن|نحو|حوالي|قرابة|ما يقرب من"
    r"|أقل من) (?=\d)"
)


def hedge_dropped(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Drop the hedge of a number, in the Arabic or else in the English."""
    for text, pattern in ((article, _ARABIC_HEDGE), (reference, _ENGLISH_HEDGE)):
        places = list(pattern.finditer(text))
        if places:
            changed = _replace(text, *rng.choice(places).span(), "")
            return (changed, reference) if text is article else (article, changed)
    return None


_ENGLISH_NOT = re.compile(r"(?<=\w) not\b|n't\b|(?<=\w) never\b")
_ENGLISH_TO_NEGATE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should)\b(?! not|n't)"
)
_ARABIC_NOT = re.compile(r"(?<!\w)و?(?:لا|لم|لن) (?=[يتنأ])(?!يزال|تزال|يزالون)")


def negation_flipped(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Drop a negation in the Arabic or the English, or add one to the English."""
    choices = [
        _ARABIC_NOT.search(article),
        _ENGLISH_NOT.search(reference),
        _ENGLISH_TO_NEGATE.search(reference),
    ]
    which = rng.choice([0, 0, 1, 1, 2])
    match = choices[which]
    if match is None:
        return None
    if which == 0:
        return _replace(article, *match.span(), ""), reference
    return article, _replace(reference, *match.span(), "" if which == 1 else match[0] + " not")


def opposite_said(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Say the opposite of a word of the English."""
    del rng
    for one, other in _OPPOSITES:
        for word, opposite in ((one, other), (other, one)):
            match = re.search(rf"\b{word}\b", reference)
            if match:
                return article, _replace(reference, *match.span(), opposite)
    return None


_OPPOSITES = (
    ("accepted", "rejected"), ("increased", "decreased"), ("rose", "fell"), ("northern", "southern"),
    ("eastern", "western"), ("north", "south"), ("east", "west"), ("allowed", "banned"), ("won", "lost"),
    ("success", "failure"), ("opened", "closed"), ("began", "ended"), ("start", "end"), ("war", "peace"),
    ("easy", "difficult"), ("strong", "weak"), ("attack", "defence"), ("rich", "poor"), ("bought", "sold"),
    ("victory", "defeat"), ("majority", "minority"), ("positive", "negative"), ("secret", "public"),
)  # fmt: skip


def modal_turned(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Turn what must be into what may be, or the other way round, in the English."""
    del rng
    match = re.search(r"\b(?:must|may|might|should|could|can)\b(?! not)", reference)
    if match is None:
        return None
    return article, _replace(reference, *match.span(), "may" if match[0] in {"must", "should"} else "must")


def untranslated_sentence(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Leave the whole sentence in English."""
    del rng
    return (reference, reference) if len(reference.split()) > 3 else None


def untranslated_clause(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Leave six to ten words in English in the middle of the Arabic."""
    words, arabic = reference.split(), article.split()
    length = rng.randint(6, 10)
    if len(words) < length + 4 or len(arabic) < length + 4:
        return None
    start, place = rng.randrange(len(words) - length), rng.randrange(len(arabic) - length)
    return " ".join([*arabic[:place], *words[start : start + length], *arabic[place + length :]]), reference


def clause_dropped(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Cut the Arabic at a comma, so that at least a third of it is lost."""
    places = [match.start() for match in re.finditer("[،,؛;] ", article)]
    places = [place for place in places if len(article) * 0.25 <= place <= len(article) * 0.67]
    return (article[: rng.choice(places)] + ".", reference) if places else None


def words_repeated(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Say two to four words of the Arabic twice."""
    words = article.split()
    length = rng.randint(2, 4)
    if len(words) < length + 4:
        return None
    place = rng.randrange(len(words) - length)
    piece = words[place : place + length]
    if any(not re.fullmatch(r"[\w\u064b-\u0652]+", word) for word in piece):
        return None
    return " ".join([*words[: place + length], *piece, *words[place + length :]]), reference


def quotation_lost(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Take the quotation marks away from the Arabic."""
    del rng
    if not re.search(r"\"[^\"]{30,}\"", reference) or not re.search('["“«»”]', article):
        return None
    return re.sub('["“«»”]', "", article), reference


_NAMES = (
    "Pompeo Jeffrey Shanahan Murad Karim Manbij Kenya Fiji Trump Obama Merkel Macron Netanyahu Bolton "
    "Putin Lavrov Guterres Blinken Sullivan Hakim Salih Barzani Rouhani Zarif Hariri Bassil Berri "
    "Mitchell Patterson Cohen Robinson Fernandez Santiago Lombardi Kowalski Novak Dubois Larsson "
    "Tanaka Nakamura Chernobyl Bogota Manila Toronto Chicago Melbourne Stockholm Budapest Kigali "
    "Nairobi Mombasa Karachi Lahore Kandahar Mosul Raqqa Idlib"
).split()
_ARABIC_NAMES = (
    "بومبيو جيفري شاناهان مراد كريم منبج كينيا فيجي ترامب أوباما ميركل ماكرون نتنياهو بولتون بوتين "
    "لافروف غوتيريش بلينكن سوليفان الحكيم صالح بارزاني روحاني ظريف الحريري باسيل ميتشل باترسون كوهين "
    "روبنسون فرنانديز سانتياغو لومباردي نوفاك دوبوا لارسون تاناكا تشيرنوبل بوغوتا مانيلا تورونتو "
    "شيكاغو ملبورن ستوكهولم بودابست كيغالي نيروبي مومباسا كراتشي لاهور قندهار الموصل الرقة إدلب"
).split()


def name_swapped(rng: random.Random, article: str, reference: str) -> Pair | None:
    """Put another name in the place of one, in the English or, where it is spelt there, the Arabic."""
    names = [name for name in find_names(reference) if not name.opens]
    names = [name for name in names if name.key.title() not in _MONTH_GROUPS[0] + _DAY_GROUPS[0]]
    if not names:
        return None
    name = rng.choice(names)
    sounds = make_sounds(latin_sounds(name.key))
    spelt = [
        word
        for word in re.finditer(r"[\w\u064b-\u0652]{3,}", article)
        if likeness(make_sounds(arabic_sounds(word[0])), sounds) > 0.8
    ]
    if spelt and rng.random() < 0.5:
        return _replace(article, *spelt[0].span(), rng.choice(_ARABIC_NAMES)), reference
    others = [other for other in _NAMES if other.casefold() not in reference.casefold()]
    return article, _replace(reference, name.start, name.end, rng.choice(others))


def _swap_word(
    rng: random.Random, text: str, groups: tuple[list[str], ...], *, prefixes: tuple[str, ...] = ("",)
) -> str | None:
    places = []
    for match in re.finditer(r"[\w\u064b-\u0652]+", text):
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
    "sentence left untranslated": (untranslated_sentence, frozenset({"script"})),
    "6-10 words left untranslated": (untranslated_clause, frozenset({"script"})),
    "third of the sentence dropped": (clause_dropped, frozenset({"length"})),
    "2-4 words repeated": (words_repeated, frozenset({"repetition"})),
    "quotation marks lost": (quotation_lost, frozenset({"quotation"})),
    "name swapped": (name_swapped, frozenset({"name"})),
    "hedge dropped": (hedge_dropped, frozenset({"hedge"})),
    "opposite said": (opposite_said, frozenset({"opposite"})),
    "must and may exchanged": (modal_turned, frozenset({"modality"})),
    "negation flipped": (negation_flipped, frozenset({"negation"})),
}
