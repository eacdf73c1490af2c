"""What a bead is worth: features of two spans, and weights fitted on aligned texts.

The score of an alignment is the sum of its beads' scores, each a weighted sum of features, as in a
semi-Markov conditional random field (Sarawagi and Cohen, NIPS 2004); its weights are fitted by
maximum likelihood (`bench/align.py`), so that the exponential of a score is a likelihood ratio
and the posteriors of `alignment.posterior` are confidences. The features come from sentence
aligners: lengths from Gale and Church (CL 1993); cosines of summed vectors from Vecalign (Thompson
and Koehn, EMNLP 2019); the neighbour margin from Bertalign (Liu and Zhu, DSH 2022). Departures: the
vectors are centred per side, the cosine of a span counts once and once more for each sentence
beyond two, and the gain over the span with an end left out is a feature of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from alignment.space import MAX_SPAN, Floats, Side

SHAPES: tuple[tuple[int, int], ...] = (
    *((1, b) for b in range(1, MAX_SPAN + 1)),
    *((a, 1) for a in range(2, MAX_SPAN + 1)),
    (2, 2),
    (2, 3),
    (3, 2),
    (3, 3),
)
"""The sizes of both sides that a bead can have, source first."""

FEATURES = ("cosine", "cosine_size", "neighbour", "neighbour_size", "drop_worst", "drop_sum", "hub", "hub_size", "length", "short", "weak_member", "members", "low", "tilt")
_BORDER = MAX_SPAN + 1


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the features."""

    features: tuple[float, ...] = (10.64, 3.69, 2.81, -2.44, 1.75, -0.45, 0.48, -0.22, -0.42, -0.67, -0.23, 0.7, 0.72, 0)
    shapes: tuple[float, ...] = field(default=tuple(0.66 if a == b == 1 else -0.14 + -0.11 * (a + b - 2) + (-1.34 if a > 1 and b > 1 else 0.0) for a, b in SHAPES))
    null_open: float = -7.12
    null_extend: float = 0.85
    null_match: float = 1.11


def bead_features(
    source: Side, target: Side, rows: range, columns: range, *, hubs: tuple[Floats, Floats]
) -> Iterator[tuple[int, list[Floats]]]:
    """Give the features of every bead that ends in a block of the grid.

    Args:
        source: the article's side.
        target: the reference's side.
        rows: numbers of source sentences before the end of the bead, from 0 to ``source.size``.
        columns: the same on the target side.
        hubs: how near each sentence is to its nearest neighbours on the other side, (n,) and (m,).

    Yields:
        The number of the shape in `SHAPES`, and one (len(rows), len(columns)) float32 array for each
        of `FEATURES`; cells where the bead would start before the text hold anything.
    """
    block = _Block(source, target, rows, columns, hubs)
    for number, (a, b) in enumerate(SHAPES):
        yield number, block.features(a, b)


