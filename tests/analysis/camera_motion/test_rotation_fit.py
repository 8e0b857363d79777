"""A rendered start, filmed again by a camera that turns: its every view is known."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from analysis.camera_motion.background import Background
from analysis.camera_motion.rotation import Turn, about, turned_by
from analysis.capture.clip import open_clip, small_frames

CLIP = Path(__file__).parents[2] / "clips" / "B_30fps.mp4"
# A window of the clip's small pictures (384 x 216), as tall as they are.
SIZE, FOCAL_PX = (160, 216), 520.0
# Leg length of the athlete in them.
LEG_PX = 65.0


def hand(frame, seed):
    """What a hand that follows the runner does: yaw, pitch and roll in radians."""
    wave = np.sin(0.7 * frame + seed), np.sin(0.45 * frame + 2 * seed)
    yaw = -0.17 + 0.26 * np.clip((frame - 46) / 28, 0, 1) ** 2
    return yaw + 0.002 * wave[0], 0.003 * wave[1], 0.002 * wave[0]


def views(frames, seed=1, zoom=1.0):
    """(frames, 3, 3) from the still picture to the one of the camera that turns."""
    shift = np.eye(3)
    shift[:2, 2] = (np.array(SIZE) - (384, 216)) / 2
    steps = []
    for frame in range(frames):
        yaw, pitch, roll = hand(frame, seed)
        grown = 1 + (zoom - 1) * frame / frames
        turn = Turn(turned_by([pitch, -yaw, roll]), grown)
        steps.append(about((np.array(SIZE) - 1) / 2, turn.homography(FOCAL_PX)) @ shift)
    return np.array(steps)


@pytest.mark.parametrize("zoom", [1.0, 1.2])
def test_the_views_of_a_panned_start_are_found(zoom):
    pictures = [picture for _, picture in small_frames(open_clip(CLIP), 384)]
    true = views(len(pictures), zoom=zoom)
    background = Background()
    for picture, view in zip(pictures, true, strict=True):
        filmed = cv2.warpPerspective(
            picture, view, SIZE, borderMode=cv2.BORDER_REFLECT101
        )
        background.see(filmed, None, cut=False)
    turning = background.turning()
    assert turning.followed.all()
    last = turning.places[-1]
    middle = (np.array(SIZE) - 1) / 2
    here = np.array([[*middle, 1.0], [middle[0], middle[1] + LEG_PX, 1.0]])
    for place, view in zip(turning.places, true, strict=True):
        step = last.after(place.back()).homography(turning.focal_px * place.zoom)
        mine = here @ about(middle, step).T
        truth = here @ (true[-1] @ np.linalg.inv(view)).T
        gap = mine[:, :2] / mine[:, 2:] - truth[:, :2] / truth[:, 2:]
        # A pan of 15 degrees, told to 2 % of a leg length in pictures this small.
        assert np.abs(gap).max() < 0.02 * LEG_PX
