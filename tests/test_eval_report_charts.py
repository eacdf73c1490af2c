import re
from dataclasses import replace

import pytest
from report_sample import sample_document, sample_report

from eval.report.charts import buckets_by_length, buckets_by_shape, coverage_along, make_charts
from eval.report.page import render_page
from eval.report.value import BeadScore, Report, ReportBead


def pair(article: tuple[int, ...], reference: tuple[int, ...], score: float) -> ReportBead:
    return ReportBead(article, reference, 0.9, 0.5, False, (BeadScore("chrf", score),))


@pytest.fixture(scope="module")
def report() -> Report:
    """Eight sentences on both sides, the first two of the reference omitted."""
    article = sample_document("a", "ar", tuple("كلمة" for _ in range(8)), 8)
    reference = sample_document("r", "en", tuple("word " * n + "x" for n in range(8)), 6)
    sample = sample_report()
    return replace(
        sample,
        article=article,
        reference=reference,
        drafts=(sample.drafts[0],) * 8,
        findings=(),
        beads=(
            ReportBead((), (0,), 0.9, None, False, ()),
            ReportBead((), (1,), 0.9, None, False, ()),
            pair((0, 1), (2,), 20.0),
            pair((2,), (3,), 30.0),
            pair((3,), (4,), 40.0),
            pair((4,), (5,), 50.0),
            pair((5, 6), (6, 7), 60.0),
        ),
    )


def test_coverage_is_by_characters() -> None:
    document = sample_document("a", "en", ("aaaa", "bb", "cc"), 1)
    assert coverage_along(document, {0}, slices=4) == [1.0, 1.0, 0.0, 0.0]
    assert coverage_along(document, {0}, slices=3) == pytest.approx([1.0, 0.5, 0.0])
    assert coverage_along(document, {0, 1, 2}, slices=5) == pytest.approx([1.0] * 5)


def test_buckets_are_by_length_of_the_reference_and_by_shape(report: Report) -> None:
    scored = [(bead, bead.scores[0].value) for bead in report.beads if bead.scores]
    lengths = [(bucket.name, bucket.beads, bucket.mean) for bucket in buckets_by_length(report, scored)]
    assert lengths == [("1–9 words", 4, 35.0), ("10–19 words", 1, 60.0)]
    shapes = [(bucket.name, bucket.beads, bucket.mean) for bucket in buckets_by_shape(scored)]
    assert shapes == [("1-1", 3, 40.0), ("many-1", 1, 20.0), ("many-many", 1, 60.0)]


def test_each_chart_says_in_words_what_it_shows(report: Report) -> None:
    assert [chart.summary for chart in make_charts(report)] == [
        "Article: 6 of 50 slices are less than half paired. "
        "Reference: 2 of 50 slices are less than half paired.",
        "5 pairs from 20 to 60; half of them under 40.",
        "1–9 words: 35 over 4; 10–19 words: 60 over 1; "
        "1-1: 40 over 3; many-1: 20 over 1; many-many: 60 over 1.",
    ]


def test_the_drawings_need_no_style_that_the_policy_forbids(report: Report) -> None:
    page = render_page(report)
    drawings = [chart.svg for chart in make_charts(report)]
    assert all(drawing in page for drawing in drawings)
    assert not re.search(r"style|#0[1-9]0|http|<metadata", "".join(drawings))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_same_report_gives_the_same_drawings(report: Report) -> None:
    assert make_charts(report) == make_charts(report)


def test_few_pairs_make_no_chart() -> None:
    assert make_charts(sample_report()) == []
