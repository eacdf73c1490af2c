"""Terms whose English is given: a glossary, and words that stay as they are.

Matching sees through spelling variants (`mt.arabic.matching_key`), through the letters that Arabic
writes onto words, and through regular plurals and duals. A draft that has the wanted English is kept
as the model wrote it; otherwise the text is cut around the term, the English is put in its place,
and what was written onto the term becomes a word before it (`mt.retry`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mt.arabic import count_arabic_letters, matching_key
from mt.clitics import PRONOUNS, english_of_prefix
from mt.english_forms import pluralise
from mt.errors import FormatError

_WORD = re.compile(r"\S+")
_EDGE = "\"'«»“”‘’„‹›()[]{}.,،؛;:!?؟…—–-*"
_PREFIXES = tuple(
    sorted(
        (
            f"{conjunction}{preposition}"
            for conjunction in ("", "و", "ف")
            for preposition in ("", "ال", "ب", "بال", "ل", "لل", "ك", "كال", "س")
        ),
        key=len,
        reverse=True,
    )
)
"""Longest first, so that an article is seen as one."""
_SUFFIXES = ("", *PRONOUNS)
# Endings of keys, in which ة is ه: what a plural or dual ends in, and what it ends in without.
_PLURALS = (("ات", "ه"), ("ات", ""), ("تان", "ه"), ("تين", "ه"), ("ون", ""), ("ين", ""), ("ان", ""))
_LEAST_STEM = 4
"""Shortest word that is seen in a plural without ة: «لبنان» is no plural of «لبن»."""
FORMS = "|"
"""What stands between the forms of a term in a file: singular, then plural."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its English.

    Attributes:
        source: the Arabic, one word or several; forms of it may follow behind ``|``, as a broken plural.
        target: the English, as it stands in drafts; as many forms as the source has, or one for all;
            the source itself for what is not translated.
    """

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One source with several targets; the first of them is used.

    Attributes:
        source: the Arabic of the first term.
        targets: the different targets, in the order of the glossary.
    """

    source: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term in a text.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        target: the wanted English, in its number.
        before: the English of what is written onto the term, as in ``and in the``; may be empty.
    """

    start: int
    end: int
    target: str
    before: str = ""

    @property
    def text(self) -> str:
        """The English of all of it."""
        return f"{self.before} {self.target}".strip()

    @property
    def stays(self) -> bool:
        """Whether it is not translated but stays Arabic, which no model would write."""
        return count_arabic_letters(self.target) > 0


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms, ready to be found in texts.

    Attributes:
        terms: without doubles, in order.
        conflicts: what the entries disagreed on.
    """

    terms: tuple[Term, ...]
    conflicts: tuple[Conflict, ...]
    _index: Mapping[tuple[str, ...], str] = field(repr=False)
    _longest: int = field(repr=False)

    def find(self, text: str) -> tuple[FoundTerm, ...]:
        """Find terms in a text: the longest first, disjoint, in order.

        >>> glossary = make_glossary([Term("التحالف الدولي", "Global Coalition"), Term("منظمة", "group")])
        >>> [found.text for found in glossary.find("رحب بالتحالف الدولي وللتحالف الدولي.")]
        ['in the Global Coalition', 'and to the Global Coalition']
        >>> [found.text for found in glossary.find("المنظمات ومنظمتهم ومنظمتان")]
        ['the groups', 'and their group', 'and groups']
        """
        words = [_trimmed(text, *match.span()) for match in _WORD.finditer(text)]
        keys = [matching_key(text[start:end]) for start, end in words]
        found: list[FoundTerm] = []
        first = 0
        while first < len(words):
            for length in range(min(self._longest, len(words) - first), 0, -1):
                english = self._match(keys[first : first + length])
                if english is not None:
                    found.append(FoundTerm(words[first][0], words[first + length - 1][1], *english))
                    first += length
                    break
            else:
                first += 1
        return tuple(found)

    def _match(self, keys: list[str]) -> tuple[str, str] | None:
        """Give the wanted English of words, and the English of what is written onto them."""
        exact = self._index.get(tuple(keys))
        if exact is not None:
            return exact, ""
        for prefix in _PREFIXES:
            if not keys[0].startswith(prefix) or len(keys[0]) - len(prefix) < 2:
                continue
            bare = [keys[0].removeprefix(prefix), *keys[1:]]
            starts = ["ال", ""] if prefix.endswith(("ال", "لل")) else [""]
            if prefix.endswith("لل"):  # three become two: «للجنة» is "to the" and «لجنة»
                starts += ["الل", "ل"]
            for start in starts:
                found = self._match_ending([start + bare[0], *bare[1:]])
                if found is not None:
                    return found[0], _english_before(prefix, *found)
        return None

    def _match_ending(self, keys: list[str]) -> tuple[str, str] | None:
        """Match words whose last has a pronoun or whose first is a plural; give English and pronoun."""
        for suffix in _SUFFIXES:
            if not keys[-1].endswith(suffix):
                continue
            last = keys[-1].removesuffix(suffix)
            endings = (last, last[:-1] + "ه") if suffix and last.endswith("ت") else (last,)
            for ending in endings:
                target = self._index.get((*keys[:-1], ending))
                if target is not None:
                    return target, suffix
        for ending, singular in _PLURALS:
            stem = keys[0].removesuffix(ending)
            if stem != keys[0] and (singular or len(stem) >= _LEAST_STEM):
                target = self._index.get((stem + singular, *keys[1:]))
                if target is not None and not target[:1].isupper():  # a name has no plural
                    return pluralise(target), ""
        return None


