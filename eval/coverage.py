"""How much of each text the alignment pairs: the number that has to stand beside any score."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.bead import Bead
from mt.errors import EmptyTextError


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of each side's characters that stand in beads with two sides.

    Attributes:
        article: share of the article's characters, in [0, 1].
        reference: share of the reference's characters, in [0, 1].
    """

    article: float
    reference: float


def measure_coverage(beads: Sequence[Bead], article: Sequence[str], reference: Sequence[str]) -> Coverage:
    """Measure the coverage of both sides.

    White space at the ends of sentences does not count. A sentence in two beads counts once.

    >>> measure_coverage([Bead((0,), (0,), 1.0), Bead((), (1,), 1.0)], ["نعم"], ["Yes", "But no..."])
    Coverage(article=1.0, reference=0.25)

    Args:
        beads: the alignment.
        article: the Arabic sentences.
        reference: the English sentences.

    Returns:
        The shares.

    Raises:
        EmptyTextError: a side has no characters, so that no share of it exists.
    """
    paired = [bead for bead in beads if bead.source and bead.target]
    return Coverage(
        _share({number for bead in paired for number in bead.source}, article, side="article"),
        _share({number for bead in paired for number in bead.target}, reference, side="reference"),
    )


def _share(numbers: set[int], sentences: Sequence[str], *, side: str) -> float:
    lengths = [len(sentence.strip()) for sentence in sentences]
    total = sum(lengths)
    if not total:
        raise EmptyTextError(f"the {side} has no text: coverage needs text on both sides")
    return sum(lengths[number] for number in numbers) / total
