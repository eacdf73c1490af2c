"""Moved passages: beads that the alignment found out of order on the reference's side."""

from collections.abc import Iterator

from eval.checks.pair import Check, CheckedPair
from eval.finding import Finding, Severity


def find_moved(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each passage that stands elsewhere in the reference.

    >>> from eval.checks.pair import Sentence
    >>> pair = CheckedPair(2, (Sentence(2, "نعم."),), (Sentence(0, "Yes."),), moved=True)
    >>> [finding.message for finding in find_moved((pair,))]
    ['The reference has this passage in another place.']
    """
    passage: list[CheckedPair] = []
    for pair in pairs:
        if not pair.moved or pair.is_null:
            continue
        if passage and (
            pair.bead != passage[-1].bead + 1
            or pair.reference[0].number != passage[-1].reference[-1].number + 1
        ):
            yield _finding(passage)
            passage = []
        passage.append(pair)
    if passage:
        yield _finding(passage)


def _finding(passage: list[CheckedPair]) -> Finding:
    article = [sentence for pair in passage for sentence in pair.article]
    reference = [sentence for pair in passage for sentence in pair.reference]
    return Finding(
        "moved",
        Severity.NOTICE,
        False,
        passage[0].bead,
        "The reference has this passage in another place.",
        article=tuple(sentence.span() for sentence in article),
        reference=tuple(sentence.span() for sentence in reference),
    )


CHECK = Check("moved", "passages in another order than the reference's", find_moved)
