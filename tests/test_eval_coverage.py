"""Coverage: the share of each side's characters in paired beads."""

import pytest

from alignment.bead import Bead
from eval.coverage import Coverage, measure_coverage
from mt.errors import EmptyTextError


def test_all_beads_paired_is_full_coverage() -> None:
    beads = [Bead((0,), (0, 1), 1.0), Bead((1, 2), (2,), 1.0)]
    assert measure_coverage(beads, ["أ", "ب", "ج"], ["a", "b", "c"]) == Coverage(1.0, 1.0)


def test_null_beads_and_unnamed_sentences_are_not_covered() -> None:
    beads = [Bead((0,), (0,), 1.0), Bead((1,), (), 1.0)]
    assert measure_coverage(beads, ["أأ", "بب"], ["abc", "d"]) == Coverage(0.5, 0.75)


def test_no_alignment_is_no_coverage() -> None:
    assert measure_coverage([], ["أ"], ["a"]) == Coverage(0.0, 0.0)


def test_a_side_without_text_is_an_error() -> None:
    with pytest.raises(EmptyTextError, match="the reference has no text"):
        measure_coverage([], ["أ"], ["  "])
