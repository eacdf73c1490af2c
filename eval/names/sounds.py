"""What a name sounds like, and how alike two names sound across Arabic and Latin script.

After Freeman, Condon, Ackerman 2006, "Cross linguistic name matching in English and Arabic",
NAACL: both spellings are reduced to classes of sounds, and compared by an edit distance in which
sounds that the scripts confuse are near. Departure: vowels stay, at a small price, since short
names have too few consonants to be told apart by those alone.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# A capital is a class of consonants: X as in "ship", C as in "chip", Q as in "loch", O as in "thin".
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("بپ", "B"),
        **dict.fromkeys("تط", "T"),
        **dict.fromkeys("سص", "S"),
        **dict.fromkeys("كق", "K"),
        **dict.fromkeys("دض", "D"),
        **dict.fromkeys("زظ", "Z"),
        **dict.fromkeys("فڤ", "F"),
        **dict.fromkeys("حه", "H"),
        **dict.fromkeys("غگ", "G"),
        **dict.fromkeys("جژ", "J"),
        **dict.fromkeys("ثذ", "O"),
        **dict.fromkeys("اىآأإ", "a"),
        **dict.fromkeys("وؤ", "u"),
        **dict.fromkeys("يئ", "i"),
        **{"ر": "R", "ل": "L", "م": "M", "ن": "N", "ش": "X", "چ": "C", "خ": "Q", "ع": "'", "ة": "e"},
    }
)
_LATIN_GROUPS = (
    (re.compile("tsch|tch|ch(?=[eiaou])|cz|ć|č"), "C"),
    (re.compile("sch|sh|ş|š|ch(?=[eiy])"), "X"),
    (re.compile("ch|ck|cqu|cq|qu|q|k(?!h)"), "K"),
    (re.compile("kh"), "Q"),
    (re.compile("ph"), "F"),
    (re.compile("dj|dzh|zh|j"), "J"),
    (re.compile("gh"), "G"),
    (re.compile("th"), "O"),
    (re.compile("x"), "KS"),
    (re.compile("(?:s)?c(?=[eiy])"), "S"),
    (re.compile("c"), "K"),
    (re.compile("tz"), "TS"),
)
_LATIN = str.maketrans("bptsgdzfvhrlmnaeiouwy", "BBTSGDZFFHRLMNaeiouui")
_FOLDED = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "e", "œ": "e", "ð": "d", "þ": "th", "ı": "i"}
)
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiou'")
_NEAR = {
    **dict.fromkeys(
        ("SZ", "TO", "XC", "GJ", "DO", "ai", "au", "ae", "ei", "eu", "ou", "oa", "oe", "oi"), 0.2
    ),
    **dict.fromkeys(
        ("KG", "KQ", "SX", "CK", "TD", "SO", "ZO", "JQ", "QH", "iu", "Ji", "Fu", "ZD", "CT"), 0.3
    ),
    **dict.fromkeys(("CJ", "JX", "BF", "ZJ", "GQ", "SC", "HJ", "KJ", "GH", "HK", "CQ"), 0.4),
    **dict.fromkeys(("MN", "Bu", "LR", "Xi", "ZX"), 0.6),
}
_GAPS = {"'": 0.1, "e": 0.1, "a": 0.15, "o": 0.15, "i": 0.2, "u": 0.25, "H": 0.35, "G": 0.8}
_NEAR_COSTS: Mapping[str, float] = MappingProxyType(
    _NEAR | {pair[::-1]: cost for pair, cost in _NEAR.items()} | {"'a": 0.0, "a'": 0.0, "'e": 0.1, "e'": 0.1}
)
_ALL = "BTSKDZFHGJORLMNXCQaeiou'"
_BITS: Mapping[str, int] = MappingProxyType({sound: 1 << place for place, sound in enumerate(_ALL)})
_NEAR_BITS: Mapping[str, int] = MappingProxyType(
    {
        sound: sum(bit for other, bit in _BITS.items() if other == sound or sound + other in _NEAR_COSTS)
        for sound in _ALL
    }
)


def arabic_sounds(word: str) -> str:
    """Give the sounds of a word in Arabic script.

    >>> arabic_sounds("بومبيو"), arabic_sounds("تشاد"), arabic_sounds("واشنطن")
    ('BuMBiu', 'CaD', 'uaXNTN')
    """
    # A final ha is the feminine ending as often as a sound; `matching_key` writes both as one.
    word = word.replace("تش", "چ")
    if len(word) > 2 and word.endswith("ه"):
        word = word[:-1] + "ة"
    return "".join(sound for sound in word.translate(_ARABIC) if sound in _ALL)


def latin_sounds(word: str) -> str:
    """Give the sounds of a word in Latin script.

    >>> latin_sounds("Pompeo"), latin_sounds("Jeffrey"), latin_sounds("Washington")
    ('BoMBeo', 'JeFRei', 'uaXiNGToN')
    """
    folded = unicodedata.normalize("NFKD", word.casefold()).translate(_FOLDED)
    for pattern, sound in _LATIN_GROUPS:
        folded = pattern.sub(sound, folded)
    sounds = "".join(sound for sound in folded.translate(_LATIN) if sound in _ALL)
    return _DOUBLED.sub(r"\1", sounds)


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sounds of a word, ready to be compared.

    Attributes:
        text: the sounds.
        consonants: how many of them are consonants.
        has: the classes that it has, as bits.
        wants: for each consonant, the classes that are near it, as bits, and the price of leaving it out.
    """

    text: str
    consonants: int
    has: int
    wants: tuple[tuple[int, float], ...]


