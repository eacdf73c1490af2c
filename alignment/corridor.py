"""Coarse to fine: the part of the grid in which the alignment must lie.

Short texts are searched whole. In long ones, landmarks of the source — spans of three sentences,
evenly spaced — look for their like in the target; the heaviest increasing chain of the sure ones
(Bertalign's anchors, Liu and Zhu, DSH 2022, found as Gomes and Lopes, EPIA 2016, find theirs) cuts
the grid into small rectangles, in which denser landmarks do the same until there is one for every
few sentences. Each level looks at a fixed number of landmarks for each sentence of the
other side, so that time and memory grow with the length of the texts. Departure: Vecalign halves
the texts by averaging neighbours instead, which blurs what was left out and put in.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from alignment.space import Floats, Side

_WHOLE = 400_000
"""Grids up to this many cells are searched whole."""
_LANDMARKS = 512
_STRIDE = 4
"""Source sentences from landmark to landmark on the finest level."""
_FINER = 16
_SPAN = 3
_PADDING = 12
"""Target sentences around a rectangle that stay in the corridor, against a landmark slightly off."""
_SURE = 0.08
"""By how much in cosine a landmark's best place must be better than its best place elsewhere."""
_WIDEST = 400
"""Half the width of the corridor where there are no landmarks, as in texts that have no common part."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """The part of the grid that a search looks at.

    Attributes:
        low: (n + 1,) first column of each row.
        high: (n + 1,) column behind the last of each row; both never fall from row to row.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, int]:
        """Give the numbers of sentences of both sides."""
        return len(self.low) - 1, int(self.high[-1]) - 1


def find_corridor(source: Side, target: Side) -> tuple[Corridor, list[tuple[int, int]]]:
    """Find the corridor of two texts.

    Returns:
        The corridor, and the landmarks that it leads along, ascending; short texts have none.
    """
    n, m = source.size, target.size
    if (n + 1) * (m + 1) <= _WHOLE:
        return Corridor(np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m + 1, dtype=np.int64)), []
    points = [(0, 0), (n, m)]
    spans = _span_vectors(source), _span_vectors(target)
    stride = max(n // _LANDMARKS, _STRIDE)
    while True:
        points = [
            point
            for start, end in pairwise(points)
            for point in (start, *_landmarks(spans, start, end, m, stride))
        ] + [(n, m)]
        if stride == _STRIDE:
            return _around(points, n, m), points
        stride = max(stride // _FINER, _STRIDE)


def cut_corridor(corridor: Corridor, rows: range, columns: range) -> Corridor:
    """Give a corridor's part between two of its points, from (rows.start, columns.start) to the stops."""
    part = slice(rows.start, rows.stop + 1)
    low = np.clip(corridor.low[part] - columns.start, 0, len(columns))
    high = np.clip(corridor.high[part] - columns.start, 1, len(columns) + 1)
    low[0], high[-1] = 0, len(columns) + 1
    return Corridor(low, high)


def around_path(path: list[tuple[int, int]], n: int, m: int, *, width: int) -> Corridor:
    """Give the corridor of the cells near a path.

    Args:
        path: the corners of the path, ascending from (0, 0) to (n, m).
        n: number of source sentences.
        m: number of target sentences.
        width: columns on either side.
    """
    rows = np.array([i for i, _ in path])
    columns = np.array([j for _, j in path])
    every = np.arange(n + 1)
    before = np.searchsorted(rows, every, side="left")
    behind = np.searchsorted(rows, every, side="right") - 1
    # Between two corners of the path a row belongs to the step that jumps over it.
    low = columns[np.where(rows[before] == every, before, before - 1)]
    high = columns[np.where(rows[behind] == every, behind, behind + 1)]
    low, high = np.maximum(low - width, 0), np.minimum(high + width + 1, m + 1)
    low[0], high[-1] = 0, m + 1
    return Corridor(
        np.minimum.accumulate(low[::-1])[::-1].astype(np.int64), np.maximum.accumulate(high).astype(np.int64)
    )


def _span_vectors(side: Side) -> Floats:
    """Give the unit vectors of the spans of `_SPAN` sentences that start at each sentence."""
    n = side.size
    sums = side.vectors.copy()
    for k in range(1, _SPAN):
        sums[: n - k] += side.vectors[k:]
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)  # type: ignore[no-any-return]


def _landmarks(
    spans: tuple[Floats, Floats], start: tuple[int, int], end: tuple[int, int], m: int, stride: int
) -> list[tuple[int, int]]:
    """Find the sure landmarks inside a rectangle, as a chain that increases on both sides."""
    rows = np.arange(start[0] + stride // 2, end[0] - _SPAN, stride)
    low, high = max(start[1] - _PADDING, 0), min(end[1] + _PADDING, m)
    if len(rows) == 0 or high - low < _SPAN:
        return []
    cosines = spans[0][rows] @ spans[1][low:high].T
    best = cosines.argmax(axis=1)
    value = cosines[np.arange(len(rows)), best]
    for k in range(-_SPAN - 1, _SPAN + 2):
        cosines[np.arange(len(rows)), np.clip(best + k, 0, high - low - 1)] = -1.0
    margin = value - cosines.max(axis=1)
    sure = (margin >= _SURE) & (best + low > start[1]) & (best + low < end[1])
    return _heaviest_chain(rows[sure], best[sure] + low, margin[sure])


def _heaviest_chain(
    rows: NDArray[np.int64], columns: NDArray[np.int64], weights: Floats
) -> list[tuple[int, int]]:
    """Choose the points that increase on both sides and have the largest sum of weights."""
    count = len(rows)
    total = weights.astype(np.float64)
    previous = np.full(count, -1)
    for k in range(1, count):
        usable = np.where(columns[:k] < columns[k], total[:k], -1.0)
        best = int(usable.argmax())
        if usable[best] > 0:
            total[k] += usable[best]
            previous[k] = best
    chain: list[tuple[int, int]] = []
    k = int(total.argmax()) if count else -1
    while k >= 0:
        chain.append((int(rows[k]), int(columns[k])))
        k = int(previous[k])
    return chain[::-1]


def _around(points: list[tuple[int, int]], n: int, m: int) -> Corridor:
    """Give the rectangles between neighbouring points, padded; wide ones only near their diagonal."""
    low = np.full(n + 1, m + 1, dtype=np.int64)
    high = np.zeros(n + 1, dtype=np.int64)
    for (i, j), (k, last) in pairwise(points):
        rows = np.arange(i, k + 1)
        diagonal = j + (rows - i) * (last - j) // max(k - i, 1)
        low[rows] = np.minimum(low[rows], np.maximum(j, diagonal - _WIDEST) - _PADDING)
        high[rows] = np.maximum(high[rows], np.minimum(last, diagonal + _WIDEST) + _PADDING + 1)
    low, high = np.maximum(low, 0), np.minimum(high, m + 1)
    low[0], high[-1] = 0, m + 1
    return Corridor(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high))
