"""Stretches of two texts, each searched with its posteriors: what bounds the memory of a long alignment."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.bead import Bead
from alignment.corridor import Corridor, cut_corridor
from alignment.features import SHAPES
from alignment.posterior import posteriors
from alignment.review import Coverage, add_coverage
from alignment.scoring import Nulls, score_rows
from alignment.search import best_path
from alignment.space import Pair, cut_pair
from alignment.weights import Weights

_WINDOW = 2000
"""Source sentences that are aligned at once."""
_OVERLAP = 100
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Grid:
    """Two texts with all that scores their beads.

    Attributes:
        pair: the texts.
        corridor: where their alignment lies.
        weights: adapted to the texts.
        nulls: the costs of their sentences as nulls.
    """

    pair: Pair
    corridor: Corridor
    weights: Weights
    nulls: Nulls


def align_windows(grid: Grid) -> list[Bead]:
    """Align window by window, so that memory holds the scores of one window only.

    Each window starts behind the last sure bead of the one before, well before that one's end: the
    end is a guess, and the sentences near it are aligned once more.
    """
    corridor = grid.corridor
    n, m = corridor.shape
    beads: list[Bead] = []
    i = j = 0
    while (i, j) != (n, m):
        rows = range(i, n if n - i <= _WINDOW + _OVERLAP else i + _WINDOW)
        middle = int(corridor.low[rows.stop] + corridor.high[rows.stop] - 1) // 2
        columns = range(j, m if rows.stop == n else max(middle, j))
        found = align_window(grid, rows, columns)
        if rows.stop < n:
            found = found[: _sure_end(found, rows.stop - _OVERLAP)]
        beads += found
        i += sum(len(bead.source) for bead in found)
        j += sum(len(bead.target) for bead in found)
    return beads


def _sure_end(beads: Sequence[Bead], before: int) -> int:
    """Give the number of beads up to the last sure one that ends before a row."""
    end = i = sure = 0
    for number, bead in enumerate(beads, 1):
        i = max([i, *(k + 1 for k in bead.source)])
        if i > before:
            break
        end = number
        if bead.kind == "1-1" and bead.confidence > _SURE:
            sure = number
    return sure or end or len(beads)


def align_window(grid: Grid, rows: range, columns: range, *, coverage: Coverage | None = None) -> list[Bead]:
    """Align a stretch of both texts.

    Args:
        grid: the texts.
        rows: its source sentences.
        columns: its target sentences.
        coverage: how they cover each other, where that was measured.
    """
    part, piece = cut_pair(grid.pair, rows, columns), cut_corridor(grid.corridor, rows, columns)
    nulls = grid.nulls
    costs = Nulls(
        nulls.open, nulls.source[rows.start : rows.stop], nulls.target[columns.start : columns.stop]
    )
    scores = list(score_rows(part, piece, grid.weights))
    if coverage:
        scores = add_coverage(scores, piece.low.tolist(), coverage, grid.weights)
    steps = best_path(scores, piece, costs)
    posterior = posteriors(scores, piece, costs)
    beads = []
    i = j = 0
    for a, b in steps:
        source = tuple(range(rows.start + i, rows.start + i + a))
        target = tuple(range(columns.start + j, columns.start + j + b))
        if a and b:
            dot = part.source.vectors[i : i + a].sum(axis=0) @ part.target.vectors[j : j + b].sum(axis=0)
            cosine = float(dot / part.source.norms[a, i + a] / part.target.norms[b, j + b])
            confidence = posterior.bead(i + a, j + b, SHAPES.index((a, b)))
            bead = Bead(source, target, confidence, similarity=min(max(cosine, -1.0), 1.0))
            lone = [*posterior.source_nulls[i : i + a], *posterior.target_nulls[j : j + b]]
            # The best path may go through a bead each of whose sentences had rather be alone.
            beads += _split_up(bead, lone) if min(lone) > confidence else [bead]
        else:
            confidence = posterior.source_nulls[i] if a else posterior.target_nulls[j]
            beads.append(Bead(source, target, min(float(confidence), 1.0)))
        i, j = i + a, j + b
    return beads


def _split_up(bead: Bead, confidences: Sequence[float]) -> list[Bead]:
    """Give the sentences of a bead as nulls, those of the source first."""
    sides = [((i,), ()) for i in bead.source] + [((), (j,)) for j in bead.target]
    return [Bead(x, y, min(float(c), 1.0)) for (x, y), c in zip(sides, confidences, strict=True)]
