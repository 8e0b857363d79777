"""Whoever is followed goes on as before; a neighbour's pose is not taken."""

import numpy as np
import pytest

from analysis.estimation.among_others.trail import FEET, Trail, apart, lowest
from analysis.landmarks import HIPS

LEG, GROUND = 100.0, 400.0


def pose(x, ground=GROUND):
    """Somebody at a place along the picture, feet on the ground."""
    xy = np.full((33, 2), (x, ground - 100.0))
    xy[HIPS] = x, ground - 90.0
    xy[FEET] = x, ground
    return xy


@pytest.fixture
def trail():
    return Trail(pose(100.0), 10, LEG, GROUND)


def test_at_first_nobody_moves(trail):
    assert np.array_equal(trail.ahead(11), pose(100.0))


def test_the_way_goes_on_as_it_went(trail):
    assert trail.own(11, [pose(110.0)]) == 0
    assert trail.ahead(12) == pytest.approx(pose(120.0))
    assert trail.ahead(11) == pytest.approx(pose(110.0))


def test_a_way_back_in_time_goes_on_too(trail):
    assert trail.own(9, [pose(96.0)]) == 0
    assert trail.ahead(8) == pytest.approx(pose(92.0))


def test_after_a_longer_gap_nobody_has_gone_far(trail):
    trail.own(11, [pose(110.0)])
    assert trail.ahead(40) == pytest.approx(pose(130.0))


def test_the_pose_on_the_way_is_taken(trail):
    trail.own(11, [pose(110.0)])
    assert trail.own(12, [pose(140.0), pose(121.0)]) == 1
    assert trail.ahead(13) == pytest.approx(pose(132.0))


def test_feet_in_another_lane_are_somebody_elses(trail):
    shifted = pose(100.0)
    shifted[FEET, 1] -= 20
    assert trail.own(11, [shifted, pose(106.0)]) == 1


def test_hips_that_leap_are_nobodys(trail):
    assert trail.own(11, [pose(140.0)]) is None
    assert trail.own(11, []) is None
    assert trail.own(12, [pose(102.0)]) == 0


def test_bodies_are_as_far_apart_as_their_joints():
    assert apart(pose(0.0), pose(30.0)) == pytest.approx(30)
    raised = pose(0.0)
    raised[FEET[:2], 1] -= 50
    assert lowest(raised) == GROUND
