"""Compare systems on one test set: scores, significance, buckets, n-grams and segments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from alignment.bead import Bead
from eval.buckets import Bucket, make_buckets
from eval.coverage import Coverage, measure_coverage
from eval.metrics.metric import FloatArray, Metric
from eval.metrics.scores import RESAMPLES, SEED, Score, metric_named, score_all, statistics_of
from eval.metrics.significance import Difference, compare_systems, holm
from eval.ngrams import NgramGap, ngram_gaps
from eval.orientation import check_parallel
from mt.errors import EmptyTextError, InputError, LengthMismatchError

COMPARED_METRICS = ("chrf", "chrf++", "bleu", "ter")


@dataclass(frozen=True, slots=True)
class SegmentGap:
    """A segment that one system translates much better than the baseline, or much worse.

    Attributes:
        segment: number of the segment, from 0.
        gap: the system's chrF minus the baseline's, in points.
        baseline: the baseline's text.
        system: the system's text.
        reference: the reference's text.
        article: the Arabic, or None where it was not given.
    """

    segment: int
    gap: float
    baseline: str
    system: str
    reference: str
    article: str | None


@dataclass(frozen=True, slots=True)
class SystemResult:
    """One system of a comparison.

    Attributes:
        name: what the user calls it.
        scores: one score a metric.
        differences: to the baseline, one a metric, p-values after Holm over the systems; empty for
            the baseline itself.
        better_ngrams: n-grams of the reference that it gets right more often than the baseline.
        worse_ngrams: n-grams that the baseline gets right more often.
        best_segments: where it gains most over the baseline.
        worst_segments: where it loses most.
    """

    name: str
    scores: tuple[Score, ...]
    differences: tuple[Difference, ...] = ()
    better_ngrams: tuple[NgramGap, ...] = ()
    worse_ngrams: tuple[NgramGap, ...] = ()
    best_segments: tuple[SegmentGap, ...] = ()
    worst_segments: tuple[SegmentGap, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several systems on one test set; the first system is the baseline.

    Attributes:
        segments: number of segments.
        systems: one result a system, in the order given.
        buckets: scores of parts of the test set.
        coverage: shares of article and reference that are paired; None without an alignment.
    """

    segments: int
    systems: tuple[SystemResult, ...]
    buckets: tuple[Bucket, ...]
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class _Test:
    """What is compared: segments of all systems and of the reference, and where they come from.

    Attributes:
        systems: name and segments of each system.
        reference: the reference's segments.
        article: the Arabic, or None.
        beads: the bead of each segment, or None.
        coverage: as in `Comparison`.
    """

    systems: tuple[tuple[str, Sequence[str]], ...]
    reference: Sequence[str]
    article: Sequence[str] | None
    beads: tuple[Bead, ...] | None = None
    coverage: Coverage | None = None


def compare(
    systems: Sequence[tuple[str, Sequence[str]]],
    reference: Sequence[str],
    *,
    article: Sequence[str] | None = None,
    beads: Sequence[Bead] | None = None,
    metrics: Sequence[str] = COMPARED_METRICS,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    examples: int = 5,
) -> Comparison:
    """Compare systems; the first one is the baseline that the others are tested against.

    >>> comparison = compare([("a", ["yes", "no"]), ("b", ["yes", "nay"])], ["yes", "nay"], resamples=9)
    >>> [score.value > 99 for system in comparison.systems for score in system.scores[:1]]
    [False, True]

    Args:
        systems: name and segments of each system, at least two.
        reference: the reference, one text a segment.
        article: the Arabic segments, to be shown beside; None where there are none.
        beads: alignment of article and reference, for more buckets. With it the reference may have
            another number of segments than article and systems: the pairs are compared then.
        metrics: ids of the metrics.
        resamples: samples of the tests and intervals.
        seed: of the random numbers.
        examples: how many n-grams and segments to give each way.

    Returns:
        The comparison.

    Raises:
        InputError: fewer than two systems, or no metric of that name.
        EmptyTextError: a text is empty.
        LengthMismatchError: the texts have different numbers of segments.
        LanguageError: a system is not in the language of the reference.
    """
    if len(systems) < 2:
        raise InputError(f"{len(systems)} system to compare: give at least two, the baseline first")
    test = _make_test(systems, reference, article, beads)
    systems, reference, article = test.systems, test.reference, test.article
    for name, texts in systems:
        check_parallel(texts, reference, hypothesis_name=name)
    if article is not None:
        _check_article(article, reference)
    chosen = [metric_named(name) for name in metrics]
    rows = [statistics_of(chosen, texts, [reference]) for _, texts in systems]
    differences = _tested(chosen, rows, resamples=resamples, seed=seed)
    judge = metric_named("chrf")
    chrf = [judge.statistics(texts, [reference]) for _, texts in systems]
    results = []
    for index, (name, texts) in enumerate(systems):
        scores = score_all(chosen, rows[index], resamples=resamples, seed=seed)
        result = SystemResult(name, scores)
        if index:
            better, worse = ngram_gaps(systems[0][1], texts, reference, count=examples)
            gaps = judge.segment_scores(chrf[index]) - judge.segment_scores(chrf[0])
            shown = _segments(gaps, systems[0][1], texts, reference, article)
            result = SystemResult(
                name,
                scores,
                differences[index - 1],
                better,
                worse,
                tuple(gap for gap in shown[:examples] if gap.gap > 0),
                tuple(gap for gap in shown[: -examples - 1 : -1] if gap.gap < 0),
            )
        results.append(result)
    return Comparison(
        len(reference),
        tuple(results),
        make_buckets(judge, chrf, test.reference, beads=test.beads),
        test.coverage,
    )


