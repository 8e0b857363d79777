"""The reference is the view half way through the start."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.rotation import Turn, about, turned_by
from analysis.reference_view.square_view import squared
from tests.analysis.moving_body import SIZE_PX, seen_around, start

FOCAL_PX = 1400.0


def filmed(one, yaws):
    """The start as a camera that turns would film it, and what was seen of it."""
    detection = seen_around(one.poses, panned_px=1)
    middle = np.array(SIZE_PX) / 2
    turns = [Turn(turned_by([0, yaw, 0])) for yaw in yaws]
    # Told from the first frame's view, as the search tells it.
    to_first = [
        about(middle, turns[0].after(turn.back()).homography(FOCAL_PX))
        for turn in turns
    ]
    from_square = [about(middle, turn.homography(FOCAL_PX)) for turn in turns]
    camera = replace(
        detection.camera, to_reference=np.array(to_first), focal_px=FOCAL_PX
    )
    seen = replace(camera, to_reference=np.array(from_square)).in_reference(
        one.poses.xy_px
    )
    return replace(one.poses, xy_px=seen), replace(detection, camera=camera)


def test_a_pan_is_read_square_to_the_run():
    one = start()
    hips = one.poses.xy_px[:, 23:25, 0].mean(axis=1)
    yaws = -np.arctan((hips - SIZE_PX[0] / 2) / FOCAL_PX)
    poses, detection = filmed(one, yaws)
    steady = squared(detection, poses).camera.steady(poses)
    # Sizes along the run differ by no more than a few degrees of view would make them.
    true_px = one.poses.xy_px[:, 11] - one.poses.xy_px[:, 23]
    seen_px = steady.xy_px[:, 11] - steady.xy_px[:, 23]
    ratio = np.linalg.norm(seen_px, axis=1) / np.linalg.norm(true_px, axis=1)
    assert np.ptp(ratio) < 0.08
    tilted = np.degrees(
        np.arctan2(seen_px[:, 1], seen_px[:, 0])
        - np.arctan2(true_px[:, 1], true_px[:, 0])
    )
    assert np.abs(tilted).max() < 1.5


def test_a_still_camera_needs_no_other_view():
    one = start()
    detection = seen_around(one.poses)
    assert squared(detection, one.poses) is detection


def test_the_view_lies_between_the_blocks_and_the_third_step():
    one = start()
    yaws = np.linspace(-0.3, 0.1, len(one.poses.time_s))
    poses, detection = filmed(one, yaws)
    yaw_deg = squared(detection, poses).camera.yaw_deg
    assert yaw_deg.min() < -2
    assert yaw_deg.max() > 2
    assert np.ptp(yaw_deg) == pytest.approx(np.degrees(0.4), abs=0.1)
