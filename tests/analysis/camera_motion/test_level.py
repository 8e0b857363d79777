"""A tilt is taken out when it is one for sure; what is left of it widens the ±."""

import pytest

from analysis.camera_motion.level import HELD_DEG, UNSEEN, Level


@pytest.mark.parametrize("roll_deg", [-4.0, 3.0, 1.5])
def test_a_tilt_that_is_well_known_is_certain(roll_deg):
    level = Level(roll_deg, 0.3)
    assert level.certain
    assert not level.doubtful
    assert level.left_deg == pytest.approx(0.3)


@pytest.mark.parametrize("roll_deg", [0.0, 0.9, -0.9])
def test_below_a_degree_nothing_is_taken_out_but_the_plus_minus_knows(roll_deg):
    level = Level(roll_deg, 0.3)
    assert not level.certain
    assert not level.doubtful
    assert level.left_deg >= abs(roll_deg)


def test_a_large_tilt_that_is_hardly_known_is_in_doubt():
    level = Level(3.0, 1.5)
    assert level.doubtful
    assert not level.certain
    assert level.left_deg > 3.0


def test_where_nothing_tells_a_phone_is_held_as_phones_are():
    assert not UNSEEN.certain
    assert not UNSEEN.doubtful
    assert UNSEEN.left_deg == HELD_DEG
