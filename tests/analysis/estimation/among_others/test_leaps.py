"""Legs that leap to somebody else's for a few frames are drawn on their own way."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.estimation.among_others.leaps import LONGEST, without_leaps
from analysis.landmarks import LEGS, leg_length
from tests.analysis.moving_body import seen_around, shifting, start

NEAR = start().poses
CAMERA: Camera = seen_around(NEAR).camera
LEG_PX = leg_length(NEAR.xy_px)
RUN = 120


def leaping(frames, joints=(26, 28, 30, 32), far=0.6):
    """Some joints elsewhere, by so many leg lengths, in some frames."""
    xy_px = NEAR.xy_px.copy()
    for joint in joints:
        xy_px[frames, joint] += np.array([far, 0.3]) * LEG_PX
    return replace(NEAR, xy_px=xy_px)


def off(poses, frames=slice(None)):
    """How far the legs are from where they were, in leg lengths, at most."""
    gap = poses.xy_px[frames, LEGS] - NEAR.xy_px[frames, LEGS]
    return float(np.nanmax(np.linalg.norm(gap, axis=-1))) / LEG_PX


def test_a_start_without_leaps_is_left_alone():
    assert without_leaps(NEAR, CAMERA) is NEAR


@pytest.mark.parametrize("count", [1, 3, LONGEST - 1])
@pytest.mark.parametrize("joints", [(26, 28, 30, 32), (25, 27, 29, 31), range(25, 33)])
def test_a_leg_that_leaps_and_comes_back_goes_on_as_it_went(count, joints):
    frames = slice(RUN, RUN + count)
    told = without_leaps(leaping(frames, joints), CAMERA)
    assert off(told) < 0.12


def test_arms_and_trunk_stay_as_seen():
    seen = leaping(slice(RUN, RUN + 3), joints=range(0, 33))
    told = without_leaps(seen, CAMERA)
    assert np.array_equal(told.xy_px[:, : LEGS.start], seen.xy_px[:, : LEGS.start])


def test_a_camera_that_pans_throws_no_leg():
    camera = shifting(np.linspace([0.0, 0.0], [900.0, 0.0], len(NEAR.time_s)))
    filmed = camera.filmed(NEAR)
    assert without_leaps(filmed, camera) is filmed
    told = without_leaps(camera.filmed(leaping(slice(RUN, RUN + 3))), camera)
    assert off(camera.steady(told)) < 0.12


def test_legs_that_stay_elsewhere_are_kept_there():
    seen = leaping(slice(RUN, None), joints=range(23, 33))
    told = without_leaps(seen, CAMERA)
    assert np.array_equal(told.xy_px[RUN + 4 :], seen.xy_px[RUN + 4 :])


@pytest.mark.parametrize("end", [slice(0, 2), slice(-2, None)])
def test_at_the_ends_of_what_was_seen_nothing_is_made_up(end):
    seen = leaping(end)
    told = without_leaps(seen, CAMERA)
    assert np.array_equal(told.xy_px[end], seen.xy_px[end])


def test_frames_without_a_pose_stay_without_one():
    xy_px = leaping(slice(RUN, RUN + 3)).xy_px
    xy_px[RUN + 1] = np.nan
    told = without_leaps(replace(NEAR, xy_px=xy_px), CAMERA)
    assert np.isnan(told.xy_px[RUN + 1]).all()
    assert off(told) < 0.12


def test_two_poses_have_no_way():
    xy_px = np.full_like(NEAR.xy_px, np.nan)
    xy_px[:2] = NEAR.xy_px[:2]
    few = replace(NEAR, xy_px=xy_px)
    assert without_leaps(few, CAMERA) is few
