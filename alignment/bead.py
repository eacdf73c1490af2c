"""A bead: a group of source sentences paired with a group of target sentences."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bead:
    """One pair of an alignment; an empty side makes it a null bead.

    In the main job the source is the Arabic article and the target the English reference: a bead
    without a target is an addition of the article, one without a source an omission.

    Attributes:
        source: numbers of the source sentences from 0, ascending.
        target: numbers of the target sentences from 0, ascending.
        confidence: probability that the bead is right, in [0, 1].
        similarity: cosine of the two sides in the encoder's space, in [-1, 1]; None for a null bead.
        moved: True where the bead stands out of order on the target side.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    similarity: float | None = None
    moved: bool = False

    @property
    def kind(self) -> str:
        """Give the sizes of both sides, source first.

        >>> Bead((3,), (10, 11), 0.9).kind
        '1-2'
        """
        return f"{len(self.source)}-{len(self.target)}"
