"""What was beside the athlete in set and is gone when all have left was somebody."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.estimation.among_others import empty_place
from analysis.estimation.among_others.bystanders import BONES
from analysis.estimation.among_others.empty_place import gone_from_beside
from analysis.estimation.among_others.following import SOMEBODY
from analysis.landmarks import leg_length
from analysis.types import Clip, Poses
from tests.analysis.moving_body import seen_around, shifting, start
from tests.analysis.painted_clips import wall

NEAR = start().poses
CLIP = Clip("none.mp4", 1280, 720, 0, NEAR.time_s)
CLOSE_FROM = 60
LEG_PX = leg_length(NEAR.xy_px)
BEHIND = np.array([0.25, -0.45]) * LEG_PX
WALL = wall((1280, 720))


def body(picture, pose, tone):
    """Paint everything within a fifth of a leg of the bones."""
    for one, other in np.rint(pose[BONES]).astype(int).tolist():
        cv2.line(picture, one, other, tone, round(0.4 * LEG_PX))


@pytest.fixture
def gone(monkeypatch):
    """The area that is gone, of a clip in which somebody is behind in some frames."""

    def read(behind=(), lighter=0, panned_px=0.0, off_px=0, poses=NEAR):
        def painted(clip, wanted):
            for frame in sorted(wanted):
                picture = WALL.copy()
                if frame in behind:
                    # Who stays is in set still.
                    set_pose = NEAR.xy_px[min(frame, CLOSE_FROM)]
                    body(picture, set_pose + BEHIND, 220)
                body(picture, NEAR.xy_px[frame], 20)
                picture = picture + lighter * (frame > CLOSE_FROM + 30)
                moved = round(panned_px * frame / (len(NEAR.time_s) - 1))
                moved += off_px * (frame > CLOSE_FROM + 30)
                picture = np.roll(picture, moved, axis=1)
                yield frame, np.repeat(picture[..., None], 3, 2).astype(np.uint8)

        monkeypatch.setattr(empty_place, "frames_at", painted)
        moved_px = np.zeros((len(NEAR.time_s), 2))
        moved_px[:, 0] = np.rint(np.linspace(0, panned_px, len(moved_px)))
        camera: Camera = shifting(moved_px)
        filmed = replace(poses, xy_px=camera.as_filmed(poses.xy_px))
        detection = replace(seen_around(filmed), camera=camera)
        return gone_from_beside(CLIP, filmed, detection, CLOSE_FROM)

    return read


def test_of_an_athlete_alone_nothing_is_gone(gone):
    assert gone() == 0.0


@pytest.mark.parametrize("panned_px", [0.0, 60.0])
def test_somebody_behind_who_leaves_is_gone(gone, panned_px):
    assert gone(range(CLOSE_FROM + 40), panned_px=panned_px) > SOMEBODY


def test_somebody_behind_who_stays_is_no_starter(gone):
    assert gone(range(len(NEAR.time_s))) < SOMEBODY


def test_a_picture_that_grows_lighter_hides_nobody_and_shows_nobody(gone):
    assert gone(lighter=40) < SOMEBODY
    assert gone(range(CLOSE_FROM + 40), lighter=40) > SOMEBODY


@pytest.mark.parametrize("off_px", [-2, 2])
def test_a_camera_followed_to_two_pixels_shows_nobody(gone, off_px):
    assert gone(panned_px=60.0, off_px=off_px) < SOMEBODY
    assert gone(range(CLOSE_FROM + 40), panned_px=60.0, off_px=off_px) > SOMEBODY


def test_a_place_out_of_the_picture_does_not_tell(gone):
    beyond = NEAR.xy_px - np.array([0.0, 450.0])
    assert gone(poses=replace(NEAR, xy_px=beyond)) is None


def test_a_place_that_is_never_empty_does_not_tell(gone):
    short = slice(0, CLOSE_FROM + 4)
    early = Poses(NEAR.xy_px[short], NEAR.visibility[short], NEAR.time_s[short])
    assert gone(poses=early) is None


def test_without_a_pose_in_set_nothing_is_told(gone):
    xy_px = NEAR.xy_px.copy()
    xy_px[CLOSE_FROM - 20 : CLOSE_FROM + 40] = np.nan
    assert gone(poses=replace(NEAR, xy_px=xy_px)) is None
