"""From findings and coverage to a verdict that names its evidence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from eval.finding import Finding, Severity
from eval.report.value import Document, ReportBead, Summary, Verdict

UNCERTAIN_BELOW = 0.5
"""Confidence below which a bead is called doubtful, and so what is said about it."""

UNRELATED_BELOW = 0.1
"""Share of both texts that has to be paired for anything else to mean much."""


EXPECTED_HARM: Mapping[str, float] = MappingProxyType(
    {
        "script": 1.0,
        "opposite": 0.65,
        "negation": 0.65,
        "number": 0.6,
        "date": 0.6,
        "meaning": 0.5,
        "idiom": 0.5,
        "omission": 0.4,
        "addition": 0.4,
        "name": 0.4,
        "modality": 0.35,
        "length": 0.35,
        "hedge": 0.3,
        "terminology": 0.25,
        "repetition": 0.2,
        "quotation": 0.15,
        "moved": 0.1,
    }
)
"""Of a finding for review, by check: how much harm the error does (a judgement, in [0, 1]) times how
often such a finding is right (docs/checks.md)."""

_LEAST_HARM = 0.1
_DOUBTED = 0.6
"""What is left of that where the pair itself is doubtful."""


def rank(finding: Finding, confidence: float) -> tuple[int, bool, bool, float, int]:
    """Give the sort key of the review queue: what is likeliest to matter first.

    By severity, then what gates, those on a sure alignment first; what is for review by the harm that
    is to be expected; then in reading order.

    Args:
        finding: the finding.
        confidence: of its bead, in [0, 1].
    """
    doubtful = confidence < UNCERTAIN_BELOW
    expected = EXPECTED_HARM.get(finding.check, _LEAST_HARM) * (0.5 + finding.weight)
    if doubtful:
        expected *= _DOUBTED
    return (
        list(Severity).index(finding.severity),
        not finding.gating,
        finding.gating and doubtful,
        0.0 if finding.gating else -expected,
        finding.bead,
    )


def summarise(
    findings: Sequence[Finding], beads: Sequence[ReportBead], *, article: Document, reference: Document
) -> Summary:
    """Count the findings and give the verdict.

    Only gating findings make the verdict `errors`: those that are for review never fail a text.

    Args:
        findings: all findings.
        beads: the whole alignment.
        article: the Arabic side.
        reference: the English side.
    """
    by_severity = Counter(finding.severity for finding in findings)
    verdict, reason = _verdict(findings, max(article.coverage, reference.coverage))
    return Summary(
        verdict=verdict,
        reason=reason,
        errors=by_severity[Severity.ERROR],
        warnings=by_severity[Severity.WARNING],
        notices=by_severity[Severity.NOTICE],
        gating=sum(finding.gating for finding in findings),
        paired_beads=sum(bead.is_pair for bead in beads),
        added_sentences=len(article.sentences) - article.paired_sentences,
        omitted_sentences=len(reference.sentences) - reference.paired_sentences,
    )


def is_failing(finding: Finding) -> bool:
    """Say whether a finding alone fails a text: an error of a check that gates."""
    return finding.gating and finding.severity is Severity.ERROR


def _verdict(findings: Sequence[Finding], best_share: float) -> tuple[Verdict, str]:
    if best_share < UNRELATED_BELOW:
        return Verdict.UNRELATED, (
            f"Only {best_share:.0%} of either text could be paired: "
            "this may be the wrong reference, or the article says nothing of it."
        )
    failing = [finding for finding in findings if is_failing(finding)]
    if failing:
        kinds = Counter(finding.check for finding in failing)
        listed = ", ".join(f"{check} ({count})" for check, count in kinds.most_common())
        return Verdict.ERRORS, f"Checks that are exact enough to fail a text found an error: {listed}."
    if findings:
        kinds = Counter(finding.check for finding in findings)
        listed = ", ".join(f"{check} ({count})" for check, count in kinds.most_common())
        return Verdict.REVIEW, f"No check that may fail a text did; a person should look at: {listed}."
    return Verdict.CLEAN, "No check found anything. The checks see facts and gaps, not style or tone."
