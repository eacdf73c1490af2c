"""Search for the best monotone alignment inside a corridor, one row of the grid at a time.

The dynamic programme of Gale and Church (Computational Linguistics 1993) over bead shapes, with
the affine gaps of Gotoh (J. Mol. Biol. 1982): three states — after a bead, in a run of source
sentences without counterpart, in a run of target sentences without counterpart — so that a run
costs its opening once. Departure: a source run may turn into a target run and never the other way,
so that every alignment is one path. Rows are numpy vectors; the run along a row is a running maximum.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from alignment.corridor import Corridor
from alignment.features import SHAPES
from alignment.ring import Ring
from alignment.scoring import NEVER, Nulls
from alignment.space import Floats

BEAD, SOURCE_RUN, TARGET_RUN = 0, 1, 2


Step = tuple[int, int]
"""How many source and target sentences a step of the path takes; one of them 0 for a null."""


def best_path(scores: Iterable[Floats], corridor: Corridor, nulls: Nulls) -> list[Step]:
    """Find the best path through a corridor.

    Args:
        scores: for each row of the grid, (len(SHAPES), width) float32 scores of the beads that end
            in its cells, ``-1e30`` where none can.
        corridor: n + 1 rows over m + 1 columns, from (0, 0) to (n, m).
        nulls: the costs of runs.

    Returns:
        The steps from the start to the end; a null step takes one sentence.
    """
    n, m = corridor.shape
    rings = Ring(m), Ring(m)  # the best of the three states, and the best that a source run may leave
    source_runs = np.full(m + 1, NEVER, dtype=np.float32)
    run_before = np.concatenate([[0.0], np.cumsum(nulls.target, dtype=np.float64)])
    choices: list[NDArray[np.uint8]] = []
    states: list[NDArray[np.uint8]] = []
    for i, row_scores in enumerate(scores):
        low, high = int(corridor.low[i]), int(corridor.high[i])
        candidates = rings[0].before(low, high) + row_scores
        choice = candidates.argmax(axis=0)
        beads = candidates[choice, np.arange(high - low)]
        if i == 0:
            beads[0] = 0.0
        opened = np.full(high - low, NEVER, dtype=np.float32)
        if i:
            above = rings[1].above(low, high)
            opened = above + np.float32(nulls.open + nulls.source[i - 1])
        running = source_runs[low:high] + (nulls.source[i - 1] if i else np.float32(0))
        source_run = np.maximum(opened, running)
        upper = np.maximum(beads, source_run)
        level = upper.astype(np.float64) - run_before[low:high]
        best_level = np.maximum.accumulate(level)
        target_run = np.full(high - low, NEVER, dtype=np.float32)
        target_run[1:] = best_level[:-1] + run_before[low + 1 : high] + nulls.open
        best = np.maximum(upper, target_run)
        # Bits: 0-1 the state of the best, 2 whether `upper` is a source run, 3 whether the source
        # run opens here, 4 whether a target run that ends one column on opens here.
        state = np.where(target_run > upper, TARGET_RUN, np.where(source_run > beads, SOURCE_RUN, BEAD))
        state = state | (source_run > beads) << 2 | (opened >= running) << 3 | (level >= best_level) << 4
        choices.append(choice.astype(np.uint8))
        states.append(state.astype(np.uint8))
        rings[0].push(low, high, best)
        rings[1].push(low, high, beads)
        source_runs[:] = NEVER
        source_runs[low:high] = source_run
    return _trace(choices, states, corridor, n, m)


def _trace(
    choices: list[NDArray[np.uint8]], states: list[NDArray[np.uint8]], corridor: Corridor, i: int, j: int
) -> list[Step]:
    steps: list[Step] = []
    current: int | None = None
    while i or j:
        at = j - int(corridor.low[i])
        bits = int(states[i][at])
        current = bits & 3 if current is None else current
        if current == BEAD:
            a, b = SHAPES[choices[i][at]]
            steps.append((a, b))
            i, j, current = i - a, j - b, None
        elif current == SOURCE_RUN:
            steps.append((1, 0))
            i, current = i - 1, BEAD if bits & 8 else SOURCE_RUN
        else:
            steps.append((0, 1))
            j -= 1
            bits = int(states[i][at - 1])
            if bits & 16:
                current = SOURCE_RUN if bits & 4 else BEAD
    return steps[::-1]
