"""A gap between frames is known to who reads moments there, and to nobody else."""

import numpy as np
import pytest

from analysis.timing.frame_gaps import is_deep, is_large, step_at

EVEN = np.arange(120) / 60


def without(first, frames):
    return np.delete(EVEN, np.arange(first, first + frames))


def test_an_even_clip_has_its_usual_step_everywhere():
    assert step_at(EVEN, 1.0) == pytest.approx(1 / 60)
    assert not is_large(EVEN, 1.0)


def test_a_rate_that_wavers_a_little_changes_nothing():
    wavers = EVEN + 0.002 * (np.arange(120) % 2)
    usual = np.median(np.diff(wavers))
    assert step_at(wavers, 1.0) == usual


@pytest.mark.parametrize(
    ("lost", "large", "deep"), [(1, False, False), (2, True, False), (5, True, True)]
)
def test_a_gap_is_as_long_as_what_is_lost(lost, large, deep):
    time_s = without(60, lost)
    inside = 1.0 + (lost - 1) / 120
    assert step_at(time_s, inside) == pytest.approx((lost + 1) / 60)
    assert is_large(time_s, inside) == large
    assert is_deep(time_s, inside) == deep


def test_beside_a_deep_gap_a_moment_is_unsure_but_not_lost():
    time_s = without(60, 5)
    beside = EVEN[59] - 0.015
    assert is_large(time_s, beside)
    assert not is_deep(time_s, beside)


def test_far_from_a_gap_nothing_is_missing():
    assert step_at(without(60, 5), 0.5) == pytest.approx(1 / 60)
