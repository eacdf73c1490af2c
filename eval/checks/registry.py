"""All checks, and the one way to run them."""

from collections.abc import Sequence

from alignment.bead import Bead
from eval.checks import (
    date,
    hedge,
    idiom,
    length,
    meaning,
    modality,
    moved,
    name,
    negation,
    opposite,
    quotation,
    repetition,
    script,
    terminology,
    unpaired,
)
from eval.checks import number as numbers
from eval.checks.pair import Check, CheckedPair, Sentence
from eval.clauses import NO_GAPS, Gaps
from eval.finding import Finding, Severity
from mt.errors import LengthMismatchError
from mt.support import WordSupport

CHECKS: tuple[Check, ...] = (
    numbers.CHECK,
    date.CHECK,
    script.CHECK,
    unpaired.OMISSION,
    unpaired.ADDITION,
    moved.CHECK,
    hedge.CHECK,
    negation.CHECK,
    opposite.CHECK,
    modality.CHECK,
    meaning.CHECK,
    idiom.CHECK,
    name.CHECK,
    repetition.CHECK,
    terminology.CHECK,
    length.CHECK,
    quotation.CHECK,
)

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


def run_checks(
    beads: Sequence[Bead],
    article: Sequence[str],
    reference: Sequence[str],
    *,
    drafts: Sequence[str | None] | None = None,
    support: Sequence[tuple[WordSupport, ...]] | None = None,
    gaps: Sequence[Gaps] | None = None,
    checks: Sequence[Check] = CHECKS,
) -> tuple[Finding, ...]:
    """Check a whole document.

    >>> beads = [Bead((0,), (0,), 1.0), Bead((), (1,), 1.0)]
    >>> findings = run_checks(beads, ["قتل 350 شخصا."], ["It killed 250 people.", "It was cold."])
    >>> [(finding.check, finding.severity.value, finding.bead) for finding in findings]
    [('number', 'error', 0), ('omission', 'warning', 1)]

    Args:
        beads: the alignment, in reading order.
        article: the Arabic sentences that `Bead.source` counts.
        reference: the English sentences that `Bead.target` counts.
        drafts: one draft a bead (None or empty where there is none), or None.
        support: one a bead, empty where nothing is known, as `CheckedPair.support` says; or None.
        gaps: one a bead, as `eval.clauses.find_gaps` gives them; or None.
        checks: the checks to run; all of them by default.

    Returns:
        The findings in the order of the beads; within a bead the worst first, then by place.

    Raises:
        LengthMismatchError: the number of drafts, supports or gaps is not the number of beads, or a bead
            names a sentence that does not exist.
    """
    pairs = pair_up(beads, article, reference, drafts=drafts, support=support, gaps=gaps)
    findings = [finding for check in checks for finding in check.run(pairs)]
    return tuple(sorted(_without_repeats(findings), key=_reading_order))


def pair_up(
    beads: Sequence[Bead],
    article: Sequence[str],
    reference: Sequence[str],
    *,
    drafts: Sequence[str | None] | None = None,
    support: Sequence[tuple[WordSupport, ...]] | None = None,
    gaps: Sequence[Gaps] | None = None,
) -> tuple[CheckedPair, ...]:
    """Put the texts of both sides into the beads.

    >>> pair_up([Bead((0,), (), 1.0)], ["نعم."], [])[0].article[0].text
    'نعم.'

    Args:
        beads: the alignment.
        article: the Arabic sentences.
        reference: the English sentences.
        drafts: one draft a bead, or None.
        support: as in `run_checks`.
        gaps: as in `run_checks`.

    Returns:
        One pair a bead, in the order of the beads.

    Raises:
        LengthMismatchError: as in `run_checks`.
    """
    for what, values in (("drafts", drafts), ("supports", support), ("gaps", gaps)):
        if values is not None and len(values) != len(beads):
            raise LengthMismatchError(f"{len(values)} {what} for {len(beads)} beads: give one a bead")
    return tuple(
        CheckedPair(
            number,
            _sentences(bead.source, article, side="article"),
            _sentences(bead.target, reference, side="reference"),
            None if drafts is None else drafts[number],
            bead.moved,
            () if support is None else support[number],
            NO_GAPS if gaps is None else gaps[number],
        )
        for number, bead in enumerate(beads)
    )


def _sentences(wanted: Sequence[int], texts: Sequence[str], *, side: str) -> tuple[Sentence, ...]:
    for number in wanted:
        if not 0 <= number < len(texts):
            raise LengthMismatchError(
                f"a bead names {side} sentence {number}, but the {side} has {len(texts)} sentences: "
                "give the sentences that the alignment was made of"
            )
    return tuple(Sentence(number, texts[number]) for number in wanted)


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Leave out what the number check says of a day that the date check has found wrong."""
    dates = {
        (finding.bead, side, span.sentence): span
        for finding in findings
        if finding.check == "date" and finding.gating
        for side, spans in enumerate((finding.article, finding.reference))
        for span in spans
    }

    def is_repeat(finding: Finding) -> bool:
        places = [
            (dates.get((finding.bead, side, span.sentence)), span)
            for side, spans in enumerate((finding.article, finding.reference))
            for span in spans
        ]
        return finding.check == "number" and all(
            whole is not None and whole.start <= span.start and span.end <= whole.end
            for whole, span in places
        )

    return [finding for finding in findings if not is_repeat(finding)]


def _reading_order(finding: Finding) -> tuple[int, int, int, int, int, str]:
    place = (finding.reference or finding.article or (None,))[0]
    where = (0, 0) if place is None else (place.sentence, place.start)
    return (finding.bead, _RANK[finding.severity], int(not finding.gating), *where, finding.check)
