"""The second look at doubtful beads."""

import numpy as np
import pytest

from alignment.bead import Bead
from alignment.features import SHAPES
from alignment.review import (
    Coverage,
    add_coverage,
    coverage_features,
    coverage_scale,
    doubtful,
    measure_coverage,
    scale_coverage,
)
from alignment.units import Units
from alignment.weights import REVIEW, REVIEWED

AXES = np.eye(4, dtype=np.float32)


def units(*axes: int) -> Units:
    """Give a sentence whose units are axes of the space: two are alike or have nothing in common."""
    return Units(AXES[list(axes)], np.zeros((len(axes), 2), dtype=np.int64))


@pytest.fixture
def coverage() -> Coverage:
    # The first source sentence has both target sentences but for one unit, the second has nothing.
    return measure_coverage([units(0, 1), units(3)], [units(0), units(1, 2), units()])


def test_shares_grow_with_the_sentences_of_the_other_side(coverage: Coverage) -> None:
    assert coverage.source[1, 1, 1:].tolist() == [0.5, 0.5, 0.0]
    assert coverage.source[2, 1, 2] == 1.0
    assert coverage.target[1, 1, 1:].tolist() == [1.0, 0.5, 0.0]
    assert not coverage.source[:, 2].any()


def test_the_features_of_a_bead_count_its_units(coverage: Coverage) -> None:
    measured = dict(zip(SHAPES, coverage_features(coverage), strict=True))[1, 2]
    found = {name: float(values[1, 2]) for name, values in zip(REVIEWED, measured, strict=True)}
    # Two units of the source and two of the target's three are covered, one is not; eight count one.
    assert found["covered_least"] == pytest.approx(2 / 3)
    assert (found["covered"], found["uncovered"]) == (0.5, 0.125)
    assert found["covered_member"] == 0.5


def test_what_a_sentence_does_not_have_speaks_against_its_bead(coverage: Coverage) -> None:
    rows = [np.zeros((len(SHAPES), 4), dtype=np.float32)] * 3
    scores = add_coverage(rows, [0, 0, 0], coverage, REVIEW)
    one = SHAPES.index((1, 1))
    assert scores[1][one, 1] > scores[2][one, 1]


def test_a_text_of_low_coverage_is_brought_to_the_level_of_others() -> None:
    same = measure_coverage([units(0, 1)] * 60, [units(0, 1)] * 60)
    half = measure_coverage([units(0, 1)] * 60, [units(0, 3)] * 60)
    steps = [(1, 1)] * 60
    assert coverage_scale([same], [steps]) < 1 < coverage_scale([half], [steps])
    assert scale_coverage(half, 10.0).source.max() == 1.0


def test_drafts_count_as_forms_of_the_source() -> None:
    without = measure_coverage([units(0)], [units(1)])
    within = measure_coverage([units(0)], [units(1)], [units(0, 1)])
    assert (without.target[1, 1, 1], within.target[1, 1, 1]) == (0.0, 1.0)


def test_sure_beads_are_left_alone_but_for_those_beside_doubtful_ones() -> None:
    sure = [Bead((k,), (k,), 0.99) for k in range(20)]
    assert doubtful(sure) == []
    beads = [*sure[:10], Bead((10, 11), (10,), 1.0), *sure[12:]]
    assert doubtful(beads) == [range(8, 13)]
