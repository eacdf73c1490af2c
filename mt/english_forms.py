"""English forms of a given phrase: its plural, its first letter, and whether a draft has it."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial

_IRREGULAR = {
    "man": "men",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
    "mouse": "mice",
    "crisis": "crises",
    "basis": "bases",
    "analysis": "analyses",
    "thesis": "theses",
    "hypothesis": "hypotheses",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "wife": "wives",
    "life": "lives",
    "knife": "knives",
    "half": "halves",
    "leaf": "leaves",
    "wolf": "wolves",
    "shelf": "shelves",
}
_MEN = ("woman", "sman", "iceman", "irman", "gunman", "herman")
"""How words that end in a man do, unlike «German» and «human»."""
_UNCHANGED = frozenset(
    "series species means aircraft police staff personnel equipment information aid news".split()
)
_O_WITH_ES = frozenset("hero potato tomato echo veto embargo".split())
_HEAD = re.compile(r"\b(?:of|in|for|to|at|on|with|by|under|without)\b", re.IGNORECASE)


def pluralise(phrase: str) -> str:
    """Give the plural of a phrase: of its last word, or of the one before its first preposition.

    >>> [pluralise(p) for p in ("school", "refugee camp", "member of parliament", "policy", "NGO")]
    ['schools', 'refugee camps', 'members of parliament', 'policies', 'NGOs']
    """
    found = _HEAD.search(phrase)
    end = len(phrase[: found.start()].rstrip()) if found and found.start() else len(phrase)
    head, rest = phrase[:end], phrase[end:]
    before, space, word = head.rpartition(" ")
    return f"{before}{space}{_plural_of_word(word)}{rest}"


def _plural_of_word(word: str) -> str:
    lower = word.lower()
    if lower in _IRREGULAR:
        return word[0] + _IRREGULAR[lower][1:]
    if lower.endswith(_MEN):
        return f"{word[:-2]}en"
    if lower in _UNCHANGED or not lower.isalpha():
        return word
    if lower.endswith("y") and lower[-2:-1] not in "aeiou" and not word.isupper():
        return f"{word[:-1]}ies"
    hisses = lower.endswith(("s", "x", "z", "ch", "sh")) and not word.isupper()
    return f"{word}es" if hisses or lower in _O_WITH_ES else f"{word}s"


def capitalise(phrase: str) -> str:
    """Give a phrase as it starts a sentence; a first word with capitals of its own stays.

    >>> capitalise("ceasefire"), capitalise("iPhone"), capitalise("the Nile")
    ('Ceasefire', 'iPhone', 'The Nile')
    """
    first = phrase.split(" ", 1)[0]
    return phrase if any(map(str.isupper, first)) else phrase[:1].upper() + phrase[1:]


def missing_phrases(draft: str, phrases: Sequence[str]) -> tuple[str, ...]:
    """Give the phrases that a draft does not have as often as wanted, as whole words.

    A phrase may start with a capital where it is written small.

    >>> missing_phrases("Ceasefire in the camp", ["ceasefire", "camp", "ISIS"])
    ('ISIS',)
    >>> missing_phrases("the schools", ["school"]), missing_phrases("a b", ["a", "a"])
    (('school',), ('a',))
    """
    missing = []
    for phrase, count in Counter(phrases).items():
        forms = {phrase, capitalise(phrase)}
        pattern = "|".join(map(re.escape, sorted(forms)))
        if len(re.findall(rf"(?<!\w)(?:{pattern})(?!\w)", draft)) < count:
            missing.append(phrase)
    return tuple(missing)


def set_case(draft: str, phrases: Sequence[str]) -> str:
    """Write phrases that a draft has as they are wanted, where only capitals differ.

    >>> set_case("The global coalition met. Ceasefire now", ["Global Coalition", "ceasefire"])
    'The Global Coalition met. Ceasefire now'
    """
    for phrase in dict.fromkeys(phrases):
        if phrase.casefold() in draft.casefold():
            pattern = rf"(?<!\w){re.escape(phrase)}(?!\w)"
            draft = re.sub(pattern, partial(_written, phrase), draft, flags=re.IGNORECASE)
    return draft


def _written(phrase: str, found: re.Match[str]) -> str:
    large = capitalise(phrase)
    return large if found.group() == large or (found.start() == 0 and found.group()[:1].isupper()) else phrase
