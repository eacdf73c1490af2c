"""The features of beads, for all cells of a block of the grid at once.

They come from sentence aligners: lengths from Gale and Church (Computational Linguistics 1993),
cosines of summed vectors from Vecalign (Thompson and Koehn, EMNLP 2019), the neighbour margin from
Bertalign (Liu and Zhu, DSH 2022), nearness to the nearest neighbours from Lample et al. (ICLR 2018).
Departures: the vectors are centred per side; the gain over the span with an end left out, the
weakest member, the end that is farther than the rest, and the borders where the text goes on are new.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view
from numpy.typing import NDArray

from alignment.space import MAX_SPAN, Floats, Pair, Side

SHAPES: tuple[tuple[int, int], ...] = (
    *((1, b) for b in range(1, MAX_SPAN + 1)),
    *((a, 1) for a in range(2, MAX_SPAN + 1)),
    *((2, 2), (2, 3), (3, 2), (3, 3)),
)
"""The sizes of both sides that a bead can have, source first."""
MEASURED = (
    "cosine",
    "neighbour",
    "drop",
    "hub",
    "length",
    "length_square",
    "weak_member",
    "weak_margin",
    "outer",
    "open_one",
    "open_both",
    "anchors",
)
"""What `bead_features` yields; the other features are these times the number of sentences beyond two."""
_BORDER = MAX_SPAN + 1
_LENGTH_VARIANCE = 3.4
"""Variance of a text's length a character: Gale and Church's 6.8, over two sides."""

_BySize = dict[tuple[int, int], Floats]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the grid: consecutive rows with equally many columns.

    Attributes:
        rows: numbers of source sentences before the end of a bead, within 0…n.
        first: the first row's first column, a number of target sentences.
        width: number of columns.
        slope: 0 for a rectangle, 1 where each row starts one column behind the one above it, so
            that a block along the diagonal holds few cells that nobody asked for.
    """

    rows: range
    first: int
    width: int
    slope: int = 0


def bead_features(pair: Pair, block: Block) -> Iterator[tuple[Floats, ...]]:
    """Give the features of every bead that ends in a block of the grid.

    Args:
        pair: the two texts.
        block: where the beads end.

    Yields:
        For each of `SHAPES`, one array for each of `MEASURED` that broadcasts to
        (len(block.rows), block.width); cells where the bead would start before the text, or end
        behind it, hold anything.
    """
    rows, width, slope = block.rows, block.width, block.slope
    height = len(rows) + _BORDER + 1
    wide = width + 2 * _BORDER
    ends_x = np.arange(rows.start - _BORDER, rows.stop + 1)
    ends_y = block.first - (1 + slope) * _BORDER + np.arange(wide + slope * (height - 1))
    x = _Ends(pair.source, ends_x, pair.source_hubs, pair.length_ratio)
    y = _Ends(pair.target, ends_y, pair.target_hubs, 1.0)

    def spread(values: Floats) -> Floats:
        """Lay out what belongs to columns: (wide,) or (height, wide)."""
        return sliding_window_view(values, wide) if slope else values[None, :]

    def crop(array: Floats, up: int = 0, left: int = 0) -> Floats:
        """Give, for the cells of the block, what stands some rows up and some columns to the left."""
        r, c = _BORDER - up, _BORDER - left + slope * up
        return array[r : r + len(rows), c : c + width]

    def core(values: Floats) -> Floats:
        return crop(values) if slope else values[:, _BORDER : _BORDER + width]

    cosines = _block_sums(_slanted(x.vectors @ y.vectors.T, wide, slope), slope)
    for (a, b), dots in cosines.items():
        np.multiply(dots, x.inverse_norms[a][:, None], out=dots)
        np.multiply(dots, spread(y.inverse_norms[b]), out=dots)
    anchors = _block_sums(_anchor_block(pair, ends_x, ends_y, wide, slope), slope)
    open_x, open_y = x.open[_BORDER:-1, None], core(spread(y.open))
    both = open_x * open_y
    one = open_x + open_y - 2 * both
    hubs_x, hubs_y = x.hubs[1][:, None], spread(y.hubs[1])
    margins_x = {b: cosines[1, b] - hubs_x for b in range(1, MAX_SPAN + 1)}
    margins_y = {a: cosines[a, 1] - hubs_y for a in range(1, MAX_SPAN + 1)}
    zero = np.zeros((1, 1), dtype=np.float32)
    for a, b in SHAPES:
        cosine = crop(cosines[a, b])
        neighbour = crop(cosines[a, 1], 0, -1) + crop(cosines[a, 1], 0, b)
        neighbour += crop(cosines[1, b], -1, 0)
        neighbour += crop(cosines[1, b], a, 0)
        neighbour *= np.float32(0.25)
        drops, members, surplus, outer = [], [], [], []
        if a > 1:
            drops += [crop(cosines[a - 1, b]), crop(cosines[a - 1, b], 1, 0)]
            members += [crop(cosines[1, b], p, 0) for p in range(a)]
            surplus += [crop(margins_x[b], p, 0) for p in range(a)]
            outer += [members[-1] - drops[0], members[0] - drops[1]]
        if b > 1:
            over = len(members)
            drops += [crop(cosines[a, b - 1]), crop(cosines[a, b - 1], 0, 1)]
            members += [crop(cosines[a, 1], 0, q) for q in range(b)]
            surplus += [crop(margins_y[a], 0, q) for q in range(b)]
            outer += [members[-1] - drops[-2], members[over] - drops[-1]]
        difference = _length_difference(x.lengths[a][_BORDER:-1, None], core(spread(y.lengths[b])))
        square = difference * difference
        yield (
            cosine,
            neighbour,
            cosine - _largest(drops) if drops else zero,
            (x.hubs[a][_BORDER:-1, None] + core(spread(y.hubs[b]))) * np.float32(0.5),
            np.minimum(np.sqrt(square), np.float32(6)),
            np.minimum(square, np.float32(16)),
            _least(members) if members else zero,
            _least(surplus) if surplus else zero,
            _least(outer) if outer else zero,
            one,
            both,
            np.minimum(crop(anchors[a, b]), np.float32(3)),
        )


