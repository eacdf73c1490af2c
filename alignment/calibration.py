"""How far the confidence of beads can be taken for the probability that they are right.

Expected calibration error with bins of one width (Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et
al., ICML 2017, section 2).
"""

from collections.abc import Iterable
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The beads of a stretch of confidence.

    Attributes:
        count: their number, at least 1.
        confidence: their mean confidence.
        precision: share of them that is right.
    """

    count: int
    confidence: float
    precision: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well confidence says how often beads are right.

    Attributes:
        bins: the stretches that have beads, from unsure to sure.
        error: expected calibration error, in [0, 1].
    """

    bins: tuple[Bin, ...]
    error: float


def calibrate(beads: Iterable[tuple[float, bool]], *, bins: int = BINS) -> Calibration:
    """Measure the calibration of beads.

    Args:
        beads: of each its confidence, in [0, 1], and whether it is right.
        bins: number of stretches that [0, 1] is cut into.

    Returns:
        The calibration; without beads no bin and an error of 0.

    >>> calibrate([(0.75, True), (0.75, True), (0.5, True), (0.5, False)]).error
    0.125
    """
    stretches: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    total = 0
    for confidence, right in beads:
        stretches[min(int(confidence * bins), bins - 1)].append((confidence, right))
        total += 1
    found = tuple(
        Bin(
            len(stretch),
            sum(confidence for confidence, _ in stretch) / len(stretch),
            sum(right for _, right in stretch) / len(stretch),
        )
        for stretch in stretches
        if stretch
    )
    error = sum(entry.count * abs(entry.confidence - entry.precision) for entry in found)
    return Calibration(found, error / total if total else 0.0)
