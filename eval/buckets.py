"""Parts of a test set that have something in common, each with its scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from alignment.bead import Bead
from eval.metrics.metric import FloatArray, Metric
from eval.quantities.english import read_english
from eval.quantities.quantity import Weight

LENGTHS = (10, 20, 40)
"""Where the buckets of reference length begin, in words, after the first."""
CONFIDENCES = (0.5, 0.9)
"""Where the buckets of the alignment's confidence begin, after the first."""
_NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class Bucket:
    """Segments that have something in common.

    Attributes:
        kind: what the bucket is made by: ``length``, ``number``, ``name``, and with an alignment
            ``bead`` and ``confidence``.
        label: which of them, e.g. ``10–19 words``.
        segments: how many there are.
        scores: for each system, the chrF of these segments.
    """

    kind: str
    label: str
    segments: int
    scores: tuple[float, ...]


def make_buckets(
    metric: Metric,
    statistics: Sequence[FloatArray],
    reference: Sequence[str],
    *,
    beads: Sequence[Bead] | None = None,
) -> tuple[Bucket, ...]:
    """Score parts of a test set.

    Args:
        metric: of the statistics.
        statistics: of each system, (n_segments, n_statistics).
        reference: the reference's segments, in the language of the systems.
        beads: the bead of each segment, or None for no buckets by bead and confidence.
    """
    lengths = np.array([len(text.split()) for text in reference])
    numbers = np.array([any(q.weight > Weight.LOOSE for q in read_english(text)) for text in reference])
    names = np.array([any(word[:1].isupper() for word in text.split()[1:]) for text in reference])
    parts = [
        ("length", _length_label(low, high), (low <= lengths) & (lengths < high))
        for low, high in pairwise((0, *LENGTHS, _NO_LIMIT))
    ]
    for kind, has in (("number", numbers), ("name", names)):
        parts += [(kind, f"with a {kind}", has), (kind, f"without a {kind}", ~has)]
    if beads is not None:
        kinds = np.array([_shape(bead) for bead in beads])
        parts += [("bead", shape, kinds == shape) for shape in ("1-1", "1-n", "n-1", "n-m", "unpaired")]
        confidences = np.array([bead.confidence for bead in beads])
        parts += [
            ("confidence", _confidence_label(low, high), (low <= confidences) & (confidences < high))
            for low, high in pairwise((0.0, *CONFIDENCES, 1.01))
        ]
    return tuple(
        Bucket(
            kind,
            label,
            int(rows.sum()),
            tuple(float(metric.score(each[rows].sum(axis=0))) for each in statistics),
        )
        for kind, label, rows in parts
        if rows.any()
    )


def _shape(bead: Bead) -> str:
    if not bead.source or not bead.target:
        return "unpaired"
    return "-".join(
        "1" if len(side) == 1 else letter for side, letter in ((bead.source, "n"), (bead.target, "m"))
    ).replace("1-m", "1-n")


def _confidence_label(low: float, high: float) -> str:
    if not low:
        return f"confidence under {high:g}"
    return f"confidence {low:g} and more" if high > 1 else f"confidence {low:g} to {high:g}"


def _length_label(low: int, high: int) -> str:
    if not low:
        return f"up to {high - 1} words"
    return f"{low} words and more" if high == _NO_LIMIT else f"{low}–{high - 1} words"
