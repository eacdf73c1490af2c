"""The features of beads, for all cells of a block of the grid at once.

They come from sentence aligners: lengths from Gale and Church (Computational Linguistics 1993),
cosines of summed vectors from Vecalign (Thompson and Koehn, EMNLP 2019), the neighbour margin from
Bertalign (Liu and Zhu, DSH 2022), nearness to the nearest neighbours from Lample et al. (ICLR 2018).
Departures: the vectors are centred per side; the gain over the span with an end left out, the
weakest member, and the borders where the text goes on are new.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from alignment.space import MAX_SPAN, Floats, Pair, Side

SHAPES: tuple[tuple[int, int], ...] = (
    *((1, b) for b in range(1, MAX_SPAN + 1)),
    *((a, 1) for a in range(2, MAX_SPAN + 1)),
    *((2, 2), (2, 3), (3, 2), (3, 3)),
)
"""The sizes of both sides that a bead can have, source first."""
_BORDER = MAX_SPAN + 1
_LENGTH_VARIANCE = 3.4
"""Variance of a text's length a character: Gale and Church's 6.8, over two sides."""

Block = dict[tuple[int, int], Floats]


def bead_features(pair: Pair, rows: range, columns: range) -> Iterator[tuple[Floats, ...]]:
    """Give the features of every bead that ends in a block of the grid.

    Args:
        pair: the two texts.
        rows: numbers of source sentences before the end of the bead, within 0…n.
        columns: the same on the target side, within 0…m.

    Yields:
        For each of `SHAPES`, one array for each of `alignment.weights.FEATURES` that broadcasts to
        (len(rows), len(columns)); cells where the bead would start before the text hold anything.
    """
    x = _Ends(pair.source, rows, pair.source_hubs, pair.length_ratio)
    y = _Ends(pair.target, columns, pair.target_hubs, 1.0)
    single = np.zeros((len(x.ends), len(y.ends)), dtype=np.float32)
    single[1:, 1:] = x.vectors[:-1] @ y.vectors[:-1].T
    cosines = _block_sums(single)
    for (a, b), dots in cosines.items():
        np.divide(dots, x.norms[a][:, None], out=dots)
        np.divide(dots, y.norms[b][None, :], out=dots)
    anchors = _block_sums(_anchor_block(pair, x.ends, y.ends))
    both = x.open[_BORDER:-1, None] * y.open[None, _BORDER:-1]
    one = x.open[_BORDER:-1, None] + y.open[None, _BORDER:-1] - 2 * both
    margins = {(a, 1): cosines[a, 1] - y.hubs[1][None, :] for a in range(1, MAX_SPAN + 1)}
    margins |= {(1, b): cosines[1, b] - x.hubs[1][:, None] for b in range(2, MAX_SPAN + 1)}
    # For beads of one source sentence the weakest of its target sentences, and the other way round.
    margins_1 = cosines[1, 1] - y.hubs[1][None, :], cosines[1, 1] - x.hubs[1][:, None]

    def crop(array: Floats, up: int = 0, left: int = 0) -> Floats:
        r, c = _BORDER - up, _BORDER - left
        return array[r : r + len(rows), c : c + len(columns)]

    zero = np.zeros((1, 1), dtype=np.float32)
    for a, b in SHAPES:
        cosine = crop(cosines[a, b])
        beyond = np.float32(a + b - 2)
        neighbour = crop(cosines[a, 1], 0, -1) + crop(cosines[a, 1], 0, b)
        neighbour += crop(cosines[1, b], -1, 0)
        neighbour += crop(cosines[1, b], a, 0)
        neighbour *= np.float32(0.25)
        drops, members, surplus = [], [], []
        if a > 1:
            drops += [crop(cosines[a - 1, b]), crop(cosines[a - 1, b], 1, 0)]
            members += [crop(cosines[1, b], p, 0) for p in range(a)]
            surplus += [crop(margins[1, b] if b > 1 else margins_1[1], p, 0) for p in range(a)]
        if b > 1:
            drops += [crop(cosines[a, b - 1]), crop(cosines[a, b - 1], 0, 1)]
            members += [crop(cosines[a, 1], 0, q) for q in range(b)]
            surplus += [crop(margins[a, 1] if a > 1 else margins_1[0], 0, q) for q in range(b)]
        hub = (x.hubs[a][_BORDER:-1, None] + y.hubs[b][None, _BORDER:-1]) / np.float32(2)
        z = _length_difference(x.lengths[a][_BORDER:-1, None], y.lengths[b][None, _BORDER:-1])
        yield (
            cosine,
            cosine * beyond,
            neighbour,
            neighbour * beyond,
            cosine - _largest(drops) if drops else zero,
            hub,
            hub * beyond,
            np.minimum(np.abs(z), np.float32(6)),
            np.minimum(z * z, np.float32(16)),
            _least(members) if members else zero,
            _least(surplus) if surplus else zero,
            one,
            both,
            np.minimum(crop(anchors[a, b]), np.float32(3)),
        )


class _Ends:
    """One side of a block: everything by the number of sentences before a span's end."""

    def __init__(self, side: Side, block: range, hubs: Floats, ratio: float) -> None:
        # A border on the left for the starts of spans, and one position on the right.
        self.ends = np.arange(block.start - _BORDER, block.stop + 1)
        last = np.clip(self.ends, 0, side.size)
        self.vectors = np.zeros((len(self.ends), side.vectors.shape[1]), dtype=np.float32)
        inside = (self.ends >= 0) & (self.ends < side.size)
        self.vectors[inside] = side.vectors[self.ends[inside]]
        self.norms = side.norms[:, last]
        self.open = side.open_ends[last]
        sums = np.concatenate([[0.0], np.cumsum(hubs, dtype=np.float64)])
        starts = [np.clip(self.ends - a, 0, side.size) for a in range(MAX_SPAN + 1)]
        self.hubs = [((sums[last] - sums[s]) / max(a, 1)).astype(np.float32) for a, s in enumerate(starts)]
        self.lengths = [((side.lengths[last] - side.lengths[s]) * ratio).astype(np.float32) for s in starts]


