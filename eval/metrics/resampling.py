"""Bootstrap samples of a test set as sums of statistics, in bounded memory."""

from collections.abc import Iterator

import numpy as np

from eval.metrics.metric import FloatArray

_WEIGHTS_AT_ONCE = 1_000_000
"""Entries of the matrix of weights that is held at once: 8 MB of float64."""


def resampled_totals(statistics: FloatArray, *, resamples: int, seed: int) -> FloatArray:
    """Sum the statistics of bootstrap samples of the segments.

    Efron 1979, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7; for MT:
    Koehn 2004, "Statistical significance tests for machine translation evaluation", EMNLP. A sample
    is not held as segments: how often it has each segment is a row of weights, and the sums are a
    product of matrices, taken some rows at a time.

    The same seed and number of segments give the same samples, so that systems and metrics can be
    compared sample by sample.

    >>> resampled_totals(np.array([[1.0], [1.0]]), resamples=3, seed=1).tolist()
    [[2.0], [2.0], [2.0]]

    Args:
        statistics: (n_segments, n_statistics) float64.
        resamples: how many samples.
        seed: of the random numbers.

    Returns:
        (resamples, n_statistics) float64.
    """
    return np.concatenate(
        [
            weights @ statistics
            for weights in bootstrap_weights(len(statistics), resamples=resamples, seed=seed)
        ]
    )


def bootstrap_weights(segments: int, *, resamples: int, seed: int) -> Iterator[FloatArray]:
    """Give how often each bootstrap sample has each segment, some samples at a time.

    Args:
        segments: number of segments, at least 1.
        resamples: how many samples.
        seed: of the random numbers.

    Yields:
        (k, segments) float64; each row sums to the number of segments, and the k sum to `resamples`.
    """
    random = np.random.default_rng(seed)
    at_once = max(1, _WEIGHTS_AT_ONCE // segments)
    for start in range(0, resamples, at_once):
        rows = min(at_once, resamples - start)
        weights = np.empty((rows, segments))
        for row in weights:
            row[:] = np.bincount(random.integers(segments, size=segments, dtype=np.int32), minlength=segments)
        yield weights


def swaps(segments: int, *, trials: int, seed: int) -> Iterator[FloatArray]:
    """Give in which segments two systems are swapped in each trial, some trials at a time.

    Args:
        segments: number of segments, at least 1.
        trials: how many trials.
        seed: of the random numbers.

    Yields:
        (k, segments) float64 of 0 (as they are) and 1 (swapped); the k sum to `trials`.
    """
    random = np.random.default_rng(seed)
    at_once = max(1, _WEIGHTS_AT_ONCE // segments)
    for start in range(0, trials, at_once):
        rows = min(at_once, trials - start)
        # One bit a segment: drawing whole numbers would take most of the time of the test.
        packed = random.integers(256, size=(rows, (segments + 7) // 8), dtype=np.uint8)
        yield np.unpackbits(packed, axis=1, count=segments).astype(np.float64)
