"""What the pipeline yields: one translation for one segment."""

from dataclasses import dataclass
from enum import StrEnum

from mt.memory.unit import Match

NORMALISER = "nfkc-1"
"""What the text is made into for a model (`mt.arabic.normalise`); changes when its results change."""


class Flag(StrEnum):
    """What a reader of a draft has to know about it."""

    TRUNCATED = "truncated"
    """The source or the draft was cut at a limit."""
    REPEATED = "repeated"
    """The draft loops."""
    UNTRANSLATED = "untranslated"
    """The draft copies its source, or keeps Arabic letters."""
    EMPTY = "empty"
    """The source has text and the draft has none."""
    LOST = "lost"
    """A number of the source, a span that must be kept, or the English of a term is missing."""
    LENGTH = "length"
    """The draft is out of proportion to its source."""
    WITHHELD = "withheld"
    """The draft was less sure than wanted, and is left to a person: its text is empty."""
    FAILED = "failed"
    """Decoding failed for this segment; `Translation.error` says why and the draft is empty."""


class Step(StrEnum):
    """What was done to a draft beyond one plain search."""

    MEMORY = "from-memory"
    """Not decoded: the memory had the same text, and its translation stands here."""
    KEPT = "kept-spans"
    """The text was cut around spans that must come through."""
    OTHER = "other-hypothesis"
    """The search's best hypothesis had a fault, and one of its next best was taken."""
    LIMITS = "other-limits"
    """Decoded again without repeated n-grams; the best hypothesis by the checks taken."""
    CLAUSES = "split-at-clauses"
    """Decoded again clause by clause."""
    TERMS = "cut-at-terms"
    """Decoded again around terms of the glossary, whose English was put in."""
    NUMBERS = "cut-at-numbers"
    """Decoded again around its numbers, which were put in as they stand."""
    DIGITS = "numbers-put-right"
    """Numbers that the model wrote wrongly were put right in place."""
    LOOP_CUT = "loop-cut"
    """What a loop said again was taken out."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What made a translation: with the same identity and text, the same draft.

    Attributes:
        model: name and content hash of the model.
        normaliser: what the text was made into first.
        version: of Amana.
    """

    model: str
    normaliser: str
    version: str


@dataclass(frozen=True, slots=True)
class UnsureWord:
    """A word of a draft that the model hardly chose.

    Attributes:
        start: offset of its first character in the draft.
        end: offset behind its last character.
        probability: of the word after what stands before it, in [0, 1].
    """

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Translation:
    """The draft of one segment.

    Attributes:
        source: the text that was given, unchanged.
        text: the draft in English; empty for blank source, and where it is withheld.
        score: mean natural log probability of a target token, ≤ 0; None where nothing was decoded.
        flags: what is suspicious about the draft.
        model: identity of the model that made it (name and content hash).
        error: why the segment failed, or None.
        steps: what was done to the draft beyond one plain search, in order.
        made_by: model, normaliser and version; None for a translation that no translator made.
        confidence: probability that the draft is usable, as `mt.confidence` says, in [0, 1]; None where
            nothing was decoded, or where the model has no calibration.
        unsure: words that the model hardly chose, in order, where they were asked for.
        alternatives: other drafts, the likeliest first, where they were asked for.
        matches: what the memory has that is like the source, the best first.
    """

    source: str
    text: str
    score: float | None
    flags: frozenset[Flag]
    model: str
    error: str | None = None
    steps: tuple[Step, ...] = ()
    made_by: Identity | None = None
    confidence: float | None = None
    unsure: tuple[UnsureWord, ...] = ()
    alternatives: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
