"""How sure the aligner is: forward–backward over the same corridor and the same three states.

The forward–backward algorithm (Rabiner, Proc. IEEE 1989) as mALIGNa uses it for sentence beads, on
the lattice of `alignment.search`: the posterior of a bead is the share of all alignments, each
weighted by the exponential of its score, that contain exactly that bead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.scoring import SHAPES
from alignment.search import Corridor, Nulls
from alignment.space import MAX_SPAN, Floats

_NEVER = -1e30


@dataclass(frozen=True, slots=True)
class Posterior:
    """Posteriors over a corridor.

    Attributes:
        beads: for each row, (len(SHAPES), width) float32: of the bead of that shape that ends there.
        source_nulls: (n,) of each source sentence to have no counterpart.
        target_nulls: (m,) of each target sentence to have no counterpart.
        log_total: natural logarithm of the sum over all alignments.
        opened: expected number of runs.
    """

    beads: list[Floats]
    source_nulls: NDArray[np.float64]
    target_nulls: NDArray[np.float64]
    log_total: float
    opened: float


def posteriors(scores: Sequence[Floats], corridor: Corridor, nulls: Nulls) -> Posterior:
    """Compute the posterior of every bead and null in a corridor.

    Args:
        scores: as for `alignment.search.best_path`.
        corridor: n + 1 rows over m + 1 columns, from (0, 0) to (n, m).
        nulls: the costs of runs.
    """
    n, m = len(corridor.low) - 1, int(corridor.high[-1]) - 1
    width = m + 1
    before = np.concatenate([[0.0], np.cumsum(nulls.target, dtype=np.float64)])
    canvas = (n + 1 + 2 * MAX_SPAN, width + 2 * MAX_SPAN)
    # Dense canvases: short texts only; see `narrow`.
    any_state = np.full(canvas, _NEVER)
    bead = np.full((n + 1, width), _NEVER)
    source_run = np.full((n + 1, width), _NEVER)
    target_run = np.full((n + 1, width), _NEVER)
    k = MAX_SPAN
    for i in range(n + 1):
        lo, hi = int(corridor.low[i]), int(corridor.high[i])
        starts = np.stack([any_state[k + i - a, k + lo - b : k + hi - b] for a, b in SHAPES])
        bead[i, lo:hi] = np.logaddexp.reduce(starts + scores[i], axis=0)
        if i == 0:
            bead[0, 0] = 0.0
        else:
            source_run[i, lo:hi] = nulls.source[i - 1] + np.logaddexp(
                bead[i - 1, lo:hi] + nulls.open, source_run[i - 1, lo:hi]
            )
        upper = np.logaddexp(bead[i, lo:hi], source_run[i, lo:hi])
        run = np.logaddexp.accumulate(upper - before[lo:hi])
        target_run[i, lo + 1 : hi] = run[:-1] + before[lo + 1 : hi] + nulls.open
        any_state[k + i, k + lo : k + hi] = np.logaddexp(upper, target_run[i, lo:hi])
    total = float(any_state[k + n, k + m])
    after_bead = np.full(canvas, _NEVER)
    after_source = np.full(canvas, _NEVER)
    after_target = np.full((n + 1, width), _NEVER)
    padded: list[Floats] = list(scores)
    beads: list[Floats] = [scores[0]] * (n + 1)
    opened = 0.0
    for i in range(n, -1, -1):
        lo, hi = int(corridor.low[i]), int(corridor.high[i])
        leave = np.full((len(SHAPES), hi - lo), _NEVER)
        for number, (a, b) in enumerate(SHAPES):
            if i + a <= n:
                low2, high2 = int(corridor.low[i + a]), int(corridor.high[i + a])
                first, last = max(lo, low2 - b), min(hi, high2 - b)
                if first < last:
                    leave[number, first - lo : last - lo] = (
                        padded[i + a][number, first + b - low2 : last + b - low2]
                        + after_bead[k + i + a, k + first + b : k + last + b]
                    )
        go = np.logaddexp.reduce(leave, axis=0)
        if i == n:
            go[m - lo] = 0.0
            source_next = np.full(hi - lo, _NEVER)
        else:
            source_next = nulls.source[i] + after_source[k + i + 1, k + lo : k + hi]
        # Backwards along the row: a target run goes on to the right or ends here.
        run = np.logaddexp.accumulate((go + before[lo:hi])[::-1])[::-1]
        stay = run - before[lo:hi]
        after_target[i, lo:hi] = stay
        target_next = np.full(hi - lo, _NEVER)
        target_next[:-1] = nulls.target[lo : hi - 1] + stay[1:]
        after_source[k + i, k + lo : k + hi] = np.logaddexp(np.logaddexp(go, source_next), nulls.open + target_next)
        after_bead[k + i, k + lo : k + hi] = np.logaddexp(
            np.logaddexp(go, nulls.open + source_next), nulls.open + target_next
        )
        starts = np.stack([any_state[k + i - a, k + lo - b : k + hi - b] for a, b in SHAPES])
        beads[i] = np.exp(
            np.minimum(starts + scores[i] + after_bead[k + i, k + lo : k + hi] - total, 0.0)
        ).astype(np.float32)
        opened += float(np.exp(bead[i, lo:hi] + nulls.open + source_next - total).sum())
        opened += float(np.exp(np.logaddexp(bead[i, lo:hi], source_run[i, lo:hi]) + nulls.open + target_next - total).sum())
    rows = slice(k, k + n + 1)
    in_source = np.exp(np.minimum(source_run + after_source[rows, k : k + width] - total, 0.0)).sum(axis=1)
    in_target = np.exp(np.minimum(target_run + after_target - total, 0.0)).sum(axis=0)
    return Posterior(beads, in_source[1:], in_target[1:], total, opened)