class _Ends:
    """One side of a block: everything by the number of sentences before a span's end."""

    def __init__(self, side: Side, ends: NDArray[np.int64], hubs: Floats, ratio: float) -> None:
        last = np.clip(ends, 0, side.size)
        self.vectors = np.zeros((len(ends), side.vectors.shape[1]), dtype=np.float32)
        inside = (ends >= 1) & (ends <= side.size)
        self.vectors[inside] = side.vectors[ends[inside] - 1]
        self.inverse_norms = np.float32(1) / side.norms[:, last]
        self.open = side.open_ends[last]
        # Borders at both ends stand for no sentence.
        start = max(int(last[0]) - MAX_SPAN, 0)
        sums = np.concatenate([[0.0], np.cumsum(hubs[start : int(last[-1])], dtype=np.float64)])
        starts = [np.maximum(last - a, 0) for a in range(MAX_SPAN + 1)]
        self.hubs = [
            ((sums[last - start] - sums[np.maximum(s - start, 0)]) / max(a, 1)).astype(np.float32)
            for a, s in enumerate(starts)
        ]
        self.lengths = [((side.lengths[last] - side.lengths[s]) * ratio).astype(np.float32) for s in starts]


def _largest(arrays: list[Floats]) -> Floats:
    out = arrays[0].copy()
    for array in arrays[1:]:
        np.maximum(out, array, out=out)
    return out


def _least(arrays: list[Floats]) -> Floats:
    out = arrays[0].copy()
    for array in arrays[1:]:
        np.minimum(out, array, out=out)
    return out


def _length_difference(x: Floats, y: Floats) -> Floats:
    deviation: Floats = np.sqrt((x + y + np.float32(2)) * np.float32(_LENGTH_VARIANCE))
    return (y - x) / deviation


def _slanted(array: Floats, wide: int, slope: int) -> Floats:
    """Give the rows of an array from the diagonal on, `wide` columns each; all of it without slope.

    >>> _slanted(np.arange(6, dtype=np.float32).reshape(2, 3), 2, 1).tolist()
    [[0.0, 1.0], [4.0, 5.0]]
    """
    if not slope:
        return array
    down, right = array.strides
    return as_strided(array, (len(array), wide), (down + right, right)).copy()


def _anchor_block(
    pair: Pair, ends_x: NDArray[np.int64], ends_y: NDArray[np.int64], wide: int, slope: int
) -> Floats:
    block = np.zeros((len(ends_x), wide), dtype=np.float32)
    rows, columns, weights = pair.anchors
    first, last = np.searchsorted(rows, [ends_x[0] - 1, ends_x[-1]])
    part = slice(int(first), int(last))
    r = rows[part] + 1 - ends_x[0]
    c = columns[part] + 1 - ends_y[0] - slope * r
    near = (c >= 0) & (c < wide)
    block[r[near], c[near]] = weights[part][near]
    return block


def _block_sums(single: Floats, slope: int) -> _BySize:
    """Sum an array over the a rows and b columns that end at each cell, for every shape."""
    sums = {(1, 1): single}
    height, width = single.shape
    for a in range(2, MAX_SPAN + 1):
        back = a - 1
        sums[a, 1] = sums[a - 1, 1].copy()
        sums[a, 1][back:, : width - slope * back] += single[: height - back, slope * back :]
        sums[1, a] = sums[1, a - 1].copy()
        sums[1, a][:, back:] += single[:, : width - back]
    for a, b in ((2, 2), (2, 3), (3, 2), (3, 3)):
        sums[a, b] = sums[a, b - 1].copy()
        sums[a, b][:, b - 1 :] += sums[a, 1][:, : width - b + 1]
    return sums
