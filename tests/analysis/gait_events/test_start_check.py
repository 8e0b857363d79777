"""What can't be judged is refused for the right reason, and a start is let through."""

import numpy as np
import pytest

from analysis.errors import CameraMoves, CutOff, NoStart, NotSideOn
from analysis.estimation.side_view import off_side_deg, shoulder_width
from analysis.filtering.repair import clean
from analysis.filtering.running_frame import to_runner
from analysis.gait_events.detection import find_events
from analysis.gait_events.start_check import check_start, check_view
from tests.analysis.moving_body import mirrored, seen_around, start

HIPS, SHOULDERS = [23, 24], [11, 12]


@pytest.fixture(scope="module")
def textbook():
    return start()


def look(one, slow=1.0, **around):
    """Take the start through both gates, as the pipeline does."""
    detection = seen_around(one.poses, **around)
    check_view(one.poses, detection)
    runner = to_runner(clean(detection.camera.steady(one.poses.sped_up(slow))))
    check_start(runner, find_events(runner), one.poses, detection)


def risen(one, angle_deg):
    """The same athlete with the upper body turned up about the hips."""
    xy = one.poses.xy_px.copy()
    hips = xy[:, HIPS].mean(axis=1, keepdims=True)
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    turn = np.array([[cos, -sin], [sin, cos]])  # pixels: y points down
    xy[:, :23] = (xy[:, :23] - hips) @ turn + hips
    return one.with_xy(xy)


@pytest.mark.parametrize("fps", [30, 60])
@pytest.mark.parametrize("direction", ["left_to_right", "right_to_left"])
def test_a_start_from_the_side_is_let_through(fps, direction):
    look(start(fps, direction=direction))


def test_a_start_in_slow_motion_is_let_through():
    look(start(30, slow=4), slow=4.0)


def test_a_shaken_and_mirrored_start_is_let_through():
    look(mirrored(start(noise_px=1.5)))


@pytest.mark.parametrize("wait_s", [8, 20])
def test_a_long_wait_in_the_blocks_is_let_through(wait_s):
    look(start(25, begins_s=-wait_s))


def test_a_clip_that_ends_after_the_first_landing_is_let_through():
    look(start(ends_s=0.46))


def test_an_athlete_who_leaves_the_picture_in_the_push_is_cut_off(textbook):
    xy = textbook.poses.xy_px.copy()
    xy[textbook.poses.time_s > 1.6 + 0.3] = np.nan
    with pytest.raises(CutOff):
        look(textbook.with_xy(xy))


def test_a_front_view_is_not_side_on():
    with pytest.raises(NotSideOn, match="degrees"):
        look(start(shoulders_apart=0.42))


def test_a_camera_fifteen_degrees_off_still_sees_the_side():
    look(start(shoulders_apart=0.11))


def test_the_further_off_the_side_the_wider_the_shoulders():
    views = [start(shoulders_apart=apart).poses for apart in (0.06, 0.12, 0.3)]
    widths = [shoulder_width(view) for view in views]
    assert widths == pytest.approx([0.06, 0.12, 0.3], abs=0.02)
    angles = [off_side_deg(view) for view in views]
    assert 0 < angles[0] < angles[1] < angles[2] <= 90


def test_a_camera_that_can_be_followed_is_let_through(textbook):
    filmed = textbook.poses.xy_px.copy()
    filmed[..., 0] += np.linspace(0, 400, len(filmed))[:, None]
    look(textbook.with_xy(filmed), panned_px=400)


def test_a_background_that_is_lost_is_refused(textbook):
    look(textbook, lost=3)
    with pytest.raises(CameraMoves, match="lost in 20 frames"):
        look(textbook, lost=20)


def test_a_camera_that_turns_too_far_from_the_side_is_refused(textbook):
    with pytest.raises(CameraMoves, match=r"turns 4\d degrees away"):
        look(textbook, panned_px=1200)


def test_pieces_of_one_athlete_are_not_several_athletes(textbook):
    look(textbook, rivals=1)


def test_a_start_from_standing_is_no_block_start(textbook):
    with pytest.raises(NoStart, match="trunk"):
        look(risen(textbook, 100))


def test_feet_that_stay_together_make_no_start(textbook):
    xy = textbook.poses.xy_px.copy()
    xy[:, [28, 30, 32]] = xy[:, [27, 29, 31]] + (5, 0)
    with pytest.raises(NoStart):
        look(textbook.with_xy(xy))


@pytest.mark.parametrize("begins_s", [0.52, 0.64, 0.7])
def test_somebody_already_running_makes_no_start(begins_s):
    with pytest.raises(NoStart):
        look(start(120, begins_s=begins_s, ends_s=1.32))


def test_a_walk_is_no_start(textbook):
    life_s = textbook.poses.time_s
    walking = (
        start(times_s=life_s, begins_s=-1.6).poses.xy_px[:1].repeat(len(life_s), 0)
    )
    walking[:, :, 0] += 150 * life_s[:, None]
    swing = 90 * np.sin(2 * np.pi * life_s)
    for foot, sign in (((27, 29, 31), 1), ((28, 30, 32), -1)):
        walking[:, foot, 0] += sign * swing[:, None]
    with pytest.raises(NoStart):
        look(risen(textbook.with_xy(walking), 100))


@pytest.mark.parametrize("begins_s", [0.37, 0.42, 0.45])
def test_a_clip_that_begins_after_the_push_is_not_read_one_step_late(begins_s):
    with pytest.raises(NoStart, match="has left its block"):
        look(start(60, begins_s=begins_s))


def test_a_clip_that_begins_within_the_push_is_let_through():
    look(start(60, begins_s=0.22))
