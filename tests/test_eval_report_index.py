import re
from dataclasses import replace
from datetime import UTC, datetime

from report_sample import sample_report

from eval.report.index import IndexRow, render_index
from eval.report.value import Verdict

CREATED = datetime(2026, 3, 5, 9, 7, tzinfo=UTC)


def row(name: str, verdict: Verdict, errors: int = 0) -> IndexRow:
    report = sample_report()
    summary = replace(report.summary, verdict=verdict, errors=errors)
    return IndexRow(name, f"{name}.report.html", replace(report, summary=summary))


def test_what_needs_work_comes_first() -> None:
    rows = [
        row("a", Verdict.CLEAN),
        row("b", Verdict.ERRORS, 1),
        row("c", Verdict.ERRORS, 5),
        row("d", Verdict.REVIEW),
        IndexRow("e", None, None, "not UTF-8"),
    ]
    page = render_index(rows, title="news", created=CREATED)
    assert re.findall(r"<bdi>(\w)</bdi>", page) == ["e", "c", "b", "d", "a"]


def test_a_row_has_its_numbers_its_page_and_its_failed_gates() -> None:
    page = render_index(
        [replace(row("a", Verdict.ERRORS, 1), reasons=("chrf is 4.00, under 50",))],
        title="news",
        created=CREATED,
    )
    assert '<a href="a.report.html"><bdi>a</bdi></a>' in page
    assert re.findall(r'<td class="number">([^<]*)</td>', page)[:2] == ["1", "2"]
    assert "failed: chrf is 4.00, under 50" in page
    assert "<h1><bdi>news</bdi></h1>" in page


def test_hostile_names_are_inert() -> None:
    hostile = '"><script>alert(1)</script>'
    page = render_index([IndexRow(hostile, hostile, None, hostile)], title=hostile, created=CREATED)
    assert "<script" not in page


def test_an_empty_index_says_so() -> None:
    assert "0 documents" in render_index([], title="news", created=CREATED)
