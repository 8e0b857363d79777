"""A leg is as long as it looks where it is seen from the side."""

import numpy as np
import pytest

from analysis.landmarks import leg_length, leg_lengths


def standing(thigh, shank, frames=10):
    """(frames, 33, 2) both legs straight down from the hips."""
    xy = np.zeros((frames, 33, 2))
    xy[:, [25, 26], 1] = thigh
    xy[:, [27, 28], 1] = thigh + shank
    return xy


def test_a_leg_is_thigh_and_shank():
    assert leg_lengths(standing(40.0, 35.0)) == pytest.approx(np.full((10, 2), 75.0))
    assert leg_length(standing(40.0, 35.0)) == pytest.approx(75.0)


def test_a_leg_that_swings_out_of_the_picture_is_no_shorter():
    xy = standing(40.0, 35.0)
    xy[:5] *= 0.6
    assert leg_length(xy) == pytest.approx(75.0)


def test_frames_without_a_pose_do_not_count():
    xy = standing(40.0, 35.0)
    xy[2:7] = np.nan
    assert leg_length(xy) == pytest.approx(75.0)
