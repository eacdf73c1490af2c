"""Is one system really better than another? Two paired tests over the same statistics.

* Paired bootstrap: Koehn 2004, "Statistical significance tests for machine translation evaluation",
  EMNLP, section 4. Departure: the differences of the samples are centred with their sign (Graham,
  Mathur, Baldwin 2014, "Randomized significance tests in machine translation", WMT, section 3),
  where sacreBLEU centres absolute differences.
* Paired approximate randomisation: Riezler and Maxwell 2005, "On some pitfalls in automatic
  evaluation and significance testing for MT", section 4: systems that do not differ can be swapped
  in any segment.

In both p = (c + 1) / (n + 1), which is never zero. Holm 1979, "A simple sequentially rejective
multiple test procedure", corrects for several systems that stand against one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics.metric import FloatArray, Metric
from eval.metrics.resampling import bootstrap_weights, swaps
from eval.metrics.scores import LEVEL, RESAMPLES, SEED, Interval
from mt.errors import LengthMismatchError


@dataclass(frozen=True, slots=True)
class Difference:
    """How a system differs from a baseline in one metric.

    Attributes:
        metric: id of the metric.
        value: score of the system minus score of the baseline, in points.
        interval: bootstrap interval of the difference.
        p_bootstrap: two-sided p of the paired bootstrap, in (0, 1].
        p_randomisation: two-sided p of paired approximate randomisation, in (0, 1].
    """

    metric: str
    value: float
    interval: Interval
    p_bootstrap: float
    p_randomisation: float


def compare_systems(
    metrics: Sequence[Metric],
    baseline: Sequence[FloatArray],
    system: Sequence[FloatArray],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[Difference, ...]:
    """Test a system against a baseline on the same segments.

    >>> from eval.metrics.chrf import Chrf
    >>> good = Chrf().statistics(["yes", "no", "never"], [["yes", "no", "never"]])
    >>> bad = Chrf().statistics(["yes", "nay", "always"], [["yes", "no", "never"]])
    >>> (difference,) = compare_systems([Chrf()], [bad], [good], resamples=99)
    >>> difference.value > 0, difference.p_randomisation > 0.05
    (True, True)

    Args:
        metrics: the metrics.
        baseline: for each metric the baseline's statistics, (n_segments, n_statistics).
        system: the same of the system.
        resamples: bootstrap samples, and random swaps.
        seed: of the random numbers; the same samples serve all metrics.

    Returns:
        One difference a metric.

    Raises:
        LengthMismatchError: the systems have different numbers of segments.
    """
    sizes = {len(statistics) for statistics in (*baseline, *system)}
    if len(sizes) != 1:
        counts = " and ".join(map(str, sorted(sizes)))
        raise LengthMismatchError(
            f"the systems have {counts} segments: compare translations of the same text"
        )
    segments = sizes.pop()
    both = np.concatenate([*baseline, *system], axis=1)
    widths = [statistics.shape[1] for statistics in baseline]
    observed = _differences(metrics, both.sum(axis=0)[None, :], widths)
    weights = bootstrap_weights(segments, resamples=resamples, seed=seed)
    sampled = np.concatenate([_differences(metrics, rows @ both, widths) for rows in weights])
    half = both.shape[1] // 2
    first, second = both[:, :half], both[:, half:]
    gap, total = first - second, first.sum(axis=0) + second.sum(axis=0)
    shuffled = []
    for rows in swaps(segments, trials=resamples, seed=seed):
        one = second.sum(axis=0) + rows @ gap
        shuffled.append(_differences(metrics, np.concatenate([one, total - one], axis=1), widths))
    randomised = np.concatenate(shuffled)
    return tuple(
        Difference(
            metric.id,
            float(observed[0, index]),
            _interval(sampled[:, index], resamples=resamples, seed=seed),
            # Samples of one segment are all the same: nothing is known of how the difference varies.
            1.0
            if segments == 1
            else _p_value(sampled[:, index] - sampled[:, index].mean(), observed[0, index]),
            _p_value(randomised[:, index], observed[0, index]),
        )
        for index, metric in enumerate(metrics)
    )


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust the p-values of several tests so that the chance of any false alarm stays as it was.

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)

    Args:
        p_values: p-values in (0, 1], one a test.

    Returns:
        The adjusted p-values in the order given.
    """
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = highest
    return tuple(adjusted)


def _differences(metrics: Sequence[Metric], totals: FloatArray, widths: Sequence[int]) -> FloatArray:
    """Score (samples, statistics of all metrics of both) and give (samples, metrics), second minus first."""
    half = totals.shape[1] // 2
    columns, start = [], 0
    for metric, width in zip(metrics, widths, strict=True):
        first = metric.score(totals[:, start : start + width])
        second = metric.score(totals[:, half + start : half + start + width])
        columns.append(second - first)
        start += width
    return np.stack(columns, axis=1)


def _interval(sampled: FloatArray, *, resamples: int, seed: int) -> Interval:
    low, high = np.quantile(sampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high), LEVEL, resamples, seed)


def _p_value(null: FloatArray, observed: float) -> float:
    # Sums in another order differ in the last bits; a tie has to count as one.
    extreme = np.abs(null) >= abs(observed) - 1e-9
    return float((extreme.sum() + 1) / (len(null) + 1))
