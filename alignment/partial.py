"""Partial beads: the part of a sentence that the other side of its bead has.

Of a long sentence a report may have the first half only. Each unit of the sentence
(`alignment.units`) is covered or not by the units of the other side; what is covered is the segment
with the largest sum of shares above a threshold (Bentley, "Programming Pearls", CACM 1984, for the
algorithm of one pass), and an end counts as missing if what it loses is beyond chance. Departure from
word alignment: no word has to be linked, which no encoder of sentences does reliably.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alignment.bead import Bead
from alignment.encoder import Encoder
from alignment.review import centred_units, covered_share
from alignment.space import Floats
from alignment.units import Units, units_of

_THRESHOLD = np.float32(0.2)
_SLOPE, _OFFSET = 6.6, -4.2
"""Logarithm of the odds that an end is missing, by the sum of what its units lack to the threshold:
fitted on sentences of which one clause was left out of the other side."""


@dataclass(frozen=True, slots=True)
class CoveredSpan:
    """What the other side of a bead has of one sentence.

    Attributes:
        sentence: number of the sentence.
        start: first character that is covered.
        stop: the character behind the last that is covered.
        partial: whether something at the start or at the end is not covered.
        confidence: probability that this is so, in [0, 1].
    """

    sentence: int
    start: int
    stop: int
    partial: bool
    confidence: float


def covered_spans(
    beads: Sequence[Bead], source: Sequence[str], target: Sequence[str], *, encoder: Encoder
) -> list[tuple[tuple[CoveredSpan, ...], tuple[CoveredSpan, ...]]]:
    """Say for each sentence of each bead how much of it the bead's other side has.

    Args:
        beads: an alignment.
        source: the sentences of the source.
        target: the sentences of the target.
        encoder: what embeds their units.

    Returns:
        For each bead the spans of its source and of its target sentences; none for a null bead.
    """
    full = [bead for bead in beads if bead.source and bead.target]
    ids_x = [i for bead in full for i in bead.source]
    ids_y = [j for bead in full for j in bead.target]
    of_x = dict(zip(ids_x, centred_units(units_of(encoder, [source[i] for i in ids_x])), strict=True))
    of_y = dict(zip(ids_y, centred_units(units_of(encoder, [target[j] for j in ids_y])), strict=True))
    out: list[tuple[tuple[CoveredSpan, ...], tuple[CoveredSpan, ...]]] = []
    for bead in beads:
        if not bead.source or not bead.target:
            out.append(((), ()))
            continue
        all_x = np.concatenate([of_x[i].vectors for i in bead.source])
        all_y = np.concatenate([of_y[j].vectors for j in bead.target])
        out.append(
            (
                tuple(_span(i, source[i], of_x[i], all_y) for i in bead.source),
                tuple(_span(j, target[j], of_y[j], all_x) for j in bead.target),
            )
        )
    return out


def _span(number: int, text: str, units: Units, other: Floats) -> CoveredSpan:
    if len(units.vectors) == 0 or len(other) == 0:
        return CoveredSpan(number, 0, len(text), partial=False, confidence=0.5)
    surplus = covered_share((units.vectors @ other.T).max(axis=1)) - _THRESHOLD
    first, last = best_segment(surplus.tolist())
    missing = [
        float(1 / (1 + np.exp(-(_OFFSET - _SLOPE * float(end.sum())))))
        for end in (surplus[:first], surplus[last:])
    ]
    start, stop = 0, len(text)
    # A unit at the border lies with a third of it on the other side.
    if missing[0] >= 0.5:
        a, b = units.spans[first]
        start = _word_start(text, int(a + (b - a) // 3))
    if missing[1] >= 0.5:
        a, b = units.spans[last - 1]
        stop = _word_stop(text, int(b - (b - a) // 3))
    partial = max(missing) >= 0.5
    confidence = max(missing) if partial else (1 - missing[0]) * (1 - missing[1])
    return CoveredSpan(number, start, stop, partial, confidence)


def best_segment(values: Sequence[float]) -> tuple[int, int]:
    """Give the bounds of the consecutive values with the largest sum; at least one value.

    >>> best_segment([-1.0, 2.0, -0.5, 1.0, -3.0])
    (1, 4)
    >>> best_segment([-2.0, -1.0])
    (1, 2)
    """
    best, bounds = -np.inf, (0, 1)
    total, start = 0.0, 0
    for number, value in enumerate(values):
        if total <= 0:
            total, start = 0.0, number
        total += value
        if total > best:
            best, bounds = total, (start, number + 1)
    return bounds


def _word_start(text: str, at: int) -> int:
    """Give the start of the word that holds a character, or of the next where it is a space."""
    while 0 < at < len(text) and not text[at - 1].isspace():
        at -= 1
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _word_stop(text: str, at: int) -> int:
    """Give the end of the word that holds the character before `at`."""
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
