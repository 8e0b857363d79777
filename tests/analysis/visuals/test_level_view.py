"""Cards of a tilted clip are drawn level, as their angles are measured."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera, Level
from analysis.camera_motion.rotation import Turn, turned_by
from analysis.visuals.level_view import level_view
from tests.analysis.level_scene import rolled
from tests.analysis.moving_body import SIZE_PX, start

POSES = start(60).poses
ROLL_DEG = 4.0


def camera_of(level):
    """A still camera with its reference view levelled, as far as that is certain."""
    camera = Camera.still(len(POSES.time_s), SIZE_PX)
    if level.certain:
        back = turned_by([0, 0, -np.radians(level.roll_deg)])
        camera = camera.seen_by(Turn(back))
    return replace(camera, level=level)


TILTED = camera_of(Level(ROLL_DEG, 0.3))


def test_joints_are_drawn_where_a_level_camera_would_see_them():
    drawn = level_view(TILTED).poses(rolled(POSES, ROLL_DEG))
    assert drawn.xy_px == pytest.approx(POSES.xy_px, abs=0.01)


def test_the_picture_is_turned_with_them():
    dark = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
    spot = np.array([900, 300])
    dark[spot[1] - 3 : spot[1] + 4, spot[0] - 3 : spot[0] + 4] = 255
    view = level_view(TILTED)
    points = np.tile(spot.astype(float), (len(POSES.time_s), 33, 1))
    x, y = view.poses(replace(POSES, xy_px=points)).xy_px[0, 0]
    turned = view.of(dark, 0)
    assert turned.shape == dark.shape
    rows, columns = np.nonzero(turned[..., 0] > 128)
    assert (columns.mean(), rows.mean()) == pytest.approx((x, y), abs=1.0)


def test_their_places_in_the_reference_view_stay():
    filmed, view = rolled(POSES, ROLL_DEG), level_view(TILTED)
    turned = view.camera(TILTED).steady(view.poses(filmed))
    assert turned.xy_px == pytest.approx(TILTED.steady(filmed).xy_px, abs=0.01)


def test_each_frame_is_turned_by_its_own_tilt():
    hand = [Turn(turned_by([0, 0, roll])) for roll in np.radians([0.0, 1.0, -1.0])]
    camera = Camera.still(3, SIZE_PX)
    to_reference = [camera.seen_by(turn).to_reference[0] for turn in hand]
    swaying = replace(camera, to_reference=np.array(to_reference))
    level = replace(swaying, level=Level(ROLL_DEG, 0.3)).seen_by(
        Turn(turned_by([0, 0, -np.radians(ROLL_DEG)]))
    )
    turns = level_view(level).turns
    angles = np.degrees(np.arctan2(turns[:, 1, 0], turns[:, 0, 0]))
    assert angles == pytest.approx([-4.0, -3.0, -5.0], abs=0.01)


@pytest.mark.parametrize("level", [Level(0.4, 0.3), Level(3.0, 2.0)])
def test_a_level_or_doubtful_clip_is_drawn_as_it_was_filmed(level):
    camera = camera_of(level)
    view, picture = level_view(camera), np.zeros((4, 4, 3), np.uint8)
    assert view.of(picture, 0) is picture
    assert view.poses(POSES) is POSES
    assert view.camera(camera) is camera
