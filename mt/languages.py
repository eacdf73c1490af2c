"""The sixteen languages that texts can be aligned in, and what their sentences look like.

Arabic and English have rules of their own (`mt.abbreviations`); the others get by with a list of
abbreviations behind which a sentence goes on. Words like *etc.* are not in the lists: behind them a
capital mostly starts a sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from mt.errors import InputError

Language = Literal[
    "ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh", "zh-Hant"
]
"""BCP 47 tags; `zh` is Chinese in simplified characters."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

_LATIN, _HAN = "A-Za-z\u00c0-\u024f", "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
_SAMPLE = 20_000
"""Characters from the start of a text that tell its script."""


@dataclass(frozen=True, slots=True)
class Orthography:
    """How a language is written.

    Attributes:
        letters: its letters, as the inside of a character class of a regular expression.
        cased: whether a small letter says that a sentence goes on.
        right_to_left: whether lines run from right to left.
        abbreviations: words in small letters, without their last full stop, that a sentence goes on behind.
        units: those of them that may end a sentence behind a number, as a year's abbreviation does.
        numbered: words that are abbreviations only before a number.
        ordinals: whether a full stop behind a number of one or two digits makes it an ordinal.
    """

    letters: str
    cased: bool = False
    right_to_left: bool = False
    abbreviations: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    ordinals: bool = False


def orthography(language: Language) -> Orthography:
    """Give how a language is written."""
    return _ORTHOGRAPHIES[language]


def language_named(tag: str) -> Language:
    """Give the language of a BCP 47 tag, in any case; a region or other subtag is left aside.

    Raises:
        InputError: it is none of the sixteen.

    >>> language_named("AR"), language_named("pt-BR"), language_named("zh-tw")
    ('ar', 'pt', 'zh-Hant')
    """
    first, *rest = tag.casefold().replace("_", "-").split("-")
    if first == "zh" and {"hant", "tw", "hk", "mo"} & set(rest):
        return "zh-Hant"
    for language in LANGUAGES:
        if language == first:
            return language
    raise InputError(f"no language {tag!r} here; use one of {', '.join(LANGUAGES)}")


def script_share(text: str, language: Language) -> float:
    """Give the share of a language's letters among all letters at the start of a text, in [0, 1].

    1.0 for a text without letters.

    >>> script_share("شركة IBM", "ar"), script_share("Das Öl", "ar"), script_share("12:30", "ar")
    (0.5714285714285714, 0.0, 1.0)
    """
    letters = [character for character in text[:_SAMPLE] if character.isalpha()]
    if not letters:
        return 1.0
    own = re.compile(f"[{orthography(language).letters}]")
    return sum(1 for letter in letters if own.match(letter)) / len(letters)


def ends_abbreviation(word: str, previous: str, following: str, language: Language) -> bool:
    """Tell whether a word before a full stop is an abbreviation, an initial or an ordinal.

    Args:
        word: the word, without the stop at its end.
        previous: the word before it, empty at the start of a sentence.
        following: what comes behind the stop, without opening marks.
        language: one of the sixteen but ``ar`` and ``en``.

    >>> ends_abbreviation("z.B", "so", "Öl", "de"), ends_abbreviation("Öl", "das", "Es", "de")
    (True, False)
    >>> ends_abbreviation("г", "в", "Москве", "ru"), ends_abbreviation("г", "2019", "Затем", "ru")
    (True, False)
    """
    rules, lower = orthography(language), word.casefold()
    digit_follows = following[:1].isdecimal()
    if word.isdecimal():
        return digit_follows or (rules.ordinals and len(word) <= 2)
    if len(word) == 1 and (word.isupper() or _INITIAL.match(following)):
        return True
    if lower in rules.numbered:
        return digit_follows
    if lower in rules.units:
        return not previous[-1:].isdecimal()
    return lower in rules.abbreviations or _INITIALS.fullmatch(word) is not None


_INITIAL = re.compile(r"[^\W\d_]\.")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,2}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ORTHOGRAPHIES: Mapping[Language, Orthography] = {
    "ar": Orthography(
        "\u0621-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff", right_to_left=True
    ),
    "en": Orthography(_LATIN, cased=True),
    "de": Orthography(
        _LATIN,
        cased=True,
        abbreviations=_words(
            "abb allg bspw bzgl bzw ca dipl dr evtl fr frl geb gem gen ggf hl hr hrn ing inkl insb jr kath "
            "lt med nat phil prof rer sen sog st str tel univ vgl zzgl"
        ),
        numbered=_words("abs anm art aufl bd kap nr rn s ziff"),
        ordinals=True,
    ),
    "fr": Orthography(
        _LATIN,
        cased=True,
        abbreviations=_words(
            "av bd cf chap dr env éd ex fig ibid mgr mlle mlles mm mme mmes pr st ste janv févr juill sept "
            "oct nov déc"
        ),
        numbered=_words("al art n no p pp t vol §"),
    ),
    "es": Orthography(
        _LATIN,
        cased=True,
        abbreviations=_words(
            "av avda cnel col dña dr dra dras dres ee.uu excmo gral ing lic prof sr sra sras sres srta sta "
            "sto ud uds vd vds"
        ),
        numbered=_words("art arts cap fig no núm núms p pág págs t tel vol"),
    ),
    "it": Orthography(
        _LATIN,
        cased=True,
        abbreviations=_words(
            "avv cav col dott dott.ssa dr es gen geom ing mons on prof prof.ssa rag sen sig sig.ra sigg"
        ),
        numbered=_words("art artt cap fig n nn p pag pagg pp tel vol"),
    ),
    "pt": Orthography(
        _LATIN,
        cased=True,
        abbreviations=_words(
            "av cel dr dra dras drs eng exma exmo gen prof profa prof.ª sr sra sras srs sta sto"
        ),
        numbered=_words("art arts cap fig n no núm p pág págs tel vol"),
    ),
    "nl": Orthography(
        _LATIN,
        cased=True,
        abbreviations=_words(
            "bijv blz ca dhr dr drs gen ing ir jhr jl jr kol mevr mr mrs mw nl prof sint st str vgl zgn"
        ),
        numbered=_words("art fig hfdst lid nr p pag tel"),
    ),
    "pl": Orthography(
        _LATIN,
        cased=True,
        abbreviations=_words(
            "dr gen hab inż kard kl ks kpt mgr mjr np o os pl płk por prof red św tj tzn tzw ul woj zob"
        ),
        units=_words("r w"),
        numbered=_words("art nr pkt poz rozdz s str tel ust"),
    ),
    "ru": Orthography(
        "\u0400-\u052f",
        cased=True,
        abbreviations=_words("акад ген гр доц им напр о проф пр просп св см ср тел ул"),
        units=_words("в вв г гг коп млн млрд руб тыс"),
        numbered=_words("гл д п пп рис с ст стр табл"),
    ),
    "tr": Orthography(
        _LATIN,
        cased=True,
        abbreviations=_words("av bkz bnb cad doç dr gen hz ltd mah müh org ör prof sn sok şti uzm yrd"),
        numbered=_words("fig md no s sf tel"),
        ordinals=True,
    ),
    "ja": Orthography(f"{_HAN}\u3041-\u30ff\uff66-\uff9d"),
    "ko": Orthography(f"\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3{_HAN}", ordinals=True),
    "th": Orthography("\u0e01-\u0e4e"),
    "zh": Orthography(_HAN),
    "zh-Hant": Orthography(_HAN),
}
