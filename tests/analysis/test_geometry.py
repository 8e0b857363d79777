"""Angles that can be worked out by hand."""

import numpy as np
import pytest

from analysis.geometry import between, elevation, included, wrapped

ORIGIN = np.zeros(2)


def towards(angle_deg, length=1.0):
    return length * np.array(
        [np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))]
    )


def turned(points, angle_deg):
    cos, sin = towards(angle_deg)
    return points @ np.array([[cos, sin], [-sin, cos]])


@pytest.mark.parametrize("angle", [-179, -90, -16, 0, 45, 90, 135, 180])
def test_a_segments_elevation_is_above_the_forward_horizontal(angle):
    foot = np.array([3.0, -2.0])
    assert elevation(foot, foot + towards(angle, 0.4)) == pytest.approx(angle)


@pytest.mark.parametrize("bend", [0, 30, 90, 135, 180])
@pytest.mark.parametrize("side", [1, -1])
def test_a_joint_bent_to_either_side_has_the_same_angle(bend, side):
    angle = included(towards(20, 5.0), ORIGIN, towards(20 + side * bend, 0.1))
    assert angle == pytest.approx(bend)


def test_a_straight_joint_is_180():
    assert included(towards(70), ORIGIN, towards(250)) == pytest.approx(180)


@pytest.mark.parametrize("turn", [13, 90, 180, 270])
def test_a_rotated_copy_has_the_same_joint_angles(turn):
    hip, knee, ankle = np.random.default_rng(2).normal(size=(3, 50, 2))
    before = included(hip, knee, ankle)
    after = included(*(turned(point, turn) for point in (hip, knee, ankle)))
    assert after == pytest.approx(before)


def test_a_rotated_copy_turns_its_segments_by_as_much():
    low, high = np.random.default_rng(3).normal(size=(2, 50, 2))
    turn = elevation(turned(low, 30), turned(high, 30)) - elevation(low, high)
    assert wrapped(turn) == pytest.approx(30)


def test_the_angle_between_two_segments_does_not_ask_where_they_are():
    far_away = np.array([10.0, 7.0])
    split = between(ORIGIN, towards(-60), far_away, far_away + towards(-150, 3.0))
    assert split == pytest.approx(90)


@pytest.mark.parametrize(
    ("angle", "same"), [(190, -170), (-190, 170), (360, 0), (-45, -45), (540, -180)]
)
def test_angles_wrap_into_half_a_turn_either_way(angle, same):
    assert wrapped(np.array(angle)) == pytest.approx(same)


def test_a_missing_point_gives_no_angle_and_no_warning():
    nowhere = np.full(2, np.nan)
    assert np.isnan(included(nowhere, ORIGIN, towards(0)))
    assert np.isnan(elevation(ORIGIN, nowhere))


def test_many_instants_are_read_at_once():
    knees = np.array([towards(angle) for angle in (10, 20, 30)])
    angles = included(knees, np.zeros((3, 2)), np.tile(towards(0), (3, 1)))
    assert angles == pytest.approx([10, 20, 30])
