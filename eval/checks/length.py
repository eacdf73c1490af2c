"""Length outliers: beads whose sides differ in length as no others of the document do.

How long English is for its Arabic depends on genre and translator, so there is no global limit:
the document's own beads give the expected ratio and its spread (median and median absolute
deviation, which outliers do not move). The difference of the sides is taken per square root of the
length, after Gale and Church 1993, "A program for aligning sentences in bilingual corpora",
Computational Linguistics 19(1), section 3. A part that was left out of a sentence shows here.
"""

import math
from collections.abc import Iterator, Sequence
from statistics import median

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity

MIN_BEADS = 12
"""With fewer paired beads the spread of a document is not known."""
LIMIT = 2.5
"""Robust z below which the article is short: lower than the 3.5 of Iglewicz and Hoaglin 1993, since
a cut sentence matters and a look at it is cheap."""
REFERENCE_LIMIT = 3.5
"""Robust z above which the reference is short."""
_NORMAL = 1.4826
"""Median absolute deviations in a standard deviation of a normal distribution."""


def find_length_outliers(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each bead one side of which is much shorter than the document leads to expect."""
    paired = [pair for pair in pairs if not pair.is_null]
    if len(paired) < MIN_BEADS:
        return
    lengths = [(_length(pair.article), _length(pair.reference)) for pair in paired]
    ratio = median(article / reference for article, reference in lengths)
    deviations = [
        (article - ratio * reference) / math.sqrt(ratio * reference) for article, reference in lengths
    ]
    for pair, (article, reference), z in zip(paired, lengths, robust_z(deviations), strict=True):
        if -LIMIT <= z <= REFERENCE_LIMIT:
            continue
        short = "article" if z < 0 else "reference"
        expected = ratio * reference
        message = (
            f"The {short} is short here: the article has {article} characters where {expected:.0f} would be "
            f"usual in this document."
        )
        yield Finding(
            "length",
            Severity.WARNING if z < 0 else Severity.NOTICE,
            False,
            pair.bead,
            message,
            article=tuple(sentence.span() for sentence in pair.article),
            reference=tuple(sentence.span() for sentence in pair.reference),
        )


def robust_z(values: Sequence[float]) -> list[float]:
    """Give how far each value lies from the median, in robust standard deviations.

    >>> robust_z([1.0, 2.0, 3.0, 4.0, 100.0])[2:4]
    [0.0, 0.6744907594765952]
    >>> robust_z([1.0, 1.0, 5.0])
    [0.0, 0.0, 0.0]

    Args:
        values: at least one number.

    Returns:
        One number a value; all zero where more than half of the values are equal.
    """
    middle = median(values)
    spread = _NORMAL * median(abs(value - middle) for value in values)
    return [(value - middle) / spread if spread else 0.0 for value in values]


def _length(sentences: tuple[Sentence, ...]) -> int:
    return sum(len(sentence.text.strip()) for sentence in sentences) or 1


CHECK = Check("length", "beads much shorter on one side than the document's others", find_length_outliers)
