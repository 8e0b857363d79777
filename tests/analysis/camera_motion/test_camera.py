"""Points go from the pictures as filmed to the reference view and back."""

import numpy as np
import pytest

from analysis.camera_motion.camera import HELD_DEG, UNSEEN, Camera, Level, moved_along
from analysis.camera_motion.rotation import Turn, about, turned_by
from tests.analysis.moving_body import shifting, start

FRAMES, SIZE, FOCAL_PX = 5, (960, 540), 1000.0


def panning(yaws=(-0.2, -0.1, 0.0, 0.1, 0.2), zoom=1.0):
    middle = np.array(SIZE) / 2
    turns = [Turn(turned_by([0, yaw, 0]), 1 / zoom) for yaw in yaws]
    matrices = [about(middle, turn.homography(FOCAL_PX * zoom)) for turn in turns]
    return Camera(np.array(matrices), FOCAL_PX, middle, np.ones(len(yaws), bool))


def test_a_still_camera_changes_no_number():
    camera, poses = Camera.still(400, SIZE), start().poses
    assert not camera.moves
    assert camera.in_reference(poses.xy_px) is poses.xy_px
    assert camera.filmed(camera.steady(poses)).xy_px is poses.xy_px


def test_there_and_back_is_where_it_was():
    points = np.random.default_rng(2).uniform(0, 500, (FRAMES, 33, 2))
    camera = panning(zoom=1.2)
    assert camera.as_filmed(camera.in_reference(points)) == pytest.approx(points)
    one = camera.in_reference(points[3], 3)
    assert one == pytest.approx(camera.in_reference(points)[3])


def test_a_place_is_carried_from_frame_to_frame():
    camera = panning()
    place = np.array([[500.0, 300.0]])
    seen = camera.as_filmed(np.tile(place, (FRAMES, 1)))
    there = camera.carried(seen, np.arange(FRAMES), 4)
    assert there == pytest.approx(np.tile(seen[4], (FRAMES, 1)))


def test_boxes_go_there_and_back():
    boxes = np.tile([300.0, 200, 420, 430], (FRAMES, 1))
    camera = panning()
    there = camera.boxes_in_reference(boxes)
    assert camera.boxes_as_filmed(there) == pytest.approx(boxes, abs=2)
    assert there[0, 0] != pytest.approx(boxes[0, 0], abs=50)


def test_how_far_it_turns_is_told_in_degrees():
    expected = np.degrees([-0.2, -0.1, 0, 0.1, 0.2])
    assert np.abs(panning().yaw_deg) == pytest.approx(np.abs(expected))


def test_a_frame_can_be_the_reference():
    camera = panning(zoom=1.1)
    other = camera.seen_by(camera.turn(3).back())
    assert other.to_reference[3] == pytest.approx(np.eye(3), abs=1e-9)
    assert other.yaw_deg[3] == pytest.approx(0)
    assert abs(other.yaw_deg[4] - camera.yaw_deg[4]) == pytest.approx(np.degrees(0.1))


def test_what_lies_beside_the_view_stays_finite():
    camera = panning(yaws=(0.0, 1.2, 1.6, 2.5))
    assert np.isfinite(camera.in_reference(np.full((4, 33, 2), 200.0))).all()


def test_a_pan_is_restless_and_a_sway_is_not():
    sway = np.zeros((60, 2))
    sway[:, 0] = 8 * np.sin(np.arange(60) / 20)
    assert not shifting(sway).restless
    assert shifting(10 * sway).restless
    assert panning().restless
    assert not Camera.still(60).restless


@pytest.mark.parametrize("zooms", [(1, 1, 1.2, 1.4, 1.4), (1, 1, 0.9, 0.8, 0.8)])
def test_a_zoom_turns_only_while_it_zooms(zooms):
    middle = np.array(SIZE) / 2
    scaled = [np.diag([1 / zoom, 1 / zoom, 1.0]) for zoom in zooms]
    matrices = np.array([about(middle, matrix) for matrix in scaled])
    camera = Camera(matrices, FOCAL_PX, middle, np.ones(len(zooms), bool))
    assert camera.turns.tolist() == [False, False, True, True, False]


def test_a_pan_turns_and_a_still_camera_does_not():
    assert panning().turns[1:].all()
    assert not panning(yaws=(0.0, 1e-4, 0.0, -1e-4, 0.0)).turns.any()
    assert not Camera.still(9, SIZE).turns.any()


def test_missing_points_stay_missing():
    points = np.full((FRAMES, 33, 2), np.nan)
    assert np.isnan(panning().in_reference(points)).all()


def test_the_background_of_a_shifting_camera_goes_along():
    moved_px = np.stack([np.arange(10.0), np.zeros(10)], axis=1)
    seen = shifting(moved_px).background_px
    assert seen - seen[0] == pytest.approx(moved_px)


def test_a_picture_is_moved_only_where_it_was_filmed():
    before = np.full((20, 30), 10, np.uint8)
    after = np.full((20, 30), 200, np.uint8)
    step = np.eye(3)
    assert moved_along(before, after, step) is before
    step[0, 2] = 8
    moved = moved_along(before, after, step)
    assert (moved[:, :8] == 200).all()
    assert (moved[:, 9:] == 10).all()


@pytest.mark.parametrize("roll_deg", [-4.0, 3.0, 1.5])
def test_a_tilt_that_is_well_known_is_certain(roll_deg):
    level = Level(roll_deg, 0.3)
    assert level.certain
    assert not level.doubtful
    assert level.left_deg == pytest.approx(0.3)


@pytest.mark.parametrize("roll_deg", [0.0, 0.9, -0.9])
def test_below_a_degree_nothing_is_taken_out_but_the_plus_minus_knows(roll_deg):
    level = Level(roll_deg, 0.3)
    assert not level.certain
    assert not level.doubtful
    assert level.left_deg >= abs(roll_deg)


def test_a_large_tilt_that_is_hardly_known_is_in_doubt():
    level = Level(3.0, 1.5)
    assert level.doubtful
    assert not level.certain
    assert level.left_deg > 3.0


def test_where_nothing_tells_a_phone_is_held_as_phones_are():
    assert not UNSEEN.certain
    assert not UNSEEN.doubtful
    assert UNSEEN.left_deg == HELD_DEG
