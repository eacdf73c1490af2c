"""A second look at doubtful beads: how much of each sentence the other side of the bead covers.

As SentAlign (Steingrímsson et al., EMNLP 2023 System Demonstrations) does, beads are evaluated again
once the search is done. Departures: not merges alone but whole doubtful stretches, in a lattice of
their own, so that a sentence may join, leave or change its bead together with its neighbours; and
what is looked at is finer than a sentence: units of a few tokens, each of which the other side of
the bead has or has not (`alignment.units`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alignment.bead import Bead
from alignment.features import SHAPES
from alignment.space import MAX_SPAN, Floats
from alignment.units import Units
from alignment.weights import REVIEWED, Weights

_LEAST, _FULL = 0.2, 0.8
"""Centred cosines from which a unit counts as covered a little, and wholly."""
_CENTRING_PRIOR = 50.0
_SCALE = np.float32(8)
"""Units that count one in the masses: some twenty tokens."""
_TYPICAL = 0.6
_FREEST, _HIGHEST = 0.25, 0.8
_RELATED, _UNRELATED = 0.2, 0.1
"""Shares of the units covered from which texts surely belong together, and up to which they do not."""
_PRIOR_UNITS = 40.0
_SURE = 0.98
_CONTEXT = 2
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the sides of a stretch have of each other.

    Attributes:
        source: (MAX_SPAN + 1, n + 1, m + 1) float32; ``source[b, i, j]`` is the share of the units of
            source sentence i - 1 that the b target sentences ending before j have, in [0, 1].
        target: the same, of target sentence j - 1 in the a source sentences ending before i.
        source_mass: (n + 1,) float32, number of units of source sentence i - 1.
        target_mass: (m + 1,) the same for the target.
    """

    source: Floats
    target: Floats
    source_mass: Floats
    target_mass: Floats


def centred_units(units: Sequence[Units]) -> list[Units]:
    """Take what all units of a side share off them, as `alignment.space` does with sentences."""
    total = sum((own.vectors.sum(axis=0) for own in units), start=np.float32(0))
    mean = total / np.float32(sum(len(own.vectors) for own in units) + _CENTRING_PRIOR)
    out = []
    for own in units:
        vectors = own.vectors - mean
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-6))
        out.append(Units(vectors.astype(np.float32), own.spans))
    return out


def measure_coverage(
    source: Sequence[Units], target: Sequence[Units], forms: Sequence[Units] | None = None
) -> Coverage:
    """Measure how the sides of a stretch cover each other.

    Args:
        source: the centred units of n sentences.
        target: those of m sentences.
        forms: those of the source sentences together with other forms of them, in which the target
            may find itself as well; None for the source itself.
    """
    by_source, by_target = _shares(source, target), _shares(target, source if forms is None else forms)
    return Coverage(by_source, by_target.transpose(0, 2, 1), _masses(source), _masses(target))


def covered_share(cosines: Floats) -> Floats:
    """Say how far units are covered, by the cosine of the nearest one: in [0, 1]."""
    share: Floats = np.clip((cosines - np.float32(_LEAST)) / np.float32(_FULL - _LEAST), 0, 1)
    return share


def _shares(own: Sequence[Units], other: Sequence[Units]) -> Floats:
    n, m = len(own), len(other)
    shares = np.zeros((MAX_SPAN + 1, n + 1, m + 1), dtype=np.float32)
    counts = [len(units.vectors) for units in other]
    filled = np.flatnonzero(counts)
    if len(filled) == 0:
        return shares
    vectors = np.concatenate([units.vectors for units in other])
    starts = np.concatenate([[0], np.cumsum(counts)])[filled]
    for i, units in enumerate(own, 1):
        if len(units.vectors) == 0:
            continue
        nearest = np.zeros((len(units.vectors), m), dtype=np.float32)
        nearest[:, filled] = np.maximum.reduceat(units.vectors @ vectors.T, starts, axis=1)
        nearest = covered_share(nearest)
        best = nearest
        for b in range(1, min(MAX_SPAN, m) + 1):
            if b > 1:
                best = np.maximum(best[:, 1:], nearest[:, : m - b + 1])
            shares[b, i, b:] = best.mean(axis=0)
    return shares


def _masses(units: Sequence[Units]) -> Floats:
    return np.array([0, *(len(own.vectors) for own in units)], dtype=np.float32)


def coverage_scale(coverages: Sequence[Coverage], steps: Sequence[Sequence[tuple[int, int]]]) -> float:
    """Say what the shares of a text have to be multiplied with to be those of a typical one.

    A free translation has a third of the other side's units, a news report two thirds.

    Args:
        coverages: those of the text's stretches.
        steps: the beads found so far in each stretch, as numbers of source and target sentences.
    """
    covered = units = 0.0
    for coverage, path in zip(coverages, steps, strict=True):
        i = j = 0
        for a, b in path:
            i, j = i + a, j + b
            if a and b:
                rows, columns = slice(i - a + 1, i + 1), slice(j - b + 1, j + 1)
                covered += float(coverage.source[b, rows, j] @ coverage.source_mass[rows])
                covered += float(coverage.target[a, i, columns] @ coverage.target_mass[columns])
                units += float(coverage.source_mass[rows].sum() + coverage.target_mass[columns].sum())
    share = covered / max(units, 1.0)
    scale = _TYPICAL / min(max(share, _FREEST), _HIGHEST)
    related = min(max((share - _UNRELATED) / (_RELATED - _UNRELATED), 0.0), 1.0)
    return 1 + (scale - 1) * related * units / (units + _PRIOR_UNITS)


