"""What a text tells about itself: how alike its true pairs are, and how often a counterpart is missing.

A free translation of a novel has pairs with a cosine of 0.4, a law 0.7, two unrelated texts 0.1; a
law leaves nothing out, a news report a third. One threshold cannot serve them all. So the text is
aligned once with a high price on nulls, and the beads found say both: cosines are then divided by
the text's own level, and its rate of nulls moves their price. This is the idea of Moore (AMTA 2002),
whose second pass learns its model from the first; departure: two numbers are learned and not a lexicon.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from alignment.corridor import Corridor, cut_corridor
from alignment.scoring import score_nulls, score_rows
from alignment.search import best_path
from alignment.space import Pair, cut_pair
from alignment.weights import FIRST_PASS, SIMILARITIES, Weights

_SAMPLE = 300
"""Source sentences of a stretch that is aligned to take the measure of a long text."""
_STRETCHES = 4
_TYPICAL = 0.7
_HIGHEST = 0.8
_FREEST = 0.45
"""The level of the freest translations; what lies lower is less and less one."""
_UNRELATED = 0.3
"""The level of texts that have nothing in common: nothing is rescaled."""
_PERCENTILE = 70
_PRIOR_BEADS = 1
"""Beads for which the scale is held to 1: few sentences say little of their text."""
_PRIOR_SENTENCES, _PRIOR_NULLS = 20, 1
_FLOOR = 0.005
_COMMON_RATE = 0.1
_SETTLED = -0.7
"""Rate of nulls from which a text is known to leave things out; a higher one says no more of short runs."""


@dataclass(frozen=True, slots=True)
class Level:
    """The measure of a text.

    Attributes:
        similarity: cosine that seven in ten of its beads stay below, in [-1, 1].
        beads: number of its beads.
        null_share: share of the sentences of both sides without counterpart, in [0, 1].
    """

    similarity: float
    beads: int
    null_share: float

    @property
    def scale(self) -> float:
        """Give what the cosines of the text have to be multiplied with.

        >>> [round(Level(cosine, 600, 0.1).scale, 2) for cosine in (0.9, 0.7, 0.45, 0.4, 0.2)]
        [0.88, 1.0, 1.55, 1.37, 1.0]
        """
        scale = _TYPICAL / min(max(self.similarity, _FREEST), _HIGHEST)
        return 1 + (scale - 1) * self.related * self.beads / (self.beads + _PRIOR_BEADS)

    @property
    def related(self) -> float:
        """Say how far the texts belong together at all, in [0, 1]."""
        return min(max((self.similarity - _UNRELATED) / (_FREEST - _UNRELATED), 0.0), 1.0)

    @property
    def null_rate(self) -> float:
        """Give the logarithm of the share of nulls against one in ten.

        Texts that do not belong together are all nulls, whatever the first alignment had to find.
        """
        share = 1 - self.related * (1 - self.null_share)
        return float(np.log((share + _FLOOR) / _COMMON_RATE))

    @property
    def run_rate(self) -> float:
        """Give the rate of nulls up to where a text is known to leave things out; at most 0.

        A text that leaves nothing out, as a novel or a law, has no run of nulls; one that leaves
        something out has short ones beside the long ones, which alone the first alignment finds.
        """
        return min(self.null_rate - _SETTLED, 0.0)


def adapt(weights: Weights, level: Level) -> Weights:
    """Give the weights for cosines of a text's own level."""
    return replace(weights, **{name: getattr(weights, name) * level.scale for name in SIMILARITIES})


def measure(pair: Pair, corridor: Corridor, landmarks: Sequence[tuple[int, int]]) -> Level:
    """Take the measure of a text.

    Args:
        pair: the two texts.
        corridor: where the alignment lies.
        landmarks: points on its way, for long texts.
    """
    cosines: list[float] = []
    nulls = sentences = 0
    for part, where in _stretches(pair, corridor, landmarks):
        steps = best_path(score_rows(part, where, FIRST_PASS), where, score_nulls(part, FIRST_PASS))
        i = j = 0
        for a, b in steps:
            if a and b:
                dot = part.source.vectors[i : i + a].sum(axis=0) @ part.target.vectors[j : j + b].sum(axis=0)
                cosines.append(float(dot / part.source.norms[a, i + a] / part.target.norms[b, j + b]))
            else:
                nulls += 1
            i, j = i + a, j + b
        sentences += i + j
    return Level(
        similarity=float(np.percentile(cosines, _PERCENTILE)) if cosines else 0.0,
        beads=len(cosines),
        null_share=(nulls + _PRIOR_NULLS) / (sentences + _PRIOR_SENTENCES),
    )


def _stretches(
    pair: Pair, corridor: Corridor, landmarks: Sequence[tuple[int, int]]
) -> list[tuple[Pair, Corridor]]:
    n, _ = corridor.shape
    if n <= _STRETCHES * _SAMPLE or len(landmarks) < 2 * _STRETCHES:
        return [(pair, corridor)]
    out = []
    starts = np.array([i for i, _ in landmarks])
    for k in range(_STRETCHES):
        first = int(np.searchsorted(starts, k * n // _STRETCHES))
        last = min(int(np.searchsorted(starts, starts[first] + _SAMPLE)), len(landmarks) - 1)
        (i, j), (i2, j2) = landmarks[first], landmarks[last]
        part = cut_pair(pair, range(i, i2), range(j, j2))
        out.append((part, cut_corridor(corridor, range(i, i2), range(j, j2))))
    return out