class _Block:
    """The cosines of all spans that end in a block and one position around it."""

    def __init__(
        self, source: Side, target: Side, rows: range, columns: range, hubs: tuple[Floats, Floats]
    ) -> None:
        self.rows, self.columns = rows, columns
        self.source, self.target = source, target
        self.ends_x = np.arange(rows.start - _BORDER, rows.stop + 1)
        self.ends_y = np.arange(columns.start - _BORDER, columns.stop + 1)
        dots = _padded(source.vectors, self.ends_x) @ _padded(target.vectors, self.ends_y).T
        self.cosines: dict[tuple[int, int], Floats] = {}
        sums: dict[tuple[int, int], Floats] = {}
        single = np.zeros((len(self.ends_x), len(self.ends_y)), dtype=np.float32)
        single[1:, 1:] = dots[:-1, :-1]
        sums[1, 1] = single
        for a in range(2, MAX_SPAN + 1):
            sums[a, 1] = sums[a - 1, 1].copy()
            sums[a, 1][a:] += single[1 : len(single) - a + 1]
            sums[1, a] = sums[1, a - 1].copy()
            sums[1, a][:, a:] += single[:, 1 : single.shape[1] - a + 1]
        for a, b in ((2, 2), (2, 3), (3, 2), (3, 3)):
            sums[a, b] = sums[a, b - 1].copy()
            sums[a, b][:, b:] += sums[a, 1][:, 1 : single.shape[1] - b + 1]
        norms_x = source.norms[:, np.clip(self.ends_x, 0, source.size)]
        norms_y = target.norms[:, np.clip(self.ends_y, 0, target.size)]
        for (a, b), dot in sums.items():
            self.cosines[a, b] = dot / norms_x[a][:, None] / norms_y[b][None, :]
        self.hub_x = _span_means(hubs[0], self.ends_x)
        self.hub_y = _span_means(hubs[1], self.ends_y)
        ratio = target.lengths[-1] / max(source.lengths[-1], 1.0)
        self.length_x = _span_lengths(source, self.ends_x) * ratio
        self.length_y = _span_lengths(target, self.ends_y)

    def crop(self, array: Floats, up: int = 0, left: int = 0) -> Floats:
        """Give the block itself, or the block that many positions up and to the left."""
        r, c = _BORDER - up, _BORDER - left
        return array[r : r + len(self.rows), c : c + len(self.columns)]

    def features(self, a: int, b: int) -> list[Floats]:
        """Give the features of the beads of one shape, in the order of `FEATURES`."""
        cosine = self.crop(self.cosines[a, b])
        beyond = np.float32(a + b - 2)
        beside_x, beside_y = self.cosines[a, 1], self.cosines[1, b]
        neighbour = (
            self.crop(beside_x, 0, -1) + self.crop(beside_x, 0, b) + self.crop(beside_y, -1, 0) + self.crop(beside_y, a, 0)
        ) / 4
        drops = []
        if a > 1 and (a - 1, b) in self.cosines:
            smaller = self.cosines[a - 1, b]
            drops += [cosine - self.crop(smaller), cosine - self.crop(smaller, 1, 0)]
        if b > 1 and (a, b - 1) in self.cosines:
            smaller = self.cosines[a, b - 1]
            drops += [cosine - self.crop(smaller), cosine - self.crop(smaller, 0, 1)]
        zero = np.zeros_like(cosine)
        worst = np.minimum.reduce(drops) if drops else zero
        drop_sum = np.add.reduce(drops) if drops else zero
        hub = (self.hub_x[a][_BORDER:-1][:, None] + self.hub_y[b][_BORDER:-1][None, :]) / 2
        lx, ly = self.length_x[a][_BORDER:-1][:, None], self.length_y[b][_BORDER:-1][None, :]
        total = lx + ly + 2.0
        z = (ly - lx) / np.sqrt(total * 3.4)
        length = np.minimum(np.abs(z), 6.0).astype(np.float32)
        short = np.minimum(z * z, 16.0).astype(np.float32)
        members = [self.crop(beside_x, 0, q) for q in range(b)] if b > 1 else []
        members += [self.crop(beside_y, p, 0) for p in range(a)] if a > 1 else []
        weak = np.minimum.reduce(members) if members else zero
        member_sum = np.add.reduce(members) if members else zero
        low = np.minimum(cosine - np.float32(0.35), 0)
        tilt = np.full_like(cosine, (b - a) * np.log(max(self.target.size, 1) / max(self.source.size, 1)))
        return [cosine, cosine * beyond, neighbour, neighbour * beyond, worst, drop_sum, hub.astype(np.float32), (hub * beyond).astype(np.float32), length, short, weak, member_sum, low, tilt]


def _padded(vectors: Floats, numbers: np.ndarray) -> Floats:
    """Give rows of vectors by number, zeros for numbers outside."""
    inside = (numbers >= 0) & (numbers < len(vectors))
    out = np.zeros((len(numbers), vectors.shape[1]), dtype=np.float32)
    out[inside] = vectors[numbers[inside]]
    return out


def _span_means(values: Floats, ends: np.ndarray) -> Floats:
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    last = np.clip(ends, 0, len(values))
    return np.stack(
        [np.zeros(len(ends))]
        + [(sums[last] - sums[np.clip(ends - a, 0, len(values))]) / a for a in range(1, MAX_SPAN + 1)]
    )


def _span_lengths(side: Side, ends: np.ndarray) -> Floats:
    last = np.clip(ends, 0, side.size)
    return np.stack(
        [np.zeros(len(ends))]
        + [side.lengths[last] - side.lengths[np.clip(ends - a, 0, side.size)] for a in range(1, MAX_SPAN + 1)]
    )
