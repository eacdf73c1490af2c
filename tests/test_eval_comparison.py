"""Comparing systems: differences, buckets, n-grams and the segments that tell them apart."""

import pytest

from alignment.bead import Bead
from eval.comparison import compare
from eval.ngrams import NgramGap, ngram_gaps
from mt.errors import InputError, LanguageError, LengthMismatchError

REFERENCE = [
    "The coalition freed 110,000 square kilometres.",
    "It was a cold day.",
    "The minister met Pompeo in Washington to discuss the withdrawal of troops from northern Syria.",
]
BAD = ["The coalition freed land.", "It was a cold day.", "The minister met someone."]
ARTICLE = ["حرر التحالف 110 آلاف كلم مربع.", "كان يوما باردا.", "التقى الوزير بومبيو في واشنطن."]


def test_the_better_system_stands_out_with_its_segments() -> None:
    comparison = compare([("bad", BAD), ("good", REFERENCE)], REFERENCE, article=ARTICLE, resamples=50)
    bad, good = comparison.systems
    assert bad.differences == ()
    assert [difference.metric for difference in good.differences] == ["chrf", "chrf++", "bleu", "ter"]
    assert good.differences[0].value == pytest.approx(good.scores[0].value - bad.scores[0].value)
    assert [gap.segment for gap in good.best_segments] == [2, 0]
    assert good.best_segments[0].article == ARTICLE[2]
    assert good.worst_segments == ()


def test_buckets_partition_the_test_set_by_kind() -> None:
    buckets = compare([("a", BAD), ("b", REFERENCE)], REFERENCE, resamples=10).buckets
    for kind in ("length", "number", "name"):
        assert sum(bucket.segments for bucket in buckets if bucket.kind == kind) == 3
    with_number = next(bucket for bucket in buckets if bucket.label == "with a number")
    assert with_number.segments == 1
    assert with_number.scores[1] == pytest.approx(100.0)


def test_with_an_alignment_there_are_buckets_of_beads_and_confidence() -> None:
    beads = [Bead((0,), (0,), 0.95), Bead((1,), (), 0.4), Bead((), (1,), 0.4), Bead((2,), (2,), 0.7)]
    comparison = compare(
        [("a", BAD), ("b", REFERENCE)], REFERENCE, article=ARTICLE, beads=beads, resamples=10
    )
    counts = {bucket.label: bucket.segments for bucket in comparison.buckets}
    assert (counts["1-1"], counts["unpaired"]) == (2, 1)
    assert [counts[f"confidence {label}"] for label in ("under 0.5", "0.5 to 0.9", "0.9 and more")] == [
        1,
        1,
        1,
    ]
    assert comparison.coverage is not None
    assert comparison.coverage.article < 1


def test_a_reference_that_is_cut_otherwise_is_compared_pair_by_pair() -> None:
    reference = [
        *REFERENCE[:2],
        "The minister met Pompeo.",
        "Nobody reports this.",
        "They met in Washington.",
    ]
    beads = [
        Bead((0, 1), (0, 1), 0.9),
        Bead((2,), (2, 4), 0.9),
        Bead((), (3,), 0.9),
    ]
    comparison = compare(
        [("a", BAD), ("b", REFERENCE)], reference, article=ARTICLE, beads=beads, resamples=10
    )
    assert comparison.segments == 2
    assert {bucket.label for bucket in comparison.buckets if bucket.kind == "bead"} == {"n-m", "1-n"}
    compared = {gap.segment: gap.reference for gap in comparison.systems[1].best_segments}
    assert compared[0] == " ".join(reference[:2])


def test_systems_have_to_have_the_lines_of_the_article() -> None:
    with pytest.raises(LengthMismatchError, match="a has 2 segments, the article 3 and the reference 2"):
        compare(
            [("a", BAD[:2]), ("b", BAD[:2])],
            REFERENCE[:2],
            article=ARTICLE,
            beads=[Bead((0, 1, 2), (0, 1), 1.0)],
        )


def test_p_values_of_several_systems_are_corrected() -> None:
    single = compare([("a", BAD), ("b", REFERENCE)], REFERENCE, resamples=99)
    several = compare([("a", BAD), ("b", REFERENCE), ("c", REFERENCE)], REFERENCE, resamples=99)
    before, after = (item.systems[1].differences[0].p_randomisation for item in (single, several))
    assert after == pytest.approx(min(1.0, 2 * before))


def test_ngrams_are_given_both_ways_without_their_parts() -> None:
    better, worse = ngram_gaps(["one two five"], ["three four five"], ["one two three four five"])
    assert better[0] == NgramGap("three four five", 0, 1)
    assert [gap.ngram for gap in better] == ["three four five"]
    assert worse == (NgramGap("one two", 1, 0),)


@pytest.mark.parametrize(
    ("systems", "article", "error", "message"),
    [
        ([("a", BAD)], None, InputError, "1 system to compare: give at least two"),
        ([("a", BAD), ("b", BAD[:2])], None, LengthMismatchError, "the b has 2 segments and the reference 3"),
        ([("a", BAD), ("b", ARTICLE)], None, LanguageError, "the b is Arabic"),
        (
            [("a", BAD), ("b", BAD)],
            ARTICLE[:1],
            LengthMismatchError,
            "the article has 1 segments and the reference 3",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(
    systems: list[tuple[str, list[str]]], article: list[str] | None, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        compare(systems, REFERENCE, article=article)
