import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from report_sample import ARTICLE, REFERENCE, sample_report

from eval.report.page import headline, render_page
from eval.report.rows import RowKind, make_rows
from eval.report.summary import summarise
from eval.report.value import Verdict

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"\' onmouseover="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
)


def test_rows_follow_the_alignment_and_join_neighbouring_omissions() -> None:
    rows = make_rows(sample_report())
    assert [(row.kind, row.number, row.last) for row in rows] == [
        (RowKind.ADDITION, 1, 1),
        (RowKind.PAIR, 2, 2),
        (RowKind.OMISSION, 3, 4),
        (RowKind.PAIR, 5, 5),
        (RowKind.ADDITION, 6, 6),
    ]


def test_no_character_of_either_text_is_lost() -> None:
    rows = make_rows(sample_report())
    for side, texts in (("article", ARTICLE), ("reference", REFERENCE)):
        lines = sorted((line for row in rows for line in getattr(row, side)), key=lambda line: line.number)
        assert tuple("".join(piece.text for piece in line.pieces) for line in lines) == texts


def test_evidence_is_marked_where_it_stands() -> None:
    pair = make_rows(sample_report())[1]
    assert [p.text for line in pair.article for p in line.pieces if 0 in p.findings] == ["110"]
    assert [p.text for line in pair.reference for p in line.pieces if 0 in p.findings] == ["110,000"]


def test_words_of_one_side_only_are_marked() -> None:
    pair = make_rows(sample_report())[1]
    assert [p.text for line in pair.draft for p in line.pieces if p.differs] == ["liberated 110", "land"]


def test_a_bead_too_long_for_a_comparison_says_so() -> None:
    report = sample_report(reference=("word " * 2000, *REFERENCE[1:]))
    assert not make_rows(report)[1].compared
    assert "Too long for a comparison word by word" in render_page(report)


class Markup(HTMLParser):
    """What a page is made of: its tags, its attributes, and the text between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[tuple[str, str]] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {(tag, ""), *((tag, name) for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(text: str) -> None:
    filler = "x" * 50
    report = sample_report(tuple(text + filler for _ in ARTICLE), tuple(text + filler for _ in REFERENCE))
    report = replace(
        report,
        article=replace(report.article, name=text),
        model=text,
        drafts=tuple(replace(draft, text=text) for draft in report.drafts),
        findings=tuple(replace(finding, message=text, check=text) for finding in report.findings),
    )
    page = Markup(render_page(report))
    assert page.tags <= Markup(render_page(sample_report())).tags
    assert text in page.text


def test_the_policy_names_exactly_the_style_and_the_script_of_the_page() -> None:
    page = render_page(sample_report())
    policy = unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0])
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_names_no_other_place() -> None:
    page = render_page(sample_report())
    assert (
        re.findall(r"(?:https?:)?//[\w.-]+|url\(|@import|<link(?! rel=\"icon\" href=\"data:,\")", page) == []
    )
    assert not re.findall(r'style="', page)


def test_every_link_of_the_page_has_its_target() -> None:
    page = render_page(sample_report())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize(
    ("verdict", "line"),
    [
        (Verdict.ERRORS, "1 error to resolve"),
        (Verdict.REVIEW, "No errors that fail it, 4 points to review"),
        (Verdict.CLEAN, "Nothing found"),
        (Verdict.UNRELATED, "The two texts hardly correspond"),
    ],
)
def test_the_headline_says_the_verdict(verdict: Verdict, line: str) -> None:
    report = sample_report()
    assert headline(replace(report, summary=replace(report.summary, verdict=verdict))) == line


def test_a_report_without_findings_and_scores_says_both() -> None:
    report = replace(sample_report(), findings=(), scores=())
    text = Markup(render_page(report)).text
    assert "No check found anything." in text
    assert "No score: nothing could be paired." in text


def test_only_gating_errors_fail_a_text() -> None:
    report = sample_report()
    sides = {"article": report.article, "reference": report.reference}
    for_review = [replace(finding, gating=False) for finding in report.findings]
    assert summarise(report.findings, report.beads, **sides).verdict is Verdict.ERRORS
    assert summarise(for_review, report.beads, **sides).verdict is Verdict.REVIEW
    assert summarise([], report.beads, **sides).verdict is Verdict.CLEAN


def test_texts_that_hardly_pair_are_called_unrelated() -> None:
    report = sample_report()
    article, reference = (replace(side, coverage=0.05) for side in (report.article, report.reference))
    summary = summarise(report.findings, report.beads, article=article, reference=reference)
    assert summary.verdict is Verdict.UNRELATED
    assert summary.reason.startswith("Only 5% of either text")