def _make_test(
    systems: Sequence[tuple[str, Sequence[str]]],
    reference: Sequence[str],
    article: Sequence[str] | None,
    beads: Sequence[Bead] | None,
) -> _Test:
    """Join the segments of each pair where reference and systems are cut differently."""
    if article is None or beads is None:
        return _Test(tuple(systems), reference, article)
    coverage = measure_coverage(beads, article, reference)
    if len(article) == len(reference):
        bead_of = {number: bead for bead in beads for number in bead.source}
        return _Test(
            tuple(systems), reference, article, tuple(bead_of[n] for n in range(len(article))), coverage
        )
    for name, texts in systems:
        if len(texts) != len(article):
            raise LengthMismatchError(
                f"{name} has {len(texts)} segments, the article {len(article)} and the reference "
                f"{len(reference)}: give a translation of the article's lines, one a line"
            )
    paired = tuple(bead for bead in beads if bead.source and bead.target)
    if not paired:
        raise EmptyTextError("no line of the article could be paired with the reference: see that they match")
    return _Test(
        tuple((name, [_join(texts, bead.source) for bead in paired]) for name, texts in systems),
        [_join(reference, bead.target) for bead in paired],
        [_join(article, bead.source) for bead in paired],
        paired,
        coverage,
    )


def _join(texts: Sequence[str], numbers: Sequence[int]) -> str:
    return " ".join(texts[number] for number in numbers)


def _check_article(article: Sequence[str], reference: Sequence[str]) -> None:
    if len(article) != len(reference):
        raise LengthMismatchError(
            f"the article has {len(article)} segments and the reference {len(reference)}: "
            "give the same segments in both, one a line"
        )


def _segments(
    gaps: FloatArray,
    baseline: Sequence[str],
    system: Sequence[str],
    reference: Sequence[str],
    article: Sequence[str] | None,
) -> list[SegmentGap]:
    """Give all segments, the largest gain first."""
    return [
        SegmentGap(
            int(number),
            float(gaps[number]),
            baseline[number],
            system[number],
            reference[number],
            None if article is None else article[number],
        )
        for number in np.argsort(-gaps, kind="stable")
    ]


def _tested(
    metrics: Sequence[Metric], rows: Sequence[Sequence[FloatArray]], *, resamples: int, seed: int
) -> list[tuple[Difference, ...]]:
    """Test each system against the first, and correct for the number of systems metric by metric."""
    raw = [compare_systems(metrics, rows[0], other, resamples=resamples, seed=seed) for other in rows[1:]]
    adjusted = [list(differences) for differences in raw]
    for index in range(len(metrics)):
        bootstrap = holm([differences[index].p_bootstrap for differences in raw])
        randomised = holm([differences[index].p_randomisation for differences in raw])
        for row, p_bootstrap, p_randomisation in zip(adjusted, bootstrap, randomised, strict=True):
            row[index] = replace(row[index], p_bootstrap=p_bootstrap, p_randomisation=p_randomisation)
    return [tuple(row) for row in adjusted]
