from dataclasses import replace

import pytest
from report_sample import sample_report

from eval.finding import Severity
from eval.report.gates import Gates, Threshold, failures, judge, parse_threshold
from eval.report.value import Report
from mt.errors import InputError


def reasons(report: Report, **gates: object) -> list[str]:
    return failures(judge(report, Gates(**gates)))  # type: ignore[arg-type]


def test_without_gates_nothing_fails() -> None:
    assert judge(sample_report(), Gates()) == ()


@pytest.mark.parametrize("severity", list(Severity))
def test_a_gating_error_fails_at_every_level(severity: Severity) -> None:
    assert reasons(sample_report(), fail_on=severity) == [
        "error number: The article says 110 square kilometres, the reference 110,000."
    ]


def test_findings_for_review_fail_nothing() -> None:
    report = sample_report()
    report = replace(report, findings=tuple(replace(finding, gating=False) for finding in report.findings))
    assert reasons(report, fail_on=Severity.NOTICE) == []


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        ("chrf=54", []),
        ("chrf=54.875", []),
        ("chrf=60", ["chrf is 54.88, under 60"]),
        ("ter=80", []),
        ("ter=70", ["ter is 71.00, above 70"]),
        ("article-coverage=75", []),
        ("reference-coverage=90", ["reference-coverage is 28.78, under 90"]),
    ],
)
def test_a_threshold_is_the_worst_value_that_passes(threshold: str, expected: list[str]) -> None:
    report = sample_report()
    report = replace(
        report,
        article=replace(report.article, coverage=0.75),
        reference=replace(report.reference, coverage=0.2878),
    )
    assert reasons(report, thresholds=(parse_threshold(threshold),)) == expected


def test_a_score_that_does_not_exist_for_want_of_pairs_fails() -> None:
    report = replace(sample_report(), scores=())
    assert reasons(report, thresholds=(Threshold("chrf", 1),)) == ["no chrf: nothing is paired"]


def test_a_threshold_on_nothing_is_an_error() -> None:
    with pytest.raises(InputError, match="'comet'; take one of chrf, ter, article-coverage"):
        reasons(sample_report(), thresholds=(Threshold("comet", 1),))


@pytest.mark.parametrize("text", ["chrf", "chrf=", "chrf=high", "=5", "chrf=-1"])
def test_what_is_no_threshold_says_how_to_write_one(text: str) -> None:
    with pytest.raises(InputError, match="write NAME=PERCENT"):
        parse_threshold(text)


def test_a_report_is_no_worse_than_itself() -> None:
    assert reasons(sample_report(), baseline=sample_report()) == []


def test_a_new_gating_finding_is_worse_and_a_moved_one_is_not() -> None:
    report = sample_report()
    error = report.findings[0]
    moved = replace(report, findings=(replace(error, bead=4), *report.findings[1:]))
    assert reasons(moved, baseline=report) == []
    twice = replace(report, findings=(error, *report.findings))
    assert reasons(twice, baseline=report) == [f"new error number: {error.message}"]


def test_a_score_is_worse_where_it_left_the_interval() -> None:
    report = sample_report()
    chrf, ter = report.scores
    inside = replace(report, scores=(replace(chrf, value=48.5), ter))
    assert reasons(inside, baseline=report) == []
    outside = replace(report, scores=(replace(chrf, value=48.25), replace(ter, value=72.0)))
    assert reasons(outside, baseline=report) == [
        "chrf went from 54.88 (48.50 to 61.25) to 48.25",
        "ter went from 71.00 (71.00 to 71.00) to 72.00",
    ]


def test_coverage_that_falls_is_worse() -> None:
    report = replace(sample_report(), article=replace(sample_report().article, coverage=0.9))
    now = replace(report, article=replace(report.article, coverage=0.85))
    assert reasons(now, baseline=report) == ["coverage of the article fell from 90.0% to 85.0%"]


def test_a_baseline_on_another_reference_is_an_error() -> None:
    report = sample_report()
    other = replace(report, reference=replace(report.reference, sha256="1" * 64, name="other.txt"))
    with pytest.raises(InputError, match=r"about another reference \(other.txt"):
        reasons(report, baseline=other)
