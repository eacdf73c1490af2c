"""Two texts and their alignment: what the formats write and read."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.bead import Bead
from mt.errors import FormatError


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two lists of sentences and the beads between them.

    Attributes:
        source: the sentences of the source.
        target: the sentences of the target.
        beads: the alignment; ids are numbers of sentences from 0.
        source_language: BCP 47 tag.
        target_language: BCP 47 tag.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    beads: tuple[Bead, ...]
    source_language: str = "ar"
    target_language: str = "en"

    def source_text(self, bead: Bead) -> str:
        """Give the source sentences of a bead, joined by spaces."""
        return " ".join(self.source[number].strip() for number in bead.source)

    def target_text(self, bead: Bead) -> str:
        """Give the target sentences of a bead, joined by spaces."""
        return " ".join(self.target[number].strip() for number in bead.target)


def check_coverage(beads: Sequence[Bead], n_source: int, n_target: int) -> None:
    """Check that beads cover every sentence of both sides exactly once.

    Raises:
        FormatError: a sentence is missing, comes twice, or does not exist; the message names it.

    >>> check_coverage([Bead((0,), (0, 1), 1.0)], 1, 2)
    """
    for side, numbers, size in (
        ("source", [i for bead in beads for i in bead.source], n_source),
        ("target", [j for bead in beads for j in bead.target], n_target),
    ):
        seen: set[int] = set()
        for number in numbers:
            if number in seen:
                raise FormatError(f"{side} sentence {number} is in two beads; give each sentence one bead")
            if not 0 <= number < size:
                raise FormatError(
                    f"a bead names {side} sentence {number}, but there are {size}, numbered from 0; "
                    "check that the beads belong to these texts"
                )
            seen.add(number)
        if len(seen) < size:
            missing = min(set(range(size)) - seen)
            raise FormatError(
                f"{side} sentence {missing} is in no bead; write it as a null bead, for instance "
                + (f"[{missing}]:[]" if side == "source" else f"[]:[{missing}]")
            )
