"""The report as a value: everything that the page, the JSON and the terminal show.

One report is about one pair of texts. Sentences and beads are numbered from 0 here and in JSON;
what people read counts from 1.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eval.finding import Finding
from eval.metrics.scores import Score
from mt.segment import Segment
from mt.translation import Flag

SCHEMA_VERSION = "1.1"
"""Version of the JSON form: the first number changes where a reader of the old form would break."""


class Verdict(StrEnum):
    """What the evidence as a whole asks for, worst first."""

    UNRELATED = "unrelated"
    """Hardly anything of the two texts could be paired; nothing else in the report is worth much."""
    ERRORS = "errors"
    """At least one gating finding is an error."""
    REVIEW = "review"
    """No error that gates, but findings or low coverage that a person has to look at."""
    CLEAN = "clean"
    """Nothing found. It says what was checked, not that the translation is good."""


@dataclass(frozen=True, slots=True)
class Document:
    """One of the two texts.

    Attributes:
        name: how the user called it; a file's name without its folders.
        language: BCP 47 code, ``ar`` or ``en``.
        sha256: hash of the text in UTF-8, in hexadecimal.
        characters: length of the text in code points.
        coverage: share of its characters in beads that have both sides, in [0, 1].
        paired_sentences: number of its sentences in beads that have both sides.
        sentences: the sentences in order, with offsets into the text.
    """

    name: str
    language: str
    sha256: str
    characters: int
    coverage: float
    paired_sentences: int
    sentences: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model made of one sentence of the article.

    Attributes:
        text: the English; empty where the sentence is blank or failed.
        score: mean natural log probability of a target token, ≤ 0; null where nothing was decoded.
        flags: what is suspicious about it, in alphabetical order.
        error: why the sentence failed, or null.
    """

    text: str
    score: float | None
    flags: tuple[Flag, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class BeadScore:
    """One metric on one bead, with the signature of the same metric in `Report.scores`.

    Attributes:
        metric: id of the metric, e.g. ``chrf``.
        value: the score of this bead alone, in per cent.
    """

    metric: str
    value: float


@dataclass(frozen=True, slots=True)
class ReportBead:
    """A bead with what was measured on it.

    Attributes:
        article: numbers of the article's sentences, ascending; empty for an omission.
        reference: numbers of the reference's sentences, ascending; empty for an addition.
        confidence: probability that the bead is right, in [0, 1].
        similarity: cosine of the two sides, in [-1, 1]; null where one side is empty.
        moved: true where the reference has it in another place.
        scores: draft against reference; empty where one side is empty.
    """

    article: tuple[int, ...]
    reference: tuple[int, ...]
    confidence: float
    similarity: float | None
    moved: bool
    scores: tuple[BeadScore, ...]

    @property
    def is_pair(self) -> bool:
        """Say whether both sides have text."""
        return bool(self.article and self.reference)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reader needs first.

    Attributes:
        verdict: what the evidence as a whole asks for.
        reason: one sentence: which evidence the verdict rests on.
        errors: findings of severity error.
        warnings: findings of severity warning.
        notices: findings of severity notice.
        gating: findings that are precise enough to fail a release.
        paired_beads: beads with both sides; the scores are over these.
        added_sentences: sentences of the article without a counterpart.
        omitted_sentences: sentences of the reference without a counterpart.
    """

    verdict: Verdict
    reason: str
    errors: int
    warnings: int
    notices: int
    gating: int
    paired_beads: int
    added_sentences: int
    omitted_sentences: int


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the software that had a hand in the numbers.

    Attributes:
        name: name of the package.
        version: its version.
    """

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Report:
    """The fidelity report of one article against its reference.

    Attributes:
        schema_version: version of this form.
        created: when the report was made, with time zone.
        summary: what a reader needs first.
        article: the Arabic text.
        reference: the English text that it reports.
        model: identity of the translation model: name and content hash.
        encoder: identity of the sentence encoder.
        drafts: one per sentence of the article, in its order.
        beads: the alignment in reading order.
        scores: drafts against reference over all paired beads; empty where nothing is paired.
        adjusted_scores: the same over all beads, so that coverage counts: an omitted passage is a draft
            of no words, an added one a draft of nothing (BLEU and TER see that, chrF does not).
        findings: the review queue: worst first, within a severity by expected harm.
        components: versions of the software.
    """

    schema_version: str
    created: datetime
    summary: Summary
    article: Document
    reference: Document
    model: str
    encoder: str
    drafts: tuple[Draft, ...]
    beads: tuple[ReportBead, ...]
    scores: tuple[Score, ...]
    adjusted_scores: tuple[Score, ...]
    findings: tuple[Finding, ...]
    components: tuple[Component, ...]
