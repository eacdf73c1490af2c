"""Scores of a corpus, a document or single segments, each with its signature and interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics.bleu import TOKENIZERS, Bleu
from eval.metrics.chrf import CHAR_ORDER, Chrf
from eval.metrics.metric import FloatArray, Metric, References, count_references
from eval.metrics.resampling import resampled_totals
from eval.metrics.ter import Ter
from eval.orientation import check_parallel
from mt.errors import InputError

DEFAULT_METRICS = ("chrf", "chrf++", "bleu", "ter")
LEVEL = 0.95
RESAMPLES = 1000
SEED = 12345


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile bootstrap interval.

    Attributes:
        low: lower end.
        high: upper end.
        level: share of the bootstrap samples whose score lies inside, in (0, 1).
        resamples: number of samples.
        seed: of their random numbers.
    """

    low: float
    high: float
    level: float
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Score:
    """A score that can be published as it is.

    Attributes:
        metric: id of the metric, e.g. ``chrf``.
        name: its name as sacreBLEU prints it, e.g. ``chrF2``.
        value: the score in per cent.
        signature: how it was computed, as sacreBLEU writes it.
        segments: number of segments.
        lower_is_better: True for error rates.
        interval: None where none was asked for, or where there is a single segment.
    """

    metric: str
    name: str
    value: float
    signature: str
    segments: int
    lower_is_better: bool
    interval: Interval | None = None


def metric_names() -> tuple[str, ...]:
    """Give the ids that `metric_named` knows.

    >>> metric_names()
    ('chrf', 'chrf++', 'bleu', 'bleu-intl', 'bleu-none', 'bleu-char', 'ter')
    """
    return ("chrf", "chrf++", *(Bleu(tokenizer).id for tokenizer in TOKENIZERS), "ter")


def metric_named(name: str) -> Metric:
    """Give a metric by its id, in any case.

    >>> metric_named("chrF++").name
    'chrF2++'

    Raises:
        InputError: there is no such metric.
    """
    metrics: list[Metric] = [Chrf(), Chrf(word_order=2), *map(Bleu, TOKENIZERS), Ter()]
    for metric in metrics:
        if metric.id == name.lower():
            return metric
    raise InputError(f"no metric named {name!r}: take one of {', '.join(metric_names())}")


def score_corpus(
    hypotheses: Sequence[str],
    references: References,
    *,
    metrics: Sequence[str] = DEFAULT_METRICS,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[Score, ...]:
    """Score a corpus or a document.

    >>> score = score_corpus(["The meeting is over."], [["The meeting is over."]], metrics=["chrf"])[0]
    >>> score.name, score.value, score.interval
    ('chrF2', 100.0, None)

    Args:
        hypotheses: the segments, e.g. the drafts of the paired beads.
        references: one sequence a translator, in each one text a segment.
        metrics: ids of the metrics.
        resamples: bootstrap samples behind an interval; 0 for no interval.
        seed: of the random numbers.

    Returns:
        One score a metric, in their order.

    Raises:
        EmptyTextError: no segments, or no text in them.
        LengthMismatchError: the numbers of segments differ; the message names both.
        LanguageError: one side is Arabic and the other is not.
        InputError: there is no such metric.
    """
    chosen = [metric_named(name) for name in metrics]
    _check(hypotheses, references)
    return score_all(
        chosen,
        statistics_of(chosen, hypotheses, references),
        references=count_references(references),
        resamples=resamples,
        seed=seed,
    )


def score_statistics(
    metric: Metric,
    statistics: FloatArray,
    *,
    references: str = "1",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Score:
    """Score segments whose statistics are known: a document, a bucket, any selection of rows.

    Args:
        metric: the metric that the statistics are of.
        statistics: (n_segments, n_statistics), at least one row.
        references: number of references for the signature.
        resamples: bootstrap samples behind the interval; 0 for none.
        seed: of the random numbers.

    Returns:
        The score.
    """
    return score_all([metric], [statistics], references=references, resamples=resamples, seed=seed)[0]


def _score(
    metric: Metric,
    statistics: FloatArray,
    sampled: FloatArray | None,
    *,
    references: str,
    resamples: int,
    seed: int,
) -> Score:
    interval = None
    if sampled is not None:
        low, high = np.quantile(metric.score(sampled), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        interval = Interval(float(low), float(high), LEVEL, resamples, seed)
    return Score(
        metric=metric.id,
        name=metric.name,
        value=float(metric.score(statistics.sum(axis=0))),
        signature=metric.signature(references),
        segments=len(statistics),
        lower_is_better=metric.lower_is_better,
        interval=interval,
    )


def statistics_of(
    metrics: Sequence[Metric], hypotheses: Sequence[str], references: References
) -> list[FloatArray]:
    """Give the statistics of several metrics, counting what they share once.

    The characters of chrF are those of chrF++. With several references each picks its own best one
    by its own score, so that they share nothing.

    Args:
        metrics: the metrics.
        hypotheses: the segments.
        references: one sequence a translator, in each one text a segment.

    Returns:
        (n_segments, n_statistics) float64 for each metric.
    """
    counted: dict[str, FloatArray] = {}
    plus = next((metric for metric in metrics if metric.id == "chrf++"), None)
    if plus is not None and len(references) == 1:
        counted["chrf++"] = plus.statistics(hypotheses, references)
        counted["chrf"] = counted["chrf++"][:, : 3 * CHAR_ORDER]
    return [
        counted[metric.id] if metric.id in counted else metric.statistics(hypotheses, references)
        for metric in metrics
    ]


def score_all(
    metrics: Sequence[Metric],
    statistics: Sequence[FloatArray],
    *,
    references: str = "1",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[Score, ...]:
    """Score segments by several metrics, as `score_statistics` does, drawing the samples once.

    Args:
        metrics: the metrics.
        statistics: for each metric (n_segments, n_statistics), at least one row.
        references: number of references for the signatures.
        resamples: bootstrap samples behind the intervals; 0 for none.
        seed: of the random numbers.
    """
    sampled: list[FloatArray | None] = [None] * len(metrics)
    if resamples and len(statistics[0]) > 1:
        totals = resampled_totals(np.concatenate(statistics, axis=1), resamples=resamples, seed=seed)
        ends = np.cumsum([rows.shape[1] for rows in statistics])[:-1]
        sampled = list(np.split(totals, ends, axis=1))
    return tuple(
        _score(metric, rows, totals, references=references, resamples=resamples, seed=seed)
        for metric, rows, totals in zip(metrics, statistics, sampled, strict=True)
    )


def score_segments(
    hypotheses: Sequence[str], references: References, *, metrics: Sequence[str] = DEFAULT_METRICS
) -> dict[str, tuple[float, ...]]:
    """Score each segment, or bead, by itself; BLEU with effective order.

    >>> score_segments(["Yes.", ""], [["Yes.", "No."]], metrics=["chrf"])
    {'chrf': (100.0, 0.0)}

    Args:
        hypotheses: the segments.
        references: one sequence a translator, in each one text a segment.
        metrics: ids of the metrics.

    Returns:
        By metric id, one score a segment in per cent.

    Raises:
        InputError: as in `score_corpus`.
    """
    chosen = [metric_named(name) for name in metrics]
    _check(hypotheses, references)
    return {
        metric.id: tuple(metric.segment_scores(metric.statistics(hypotheses, references)).tolist())
        for metric in chosen
    }


def _check(hypotheses: Sequence[str], references: References) -> None:
    for number, stream in enumerate(references, 1):
        name = "reference" if len(references) == 1 else f"reference {number}"
        check_parallel(hypotheses, [text or "" for text in stream], reference_name=name)
