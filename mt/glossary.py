"""Terms whose English is given: a glossary, and words that stay as they are.

Matching sees through spelling variants (`mt.arabic.matching_key`) and through the letters that
Arabic writes onto words. The English is put in place of the term and the text around it is
translated by itself, as around every kept span (`mt.placeholders`), so that the wanted form is
certain; what was written onto the term becomes a word before it.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mt.arabic import matching_key
from mt.clitics import PRONOUNS, english_of_prefix
from mt.errors import FormatError
from mt.files import read_text
from mt.placeholders import Protected

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


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its English.

    Attributes:
        source: the Arabic, one word or several.
        target: the English, as it stands in drafts; the source itself for what is not translated.
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

    def find(self, text: str) -> tuple[Protected, ...]:
        """Find terms in a text: the longest first, disjoint, in order.

        >>> glossary = make_glossary([Term("التحالف الدولي", "Global Coalition")])
        >>> [found.text for found in glossary.find("رحب بالتحالف الدولي وللتحالف الدولي.")]
        ['in the Global Coalition', 'and to the Global Coalition']
        """
        words = [_trimmed(text, *match.span()) for match in _WORD.finditer(text)]
        keys = [matching_key(text[start:end]) for start, end in words]
        found: list[Protected] = []
        first = 0
        while first < len(words):
            for length in range(min(self._longest, len(words) - first), 0, -1):
                target = self._match(keys[first : first + length])
                if target is not None:
                    found.append(Protected(words[first][0], words[first + length - 1][1], target))
                    first += length
                    break
            else:
                first += 1
        return tuple(found)

    def _match(self, keys: list[str]) -> str | None:
        exact = self._index.get(tuple(keys))
        if exact is not None:
            return exact
        for prefix in _PREFIXES:
            if not keys[0].startswith(prefix) or len(keys[0]) - len(prefix) < 2:
                continue
            for suffix in _SUFFIXES:
                target = self._match_inflected(keys, prefix, suffix)
                if target is not None:
                    return target
        return None

    def _match_inflected(self, keys: list[str], prefix: str, suffix: str) -> str | None:
        """Match words whose first has a prefix and whose last has a suffix."""
        if not keys[-1].endswith(suffix):
            return None
        bare = [*keys]
        bare[0] = bare[0].removeprefix(prefix)
        bare[-1] = bare[-1].removesuffix(suffix)
        endings = (bare[-1], bare[-1][:-1] + "ه") if suffix and bare[-1].endswith("ت") else (bare[-1],)
        article = ("ال", "") if prefix.endswith(("ال", "لل")) else ("",)
        for ending in endings:
            for start in article:
                candidate = (*bare[:-1], ending)
                candidate = (start + candidate[0], *candidate[1:])
                target = self._index.get(candidate)
                if target is not None:
                    english = english_of_prefix(prefix)
                    if suffix:  # a noun with a pronoun has no article
                        english = f"{english.removesuffix('the').strip()} {PRONOUNS[suffix]}".strip()
                    elif target.casefold().startswith("the "):
                        english = english.removesuffix("the").strip()
                    return f"{english} {target}".strip()
        return None


def make_glossary(terms: Iterable[Term]) -> Glossary:
    """Index terms. Of terms that differ in the target only, the first is used and all are reported.

    >>> make_glossary([Term("داعش", "ISIS"), Term("داعش", "Daesh")]).conflicts
    (Conflict(source='داعش', targets=('ISIS', 'Daesh')),)
    """
    by_key: dict[tuple[str, ...], list[Term]] = {}
    for term in terms:
        key = tuple(matching_key(word.strip(_EDGE)) for word in term.source.split())
        if not any(key) or not term.target.strip():
            raise FormatError(
                f"a term needs both sides, not {term.source!r} and {term.target!r}; fill both in"
            )
        by_key.setdefault(key, []).append(term)
    conflicts = []
    for entries in by_key.values():
        targets = tuple(dict.fromkeys(term.target for term in entries))
        if len(targets) > 1:
            conflicts.append(Conflict(entries[0].source, targets))
    return Glossary(
        tuple(entries[0] for entries in by_key.values()),
        tuple(conflicts),
        {key: entries[0].target for key, entries in by_key.items()},
        max(map(len, by_key), default=0),
    )


def read_glossary(path: Path) -> Glossary:
    """Read a glossary from a file of two columns, Arabic and English: tabs, or commas in a `.csv`.

    A line of one column is a word that stays as it is. Empty lines and lines that start with ``#``
    are skipped.

    Raises:
        MissingFileError: there is no such file.
        EncodingError: it is not UTF-8.
        FormatError: a line has more than two columns, or an empty one.
    """
    terms = []
    lines = read_text(path).splitlines()
    if path.suffix.casefold() == ".csv":
        rows = csv.reader(lines)
    else:  # a quotation mark is a mark like any other
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        columns = [column.strip() for column in row]
        if not any(columns) or columns[0].startswith("#"):
            continue
        if len(columns) > 2 or not all(columns):
            raise FormatError(
                f"{path}, line {rows.line_num}: two columns are wanted, Arabic and English, or one "
                f"for a word that stays; found {row!r}"
            )
        terms.append(Term(columns[0], columns[-1]))
    return make_glossary(terms)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take marks from both ends of a word."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
