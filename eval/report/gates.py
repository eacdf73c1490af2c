"""Gates: what makes a report fail a release, each with its reason.

Only findings of checks that gate count here; those that are for review never fail anything.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from eval.finding import Finding, Severity
from eval.metrics.scores import Score
from eval.report.value import Report
from mt.errors import InputError

_THRESHOLD = re.compile(r"([\w+-]+)=(\d+(?:\.\d+)?)")
_COVERAGES = ("article-coverage", "reference-coverage")
COVERAGE_SLACK = 0.01
"""Fall of a coverage against the baseline that is still no news: a sentence cut elsewhere."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The worst value that passes.

    Attributes:
        name: id of a metric, ``article-coverage`` or ``reference-coverage``.
        value: in per cent; the least, or for an error rate the greatest.
    """

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Gates:
    """What a report has to pass.

    Attributes:
        fail_on: the least severity of a gating finding that fails; None for no such gate.
        thresholds: scores and coverages.
        baseline: an earlier report on the same reference; None for no such gate.
    """

    fail_on: Severity | None = None
    thresholds: tuple[Threshold, ...] = ()
    baseline: Report | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one gate.

    Attributes:
        gate: the gate in a few words.
        reasons: why it failed; empty where it passed.
    """

    gate: str
    reasons: tuple[str, ...]


def parse_threshold(text: str) -> Threshold:
    """Read a threshold as the command line has it.

    >>> parse_threshold("chrf=50")
    Threshold(name='chrf', value=50.0)

    Raises:
        InputError: it is not of the form ``NAME=NUMBER``.
    """
    match = _THRESHOLD.fullmatch(text.strip().lower())
    if match is None:
        raise InputError(f"not a threshold: {text!r}; write NAME=PERCENT, for instance chrf=50")
    return Threshold(match[1], float(match[2]))


def judge(report: Report, gates: Gates) -> tuple[Outcome, ...]:
    """Give the outcome of each gate, in the order of `Gates`.

    Raises:
        InputError: a threshold names nothing that the report has, or the baseline is of another
            reference.
    """
    outcomes = []
    if gates.fail_on is not None:
        outcomes.append(Outcome(f"no finding from {gates.fail_on} on", _findings(report, gates.fail_on)))
    outcomes += [_threshold(report, threshold) for threshold in gates.thresholds]
    if gates.baseline is not None:
        outcomes.append(Outcome("no worse than the baseline", tuple(_against(report, gates.baseline))))
    return tuple(outcomes)


def _findings(report: Report, least: Severity) -> tuple[str, ...]:
    order = list(Severity)
    return tuple(
        f"{finding.severity} {finding.check}: {finding.message}"
        for finding in report.findings
        if finding.gating and order.index(finding.severity) <= order.index(least)
    )


def _threshold(report: Report, threshold: Threshold) -> Outcome:
    if threshold.name in _COVERAGES:
        value = 100 * (report.article if threshold.name == _COVERAGES[0] else report.reference).coverage
        lower_is_better = False
    else:
        score = _score_named(report.scores, threshold.name)
        if score is None and report.scores:
            known = ", ".join((*(score.metric for score in report.scores), *_COVERAGES))
            raise InputError(f"no score or coverage is called {threshold.name!r}; take one of {known}")
        if score is None:
            return Outcome(
                f"{threshold.name}={threshold.value:g}", (f"no {threshold.name}: nothing is paired",)
            )
        value, lower_is_better = score.value, score.lower_is_better
    gate = f"{threshold.name} {'at most' if lower_is_better else 'at least'} {threshold.value:g}"
    passed = value <= threshold.value if lower_is_better else value >= threshold.value
    side = "above" if lower_is_better else "under"
    reason = f"{threshold.name} is {value:.2f}, {side} {threshold.value:g}"
    return Outcome(gate, () if passed else (reason,))


def _against(report: Report, baseline: Report) -> Iterator[str]:
    """Say what got worse than a baseline on the same reference.

    A score got worse where it left the baseline's interval on the bad side: less is chance.
    """
    if report.reference.sha256 != baseline.reference.sha256:
        raise InputError(
            f"the baseline is about another reference ({baseline.reference.name}, sha256 "
            f"{baseline.reference.sha256[:12]}…); give a report on this one ({report.reference.sha256[:12]}…)"
        )
    known = Counter(map(_claim, baseline.findings))
    for finding in report.findings:
        if not finding.gating:
            continue
        if known[_claim(finding)]:
            known[_claim(finding)] -= 1
        else:
            yield f"new {finding.severity} {finding.check}: {finding.message}"
    for side, now, before in (
        ("article", report.article.coverage, baseline.article.coverage),
        ("reference", report.reference.coverage, baseline.reference.coverage),
    ):
        if now < before - COVERAGE_SLACK:
            yield f"coverage of the {side} fell from {before:.1%} to {now:.1%}"
    for score in baseline.scores:
        current = _score_named(report.scores, score.metric)
        if current is None:
            yield f"no {score.metric} any more; the baseline has {score.value:.2f}"
            continue
        low, high = (
            (score.interval.low, score.interval.high) if score.interval else (score.value, score.value)
        )
        if current.value > high if score.lower_is_better else current.value < low:
            then = f"{score.value:.2f} ({low:.2f} to {high:.2f})"
            yield f"{score.metric} went from {then} to {current.value:.2f}"


def _claim(finding: Finding) -> tuple[str, Severity, tuple[str, ...], tuple[str, ...]]:
    """Give what makes two findings of two runs the same: the claim, not its place."""
    return (
        finding.check,
        finding.severity,
        tuple(span.text for span in finding.article),
        tuple(span.text for span in finding.reference),
    )


def _score_named(scores: Sequence[Score], name: str) -> Score | None:
    return next((score for score in scores if score.metric == name), None)


def failures(outcomes: Iterable[Outcome]) -> list[str]:
    """Give the reasons of all gates that failed."""
    return [reason for outcome in outcomes for reason in outcome.reasons]
