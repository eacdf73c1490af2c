"""What the pipeline yields: one translation for one segment."""

from dataclasses import dataclass
from enum import StrEnum


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
    FAILED = "failed"
    """Decoding failed for this segment; `Translation.error` says why and the draft is empty."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The draft of one segment.

    Attributes:
        source: the text that was given, unchanged.
        text: the draft in English; empty for blank source.
        score: mean natural log probability of a target token, ≤ 0; None where nothing was decoded.
        flags: what is suspicious about the draft.
        model: identity of the model that made it (name and content hash).
        error: why the segment failed, or None.
    """

    source: str
    text: str
    score: float | None
    flags: frozenset[Flag]
    model: str
    error: str | None = None
