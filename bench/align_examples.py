"""Documents with a known alignment, made ready for the likelihood of `bench/align_fit.py`."""

import sys
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import Document

from alignment.align import align_vectors
from alignment.anchors import shared_anchors
from alignment.corridor import Corridor, around_path, find_corridor
from alignment.encoder import Vectors
from alignment.features import MEASURED, SHAPES, Block, bead_features
from alignment.level import Level, measure
from alignment.review import (
    Coverage,
    centred_units,
    coverage_features,
    coverage_scale,
    doubtful,
    measure_coverage,
    scale_coverage,
)
from alignment.scoring import nearness
from alignment.space import Pair, make_pair, make_side
from alignment.units import Units
from alignment.weights import FEATURES, SIMILARITIES, SIZED

WIDTH = 14
_IMPOSSIBLE = -1e4
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A document with all that the likelihood needs; features are scaled to the document's level."""

    pair: Pair
    corridor: Corridor
    level: Level
    features: list[NDArray[np.float32]]
    allowed: list[NDArray[np.bool_]]
    valid: list[NDArray[np.bool_]]
    forbidden: tuple[Array, Array]
    weight: float


def make_example(
    document: Document,
    vectors: tuple[Vectors, Vectors],
    *,
    weight: float,
    units: tuple[list[Units], list[Units]] | None = None,
) -> Example:
    """Prepare a document: gold beads that the lattice cannot hold leave their sentences free.

    Args:
        document: the document.
        vectors: of its sentences.
        weight: what its likelihood counts.
        units: of its sentences, for the weights of the second look.
    """
    x, y = make_side(document.source, vectors[0]), make_side(document.target, vectors[1])
    whole, landmarks = find_corridor(x, y)
    pair = make_pair(x, y, nearness(x, y, whole), shared_anchors(document.source, document.target))
    level = measure(pair, whole, landmarks)
    kept = _monotone([bead for bead in document.beads if bead[0] and bead[1]])
    free = [set(range(x.size)), set(range(y.size))]
    for bead in [*kept, *(bead for bead in document.beads if not bead[0] or not bead[1])]:
        free[0] -= set(bead[0])
        free[1] -= set(bead[1])
    null = [{i for bead in document.beads if not bead[1 - side] for i in bead[side]} for side in (0, 1)]
    corners = [(0, 0)]
    for s, t in kept:
        # Through a gap the lattice goes down first and then to the right.
        corners += [(s[0], corners[-1][1]), (s[0], t[0]), (s[-1] + 1, t[-1] + 1)]
    corners += [(x.size, corners[-1][1]), (x.size, y.size)]
    corridor = around_path(sorted(set(corners)), x.size, y.size, width=WIDTH)
    ends = {(s[-1] + 1, t[-1] + 1, len(s), len(t)) for s, t in kept}
    features, allowed, valid = [], [], []
    scale = np.array([level.scale if name in SIMILARITIES else 1.0 for name in FEATURES])[:, None]
    covered = list(coverage_features(_coverage(document, vectors, units))) if units else []
    for i in range(x.size + 1):
        columns = range(int(corridor.low[i]), int(corridor.high[i]))
        row = _all_features(pair, Block(range(i, i + 1), columns.start, len(columns))) * scale
        more = [[f[i, columns.start : columns.stop] for f in measured] for measured in covered]
        features.append((np.concatenate([row, np.array(more)], axis=1) if more else row).astype(np.float32))
        valid.append(np.array([[a <= i and b <= j for j in columns] for a, b in SHAPES]))
        allowed.append(
            np.array(
                [
                    [
                        (i, j, a, b) in ends
                        or (
                            a <= i
                            and b <= j
                            and set(range(i - a, i)) <= free[0]
                            and set(range(j - b, j)) <= free[1]
                        )
                        for j in columns
                    ]
                    for a, b in SHAPES
                ]
            )
        )
    forbidden = tuple(
        np.array([0.0 if i in null[s] or i in free[s] else _IMPOSSIBLE for i in range(size)])
        for s, size in enumerate((x.size, y.size))
    )
    return Example(pair, corridor, level, features, allowed, valid, (forbidden[0], forbidden[1]), weight)


def _coverage(
    document: Document, vectors: tuple[Vectors, Vectors], units: tuple[list[Units], list[Units]]
) -> Coverage:
    """Measure the coverage of a whole document at the level of its doubtful stretches."""
    coverage = measure_coverage(centred_units(units[0]), centred_units(units[1]))
    beads = align_vectors(document.source, document.target, vectors=vectors)
    if any(bead.moved for bead in beads):
        return coverage
    rows = list(accumulate((len(bead.source) for bead in beads), initial=0))
    columns = list(accumulate((len(bead.target) for bead in beads), initial=0))
    parts, steps = [], []
    for k in doubtful(beads):
        i, j = slice(rows[k.start], rows[k.stop] + 1), slice(columns[k.start], columns[k.stop] + 1)
        parts.append(
            Coverage(
                coverage.source[:, i, j],
                coverage.target[:, i, j],
                coverage.source_mass[i],
                coverage.target_mass[j],
            )
        )
        steps.append([(len(bead.source), len(bead.target)) for bead in beads[k.start : k.stop]])
    return scale_coverage(coverage, coverage_scale(parts, steps))


def _all_features(pair: Pair, block: Block) -> NDArray[np.float32]:
    """Give all `FEATURES` of a row of beads: (len(SHAPES), len(FEATURES), width)."""
    out = np.empty((len(SHAPES), len(FEATURES), block.width), dtype=np.float32)
    for rows, (a, b), measured in zip(out, SHAPES, bead_features(pair, block), strict=True):
        for name, feature in zip(MEASURED, measured, strict=True):
            rows[FEATURES.index(name)] = feature
            if name in SIZED:
                rows[FEATURES.index(SIZED[name])] = feature * (a + b - 2)
    return out


def _monotone(
    beads: list[tuple[tuple[int, ...], tuple[int, ...]]],
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Give the longest chain of beads that do not cross, of sizes that the lattice holds."""
    usable = sorted(
        (s, t)
        for s, t in beads
        if (len(s), len(t)) in SHAPES and s[-1] - s[0] < len(s) and t[-1] - t[0] < len(t)
    )
    length, before = [1] * len(usable), [-1] * len(usable)
    for k, (s, t) in enumerate(usable):
        for p in range(k):
            if usable[p][0][-1] < s[0] and usable[p][1][-1] < t[0] and length[p] >= length[k]:
                length[k], before[k] = length[p] + 1, p
    chain = []
    k = max(range(len(usable)), key=length.__getitem__, default=-1)
    while k >= 0:
        chain.append(usable[k])
        k = before[k]
    return chain[::-1]
