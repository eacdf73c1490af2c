"""The values of a translation memory: a unit that is kept, and a match that is found."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Unit:
    """A source and its translation.

    Attributes:
        source: the Arabic.
        target: the English.
        previous: the source before it in its text, its `context_id`, or None where nobody knows.
        following: the source behind it, likewise.
        origin: where it comes from: a file, a person, a job.
        changed: when, as ISO 8601 in UTC to the second; empty where nobody knows.
    """

    source: str
    target: str
    previous: str | int | None = None
    following: str | int | None = None
    origin: str = ""
    changed: str = ""


class MatchKind(StrEnum):
    """How a match came about."""

    CONTEXT = "context"
    """The same text, between the same neighbours."""
    EXACT = "exact"
    """The same text, or the same but for spelling variants and diacritics."""
    FUZZY = "fuzzy"
    """A like text."""


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that is like a text.

    Attributes:
        source: the Arabic of the unit.
        target: its English.
        score: likeness in [0, 1]; 1 for the same text, 0.99 for the same but for spelling.
        kind: how it came about.
        origin: where the unit comes from.
        changed: when it was changed last, as in `Unit`.
    """

    source: str
    target: str
    score: float
    kind: MatchKind
    origin: str
    changed: str
