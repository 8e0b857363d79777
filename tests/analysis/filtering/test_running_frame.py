"""Whichever way they ran and however large they look, starts read alike."""

import numpy as np
import pytest

from analysis.errors import Nobody, NoStart, TooSmall
from analysis.filtering.running_frame import to_runner
from analysis.types import Poses
from tests.analysis.moving_body import body_at, mirrored, start


@pytest.fixture(scope="module")
def textbook():
    return start()


@pytest.mark.parametrize("direction", ["left_to_right", "right_to_left"])
@pytest.mark.parametrize("front_leg", ["left", "right"])
def test_direction_and_front_leg_are_seen(direction, front_leg):
    runner = to_runner(start(direction=direction, front_leg=front_leg).poses)
    assert (runner.direction, runner.front_leg) == (direction, front_leg)
    assert runner.side_of("front") == front_leg
    assert runner.side_of("rear") != front_leg


def test_the_side_towards_the_camera_follows_from_the_direction():
    right = to_runner(start(direction="left_to_right", front_leg="left").poses)
    left = to_runner(start(direction="right_to_left", front_leg="left").poses)
    assert (right.near_side, left.near_side) == ("right", "left")
    assert right.is_far("front") and not right.is_far("rear")
    assert left.is_far("rear") and not left.is_far("front")


def test_a_mirrored_athlete_moves_the_same_way_in_their_own_axes(textbook):
    one, other = to_runner(textbook.poses), to_runner(mirrored(textbook).poses)
    assert other.direction != one.direction
    assert other.front_leg != one.front_leg
    assert other.near_side != one.near_side
    for joint in ("hip", "knee", "ankle", "toe"):
        assert other.point("rear", joint) == pytest.approx(one.point("rear", joint))


def test_a_tall_athlete_moves_like_a_small_one():
    small, tall = (to_runner(start(leg_px=leg).poses) for leg in (60, 300))
    assert tall.leg_px == pytest.approx(5 * small.leg_px, rel=0.01)
    assert tall.hips == pytest.approx(small.hips, abs=0.02)


def test_the_athletes_axes_begin_at_the_front_toe_with_y_up(textbook):
    runner = to_runner(textbook.poses)
    set_frame = np.searchsorted(runner.time_s, textbook.events_s["first_movement"])
    assert runner.point("front", "toe")[set_frame] == pytest.approx([0, 0], abs=0.02)
    assert runner.point("rear", "toe")[set_frame, 0] < -0.2
    assert runner.hips[set_frame, 1] > 0.5
    assert runner.hips[-1, 0] > 3


def test_paths_are_in_leg_lengths(textbook):
    runner = to_runner(textbook.poses)
    life_s = runner.time_s + (-1.6)
    expected = body_at(life_s)[:, 23:25].mean(axis=1)
    assert runner.hips == pytest.approx(expected, abs=0.03)


def test_an_instant_on_a_frame_is_that_frame(textbook):
    runner = to_runner(textbook.poses)
    for frame in (0, 57, len(runner.time_s) - 1):
        assert runner.at(runner.time_s[frame]) == pytest.approx(runner.xy[frame])


def test_an_instant_between_frames_lies_on_the_path_and_not_on_a_straight_line():
    runner = to_runner(start(fps=30).poses)
    # A path that a straight line between frames cuts short.
    bent = runner.time_s**2
    runner.xy[:] = bent[:, None, None]
    instant = runner.time_s[40] + 0.4 * (runner.time_s[41] - runner.time_s[40])
    assert runner.at(instant) == pytest.approx(np.full((33, 2), instant**2))


def test_an_athlete_too_small_to_measure_is_refused():
    with pytest.raises(TooSmall, match="pixels"):
        to_runner(start(leg_px=25).poses)


def test_an_athlete_large_enough_is_not_refused():
    assert to_runner(start(leg_px=50).poses).leg_px == pytest.approx(50, rel=0.05)


def test_somebody_who_stays_on_the_spot_makes_no_start(textbook):
    poses = textbook.poses
    hips = poses.xy_px[:, 23:25].mean(axis=1, keepdims=True)
    with pytest.raises(NoStart, match="feet go as in a start for"):
        to_runner(Poses(poses.xy_px - hips + 400, poses.visibility, poses.time_s))


def test_a_body_in_a_few_frames_is_nobody(textbook):
    poses = textbook.poses
    hidden = poses.xy_px.copy()
    hidden[8:] = np.nan
    with pytest.raises(Nobody, match="8 of"):
        to_runner(Poses(hidden, poses.visibility, poses.time_s))


def test_frames_without_a_pose_stay_without(textbook):
    poses = textbook.poses
    hidden = poses.xy_px.copy()
    hidden[40:60] = np.nan
    runner = to_runner(Poses(hidden, poses.visibility, poses.time_s))
    assert np.isnan(runner.xy[40:60]).all()
    assert np.isfinite(runner.xy[60:]).all()
