"""How sure the aligner is: forward–backward over the search's lattice.

The forward–backward algorithm (Rabiner, Proceedings of the IEEE 1989), which mALIGNa uses on
sentence beads, over the three states of `alignment.search`: the posterior of a bead is the share of
all alignments, each weighted by the exponential of its score, that contain exactly that bead.
Departure: alignments far from the best path count as impossible, so that the time stays linear.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.corridor import Corridor
from alignment.features import SHAPES
from alignment.ring import EndRing, Ring
from alignment.scoring import Nulls
from alignment.space import Floats

_NEVER = -1e30
_TEMPERATURE = 0.85
_ZERO = np.zeros(1)
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Logarithms of sums over partial alignments; one array a row of the corridor.

    Attributes:
        corridor: where they were computed.
        scores: the scores of the beads, (len(SHAPES), width) a row.
        before: of all that leads to a cell.
        after_bead: of all that follows a bead which ends in a cell.
        source_nulls: (n,) posterior of each source sentence to have no counterpart.
        target_nulls: (m,) posterior of each target sentence to have no counterpart.
        runs: expected number of null runs.
        total: of all alignments.
    """

    corridor: Corridor
    scores: Sequence[Floats]
    before: list[Doubles]
    after_bead: list[Doubles]
    source_nulls: Doubles
    target_nulls: Doubles
    runs: float
    total: float

    def bead(self, row: int, column: int, shape: int) -> float:
        """Give the posterior of the bead of a shape that ends in a cell."""
        a, b = SHAPES[shape]
        start = self.before[row - a][column - b - int(self.corridor.low[row - a])]
        at = column - int(self.corridor.low[row])
        logarithm = start + self.scores[row][shape, at] + self.after_bead[row][at] - self.total
        return float(np.exp(min(logarithm, 0.0)))

    def row(self, row: int) -> Doubles:
        """Give the posteriors of all beads that end in a row: (len(SHAPES), width)."""
        low, high = int(self.corridor.low[row]), int(self.corridor.high[row])
        starts = _starts(self.before, self.corridor, row, low, high)
        return np.exp(np.minimum(starts + self.scores[row] + self.after_bead[row] - self.total, 0.0))


def temper(posterior: float) -> float:
    """Bring a posterior nearer to one half, as much as it was too sure on text+berg dev.

    Temperature scaling (Guo et al., ICML 2017).

    >>> [round(temper(share), 3) for share in (0.0, 0.5, 0.95, 1.0)]
    [0.0, 0.5, 0.924, 1.0]
    """
    if not 0.0 < posterior < 1.0:
        return min(max(posterior, 0.0), 1.0)
    odds = math.exp(_TEMPERATURE * math.log(posterior / (1 - posterior)))
    return odds / (1 + odds)


def posteriors(scores: Sequence[Floats], corridor: Corridor, nulls: Nulls) -> Posterior:
    """Sum over all alignments in a corridor.

    Args:
        scores: as for `alignment.search.best_path`.
        corridor: n + 1 rows over m + 1 columns, from (0, 0) to (n, m).
        nulls: the costs of runs.
    """
    n, m = corridor.shape
    # A target run from column j to column k costs run[k] - run[j].
    run = np.concatenate([_ZERO, np.cumsum(nulls.target, dtype=np.float64)])
    beads, source_runs, target_runs, before = _forward(scores, corridor, nulls, run)
    after_bead: list[Doubles] = [_ZERO] * (n + 1)
    after_source: Doubles = _ZERO
    in_source, in_target = np.zeros(n), np.zeros(m + 1)
    runs = 0.0
    total = float(before[n][m - int(corridor.low[n])])
    ends = EndRing(m)
    for i in range(n, -1, -1):
        low, high = int(corridor.low[i]), int(corridor.high[i])
        going = _sum(ends.behind(i, low, high))
        source_next = np.full(high - low, _NEVER)
        if i == n:
            going[m - low] = 0.0
        else:
            below = int(corridor.low[i + 1])
            source_next[max(below - low, 0) :] = (
                nulls.source[i] + after_source[max(low - below, 0) : high - below]
            )
        staying = np.logaddexp.accumulate((going + run[low:high])[::-1])[::-1] - run[low:high]
        target_next = np.full(high - low, _NEVER)
        target_next[:-1] = nulls.target[low : high - 1] + staying[1:]
        opening = nulls.open + target_next
        after_source = np.logaddexp(np.logaddexp(going, source_next), opening)
        after_bead[i] = np.logaddexp(np.logaddexp(going, nulls.open + source_next), opening)
        ends.put(i, low, scores[i] + after_bead[i])
        if i:
            in_source[i - 1] = np.exp(np.minimum(source_runs[i] + after_source - total, 0.0)).sum()
        in_target[low:high] += np.exp(np.minimum(target_runs[i] + staying - total, 0.0))
        leaving = np.logaddexp(beads[i], source_runs[i])
        runs += float(np.exp(np.minimum(beads[i] + nulls.open + source_next - total, 0.0)).sum())
        runs += float(np.exp(np.minimum(leaving + opening - total, 0.0)).sum())
    return Posterior(corridor, scores, before, after_bead, in_source, in_target[1:], runs, total)


def _forward(
    scores: Sequence[Floats], corridor: Corridor, nulls: Nulls, run: Doubles
) -> tuple[list[Doubles], list[Doubles], list[Doubles], list[Doubles]]:
    beads: list[Doubles] = []
    source_runs: list[Doubles] = []
    target_runs: list[Doubles] = []
    before: list[Doubles] = []
    ring = Ring(corridor.shape[1], np.float64)
    for i, row in enumerate(scores):
        low, high = int(corridor.low[i]), int(corridor.high[i])
        bead = _sum(ring.before(low, high) + row)
        source = np.full(high - low, _NEVER)
        if i == 0:
            bead[0] = 0.0
        else:
            above, last = int(corridor.low[i - 1]), int(corridor.high[i - 1])
            source[: last - low] = nulls.source[i - 1] + np.logaddexp(
                beads[-1][low - above :] + nulls.open, source_runs[-1][low - above :]
            )
        upper = np.logaddexp(bead, source)
        target = np.full(high - low, _NEVER)
        target[1:] = np.logaddexp.accumulate(upper - run[low:high])[:-1] + run[low + 1 : high] + nulls.open
        beads.append(bead)
        source_runs.append(source)
        target_runs.append(target)
        before.append(np.logaddexp(upper, target))
        ring.push(low, high, before[-1])
    return beads, source_runs, target_runs, before


def _starts(before: list[Doubles], corridor: Corridor, i: int, low: int, high: int) -> Doubles:
    """Give, for each shape, what leads to the cells where the beads that end in a row start."""
    out = np.full((len(SHAPES), high - low), _NEVER)
    for number, (a, b) in enumerate(SHAPES):
        if a <= i:
            left, right = int(corridor.low[i - a]), int(corridor.high[i - a])
            first, last = max(low - b, left), min(high - b, right)
            if first < last:
                out[number, first + b - low : last + b - low] = before[i - a][first - left : last - left]
    return out


def _sum(logarithms: NDArray[np.floating]) -> Doubles:
    """Sum over the first axis."""
    largest = logarithms.max(axis=0)
    return largest + np.log(np.exp(logarithms - largest).sum(axis=0))  # type: ignore[no-any-return]
