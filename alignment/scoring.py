"""What a bead is worth: a weighted sum of its features.

The score of an alignment is the sum of its beads' scores and its nulls' costs, as in a semi-Markov
conditional random field (Sarawagi and Cohen, NIPS 2004). The weights are fitted by maximum
likelihood, so that a score is the logarithm of odds and the posteriors of `alignment.posterior`
are confidences. Departure: where the gold beads cross, the likelihood sums over what is possible.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.corridor import Corridor
from alignment.features import SHAPES, bead_features
from alignment.space import Floats, Pair, Side
from alignment.weights import FEATURES, Weights

NEVER = np.float32(-1e30)
_ROWS = 64
"""Rows of the grid in a block: enough for numpy, few enough that a slanted corridor wastes little."""
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Nulls:
    """What it costs to leave sentences without counterpart.

    Attributes:
        open: score of starting a run.
        source: (n,) float32, score of each source sentence in a run.
        target: (m,) float32, score of each target sentence in a run.
    """

    open: float
    source: Floats
    target: Floats


def shape_scores(weights: Weights) -> Floats:
    """Give what the sizes of a bead are worth, for each of `SHAPES`."""
    return np.array(
        [
            weights.one_to_one * (a == b == 1)
            + weights.merged * (a + b > 2)
            + weights.size * max(a + b - 3, 0)
            + weights.many_to_many * (min(a, b) > 1)
            for a, b in SHAPES
        ],
        dtype=np.float32,
    )


def score_rows(pair: Pair, corridor: Corridor, weights: Weights) -> Iterator[Floats]:
    """Score every bead that ends in a corridor.

    Yields:
        For each row, (len(SHAPES), width) float32; `NEVER` where a bead would start before the text.
    """
    by_shape = shape_scores(weights)
    by_feature = np.array([getattr(weights, name) for name in FEATURES], dtype=np.float32)
    n, _ = corridor.shape
    for first in range(0, n + 1, _ROWS):
        rows = range(first, min(first + _ROWS, n + 1))
        columns = range(int(corridor.low[rows[0]]), int(corridor.high[rows[-1]]))
        block = np.empty((len(SHAPES), len(rows), len(columns)), dtype=np.float32)
        for (a, b), out, constant, features in zip(
            SHAPES, block, by_shape, bead_features(pair, rows, columns), strict=True
        ):
            out[:] = constant
            for feature, weight in zip(features, by_feature, strict=True):
                if weight:
                    np.add(out, weight * feature, out=out)
            out[: max(0, a - rows.start)] = NEVER
            out[:, : max(0, b - columns.start)] = NEVER
        for row, number in enumerate(rows):
            low, high = int(corridor.low[number]) - columns.start, int(corridor.high[number]) - columns.start
            yield block[:, row, low:high]


def score_nulls(pair: Pair, weights: Weights, *, rate: float) -> Nulls:
    """Score the sentences without counterpart.

    Args:
        pair: the two texts.
        weights: the weights.
        rate: logarithm of the share of such sentences in the text, against one in ten.
    """

    def cost(side: Side, hubs: Floats) -> Floats:
        borders = side.open_ends[1:] + side.open_ends[:-1]
        constant = weights.null + weights.null_rate * rate
        return (constant + weights.null_hub * hubs + weights.null_open_end * borders).astype(np.float32)

    return Nulls(
        weights.null_open + weights.null_open_rate * rate,
        cost(pair.source, pair.source_hubs),
        cost(pair.target, pair.target_hubs),
    )


def nearness(source: Side, target: Side, corridor: Corridor) -> tuple[Floats, Floats]:
    """Say how near each sentence is to its nearest on the other side, inside a corridor.

    Returns:
        (n,) and (m,) float32: mean of the `_NEAREST` largest cosines, in [-1, 1].
    """
    n, m = corridor.shape
    x = source.vectors / source.norms[1, 1:, None]
    y = target.vectors / target.norms[1, 1:, None]
    by_source = np.zeros(n, dtype=np.float32)
    best = np.full((_NEAREST, m), -np.inf, dtype=np.float32)
    for first in range(0, n, _ROWS):
        last = min(first + _ROWS, n)
        columns = slice(int(corridor.low[first]), min(int(corridor.high[last]), m))
        cosines = x[first:last] @ y[columns].T
        by_source[first:last] = _mean_of_largest(cosines)
        both = np.concatenate([best[:, columns], cosines])
        best[:, columns] = np.partition(both, -_NEAREST, axis=0)[-_NEAREST:]
    found = np.isfinite(best)
    by_target = np.where(found, best, 0).sum(axis=0) / np.maximum(found.sum(axis=0), 1)
    return by_source, by_target.astype(np.float32)


def _mean_of_largest(cosines: Floats) -> NDArray[np.float32]:
    k = min(_NEAREST, cosines.shape[1])
    return np.partition(cosines, -k, axis=1)[:, -k:].mean(axis=1)  # type: ignore[no-any-return]
