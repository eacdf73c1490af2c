"""An alignment in a few numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from alignment.bitext import Bitext


@dataclass(frozen=True, slots=True)
class Summary:
    """What an alignment consists of.

    Attributes:
        source_sentences: sentences of the source.
        target_sentences: sentences of the target.
        beads: number of beads, null beads included.
        kinds: number of beads of each kind (``1-2``: one source sentence, two of the target), the
            most frequent first.
        source_unpaired: source sentences without counterpart.
        target_unpaired: target sentences without counterpart.
        moved: beads out of order.
        mean_confidence: over all beads; None where there are none.
    """

    source_sentences: int
    target_sentences: int
    beads: int
    kinds: Mapping[str, int]
    source_unpaired: int
    target_unpaired: int
    moved: int
    mean_confidence: float | None


def summarise(bitext: Bitext) -> Summary:
    """Sum up an alignment.

    >>> from alignment.bead import Bead
    >>> beads = (Bead((0,), (0, 1), 0.9), Bead((1,), (), 0.7))
    >>> summary = summarise(Bitext(("أ", "ب"), ("a", "b"), beads))
    >>> summary.kinds, summary.source_unpaired, summary.mean_confidence
    ({'1-2': 1, '1-0': 1}, 1, 0.8)
    """
    beads = bitext.beads
    return Summary(
        source_sentences=len(bitext.source),
        target_sentences=len(bitext.target),
        beads=len(beads),
        kinds=dict(Counter(bead.kind for bead in beads).most_common()),
        source_unpaired=sum(len(bead.source) for bead in beads if not bead.target),
        target_unpaired=sum(len(bead.target) for bead in beads if not bead.source),
        moved=sum(1 for bead in beads if bead.moved),
        mean_confidence=fmean(bead.confidence for bead in beads) if beads else None,
    )