def _english_before(prefix: str, target: str, suffix: str) -> str:
    english = english_of_prefix(prefix)
    if suffix:  # a noun with a pronoun has no article
        return f"{english.removesuffix('the').strip()} {PRONOUNS[suffix]}".strip()
    if target.casefold().startswith("the ") or count_arabic_letters(target):
        return english.removesuffix("the").strip()
    return english


def make_glossary(terms: Iterable[Term]) -> Glossary:
    """Index terms. Of terms that differ in the target only, the first is used and all are reported.

    Raises:
        FormatError: a side of a term is empty, or its sides have different numbers of forms.

    >>> make_glossary([Term("داعش", "ISIS"), Term("داعش", "Daesh")]).conflicts
    (Conflict(source='داعش', targets=('ISIS', 'Daesh')),)
    >>> [found.target for found in make_glossary([Term("مدرسة|مدارس", "school|schools")]).find("المدارس")]
    ['schools']
    """
    by_key: dict[tuple[str, ...], list[Term]] = {}
    kept: dict[Term, None] = {}
    for term in terms:
        for form in _forms(term):
            key = tuple(matching_key(word.strip(_EDGE)) for word in form.source.split())
            if not any(key) or not form.target.strip():
                raise FormatError(
                    f"a term needs both sides, not {term.source!r} and {term.target!r}; fill both in"
                )
            if key not in by_key:
                kept[term] = None
            by_key.setdefault(key, []).append(form)
    conflicts = []
    for entries in by_key.values():
        targets = tuple(dict.fromkeys(term.target for term in entries))
        if len(targets) > 1:
            conflicts.append(Conflict(entries[0].source, targets))
    return Glossary(
        tuple(kept),
        tuple(conflicts),
        {key: entries[0].target for key, entries in by_key.items()},
        max(map(len, by_key), default=0),
    )


def _forms(term: Term) -> list[Term]:
    """Give a term for each form of a term."""
    sources = [form.strip() for form in term.source.split(FORMS)]
    targets = [form.strip() for form in term.target.split(FORMS)]
    if len(targets) == 1:
        targets *= len(sources)
    if len(targets) != len(sources):
        raise FormatError(
            f"{term.source!r} has {len(sources)} forms and {term.target!r} has {len(targets)}; "
            "give as many, or one English form for all"
        )
    return [Term(*pair) for pair in zip(sources, targets, strict=True)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take marks from both ends of a word."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
