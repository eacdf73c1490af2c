from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alignment.bead import Bead
from eval.finding import Finding, Severity
from eval.report.build import build_report, make_texts
from eval.report.page import render_page
from eval.report.summary import rank
from eval.report.value import Report
from mt.errors import EmptyTextError, LanguageError, LengthMismatchError
from mt.translation import Flag, Translation

ARTICLE = "قال الوزير إن المهمة لم تنته.\nوشكر الشركاء."
REFERENCE = "The minister said the mission is not over.\nIt rained.\nHe thanked the partners."
CREATED = datetime(2026, 3, 5, tzinfo=UTC)
BEADS = (Bead((0,), (0,), 0.9, 0.7), Bead((), (1,), 0.8), Bead((1,), (2,), 0.9, 0.6))
DRAFTS = ("The minister said the mission is not over.", "He thanked the partners.")


def report(beads: tuple[Bead, ...] = BEADS, drafts: tuple[str, ...] = DRAFTS) -> Report:
    article, reference = make_texts(("article", ARTICLE), ("speech", REFERENCE))
    translations = [
        Translation(source, draft, -0.5, frozenset({Flag.REPEATED, Flag.EMPTY}), "model@1")
        for source, draft in zip(article.strings, drafts, strict=False)
    ]
    return build_report(
        article, reference, beads=beads, translations=translations, encoder="encoder 1", created=CREATED
    )


def test_perfect_drafts_have_perfect_scores_over_the_pairs() -> None:
    values = {score.metric: score.value for score in report().scores}
    assert values == pytest.approx({"chrf": 100, "chrf++": 100, "bleu": 100, "ter": 0})
    assert [[score.value for score in bead.scores] for bead in report().beads] == [[100, 0], [], [100, 0]]


def test_what_is_omitted_counts_in_the_adjusted_scores() -> None:
    made = report()
    for score, adjusted in zip(made.scores, made.adjusted_scores, strict=True):
        assert adjusted.value > score.value if score.lower_is_better else adjusted.value < score.value
        assert (score.segments, adjusted.segments) == (2, 3)


def test_without_gaps_adjusted_scores_are_the_scores() -> None:
    made = report((Bead((0,), (0, 1), 0.9), Bead((1,), (2,), 0.9)))
    assert made.scores == made.adjusted_scores


def test_coverage_counts_characters_and_sentences() -> None:
    made = report()
    assert (made.article.coverage, made.article.paired_sentences) == (1.0, 2)
    assert made.reference.coverage == pytest.approx(1 - len("It rained.") / len(REFERENCE.replace("\n", "")))
    assert (made.summary.added_sentences, made.summary.omitted_sentences) == (0, 1)


def test_nothing_paired_is_a_report_without_scores() -> None:
    made = report((Bead((0,), (), 0.9), Bead((1,), (), 0.9), *(Bead((), (n,), 0.9) for n in range(3))))
    assert (made.scores, made.adjusted_scores, made.summary.verdict) == ((), (), "unrelated")


def test_the_queue_has_first_what_is_likeliest_to_matter() -> None:
    notice, warning, error = (Finding("x", severity, False, 0, "x") for severity in reversed(list(Severity)))
    sure = (
        replace(error, gating=True, bead=9),
        replace(error, bead=1),
        replace(error, bead=2),
        warning,
        notice,
    )
    queue = [
        *((finding, 0.9) for finding in sure[:3]),
        (error, 0.3),
        *((finding, 0.9) for finding in sure[3:]),
    ]
    backwards = queue[::-1]
    assert sorted(backwards, key=lambda item: rank(*item)) == queue


def test_within_a_severity_the_harm_that_is_to_be_expected_decides() -> None:
    def warning(check: str, bead: int, weight: float = 0.5) -> Finding:
        return Finding(check, Severity.WARNING, False, bead, "x", weight=weight)

    queue = [
        (warning("meaning", 9, 1.0), 0.9),
        (warning("number", 3), 0.9),
        (warning("meaning", 2), 0.9),
        (warning("hedge", 1), 0.9),
        (warning("hedge", 0), 0.3),
    ]
    backwards = queue[::-1]
    assert sorted(backwards, key=lambda item: rank(*item)) == queue


def test_drafts_keep_their_flags_in_order() -> None:
    assert report().drafts[0].flags == (Flag.EMPTY, Flag.REPEATED)


def test_a_draft_that_failed_is_a_report_all_the_same() -> None:
    assert report(drafts=("", "")).scores[0].value == 0


def test_a_missing_translation_is_an_error() -> None:
    with pytest.raises(LengthMismatchError, match="1 translations for 2 sentences of article"):
        report(drafts=DRAFTS[:1])


@pytest.mark.parametrize(
    ("article", "reference", "error"),
    [
        (" \n", REFERENCE, EmptyTextError),
        (ARTICLE, "", EmptyTextError),
        (REFERENCE, ARTICLE, LanguageError),
        (ARTICLE, ARTICLE, LanguageError),
    ],
)
def test_texts_that_are_not_what_they_should_be_are_refused(
    article: str, reference: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        make_texts(("article", article), ("speech", reference))


def test_a_report_on_unrelated_texts_can_be_shown() -> None:
    page = render_page(report((Bead((0, 1), (), 0.9), Bead((), (0, 1, 2), 0.9))))
    assert "The two texts hardly correspond" in page
    assert "No score: nothing could be paired." in page
