"""The entry point: two lists of sentences in, an alignment out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from alignment.bead import Bead
from alignment.encoder import Encoder
from alignment.posterior import posteriors
from alignment.scoring import SHAPES, Weights, bead_features
from alignment.search import Corridor, Nulls, best_path
from alignment.space import Floats, Side, make_side

_NEVER = np.float32(-1e30)


@dataclass(frozen=True, slots=True)
class AlignmentOptions:
    """How to align."""

    weights: Weights = field(default_factory=Weights)


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    encoder: Encoder,
    options: AlignmentOptions = AlignmentOptions(),  # noqa: B008
) -> tuple[Bead, ...]:
    """Align."""
    if not source or not target:
        return tuple(Bead((i,), (), 1.0) for i in range(len(source))) + tuple(
            Bead((), (j,), 1.0) for j in range(len(target))
        )
    x, y = make_side(source, encoder.encode(source)), make_side(target, encoder.encode(target))
    hubs = nearness(x, y)
    corridor = Corridor(np.zeros(x.size + 1, np.int64), np.full(x.size + 1, y.size + 1, np.int64))
    w = options.weights
    scores = row_scores(x, y, corridor, w, hubs)
    nulls = null_costs(hubs, w)
    steps = best_path(scores, corridor, nulls)
    post = posteriors(scores, corridor, nulls)
    beads = []
    i = j = 0
    for a, b in steps:
        if a and b:
            c = float(post.beads[i + a][SHAPES.index((a, b)), j + b - corridor.low[i + a]])
            dot = x.vectors[i : i + a].sum(axis=0) @ y.vectors[j : j + b].sum(axis=0)
            cosine: float | None = float(dot / x.norms[a, i + a] / y.norms[b, j + b])
        else:
            c = float(post.source_nulls[i] if a else post.target_nulls[j])
            cosine = None
        beads.append(Bead(tuple(range(i, i + a)), tuple(range(j, j + b)), min(c, 1.0), cosine))
        i, j = i + a, j + b
    return tuple(beads)


def nearness(x: Side, y: Side, k: int = 3) -> tuple[Floats, Floats]:
    """Mean cosine of the nearest k."""
    cos = (x.vectors / x.norms[1, 1:, None]) @ (y.vectors / y.norms[1, 1:, None]).T
    def top(c: Floats) -> Floats:
        kk = min(k, c.shape[1])
        return np.sort(c, axis=1)[:, -kk:].mean(axis=1)
    return top(cos), top(cos.T)


def null_costs(hubs: tuple[Floats, Floats], w: Weights) -> Nulls:
    return Nulls(w.null_open, w.null_extend + w.null_match * hubs[0], w.null_extend + w.null_match * hubs[1])


def row_scores(x: Side, y: Side, corridor: Corridor, w: Weights, hubs: tuple[Floats, Floats]) -> list[Floats]:
    out: list[Floats] = []
    for r0 in range(0, x.size + 1, 64):
        rows = range(r0, min(r0 + 64, x.size + 1))
        columns = range(int(corridor.low[rows[0]]), int(corridor.high[rows[-1]]))
        total = np.empty((len(SHAPES), len(rows), len(columns)), np.float32)
        for number, features in bead_features(x, y, rows, columns, hubs=hubs):
            a, b = SHAPES[number]
            s = total[number]
            s[:] = w.shapes[number]
            for value, weight in zip(features, w.features, strict=True):
                s += np.float32(weight) * value
            s[: max(0, a - rows.start)] = _NEVER
            s[:, : max(0, b - columns.start)] = _NEVER
        for r, i in enumerate(rows):
            lo, hi = int(corridor.low[i]) - columns.start, int(corridor.high[i]) - columns.start
            out.append(total[:, r, lo:hi])
    return out