def _largest(arrays: list[Floats]) -> Floats:
    return np.maximum.reduce(arrays)  # type: ignore[no-any-return]


def _least(arrays: list[Floats]) -> Floats:
    return np.minimum.reduce(arrays)  # type: ignore[no-any-return]


def _length_difference(x: Floats, y: Floats) -> Floats:
    deviation: Floats = np.sqrt((x + y + np.float32(2)) * np.float32(_LENGTH_VARIANCE))
    return (y - x) / deviation


def _anchor_block(pair: Pair, ends_x: NDArray[np.int64], ends_y: NDArray[np.int64]) -> Floats:
    block = np.zeros((len(ends_x), len(ends_y)), dtype=np.float32)
    rows, columns, weights = pair.anchors
    first, last = np.searchsorted(rows, [ends_x[0], ends_x[-1]])
    inside = slice(int(first), int(last))
    c = columns[inside]
    near = (c >= ends_y[0]) & (c < ends_y[-1])
    block[rows[inside][near] - ends_x[0] + 1, c[near] - ends_y[0] + 1] = weights[inside][near]
    return block


def _block_sums(single: Floats) -> Block:
    """Sum an array over the a rows and b columns that end at each cell, for every shape."""
    sums = {(1, 1): single}
    height, width = single.shape
    for a in range(2, MAX_SPAN + 1):
        sums[a, 1] = sums[a - 1, 1].copy()
        sums[a, 1][a:] += single[1 : height - a + 1]
        sums[1, a] = sums[1, a - 1].copy()
        sums[1, a][:, a:] += single[:, 1 : width - a + 1]
    for a, b in ((2, 2), (2, 3), (3, 2), (3, 3)):
        sums[a, b] = sums[a, b - 1].copy()
        sums[a, b][:, b:] += sums[a, 1][:, 1 : width - b + 1]
    return sums
