"""Moved blocks: passages that one text has in another place.

After the monotone pass a moved passage is a run of nulls on both sides. Runs that share a likely
pair are aligned with each other, as in local alignment (Smith and Waterman, J. Mol. Biol. 1981): a
bead counts what it gains over leaving its sentences without counterpart, and a block is believed if
its gain is larger than the chance of finding such a block somewhere among the nulls. No published
sentence aligner does this; the lattice and the weights are those of the monotone pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alignment.bead import Bead
from alignment.corridor import Corridor
from alignment.features import SHAPES
from alignment.scoring import NEVER, Nulls, score_rows
from alignment.search import best_path
from alignment.space import Floats, Pair, cut_pair
from alignment.weights import Weights

_PRIOR = 2.0
"""Logarithm of the odds against a block, on top of the number of places where it could be."""
_SEED = 0.5
"""Scaled cosine from which two nulls are a likely pair (0.7 is a typical bead's)."""
_ROWS = 512
_LONGEST = 100
"""Runs beyond this length are read only so far around the likely pair."""


@dataclass(frozen=True, slots=True)
class _Block:
    beads: tuple[tuple[range, range], ...]
    gain: float


def find_moved(
    beads: Sequence[Bead], pair: Pair, weights: Weights, nulls: Nulls, *, scale: float
) -> list[Bead]:
    """Turn nulls that are moved passages into beads.

    Args:
        beads: the monotone alignment.
        pair: the two texts.
        weights: adapted to the texts.
        nulls: the costs of their sentences as nulls.
        scale: what cosines are multiplied with to compare them between texts.

    Returns:
        The alignment; a moved bead stands at its place on the source side.
    """
    lone = [bead for bead in beads if not bead.source or not bead.target]
    runs_x = _runs([i for bead in lone for i in bead.source])
    runs_y = _runs([j for bead in lone for j in bead.target])
    if not runs_x or not runs_y:
        return list(beads)
    odds = _PRIOR + float(np.log(sum(map(len, runs_y))))
    candidates = [
        block
        for x, y in _likely(pair, runs_x, runs_y, scale)
        for block in _blocks(pair, weights, nulls, x, y)
        if block.gain > odds
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    moved: dict[int, Bead] = {}
    for block in sorted(candidates, key=lambda candidate: -candidate.gain):
        sources = {i for x, _ in block.beads for i in x}
        targets = {j for _, y in block.beads for j in y}
        if sources & taken[0] or targets & taken[1]:
            continue
        taken[0].update(sources)
        taken[1].update(targets)
        confidence = 1 / (1 + float(np.exp(odds - block.gain)))
        for x, y in block.beads:
            moved[x[0]] = _moved_bead(pair, x, y, confidence)
    out = []
    for bead in beads:
        if bead.source and not bead.target and bead.source[0] in taken[0]:
            out += [moved[bead.source[0]]] if bead.source[0] in moved else []
        elif bead.source or bead.target[0] not in taken[1]:
            out.append(bead)
    return out


def _runs(numbers: list[int]) -> list[range]:
    """Give the runs of consecutive numbers.

    >>> _runs([3, 4, 7])
    [range(3, 5), range(7, 8)]
    """
    runs: list[range] = []
    for number in sorted(numbers):
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs


def _likely(pair: Pair, runs_x: list[range], runs_y: list[range], scale: float) -> list[tuple[range, range]]:
    """Give the pairs of runs that hold a likely pair of sentences, long runs cut around it."""
    x = np.array([i for run in runs_x for i in run])
    y = np.array([j for run in runs_y for j in run])
    of_x = {i: run for run in runs_x for i in run}
    of_y = {j: run for run in runs_y for j in run}
    units_y = pair.target.vectors[y] / pair.target.norms[1, y + 1, None]
    found: dict[tuple[range, range], None] = {}
    for first in range(0, len(x), _ROWS):
        part = x[first : first + _ROWS]
        cosines = (pair.source.vectors[part] / pair.source.norms[1, part + 1, None]) @ units_y.T
        for r, c in zip(*np.nonzero(cosines * scale >= _SEED), strict=True):
            i, j = int(part[r]), int(y[c])
            found[_near(of_x[i], i), _near(of_y[j], j)] = None
    return list(found)


def _near(run: range, number: int) -> range:
    if len(run) <= _LONGEST:
        return run
    start = max(run.start, number - number % (_LONGEST // 2) - _LONGEST // 2)
    return range(start, min(run.stop, start + _LONGEST))


def _blocks(pair: Pair, weights: Weights, nulls: Nulls, x: range, y: range) -> list[_Block]:
    """Align two runs with each other and give the unbroken blocks of beads that gain."""
    part = cut_pair(pair, x, y)
    n, m = len(x), len(y)
    whole = Corridor(np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m + 1, dtype=np.int64))
    saved_x = np.concatenate([[0.0], np.cumsum(nulls.source[x.start : x.stop], dtype=np.float64)])
    saved_y = np.concatenate([[0.0], np.cumsum(nulls.target[y.start : y.stop], dtype=np.float64)])
    gains: list[Floats] = []
    for i, row in enumerate(score_rows(part, whole, weights)):
        gain = row.copy()
        for number, (a, b) in enumerate(SHAPES):
            if a <= i and b <= m:
                gain[number, b:] -= (saved_x[i] - saved_x[i - a] + saved_y[b:] - saved_y[: m + 1 - b]).astype(
                    np.float32
                )
        gains.append(np.where(row > NEVER / 2, gain, NEVER))
    free = Nulls(nulls.open, np.zeros(n, dtype=np.float32), np.zeros(m, dtype=np.float32))
    blocks: list[_Block] = []
    i = j = 0
    unbroken = False
    for a, b in best_path(gains, whole, free):
        i, j = i + a, j + b
        if a and b:
            bead = range(x.start + i - a, x.start + i), range(y.start + j - b, y.start + j)
            gain_here = float(gains[i][SHAPES.index((a, b)), j])
            if unbroken:
                blocks[-1] = _Block((*blocks[-1].beads, bead), blocks[-1].gain + gain_here)
            else:
                blocks.append(_Block((bead,), gain_here))
        unbroken = bool(a and b)
    return [_Block(block.beads, block.gain + nulls.open * _more_runs(block, x, y)) for block in blocks]


def _more_runs(block: _Block, x: range, y: range) -> int:
    """Say by how many a block changes the number of null runs that it is taken from.

    >>> _more_runs(_Block(((range(3, 5), range(7, 8)),), 1.0), range(3, 5), range(6, 9))
    0
    """
    return sum(
        (run.start < block.beads[0][side].start) + (block.beads[-1][side].stop < run.stop) - 1
        for side, run in enumerate((x, y))
    )


def _moved_bead(pair: Pair, x: range, y: range, confidence: float) -> Bead:
    dot = pair.source.vectors[x.start : x.stop].sum(axis=0) @ pair.target.vectors[y.start : y.stop].sum(
        axis=0
    )
    cosine = float(dot / pair.source.norms[len(x), x.stop] / pair.target.norms[len(y), y.stop])
    return Bead(tuple(x), tuple(y), confidence, similarity=min(max(cosine, -1.0), 1.0), moved=True)
