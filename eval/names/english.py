"""The names of an English sentence: capitalised words that Arabic spells in its own letters."""

import re
from collections.abc import Set
from dataclasses import dataclass

from eval.names.translated import TRANSLATED

MIN_LETTERS = 4
"""Shorter names have too few sounds to be told apart."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_BREAK = re.compile(r"[.!?:;…\"“”«»(]\s*$|^\s*$|[-–—]\s+$|''\s*$")
# What makes the name of an office, a science or a work of art, which Arabic translates.
_TRANSLATED_ENDINGS = re.compile(
    r"\w{2,}(?:tions?|sions?|ments?|ships?|isms?|ness|ical|ology|ologists?|ity|ities|ional|ally|ory|ories"
    r"|graphy|ated|izing|ising|ables?|ibles?|wards|tives?|ists|ians? studies)"
)
_NEAR = re.compile(r"([^\W\d_]+)[ -]$")
_PARTICLES = frozenset("de la le du el al bin ibn abu van von da dos di ad as".split())
_PEOPLES = ("ians", "ian", "ans", "an", "ese", "ites", "ite", "is", "i", "s")


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised word that is not translated.

    Attributes:
        key: in lower case, without a possessive ending.
        start: offset of its first character in its sentence, in code points.
        end: offset behind its last character.
        opens: True where it opens a sentence or a quotation, so that any word would be capitalised.
        before: the word right before it where that may be part of it ("New" of "New York", "de" of "de
            Gaulle"), in lower case; empty otherwise.
    """

    key: str
    start: int
    end: int
    opens: bool = False
    before: str = ""


def find_names(text: str, *, common: Set[str] = frozenset()) -> list[Name]:
    """Give the capitalised words that Arabic would spell in its own letters.

    >>> [name.key for name in find_names("Yesterday Secretary Pompeo met Nadia Murad's lawyer.")]
    ['yesterday', 'pompeo', 'nadia', 'murad']

    Args:
        text: a sentence.
        common: words in lower case that are no names, whatever their first letter.
    """
    names = []
    for match in WORD.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        if not word[0].isupper() or len(word) < MIN_LETTERS or word.isupper():
            continue
        key = word.casefold()
        if key not in TRANSLATED and key not in common and not _TRANSLATED_ENDINGS.fullmatch(key):
            opens = _BREAK.search(text[: match.start()]) is not None
            near = _NEAR.search(text[: match.start()])
            before = near[1].casefold() if near and not opens else ""
            if near and not near[1][0].isupper() and before not in _PARTICLES:
                before = ""
            names.append(Name(key, match.start(), match.start() + len(word), opens, before))
    return names


def stems(key: str) -> tuple[str, ...]:
    """Give the forms of a name without the endings that English makes peoples of places with.

    >>> stems("kenyans"), stems("pompeo")
    (('kenyans', 'keny', 'kenyan', 'kenya'), ('pompeo',))
    """
    shorter = [
        key.removesuffix(ending)
        for ending in _PEOPLES
        if key.endswith(ending) and len(key) - len(ending) >= MIN_LETTERS
    ]
    if key.removesuffix("s").endswith("an") and len(key) > MIN_LETTERS + 1:
        shorter.append(key.removesuffix("s").removesuffix("n"))
    return tuple(dict.fromkeys((key, *shorter)))
