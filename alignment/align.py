"""The entry point: two lists of sentences in, an alignment out."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.anchors import shared_anchors
from alignment.bead import Bead
from alignment.corridor import Corridor, cut_corridor, find_corridor
from alignment.encoder import Encoder, Vectors
from alignment.features import SHAPES
from alignment.level import adapt, measure
from alignment.moved import find_moved
from alignment.posterior import posteriors
from alignment.scoring import Nulls, nearness, score_nulls, score_rows
from alignment.search import best_path
from alignment.space import Pair, cut_pair, make_pair, make_side
from alignment.weights import FITTED, Weights

_WINDOW = 1200
"""Source sentences that are aligned at once."""
_OVERLAP = 200
_SURE = 0.9


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
    pair = make_pair(x, y, nearness(x, y, corridor), shared_anchors(source, target))
    level = measure(pair, corridor, landmarks)
    weights = adapt(options.weights, level)
    nulls = score_nulls(pair, weights, rates=(level.null_rate, level.run_rate))
    beads = _windows(pair, corridor, weights, nulls)
    return tuple(find_moved(beads, pair, weights, nulls, scale=level.scale))


def _nulls_only(n: int, m: int) -> tuple[Bead, ...]:
    return (
        *(Bead((i,), (), confidence=1.0) for i in range(n)),
        *(Bead((), (j,), confidence=1.0) for j in range(m)),
    )


def _windows(pair: Pair, corridor: Corridor, weights: Weights, nulls: Nulls) -> list[Bead]:
    """Align window by window, so that memory holds the scores of one window only.

    Each window starts behind the last sure bead of the one before, well before that one's end: the
    end is a guess, and the sentences near it are aligned once more.
    """
    n, m = corridor.shape
    beads: list[Bead] = []
    i = j = 0
    while (i, j) != (n, m):
        rows = range(i, n if n - i <= _WINDOW + _OVERLAP else i + _WINDOW)
        middle = int(corridor.low[rows.stop] + corridor.high[rows.stop] - 1) // 2
        columns = range(j, m if rows.stop == n else max(middle, j))
        found = _window(pair, corridor, weights, nulls, (rows, columns))
        if rows.stop < n:
            found = found[: _sure_end(found, rows.stop - _OVERLAP)]
        beads += found
        i = sum(len(bead.source) for bead in beads)
        j = sum(len(bead.target) for bead in beads)
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


def _window(
    pair: Pair, corridor: Corridor, weights: Weights, nulls: Nulls, where: tuple[range, range]
) -> list[Bead]:
    rows, columns = where
    part, piece = cut_pair(pair, rows, columns), cut_corridor(corridor, rows, columns)
    costs = Nulls(
        nulls.open, nulls.source[rows.start : rows.stop], nulls.target[columns.start : columns.stop]
    )
    scores = list(score_rows(part, piece, weights))
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
            beads.append(Bead(source, target, confidence, similarity=min(max(cosine, -1.0), 1.0)))
        else:
            confidence = posterior.source_nulls[i] if a else posterior.target_nulls[j]
            beads.append(Bead(source, target, min(float(confidence), 1.0)))
        i, j = i + a, j + b
    return beads
