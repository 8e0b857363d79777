"""The camera's tilt is read from what lies and what stands, whatever else it does."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.camera import UNSEEN, Camera
from analysis.filtering.running_frame import to_runner
from analysis.reference_view.levelling import find_level, levelled
from tests.analysis.level_scene import (
    FOCAL_PX,
    edges,
    lines_of,
    picture_of,
    points_rolled,
    rolled,
    sighting_of,
)
from tests.analysis.moving_body import SIZE_PX, start

STILL = replace(Camera.still(4, SIZE_PX), focal_px=FOCAL_PX)
ONE = start(60)


def level_of(roll_deg=0.0, keep=slice(None), **view):
    """What is found of a camera that is held so."""
    lines = lines_of(edges(roll_deg, **view)[keep])
    return find_level(lines, rolled(ONE.poses, roll_deg), STILL)


@pytest.mark.parametrize("roll_deg", [-8.0, -4.0, -1.5, 2.0, 3.0, 6.0])
def test_a_tilt_is_found_to_a_fraction_of_a_degree(roll_deg):
    level = level_of(roll_deg)
    assert level.roll_deg == pytest.approx(roll_deg, abs=0.3)
    assert level.certain


@pytest.mark.parametrize("yaw_deg", [-13.0, -6.0, 6.0, 13.0])
@pytest.mark.parametrize("roll_deg", [0.0, 4.0])
def test_a_view_off_the_side_is_not_taken_for_a_tilt(yaw_deg, roll_deg):
    level = level_of(roll_deg, yaw_deg=yaw_deg)
    assert level.roll_deg == pytest.approx(roll_deg, abs=0.5)
    assert level.certain == (roll_deg != 0)


@pytest.mark.parametrize("pitch_deg", [-6.0, 6.0])
def test_nor_is_a_look_up_or_down(pitch_deg):
    assert level_of(0.0, pitch_deg=pitch_deg).roll_deg == pytest.approx(0, abs=0.3)
    assert level_of(3.0, pitch_deg=pitch_deg).roll_deg == pytest.approx(3, abs=0.3)


def test_from_high_above_a_tilt_is_not_certain():
    level = level_of(3.0, pitch_deg=18.0)
    assert level.doubtful
    assert not level.certain


def test_ground_that_slopes_beside_upright_poles_is_doubted():
    assert level_of(0.0).plus_minus_deg < 0.5
    assert not level_of(0.0, ground_deg=4.0).certain


def test_edges_of_anything_else_do_not_count():
    ends = edges(-4.0)
    other = np.random.default_rng(3).uniform(0, SIZE_PX, (len(ends) // 2, 2, 2))
    lines = lines_of(np.concatenate([ends, other]))
    level = find_level(lines, rolled(ONE.poses, -4.0), STILL)
    assert level.roll_deg == pytest.approx(-4.0, abs=0.4)


def test_few_edges_tell_less():
    one_lane = level_of(3.0, keep=slice(0, 1))
    assert one_lane.plus_minus_deg > level_of(3.0).plus_minus_deg
    none = level_of(3.0, keep=slice(0, 0))
    assert none.roll_deg == pytest.approx(0.0, abs=1e-6)
    assert none.plus_minus_deg >= UNSEEN.plus_minus_deg


def test_angles_are_read_as_by_a_level_camera():
    filmed = rolled(ONE.poses, 4.0)
    detection = levelled(sighting_of(filmed, picture_of(edges(4.0))), filmed)
    true, seen = to_runner(ONE.poses), to_runner(detection.camera.steady(filmed))
    lean = [np.arctan2(*(one.shoulders - one.hips).T[::-1]) for one in (true, seen)]
    assert np.degrees(lean[1] - lean[0]) == pytest.approx(0, abs=0.5)
    assert detection.camera.level.certain
    back = detection.camera.filmed(detection.camera.steady(filmed))
    assert back.xy_px == pytest.approx(filmed.xy_px)


def test_a_tilted_camera_that_rests_still_rests():
    filmed = rolled(ONE.poses, 4.0)
    camera = levelled(sighting_of(filmed, picture_of(edges(4.0))), filmed).camera
    assert not camera.restless
    assert camera.yaw_deg == pytest.approx(0)


def test_a_level_camera_changes_no_number():
    detection = sighting_of(ONE.poses, picture_of(edges()))
    camera = levelled(detection, ONE.poses).camera
    assert not camera.moves
    assert camera.level.left_deg < 1.0


def test_where_no_picture_was_kept_nothing_is_known():
    detection = replace(sighting_of(ONE.poses, picture_of(edges())), glimpses=())
    assert levelled(detection, ONE.poses) is detection
    assert detection.camera.level == UNSEEN


NOTHING_STRAIGHT = picture_of(edges()[:0])
# Where a level camera would see the toes stand, pixels.
STANDS_PX = np.array([[240.0, 560], [300, 560], [460, 560], [670, 560], [890, 560]])


def found_by_toes(stands_px, roll_deg=0.0, picture=NOTHING_STRAIGHT):
    toes = points_rolled(stands_px, roll_deg)
    filmed = rolled(ONE.poses, roll_deg)
    return levelled(sighting_of(filmed, picture), filmed, toes).camera.level


def test_where_nothing_is_straight_standing_toes_tell_a_part_of_the_tilt():
    level = found_by_toes(STANDS_PX, 6.0)
    assert 3.0 < level.roll_deg < 6.5
    assert level.plus_minus_deg < 0.75 * UNSEEN.plus_minus_deg
    assert found_by_toes(STANDS_PX).roll_deg == pytest.approx(0, abs=0.3)


def test_one_misplaced_toe_is_no_tilt():
    wrong_px = STANDS_PX.copy()
    wrong_px[-1, 1] -= 60.0
    assert abs(found_by_toes(wrong_px).roll_deg) < 1.0


def test_one_stand_tells_nothing():
    assert found_by_toes(STANDS_PX[:2]).plus_minus_deg >= UNSEEN.plus_minus_deg


def test_beside_good_edges_toes_hardly_count():
    wrong_px = STANDS_PX - [[0, 0], [0, 0], [0, 10], [0, 30], [0, 50]]
    level = found_by_toes(wrong_px, picture=picture_of(edges()))
    assert level.roll_deg == pytest.approx(0, abs=0.3)
