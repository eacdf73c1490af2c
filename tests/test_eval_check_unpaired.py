"""Omissions and additions: grouped into passages and graded by what they say."""

import pytest

from alignment.bead import Bead
from eval.checks.registry import run_checks
from eval.checks.unpaired import is_courtesy
from eval.finding import Finding, Severity
from mt.errors import LengthMismatchError

PAIRED = [("قال الوزير ذلك.", "The minister said so."), ("ثم غادر القاعة.", "Then he left the hall.")]


def check(article: list[str], reference: list[str], beads: list[Bead]) -> list[Finding]:
    return list(run_checks(beads, article, reference))


@pytest.mark.parametrize(
    "text",
    [
        "Good morning, everyone, and thank you for travelling so far to be here.",
        "Thank you all.",
        "Ladies and gentlemen, excellencies!",
        "صباح الخير.",
        "شكراً جزيلاً لكم.",
        "أيها السيدات والسادة",
    ],
)
def test_greetings_and_thanks_are_courtesy(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text", ["It was a good morning for markets.", "قال شكرا ثم أعلن الحرب", "Today she is back in school."]
)
def test_content_is_not_courtesy(text: str) -> None:
    assert not is_courtesy(text)


def test_one_omitted_sentence_is_a_warning_with_its_text() -> None:
    (finding,) = check(
        ["قال الوزير ذلك."],
        ["The minister said so.", "He was in Cairo."],
        [Bead((0,), (0,), 1.0), Bead((), (1,), 1.0)],
    )
    assert (finding.check, finding.severity, finding.gating, finding.bead) == (
        "omission",
        Severity.WARNING,
        False,
        1,
    )
    assert [span.text for span in finding.reference] == ["He was in Cairo."]


def test_neighbouring_omissions_are_one_section_that_gates() -> None:
    reference = ["The minister said so.", "He was in Cairo.", "It was cold.", "A boy sang."]
    beads = [Bead((0,), (0,), 1.0), *(Bead((), (number,), 1.0) for number in (1, 2, 3))]
    (finding,) = check(["قال الوزير ذلك."], reference, beads)
    assert (finding.severity, finding.gating) == (Severity.ERROR, True)
    assert finding.message == "The article leaves out a section of 3 sentences of the reference."


def test_an_aligned_bead_between_two_omissions_keeps_them_apart() -> None:
    reference = ["He was in Cairo.", "The minister said so.", "It was cold."]
    beads = [Bead((), (0,), 1.0), Bead((0,), (1,), 1.0), Bead((), (2,), 1.0)]
    assert [finding.bead for finding in check(["قال الوزير ذلك."], reference, beads)] == [0, 2]


def test_an_omitted_greeting_is_a_notice() -> None:
    beads = [Bead((), (0,), 1.0), Bead((0,), (1,), 1.0)]
    (finding,) = check(["قال الوزير ذلك."], ["Good morning, everyone.", "The minister said so."], beads)
    assert (finding.severity, finding.gating) == (Severity.NOTICE, False)


def test_a_title_of_the_article_is_a_notice_and_a_sentence_a_warning() -> None:
    article = ["مصدر دبلوماسي", "قال الوزير ذلك.", "وكان الجو باردا جدا في ذلك اليوم."]
    beads = [Bead((0,), (), 1.0), Bead((1,), (0,), 1.0), Bead((2,), (), 1.0)]
    findings = check(article, ["The minister said so."], beads)
    assert [(finding.check, finding.severity, finding.bead) for finding in findings] == [
        ("addition", Severity.NOTICE, 0),
        ("addition", Severity.WARNING, 2),
    ]


def test_a_bead_of_another_text_is_refused() -> None:
    with pytest.raises(
        LengthMismatchError, match="names reference sentence 7, but the reference has 1 sentences"
    ):
        check(["نعم."], ["Yes."], [Bead((0,), (7,), 1.0)])


def test_drafts_have_to_be_as_many_as_beads() -> None:
    with pytest.raises(LengthMismatchError, match="2 drafts for 1 beads"):
        run_checks([Bead((0,), (0,), 1.0)], ["نعم."], ["Yes."], drafts=["Yes.", "No."])


def test_a_document_without_beads_has_no_findings() -> None:
    assert run_checks([], [], []) == ()
