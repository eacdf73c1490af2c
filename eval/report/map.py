"""The map of a document: both texts as strips, with a ribbon for each bead.

Positions are characters from the start of a text, scaled to `WIDTH`, so a long sentence is a wide
block and the eye sees how much of a text is missing, not only how many sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.report.value import Document, ReportBead

WIDTH = 1000
HEIGHT = 72
_STRIP = 16


@dataclass(frozen=True, slots=True)
class Extent:
    """Where something stands on a strip, in units of `WIDTH`.

    Attributes:
        start: left edge.
        end: right edge.
    """

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One bead, or one run of beads without a counterpart, on the map.

    Attributes:
        article: its place on the upper strip; None where the article has nothing.
        reference: its place on the lower strip; None where the reference has nothing.
    """

    article: Extent | None
    reference: Extent | None

    @property
    def points(self) -> str:
        """Give the outline: blocks of both strips and the band between, or the block alone.

        >>> Ribbon(Extent(0, 10), None).points
        '0,0 10,0 10,16 0,16'
        >>> Ribbon(Extent(0, 10), Extent(20, 25)).points
        '0,0 10,0 10,16 25,56 25,72 20,72 20,56 0,16'
        """
        top, bottom, edge = _STRIP, HEIGHT - _STRIP, HEIGHT
        a, r = self.article, self.reference
        corners: list[tuple[float, float]] = []
        if a is not None:
            corners += [(a.start, 0), (a.end, 0), (a.end, top)]
        if r is not None:
            corners += [] if a is not None else [(r.start, bottom)]
            corners += [(r.end, bottom), (r.end, edge), (r.start, edge)]
            corners += [(r.start, bottom)] if a is not None else []
        if a is not None:
            corners.append((a.start, top))
        return " ".join(f"{x:g},{y:g}" for x, y in corners)


def place(runs: Sequence[Sequence[ReportBead]], article: Document, reference: Document) -> list[Ribbon]:
    """Place runs of beads on the map.

    Args:
        runs: one or more beads each; a run is drawn from its first sentence to its last.
        article: the Arabic side.
        reference: the English side.

    Returns:
        One ribbon per run, in the same order.
    """
    upper, lower = _extents(article), _extents(reference)
    return [
        Ribbon(
            _span(upper, [number for bead in run for number in bead.article]),
            _span(lower, [number for bead in run for number in bead.reference]),
        )
        for run in runs
    ]


def _extents(document: Document) -> list[Extent]:
    lengths = [len(sentence.text) for sentence in document.sentences]
    scale = WIDTH / max(1, sum(lengths))
    extents, position = [], 0
    for length in lengths:
        start, end = position * scale, (position + length) * scale
        extents.append(Extent(round(start, 2), round(end, 2)))
        position += length
    return extents


def _span(extents: Sequence[Extent], numbers: Sequence[int]) -> Extent | None:
    if not numbers:
        return None
    return Extent(extents[min(numbers)].start, extents[max(numbers)].end)