def make_sounds(text: str) -> Sounds:
    """Prepare the sounds of a word.

    >>> make_sounds(latin_sounds("Pompeo")).consonants
    3
    """
    consonants = [sound for sound in text if sound not in _VOWELS]
    return Sounds(
        text,
        len(consonants),
        sum(_BITS[sound] for sound in set(text)),
        tuple((_NEAR_BITS[sound], _GAPS.get(sound, 0.6)) for sound in consonants),
    )


def likeness(first: Sounds, second: Sounds, *, least: float = 0.0) -> float:
    """Compare the sounds of two words.

    >>> pompeo, kerry = (make_sounds(latin_sounds(name)) for name in ("Pompeo", "Kerry"))
    >>> bombio = make_sounds(arabic_sounds("بومبيو"))
    >>> likeness(bombio, pompeo) > 0.7, likeness(bombio, kerry)
    (True, 0.0)

    Args:
        first: sounds of a word.
        second: sounds of another.
        least: what less than that is worth nothing, so that the comparison may stop early.

    Returns:
        1 minus the edit distance per consonant, in [0, 1]; 0.0 where it is less than `least`, or
        where neither has a consonant.
    """
    size = (first.consonants + second.consonants) / 2
    if not size:
        return 0.0
    most = (1.0 - least) * size + 1e-9
    # A consonant that nothing on the other side is near costs its price whatever is done.
    if sum(price for near, price in first.wants if not near & second.has) > most:
        return 0.0
    if sum(price for near, price in second.wants if not near & first.has) > most:
        return 0.0
    alike = 1.0 - _distance(first.text, second.text, most) / size
    return alike if alike >= max(least, 0.0) else 0.0


def _distance(first: str, second: str, most: float) -> float:
    row = [0.0]
    for sound in second:
        row.append(row[-1] + _GAPS.get(sound, 1.0))
    for sound in first:
        gap = _GAPS.get(sound, 1.0)
        above, left = row, row[0] + gap
        row = [left]
        for column, other in enumerate(second):
            best = above[column]
            if sound != other:
                best += _NEAR_COSTS.get(sound + other, 1.0)
            best = min(best, above[column + 1] + gap, left + _GAPS.get(other, 1.0))
            row.append(best)
            left = best
        if min(row) > most:
            return most + 1.0
    return row[-1]
