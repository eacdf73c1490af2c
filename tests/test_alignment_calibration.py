"""How far confidence can be taken for the probability of being right."""

import pytest

from alignment.calibration import Bin, calibrate


def test_bins_hold_what_is_equally_sure() -> None:
    beads = [(0.91, True), (0.99, True), (1.0, False), (0.5, True), (0.0, False)]
    assert calibrate(beads).bins == (
        Bin(1, 0.0, 0.0),
        Bin(1, 0.5, 1.0),
        Bin(3, pytest.approx(2.9 / 3), pytest.approx(2 / 3)),
    )


def test_the_error_weighs_bins_by_their_beads() -> None:
    # Three sure beads, two of them right, and one of confidence 0.5 that is wrong.
    beads = [(0.9, True), (0.9, True), (0.9, False), (0.5, False)]
    assert calibrate(beads).error == pytest.approx((3 * (0.9 - 2 / 3) + 1 * 0.5) / 4)


def test_no_beads_are_no_error() -> None:
    assert calibrate([]).error == 0.0
