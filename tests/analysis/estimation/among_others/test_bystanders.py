"""Who else is there: poses of a neighbour are not the athlete's."""

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.detection.athlete import Detection
from analysis.estimation.among_others.bystanders import only
from analysis.types import Poses

FRAMES = 6


def standing(x_px):
    """Somebody whose hips are at these places along the picture, one for each frame."""
    xy_px = np.zeros((len(x_px), 33, 2))
    xy_px[..., 0] = np.array(x_px)[:, None]
    xy_px[..., 1] = 50
    return Poses(xy_px, np.ones((len(x_px), 33)), np.arange(len(x_px)) / 30)


def detection():
    box = np.tile([80.0, 20, 120, 100], (FRAMES, 1))
    other = np.add(box, [200, 0, 200, 0])
    return Detection(
        box, np.ones(FRAMES), Camera.still(FRAMES), 1,
        np.zeros((FRAMES, 1, 1), np.uint8), 1.0, people_px=np.stack([box, other]),
    )  # fmt: skip


def test_poses_outside_the_athletes_box_are_dropped():
    poses = only(standing([100, 300, 125, 75, 140, 100]), detection())
    kept = np.isfinite(poses.xy_px[:, 0, 0])
    assert kept.tolist() == [True, False, True, True, False, True]
    assert np.array_equal(np.isfinite(poses.visibility[:, 0]), kept)


def test_frames_without_a_pose_stay_without_one():
    poses = only(standing([100, np.nan, 100]), detection())
    assert np.isfinite(poses.xy_px[:, 0, 0]).tolist() == [True, False, True]
    assert len(poses.time_s) == 3