def scale_coverage(coverage: Coverage, scale: float) -> Coverage:
    """Multiply the shares of a stretch, at most to 1."""
    return replace(
        coverage,
        source=np.minimum(coverage.source * np.float32(scale), np.float32(1)),
        target=np.minimum(coverage.target * np.float32(scale), np.float32(1)),
    )


def coverage_features(coverage: Coverage) -> Iterator[tuple[Floats, ...]]:
    """Give the features of all beads of a stretch.

    Yields:
        For each of `SHAPES`, one (n + 1, m + 1) float32 array for each of `alignment.weights.REVIEWED`;
        cells where the bead would start before the stretch hold anything.
    """
    x, y = coverage.source, coverage.target
    mass_x, mass_y = coverage.source_mass[:, None], coverage.target_mass[None, :]
    sum_x, sum_y = np.cumsum(coverage.source_mass), np.cumsum(coverage.target_mass)
    for a, b in SHAPES:
        if a >= x.shape[1] or b >= x.shape[2]:
            yield (np.zeros(x.shape[1:], dtype=np.float32),) * len(REVIEWED)
            continue
        has_x, has_y = x[b] * mass_x, y[a] * mass_y
        covered_x: Floats = np.sum([_from(has_x, p, 0) for p in range(a)], axis=0)
        covered_y: Floats = np.sum([_from(has_y, 0, q) for q in range(b)], axis=0)
        all_x, all_y = (sum_x - _before(sum_x, a))[:, None], (sum_y - _before(sum_y, b))[None, :]
        share_x = covered_x / np.maximum(all_x, np.float32(1))
        share_y = covered_y / np.maximum(all_y, np.float32(1))
        members, surplus = [], []
        if a > 1:
            members += [_from(x[b], p, 0) for p in range(a)]
            surplus += [members[-1] - _from(x[1], a - 1, b), members[0] - _from(x[1], 0, -1)]
        if b > 1:
            own = [_from(y[a], 0, q) for q in range(b)]
            surplus += [own[-1] - _from(y[1], a, b - 1), own[0] - _from(y[1], -1, 0)]
            members += own
        zero = np.zeros_like(share_x)
        beside = _from(x[b], -1, 0) + _from(x[b], a, 0) + _from(y[a], 0, -1) + _from(y[a], 0, b)
        yield (
            np.minimum(share_x, share_y),
            (covered_x + covered_y) / _SCALE,
            (all_x + all_y - covered_x - covered_y) / _SCALE,
            np.minimum.reduce(members) if members else zero,
            np.minimum.reduce(surplus) if surplus else zero,
            beside * np.float32(0.25),
        )


def _from(array: Floats, up: int, left: int) -> Floats:
    """Give what stands some rows up and some columns to the left of each cell, 0 beyond the edge."""
    out = np.zeros_like(array)
    n, m = array.shape
    out[max(up, 0) : n + min(up, 0), max(left, 0) : m + min(left, 0)] = array[
        max(-up, 0) : n - max(up, 0), max(-left, 0) : m - max(left, 0)
    ]
    return out


def _before(sums: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    return np.concatenate([np.zeros(min(count, len(sums)), dtype=np.float32), sums[:-count]])


def add_coverage(
    rows: Sequence[Floats], starts: Sequence[int], coverage: Coverage, weights: Weights
) -> list[Floats]:
    """Add what the coverage is worth to the scores of a stretch.

    Args:
        rows: the scores, one (len(SHAPES), width) array a row.
        starts: first column of each row.
        coverage: that of the stretch.
        weights: the weights.
    """
    factors = np.array([getattr(weights, name) for name in REVIEWED], dtype=np.float32)
    worth = np.stack(
        [np.einsum("f,fij->ij", factors, np.stack(measured)) for measured in coverage_features(coverage)]
    )
    return [
        row + worth[:, i, start : start + row.shape[1]]
        for i, (row, start) in enumerate(zip(rows, starts, strict=True))
    ]


def doubtful(beads: Sequence[Bead]) -> list[range]:
    """Find the stretches of beads that deserve a second look, with a little of what is around them.

    Returns:
        Ranges of numbers of beads, ascending, apart from each other.
    """
    stretches: list[range] = []
    for number, bead in enumerate(beads):
        if bead.confidence >= _SURE and len(bead.source) <= 1 and len(bead.target) <= 1:
            continue
        start, stop = max(number - _CONTEXT, 0), min(number + 1 + _CONTEXT, len(beads))
        if stretches and start <= stretches[-1].stop and number - stretches[-1].start < _LONGEST:
            stretches[-1] = range(stretches[-1].start, stop)
        else:
            stretches.append(range(max(start, stretches[-1].stop) if stretches else start, stop))
    return stretches
