"""The entry point: two lists of sentences in, an alignment out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from alignment.anchors import shared_anchors
from alignment.bead import Bead
from alignment.corridor import find_corridor
from alignment.encoder import Encoder, Vectors
from alignment.level import adapt, measure
from alignment.moved import find_moved
from alignment.posterior import temper
from alignment.review import centred_units, coverage_scale, doubtful, measure_coverage, scale_coverage
from alignment.scoring import nearness, score_nulls
from alignment.space import make_pair, make_side
from alignment.units import Units, join_units, units_of
from alignment.weights import FITTED, REVIEW, Weights
from alignment.window import Grid, align_window, align_windows


@dataclass(frozen=True, slots=True)
class AlignmentOptions:
    """How to align.

    Attributes:
        weights: of the features; the fitted ones serve every pair of languages.
        review: of the features in the second look at doubtful beads.
    """

    weights: Weights = FITTED
    review: Weights = REVIEW


UnitsOf = Callable[[Sequence[str]], Sequence[Units]]
"""What gives the units of sentences."""


@dataclass(frozen=True, slots=True)
class _Sentences:
    source: Sequence[str]
    target: Sequence[str]
    drafts: Sequence[str] | None


DEFAULT_OPTIONS = AlignmentOptions()


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    encoder: Encoder,
    drafts: Sequence[str] | None = None,
    options: AlignmentOptions = DEFAULT_OPTIONS,
) -> tuple[Bead, ...]:
    """Align the sentences of two texts.

    Args:
        source: sentences of the source, in order.
        target: sentences of the target, in order.
        encoder: what embeds them.
        drafts: machine translations of the source sentences, where there are some: what the target
            has of a draft counts as had of the sentence.
        options: how to align.

    Returns:
        Beads in the order of the source that cover every sentence of both sides exactly once;
        nulls hold one sentence each. Where a side is empty, each sentence of the other is a null
        of confidence 1.
    """
    if not source or not target:
        return _nulls_only(len(source), len(target))
    return align_vectors(
        source,
        target,
        vectors=(encoder.encode(source), encoder.encode(target)),
        units=lambda texts: units_of(encoder, texts),
        drafts=drafts,
        options=options,
    )


def align_vectors(
    source: Sequence[str],
    target: Sequence[str],
    *,
    vectors: tuple[Vectors, Vectors],
    units: UnitsOf | None = None,
    drafts: Sequence[str] | None = None,
    options: AlignmentOptions = DEFAULT_OPTIONS,
) -> tuple[Bead, ...]:
    """Align two texts whose sentences are embedded already.

    Args:
        source: n sentences, at least one.
        target: m sentences, at least one.
        vectors: (n, d) and (m, d) float32, rows of length 1.
        units: gives the units of sentences; None for no second look at doubtful beads.
        drafts: as in `align`.
        options: how to align.
    """
    x, y = make_side(source, vectors[0]), make_side(target, vectors[1])
    corridor, landmarks = find_corridor(x, y)
    pair = make_pair(x, y, nearness(x, y, corridor), shared_anchors(source, target))
    level = measure(pair, corridor, landmarks)
    weights = adapt(options.weights, level)
    nulls = score_nulls(pair, weights, rates=(level.null_rate, level.run_rate))
    beads = align_windows(Grid(pair, corridor, weights, nulls))
    if units:
        review = adapt(options.review, level)
        costs = score_nulls(pair, review, rates=(level.null_rate, level.run_rate))
        sentences = _Sentences(source, target, drafts)
        beads = _look_again(beads, Grid(pair, corridor, review, costs), sentences, units)
    beads = [replace(bead, confidence=temper(bead.confidence)) for bead in beads]
    return tuple(find_moved(beads, pair, weights, nulls, scale=level.scale))


def _nulls_only(n: int, m: int) -> tuple[Bead, ...]:
    return (
        *(Bead((i,), (), confidence=1.0) for i in range(n)),
        *(Bead((), (j,), confidence=1.0) for j in range(m)),
    )


def _look_again(beads: list[Bead], grid: Grid, sentences: _Sentences, units: UnitsOf) -> list[Bead]:
    """Align the doubtful stretches once more, with what their sentences have of each other."""
    rows = list(accumulate((len(bead.source) for bead in beads), initial=0))
    columns = list(accumulate((len(bead.target) for bead in beads), initial=0))
    stretches = [
        s for s in doubtful(beads) if rows[s.start] < rows[s.stop] and columns[s.start] < columns[s.stop]
    ]
    where = [
        (range(rows[s.start], rows[s.stop]), range(columns[s.start], columns[s.stop])) for s in stretches
    ]
    ids_x, ids_y = [i for part, _ in where for i in part], [j for _, part in where for j in part]
    of_source = dict(zip(ids_x, centred_units(units([sentences.source[i] for i in ids_x])), strict=True))
    of_target = dict(zip(ids_y, centred_units(units([sentences.target[j] for j in ids_y])), strict=True))
    of_drafts = of_source
    if sentences.drafts:
        drafted = centred_units(units([sentences.drafts[i] for i in ids_x]))
        of_drafts = {i: join_units(of_source[i], own) for i, own in zip(ids_x, drafted, strict=True)}
    coverages = [
        measure_coverage([of_source[i] for i in x], [of_target[j] for j in y], [of_drafts[i] for i in x])
        for x, y in where
    ]
    steps = [[(len(b.source), len(b.target)) for b in beads[s.start : s.stop]] for s in stretches]
    out: list[Bead] = []
    done = 0
    scale = coverage_scale(coverages, steps)
    for stretch, (x, y), coverage in zip(stretches, where, coverages, strict=True):
        out += beads[done : stretch.start]
        out += align_window(grid, x, y, coverage=scale_coverage(coverage, scale))
        done = stretch.stop
    return out + beads[done:]
