"""Who stands on their feet tells which way is up."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import frames_at, open_clip, righted
from analysis.estimation.upright import turn_to_upright
from tests.analysis.moving_body import SIZE_PX, mirrored, start
from tests.odd_clips import steady, upright_picture, write_clip


def turned(one, turn_deg):
    """Poses as they look in a picture turned clockwise."""
    xy_px = one.poses.xy_px
    for _ in range(turn_deg // 90):
        xy_px = np.stack([SIZE_PX[1] - xy_px[..., 1], xy_px[..., 0]], axis=-1)
    return replace(one.poses, xy_px=xy_px)


def turn_of(poses):
    return turn_to_upright(poses, Camera.still(len(poses.time_s)))


@pytest.mark.parametrize("one", [start(30), mirrored(start(60))], ids=["left", "right"])
@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_start_is_turned_back_onto_its_feet(one, turn_deg):
    assert turn_of(turned(one, turn_deg)) == (-turn_deg % 360, True)


def test_a_crouch_that_goes_nowhere_is_left_alone():
    poses = start(30, ends_s=0.1).poses
    assert turn_of(poses) == (0, True)


def test_who_runs_up_the_picture_with_feet_below_is_not_turned():
    poses = start(60, begins_s=0.3).poses
    xy_px = poses.xy_px.copy()
    hips = xy_px[:, 23:25].mean(axis=(1, 2))
    xy_px[..., 1] -= 3 * (hips - hips[0])[:, None]
    xy_px[..., 0] -= (hips - hips[0])[:, None]
    assert turn_of(replace(poses, xy_px=xy_px))[0] == 0


def test_somebody_who_is_now_and_then_upside_down_is_not_sure():
    poses = turned(start(60), 180)
    xy_px = poses.xy_px.copy()
    xy_px[::4, :, 1] *= -1
    assert turn_of(replace(poses, xy_px=xy_px)) == (180, False)


def test_where_hardly_anybody_is_seen_nothing_is_told():
    poses = turned(start(60), 180)
    xy_px = np.where(
        np.arange(len(poses.time_s))[:, None, None] < 5, poses.xy_px, np.nan
    )
    assert turn_of(replace(poses, xy_px=xy_px)) == (0, True)


@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("flagged", [0, 90])
@pytest.mark.parametrize("turn_deg", [90, 180, 270])
def test_a_clip_put_right_shows_its_pictures_turned(
    tmp_path, is_mirrored, flagged, turn_deg
):
    path = tmp_path / "turned.mp4"
    write_clip(path, steady(0.6), rotation_deg=flagged, mirrored=is_mirrored)
    clip = righted(open_clip(path), turn_deg)
    ((_, picture),) = frames_at(clip, {17})
    expected = np.rot90(upright_picture(1.0), -turn_deg // 90)
    assert picture.shape == expected.shape == (clip.height_px, clip.width_px, 3)
    assert np.abs(picture.astype(int) - expected).mean() < 8
    assert clip.reading.righted_deg == turn_deg
