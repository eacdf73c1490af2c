"""Search and posteriors against all alignments of a small grid, enumerated one by one."""

import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest

from alignment.corridor import Corridor
from alignment.features import SHAPES
from alignment.posterior import posteriors
from alignment.scoring import NEVER, Nulls
from alignment.search import Step, best_path

N, M = 4, 5


@pytest.fixture(params=range(5))
def grid(request: pytest.FixtureRequest) -> tuple[list[np.ndarray], Corridor, Nulls]:
    rng = np.random.default_rng(request.param)
    rows = []
    for i in range(N + 1):
        row = rng.normal(size=(len(SHAPES), M + 1)).astype(np.float32)
        for number, (a, b) in enumerate(SHAPES):
            row[number, : b if a <= i else M + 1] = NEVER
        rows.append(row)
    corridor = Corridor(np.zeros(N + 1, dtype=np.int64), np.full(N + 1, M + 1, dtype=np.int64))
    sides = [rng.normal(size=size).astype(np.float32) for size in (N, M)]
    return rows, corridor, Nulls(-0.7, sides[0], sides[1])


def every_alignment(rows: list[np.ndarray], nulls: Nulls) -> Iterator[tuple[float, tuple[Step, ...]]]:
    def go(
        i: int, j: int, state: str, score: float, path: tuple[Step, ...]
    ) -> Iterator[tuple[float, tuple[Step, ...]]]:
        if (i, j) == (N, M):
            yield score, path
        for number, (a, b) in enumerate(SHAPES):
            if i + a <= N and j + b <= M:
                yield from go(i + a, j + b, "bead", score + rows[i + a][number, j + b], (*path, (a, b)))
        # A target run never turns into a source run.
        if i < N and state != "target":
            opening = 0.0 if state == "source" else nulls.open
            yield from go(i + 1, j, "source", score + nulls.source[i] + opening, (*path, (1, 0)))
        if j < M:
            opening = 0.0 if state == "target" else nulls.open
            yield from go(i, j + 1, "target", score + nulls.target[j] + opening, (*path, (0, 1)))

    return go(0, 0, "bead", 0.0, ())


def test_search_finds_the_best_of_all(grid: tuple[list[np.ndarray], Corridor, Nulls]) -> None:
    rows, corridor, nulls = grid
    best = max(every_alignment(rows, nulls))[1]
    assert tuple(best_path(rows, corridor, nulls)) == best


def test_posteriors_are_shares_of_all(grid: tuple[list[np.ndarray], Corridor, Nulls]) -> None:
    rows, corridor, nulls = grid
    shares: dict[tuple[int, int, Step], float] = defaultdict(float)
    total = 0.0
    for score, path in every_alignment(rows, nulls):
        total += math.exp(score)
        i = j = 0
        for step in path:
            i, j = i + step[0], j + step[1]
            shares[i, j, step] += math.exp(score)
    posterior = posteriors(rows, corridor, nulls)
    assert posterior.total == pytest.approx(math.log(total), abs=1e-4)
    for i in range(N + 1):
        for number, (a, b) in enumerate(SHAPES):
            for j in range(b, M + 1):
                if a <= i:
                    assert posterior.bead(i, j, number) == pytest.approx(
                        shares[i, j, (a, b)] / total, abs=1e-5
                    )
    for i in range(N):
        share = sum(shares[i + 1, j, (1, 0)] for j in range(M + 1)) / total
        assert posterior.source_nulls[i] == pytest.approx(share, abs=1e-5)
    for j in range(M):
        share = sum(shares[i, j + 1, (0, 1)] for i in range(N + 1)) / total
        assert posterior.target_nulls[j] == pytest.approx(share, abs=1e-5)
