"""Clauses inside a pair that one side has alone, with the bundled encoder."""

import pytest

from alignment.bead import Bead
from alignment.encoder import Encoder, load_encoder
from eval.checks.registry import run_checks
from eval.clauses import Gaps, find_gaps

# Written for this test: a clean pair, one with a clause added, one with a sentence left out.
ARTICLE = [
    "انطلقت المفاوضات بين الحكومة والنقابات صباح اليوم في العاصمة.",
    "أعلن الوزير اليوم فتح ثلاثة مستشفيات جديدة بحضور سفير البرازيل وعدد من لاعبي كرة القدم في جنوب البلاد.",
    "قال الوزير إن الاتفاق سيدخل حيز التنفيذ مطلع العام المقبل.",
]
REFERENCE = [
    "Negotiations between the government and the unions began this morning in the capital.",
    "The minister announced today the opening of three new hospitals in the south of the country.",
    "The minister said that the agreement will enter into force early next year.",
    "Farmers lost half of their olive harvest to the drought.",
]
BEADS = [Bead((0,), (0,), 0.9, 0.5), Bead((1,), (1,), 0.9, 0.5), Bead((2,), (2, 3), 0.9, 0.5)]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def gaps(encoder: Encoder) -> list[Gaps]:
    return find_gaps(BEADS, ARTICLE, REFERENCE, encoder=encoder)


def test_a_clean_pair_has_no_gap(gaps: list[Gaps]) -> None:
    assert gaps[0] == Gaps()


def test_a_clause_that_was_added_is_a_gap_of_the_article(gaps: list[Gaps]) -> None:
    (gap,) = gaps[1].article
    assert "البرازيل" in ARTICLE[1][gap.start : gap.end]
    assert gaps[1].reference == ()


def test_a_sentence_that_was_left_out_of_a_pair_is_a_gap_of_the_reference(gaps: list[Gaps]) -> None:
    text = " ".join(REFERENCE[2:])
    assert [text[gap.start : gap.end] for gap in gaps[2].reference] == [REFERENCE[3]] or (
        gaps[2].reference and all(gap.start >= len(REFERENCE[2]) for gap in gaps[2].reference)
    )


def test_the_checks_show_gaps_where_they_stand(gaps: list[Gaps]) -> None:
    findings = run_checks(BEADS, ARTICLE, REFERENCE, gaps=gaps)
    addition = next(finding for finding in findings if finding.check == "addition")
    assert (addition.bead, addition.gating) == (1, False)
    assert "البرازيل" in addition.article[0].text
    omission = next(finding for finding in findings if finding.check == "omission")
    assert {span.sentence for span in omission.reference} == {3}


def test_null_beads_and_pairs_more_alike_than_most_are_not_looked_into(encoder: Encoder) -> None:
    beads = [Bead((0,), (), 0.9), Bead((1,), (1,), 0.9, 0.9), Bead((2,), (2,), 0.9, 0.2)]
    assert find_gaps(beads, ARTICLE, REFERENCE, encoder=encoder) == [Gaps(), Gaps(), Gaps()]
    assert find_gaps([], [], [], encoder=encoder) == []
