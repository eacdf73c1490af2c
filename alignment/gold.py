"""Score an alignment against a gold one, as the alignment literature counts since Vecalign.

Strict and lax precision, recall and F1 (Thompson and Koehn, EMNLP 2019, section 4; the convention is
that of the Text+Berg evaluation, Sennrich and Volk, AMTA 2010). A bead is right in the strict sense
if the gold has exactly this bead, in the lax sense if one of its pairs of sentences is paired in the
gold. Null beads of the alignment count in its precision, and can be right in the strict sense only;
recall leaves null beads out on both sides. Counts are summed over documents before they are divided.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alignment.bead import Bead
from mt.errors import FormatError

Ids = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good an alignment is in one sense.

    Attributes:
        precision: share of its beads that are right, in [0, 1].
        recall: share of the gold's beads that it found, in [0, 1].
        f1: harmonic mean of both, 0 where both are.
    """

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class GoldScore:
    """How good an alignment is.

    Attributes:
        strict: counting exactly equal beads.
        lax: counting beads that share a pair of sentences.
    """

    strict: Quality
    lax: Quality


@dataclass(frozen=True, slots=True)
class _Counts:
    strict: int = 0
    lax: int = 0
    total: int = 0

    def __add__(self, other: "_Counts") -> "_Counts":
        return _Counts(self.strict + other.strict, self.lax + other.lax, self.total + other.total)


def score_alignment(documents: Iterable[tuple[Sequence[Bead], Sequence[Bead]]]) -> GoldScore:
    """Score the alignments of one or more documents.

    Args:
        documents: gold beads and the beads to score of each; a bead that comes twice counts once.

    >>> gold = (Bead((0,), (0, 1), 1.0), Bead((1,), (2,), 1.0))
    >>> found = (Bead((0,), (0,), 0.9), Bead((), (1,), 0.6), Bead((1,), (2,), 0.8))
    >>> score_alignment([(gold, found)]).strict
    Quality(precision=0.3333333333333333, recall=0.5, f1=0.4)
    """
    precision = recall = _Counts()
    for gold, found in documents:
        gold_ids, found_ids = _ids(gold), _ids(found)
        precision += _count(gold_ids, found_ids)
        recall += _count(_full(found_ids), _full(gold_ids))
    return GoldScore(
        strict=_quality(_share(precision.strict, precision.total), _share(recall.strict, recall.total)),
        lax=_quality(_share(precision.lax, precision.total), _share(recall.lax, recall.total)),
    )


def judge_beads(gold: Sequence[Bead], found: Sequence[Bead]) -> Iterator[tuple[float, bool]]:
    """Yield the confidence of each bead that was found, and whether the gold has exactly this bead.

    >>> list(judge_beads([Bead((0,), (0,), 1.0)], [Bead((0,), (0,), 0.9), Bead((), (1,), 0.6)]))
    [(0.9, True), (0.6, False)]
    """
    right = _ids(gold)
    for bead in found:
        yield bead.confidence, (bead.source, bead.target) in right


def check_gold(gold: Sequence[Bead], n_source: int, n_target: int) -> None:
    """Check that gold beads name sentences that exist; they need not name them all.

    Raises:
        FormatError: one does not.
    """
    for side, numbers, size in (
        ("source", (i for bead in gold for i in bead.source), n_source),
        ("target", (j for bead in gold for j in bead.target), n_target),
    ):
        highest = max(numbers, default=-1)
        if highest >= size:
            raise FormatError(
                f"the gold names {side} sentence {highest}, but the last of the text is {size - 1}; "
                "give the text that it was made for, a sentence a line, with --segmented"
            )


def _ids(beads: Sequence[Bead]) -> set[Ids]:
    return {(bead.source, bead.target) for bead in beads if bead.source or bead.target}


def _full(ids: set[Ids]) -> set[Ids]:
    return {bead for bead in ids if bead[0] and bead[1]}


def _count(gold: set[Ids], found: set[Ids]) -> _Counts:
    targets: dict[int, set[int]] = {}
    for source, target in gold:
        for i in source:
            targets.setdefault(i, set()).update(target)
    strict = len(found & gold)
    touching = sum(
        1
        for source, target in found - gold
        if any(not targets.get(i, set()).isdisjoint(target) for i in source)
    )
    return _Counts(strict, strict + touching, len(found))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _quality(precision: float, recall: float) -> Quality:
    both = precision + recall
    return Quality(precision, recall, 2 * precision * recall / both if both else 0.0)
