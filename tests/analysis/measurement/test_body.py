"""Lengths of the body, and where its mass is."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.landmarks import COUNT, LEFT
from analysis.measurement.body import (
    HEAD_MASS,
    SEGMENTS,
    TRUNK_MASS,
    Snapshot,
    centre_of_mass,
    other,
    usual_length,
)
from tests.analysis.moving_body import ARM, body_at, start, travel_of


@pytest.fixture(scope="module")
def runner():
    return travel_of(start(60))


def upright():
    """A body that stands straight: everything above one point."""
    heights = {
        "ear": 1.8, "shoulder": 1.5, "elbow": 1.2, "wrist": 0.95, "hip": 1.0,
        "knee": 0.5, "ankle": 0.1, "heel": 0.0, "toe": 0.0,
    }  # fmt: skip
    xy = np.zeros((COUNT, 2))
    for joint, height in heights.items():
        xy[[LEFT[joint], LEFT[joint] + 1], 1] = height
    return xy


def test_all_segments_together_are_the_whole_body():
    limbs = 2 * sum(mass for mass, _ in SEGMENTS.values())
    assert HEAD_MASS + TRUNK_MASS + limbs == pytest.approx(1.0, abs=1e-3)


def test_who_stands_upright_has_the_mass_above_the_feet_and_about_the_hips():
    x, y = centre_of_mass(upright())
    assert x == 0.0
    assert 1.0 < y < 1.1


def test_the_mass_moves_with_the_body_and_leans_with_the_trunk():
    moved = centre_of_mass(upright() + np.array([2.0, 1.0])) - centre_of_mass(upright())
    assert moved == pytest.approx((2.0, 1.0), abs=2e-3)
    leaning = upright()
    leaning[[0, 7, 8, 11, 12], 0] += 0.5
    assert 0.1 < centre_of_mass(leaning)[0] < 0.3


def test_a_joint_nobody_sees_leaves_no_centre():
    gone = upright()
    gone[LEFT["knee"]] = np.nan
    assert np.isnan(centre_of_mass(gone)).all()


def test_it_is_read_at_every_instant_at_once():
    assert centre_of_mass(body_at([0.0, 0.1, 0.2])).shape == (3, 2)


def test_a_usual_length_is_that_of_the_near_side(runner):
    arm = usual_length(runner, "shoulder", "elbow", "wrist")
    assert arm == pytest.approx(2 * ARM, rel=0.05)
    far = LEFT["wrist"] + (runner.near_side == "left")
    xy = runner.xy.copy()
    xy[:, far] = np.nan
    unseen = replace(runner, xy=xy)
    assert usual_length(unseen, "shoulder", "elbow", "wrist") == arm


def test_the_ball_is_most_of_the_way_from_heel_to_toe(runner):
    body = Snapshot(runner, runner.xy)
    heel, toe, ball = (
        body.point("front", "heel"),
        body.point("front", "toe"),
        body.ball("front"),
    )
    assert ball == pytest.approx(heel + 0.72 * (toe - heel), nan_ok=True)


def test_each_leg_has_another():
    assert (other("front"), other("rear")) == ("rear", "front")
