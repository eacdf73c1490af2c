"""Scores of beads in corridors of different forms, and the lattice over them."""

import numpy as np
import pytest

from alignment.anchors import shared_anchors
from alignment.corridor import Corridor, around_path, cut_corridor
from alignment.features import SHAPES
from alignment.posterior import posteriors
from alignment.scoring import NEVER, Nulls, nearness, score_rows
from alignment.search import best_path
from alignment.space import Pair, make_pair, make_side
from alignment.weights import FITTED

N, M = 90, 110


@pytest.fixture(scope="module")
def pair() -> Pair:
    """Two random texts that share numbers, of sentences of all lengths."""
    rng = np.random.default_rng(2)
    texts = [
        ["word " * int(rng.integers(1, 30)) + f"{k // 2}" + "." * (k % 3 > 0) for k in range(size)]
        for size in (N, M)
    ]
    vectors = [rng.normal(size=(size, 24)).astype(np.float32) for size in (N, M)]
    x, y = (
        make_side(own, v / np.linalg.norm(v, axis=1, keepdims=True))
        for own, v in zip(texts, vectors, strict=True)
    )
    return make_pair(x, y, nearness(x, y, whole()), shared_anchors(*texts))


def whole() -> Corridor:
    return Corridor(np.zeros(N + 1, dtype=np.int64), np.full(N + 1, M + 1, dtype=np.int64))


def narrow() -> Corridor:
    return around_path([(0, 0), (30, 20), (30, 45), (60, 75), (N, M)], N, M, width=9)


def test_a_bead_scores_the_same_in_a_narrow_corridor(pair: Pair) -> None:
    corridor = narrow()
    everywhere = list(score_rows(pair, whole(), FITTED))
    for row, (there, here) in enumerate(zip(everywhere, score_rows(pair, corridor, FITTED), strict=True)):
        assert here == pytest.approx(there[:, corridor.low[row] : corridor.high[row]], abs=1e-3)


def test_a_corridor_is_the_grid_with_all_else_forbidden(pair: Pair) -> None:
    # Nulls so dear that no run of them leaves the corridor.
    corridor, nulls = narrow(), Nulls(-60.0, *(np.full(size, -60, dtype=np.float32) for size in (N, M)))
    inside = list(score_rows(pair, corridor, FITTED))
    masked = [np.full((len(SHAPES), M + 1), NEVER, dtype=np.float32) for _ in range(N + 1)]
    for row, scores in enumerate(inside):
        masked[row][:, corridor.low[row] : corridor.high[row]] = scores
        for cells, (a, b) in zip(masked[row], SHAPES, strict=True):
            # A bead may not start outside of the corridor either.
            if a <= row:
                starts = np.arange(M + 1) - b
                cells[(starts < corridor.low[row - a]) | (starts >= corridor.high[row - a])] = NEVER
    steps = best_path(inside, corridor, nulls)
    assert (sum(a for a, _ in steps), sum(b for _, b in steps)) == (N, M)
    found, expected = posteriors(inside, corridor, nulls), posteriors(masked, whole(), nulls)
    assert found.total == pytest.approx(expected.total, abs=1e-3)
    assert best_path(masked, whole(), nulls) == steps


def test_a_part_of_a_corridor_leads_from_its_corner_to_its_corner() -> None:
    part = cut_corridor(narrow(), range(30, 60), range(20, 75))
    assert part.shape == (30, 55)
    assert part.low[0] == 0
    assert np.all(part.low < part.high)
    assert np.all(np.diff(part.low) >= 0)
