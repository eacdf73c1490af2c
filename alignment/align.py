"""The entry point: two lists of sentences in, an alignment out."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.anchors import shared_anchors
from alignment.bead import Bead
from alignment.corridor import Corridor, around_path, find_corridor
from alignment.encoder import Encoder, Vectors
from alignment.features import SHAPES
from alignment.level import adapt, measure
from alignment.moved import find_moved
from alignment.posterior import posteriors
from alignment.scoring import Nulls, nearness, score_nulls, score_rows
from alignment.search import Step, best_path
from alignment.space import Pair, cut_pair, make_side
from alignment.weights import FITTED, Weights

_NEAR = 10
"""Columns on either side of the best path that count for confidence."""
_PIECE = 4000
"""Source sentences whose confidence is computed at once, to bound the memory."""


@dataclass(frozen=True, slots=True)
class AlignmentOptions:
    """How to align.

    Attributes:
        weights: of the features; the fitted ones serve every pair of languages.
    """

    weights: Weights = FITTED


DEFAULT_OPTIONS = AlignmentOptions()


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    encoder: Encoder,
    options: AlignmentOptions = DEFAULT_OPTIONS,
) -> tuple[Bead, ...]:
    """Align the sentences of two texts.

    Args:
        source: sentences of the source, in order.
        target: sentences of the target, in order.
        encoder: what embeds them.
        options: how to align.

    Returns:
        Beads in the order of the source that cover every sentence of both sides exactly once;
        nulls hold one sentence each. Where a side is empty, each sentence of the other is a null
        of confidence 1.
    """
    if not source or not target:
        return _nulls_only(len(source), len(target))
    return align_vectors(
        source, target, vectors=(encoder.encode(source), encoder.encode(target)), options=options
    )


def align_vectors(
    source: Sequence[str],
    target: Sequence[str],
    *,
    vectors: tuple[Vectors, Vectors],
    options: AlignmentOptions = DEFAULT_OPTIONS,
) -> tuple[Bead, ...]:
    """Align two texts whose sentences are embedded already.

    Args:
        source: n sentences, at least one.
        target: m sentences, at least one.
        vectors: (n, d) and (m, d) float32, rows of length 1.
        options: how to align.
    """
    x, y = make_side(source, vectors[0]), make_side(target, vectors[1])
    corridor, landmarks = find_corridor(x, y)
    pair = Pair(x, y, *nearness(x, y, corridor), shared_anchors(source, target))
    level = measure(pair, corridor, landmarks)
    weights = adapt(options.weights, level)
    nulls = score_nulls(pair, weights, rate=level.null_rate)
    steps = best_path(score_rows(pair, corridor, weights), corridor, nulls)
    beads = _beads(pair, steps, weights, nulls)
    return tuple(find_moved(beads, pair, weights, nulls, scale=level.scale))


def _nulls_only(n: int, m: int) -> tuple[Bead, ...]:
    return (
        *(Bead((i,), (), confidence=1.0) for i in range(n)),
        *(Bead((), (j,), confidence=1.0) for j in range(m)),
    )


def _beads(pair: Pair, steps: Sequence[Step], weights: Weights, nulls: Nulls) -> list[Bead]:
    """Give the beads of a path with their posteriors, piece by piece."""
    beads: list[Bead] = []
    first = i = j = 0
    start = (0, 0)
    for number, (a, b) in enumerate(steps, 1):
        i, j = i + a, j + b
        # A piece ends behind a bead 1-1, so that no gap is cut in two.
        if number == len(steps) or (i - start[0] >= _PIECE and a == b == 1):
            part = cut_pair(pair, range(start[0], i), range(start[1], j))
            costs = Nulls(nulls.open, nulls.source[start[0] : i], nulls.target[start[1] : j])
            beads += _piece(part, steps[first:number], weights, costs, start)
            first, start = number, (i, j)
    return beads


def _piece(
    pair: Pair, steps: Sequence[Step], weights: Weights, nulls: Nulls, start: tuple[int, int]
) -> list[Bead]:
    points = [(0, 0)]
    for a, b in steps:
        points.append((points[-1][0] + a, points[-1][1] + b))
    corridor: Corridor = around_path(points, pair.source.size, pair.target.size, width=_NEAR)
    posterior = posteriors(list(score_rows(pair, corridor, weights)), corridor, nulls)
    beads = []
    for (i, j), (a, b) in zip(points, steps, strict=False):
        source = tuple(range(start[0] + i, start[0] + i + a))
        target = tuple(range(start[1] + j, start[1] + j + b))
        if a and b:
            dot = pair.source.vectors[i : i + a].sum(axis=0) @ pair.target.vectors[j : j + b].sum(axis=0)
            cosine = float(dot / pair.source.norms[a, i + a] / pair.target.norms[b, j + b])
            confidence = posterior.bead(i + a, j + b, SHAPES.index((a, b)))
            beads.append(Bead(source, target, confidence, similarity=min(max(cosine, -1.0), 1.0)))
        else:
            confidence = posterior.source_nulls[i] if a else posterior.target_nulls[j]
            beads.append(Bead(source, target, min(float(confidence), 1.0)))
    return beads
