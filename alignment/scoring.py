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
from alignment.features import MEASURED, SHAPES, Block, bead_features
from alignment.space import MAX_SPAN, Floats, Pair, Side
from alignment.weights import SIZED, Weights

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
    by_shape, by_feature = shape_scores(weights), feature_weights(weights)
    n, _ = corridor.shape
    for start in range(0, n + 1, _ROWS):
        block = _block(corridor, range(start, min(start + _ROWS, n + 1)))
        scores = np.empty((len(SHAPES), len(block.rows), block.width), dtype=np.float32)
        product = np.empty(scores.shape[1:], dtype=np.float32)
        features = bead_features(pair, block)
        for cells, constant, factors, measured in zip(scores, by_shape, by_feature, features, strict=True):
            cells[:] = constant
            for factor, feature in zip(factors, measured, strict=True):
                if factor:
                    np.add(cells, np.multiply(feature, factor, out=product), out=cells)
        for row, number in enumerate(block.rows):
            left = block.first + block.slope * row
            low, high = int(corridor.low[number]), int(corridor.high[number])
            ends = scores[:, row, low - left : high - left]
            if number < MAX_SPAN or low < MAX_SPAN:
                for cells, (a, b) in zip(ends, SHAPES, strict=True):
                    cells[: high if a > number else max(0, b - low)] = NEVER
            yield ends


def feature_weights(weights: Weights) -> Floats:
    """Give what each of `MEASURED` is multiplied with, for each of `SHAPES`."""
    once = np.array([getattr(weights, name) for name in MEASURED])
    more = np.array([getattr(weights, SIZED[name]) if name in SIZED else 0.0 for name in MEASURED])
    beyond = np.array([a + b - 2 for a, b in SHAPES])
    return (once + beyond[:, None] * more).astype(np.float32)  # type: ignore[no-any-return]


def _block(corridor: Corridor, rows: range) -> Block:
    """Give the smallest block that holds some rows of a corridor."""
    low, high = (side[rows.start : rows.stop] for side in (corridor.low, corridor.high))
    ways = []
    for slope in (0, 1):
        slant = slope * np.arange(len(rows))
        first = int((low - slant).min())
        ways.append(Block(rows, first, int((high - slant).max()) - first, slope))
    return min(ways, key=lambda block: block.width)


def score_nulls(pair: Pair, weights: Weights, *, rates: tuple[float, float] = (0.0, 0.0)) -> Nulls:
    """Score the sentences without counterpart.

    Args:
        pair: the two texts.
        weights: the weights.
        rates: the text's rates of nulls, for each sentence and for each run, of `alignment.level`.
    """

    def cost(side: Side, hubs: Floats) -> Floats:
        borders = side.open_ends[1:] + side.open_ends[:-1]
        constant = weights.null + weights.null_rate * rates[0]
        return (constant + weights.null_hub * hubs + weights.null_open_end * borders).astype(np.float32)

    return Nulls(
        weights.null_open + weights.null_open_rate * rates[1],
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
