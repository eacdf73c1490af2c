"""Words that end in a full stop which ends no sentence."""

import re

_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_ARABIC_LETTERS = "ء-غف-ي"
# One letter («د.», «م.»), a title behind "and" («ود.»), or letters in a row («أ.د.», «ص.ب.», «وأ.د.»).
# Other proclitics are left out: «لا.» and «بد.» are words.
_ARABIC_INITIALS = re.compile(
    rf"[{_ARABIC_LETTERS}]|و[دأم]|[{_ARABIC_LETTERS}]{{1,2}}(?:\.[{_ARABIC_LETTERS}])+"
)
_ARABIC_WORDS = frozenset({"أد", "بروف"})
# Behind a number these are a unit or an era («عام 2019 م.»), and the stop is one.
_ARABIC_UNITS = frozenset({"م", "ه", "هـ", "ك", "ت"})
_LATIN_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")

# Never at the end of a sentence, because a name follows.
_TITLES = frozenset(
    "adm amb brig capt cdr cmdr col cpl dr fr gen gov hon lt maj messrs mlle mme mr mrs ms mt pres prof "
    "rep reps rev sen sens sgt st supt".split()
)
# At the end of a sentence only if the next word is one that starts sentences.
_OTHERS = frozenset(
    "al approx apr aug ave bros c ca cf ch co corp dec dept dist ed eds eg esp est etc feb fig figs ft "
    "govt ie inc jan jr jul jun ltd mar nov oct op p para pp ph sec sep sept sq sr v vol vols vs".split()
)
_STARTERS = frozenset(
    "a according after all also although an and are as at because before between both but by can could "
    "despite did do does during each even every everybody everyone few finally first for from furthermore "
    "had has have he her here his how however i if in is it its last let many meanwhile moreover most my "
    "nevertheless next no none nor not now of on once one only or other our over perhaps second several "
    "she should since so some soon still such that the their then there therefore these they third this "
    "those though thus to today together under until was we were what when where whether which while who "
    "why will with without would yes yesterday yet you your".split()
)


def ends_arabic_abbreviation(word: str, previous: str) -> bool:
    """Tell whether an Arabic word before a full stop is an abbreviation or an initial.

    Args:
        word: the word, without the stop at its end.
        previous: the word before it, empty at the start of a sentence.

    >>> ends_arabic_abbreviation("د", "قال"), ends_arabic_abbreviation("ص.ب", "")
    (True, True)
    >>> ends_arabic_abbreviation("م", "2019"), ends_arabic_abbreviation("كتب", "")
    (False, False)
    """
    if word in _ARABIC_UNITS and previous[-1:].isdecimal():
        return False
    return word in _ARABIC_WORDS or _ARABIC_INITIALS.fullmatch(word) is not None


def ends_latin_abbreviation(word: str, following: str, *, starts_sentence: bool) -> bool:
    """Tell whether a Latin word before a full stop is an abbreviation or an initial.

    Args:
        word: the word, without the stop at its end.
        following: the next word; empty if what follows is not in Latin letters.
        starts_sentence: whether the word is the first of its sentence.

    >>> ends_latin_abbreviation("Mr", "The", starts_sentence=False)
    True
    >>> ends_latin_abbreviation("U.S", "Army", starts_sentence=False)
    True
    >>> ends_latin_abbreviation("U.S", "The", starts_sentence=False)
    False
    """
    lower = word.casefold()
    if lower in _TITLES:
        # "St." and the like in capitals or at the start of a word, "mt" as a word is not one.
        return word[0].isupper()
    if lower in {"no", "nos"}:
        return following[:1].isdecimal()
    initial = len(word) == 1 and word.isalpha() and (word.isupper() or starts_sentence)
    if initial and starts_sentence:
        return True  # "A. First point"
    if initial or lower in _OTHERS or _LATIN_INITIALS.fullmatch(word):
        return following.casefold() not in _STARTERS
    return False


def is_latin(word: str) -> bool:
    """Tell whether the last letter of a word is Latin.

    >>> is_latin("(U.S"), is_latin("د"), is_latin("2019")
    (True, False, False)
    """
    return _LATIN_LETTER.match(word[-1:]) is not None
