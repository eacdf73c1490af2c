"""What a metric is: statistics of segments that add up, and a score of their sum."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Protocol

import numpy as np
import numpy.typing as npt

from mt.errors import EmptyTextError, LengthMismatchError

FloatArray = npt.NDArray[np.float64]

References = Sequence[Sequence[str | None]]
"""Reference translations, one sequence a translator and in it one text a segment.

None where a translator has no text for a segment; the empty text is a reference like any other.
"""


class Metric(Protocol):
    """A metric whose corpus score is a function of summed segment statistics.

    Corpus, document, bucket, bootstrap sample and single segment are all sums over the rows of
    `statistics`, so that a text is read once however many scores are asked for.
    """

    @property
    def id(self) -> str:
        """Name in options and JSON, e.g. ``chrf++``."""
        ...

    @property
    def name(self) -> str:
        """Name as sacreBLEU prints it, e.g. ``chrF2++``."""
        ...

    @property
    def lower_is_better(self) -> bool:
        """True for error rates."""
        ...

    def statistics(self, hypotheses: Sequence[str], references: References) -> FloatArray:
        """Give the statistics, (n_segments, n_statistics) float64."""
        ...

    def score(self, totals: FloatArray) -> FloatArray:
        """Give the scores of sums of statistics: (…, n_statistics) → (…), in per cent."""
        ...

    def segment_scores(self, statistics: FloatArray) -> FloatArray:
        """Give the score of each segment: (n_segments, n_statistics) → (n_segments,)."""
        ...

    def signature(self, references: str) -> str:
        """Give sacreBLEU's signature for that number of references (a number or ``var``)."""
        ...


def check_references(hypotheses: Sequence[str], references: References) -> None:
    """Make sure that each segment has its references.

    >>> check_references(["a", "b"], [["a"]])
    Traceback (most recent call last):
    ...
    mt.errors.LengthMismatchError: 2 hypotheses but 1 references: ...

    Args:
        hypotheses: the segments that are scored.
        references: their references.

    Raises:
        EmptyTextError: there is no hypothesis, no reference, or a segment without any.
        LengthMismatchError: the numbers of segments differ; the message names both.
    """
    if not hypotheses:
        raise EmptyTextError("there is no hypothesis to score: give at least one segment")
    if not references:
        raise EmptyTextError("there is no reference to score against: give at least one")
    for number, stream in enumerate(references):
        if len(stream) != len(hypotheses):
            which = f" (reference {number + 1} of {len(references)})" if len(references) > 1 else ""
            raise LengthMismatchError(
                f"{len(hypotheses)} hypotheses but {len(stream)} references{which}: "
                "give one reference a hypothesis, in the same order"
            )
    for number in range(len(hypotheses)):
        if all(stream[number] is None for stream in references):
            raise EmptyTextError(f"segment {number} has no reference: give one, or leave the segment out")


def segment_references(references: References) -> list[tuple[str, ...]]:
    """Turn the streams of translators into the references of each segment.

    >>> segment_references([["a", "b"], ["c", None]])
    [('a', 'c'), ('b',)]
    """
    return [tuple(text for text in texts if text is not None) for texts in zip(*references, strict=True)]


def count_references(references: References) -> str:
    """Give the number of references as signatures state it: a number, or ``var`` where it varies.

    >>> count_references([["a", "b"], ["c", None]])
    'var'
    """
    counts = {len(texts) for texts in segment_references(references)}
    return str(counts.pop()) if len(counts) == 1 else "var"


def sacrebleu_version() -> str:
    """Give the version that signatures state: that of the installed sacreBLEU."""
    return version("sacrebleu")
