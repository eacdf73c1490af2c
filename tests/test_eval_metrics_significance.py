"""The paired tests: what they find, what they do not, and that chunks and seeds do not matter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.chrf import Chrf
from eval.metrics.resampling import swaps
from eval.metrics.significance import compare_systems, holm
from eval.metrics.ter import Ter
from mt.errors import LengthMismatchError


def edits(rate: float, segments: int, seed: int) -> np.ndarray:
    """TER statistics of a system that errs in a share of its words."""
    random = np.random.default_rng(seed)
    return np.stack([random.binomial(20, rate, size=segments), np.full(segments, 20)], axis=1).astype(float)


def test_a_clear_difference_is_significant_in_both_tests() -> None:
    (difference,) = compare_systems([Ter()], [edits(0.4, 300, 1)], [edits(0.2, 300, 2)], resamples=199)
    assert difference.value < -15
    assert difference.p_bootstrap == difference.p_randomisation == 1 / 200  # never zero
    assert difference.interval.low <= difference.value <= difference.interval.high < 0


def test_a_system_does_not_differ_from_itself() -> None:
    rows = edits(0.3, 50, 1)
    (difference,) = compare_systems([Ter()], [rows], [rows], resamples=99)
    assert (difference.value, difference.p_bootstrap, difference.p_randomisation) == (0.0, 1.0, 1.0)


def test_one_segment_shows_nothing() -> None:
    rows = [Chrf().statistics([text], [["the cat sat"]]) for text in ("a dog", "the cat sat")]
    (difference,) = compare_systems([Chrf()], rows[:1], rows[1:], resamples=99)
    assert (difference.p_bootstrap, difference.p_randomisation) == (1.0, 1.0)


def test_swapping_the_systems_turns_the_sign_and_keeps_the_p_values() -> None:
    one, two = edits(0.3, 80, 1), edits(0.33, 80, 2)
    (forth,) = compare_systems([Ter()], [one], [two], resamples=199)
    (back,) = compare_systems([Ter()], [two], [one], resamples=199)
    assert forth.value == pytest.approx(-back.value)
    assert (forth.p_bootstrap, forth.p_randomisation) == (back.p_bootstrap, back.p_randomisation)


def test_equal_systems_are_found_different_about_as_often_as_they_should() -> None:
    found = np.zeros(2)
    for number in range(400):
        one, two = edits(0.3, 60, 2 * number), edits(0.3, 60, 2 * number + 1)
        (difference,) = compare_systems([Ter()], [one], [two], resamples=99, seed=number)
        found += [difference.p_bootstrap <= 0.05, difference.p_randomisation <= 0.05]
    # 5 % of 400 is 20, with a standard deviation of 4.4.
    assert all(7 <= count <= 34 for count in found)


def test_metrics_share_the_samples_and_do_not_disturb_each_other() -> None:
    texts = ["the cat sat", "no", "it was so", "never again"]
    hypotheses = [["the cat sat", "yes", "it is so", "ever"], ["a cat sat", "no", "it was", "never again"]]
    metrics = [Chrf(), Ter()]
    rows = [[metric.statistics(system, [texts]) for metric in metrics] for system in hypotheses]
    together = compare_systems(metrics, rows[0], rows[1], resamples=50)
    alone = compare_systems(metrics[1:], rows[0][1:], rows[1][1:], resamples=50)
    assert together[1] == alone[0]


def test_unequal_numbers_of_segments_are_refused() -> None:
    with pytest.raises(LengthMismatchError, match="the systems have 5 and 6 segments"):
        compare_systems([Ter()], [edits(0.3, 5, 1)], [edits(0.3, 6, 1)])


def test_swaps_are_zero_or_one_for_every_segment() -> None:
    trials = np.concatenate(list(swaps(13, trials=500, seed=3)))
    assert trials.shape == (500, 13)
    assert set(np.unique(trials)) == {0.0, 1.0}
    assert 0.4 < trials.mean() < 0.6


def test_holm_of_a_textbook_example() -> None:
    # Four hypotheses with p = .01, .04, .03, .005: multiply the sorted values by 4, 3, 2, 1.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


@given(st.lists(st.floats(0.0001, 1.0), max_size=8))
def test_holm_never_lowers_a_p_value_and_keeps_the_order(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(before <= after <= 1.0 for before, after in zip(p_values, adjusted, strict=True))
    ranks = sorted(range(len(p_values)), key=p_values.__getitem__)
    assert [adjusted[rank] for rank in ranks] == sorted(adjusted)
