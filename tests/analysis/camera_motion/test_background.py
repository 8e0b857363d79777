"""The background is followed through pans, zooms, bodies and flashes."""

import cv2
import numpy as np
import pytest

from analysis.camera_motion.background import PATIENCE, Background
from analysis.camera_motion.rotation import Turn, about, turned_by
from tests.analysis.painted_clips import motley, wall

FRAMES, SIZE, FOCAL_PX = 40, (240, 180), 300.0
WORLD_SIZE = (720, 400)
WORLD = cv2.GaussianBlur(wall(WORLD_SIZE), (5, 5), 0)


def view(yaw=0.0, pitch=0.0, roll=0.0, zoom=1.0):
    """(3, 3) from the painted wall to a picture of it by a turned camera."""
    turn = Turn(turned_by([pitch, yaw, roll]), zoom)
    to_middle = np.eye(3)
    to_middle[:2, 2] = (np.array(SIZE) - WORLD_SIZE) / 2
    middle = (np.array(SIZE) - 1) / 2
    return about(middle, turn.homography(FOCAL_PX)) @ to_middle


def filmed(view_of, body=None):
    picture = cv2.warpPerspective(WORLD, view_of, SIZE, borderMode=cv2.BORDER_REFLECT)
    if body is not None:
        left, top = body
        high, wide = min(90, SIZE[1] - top), min(50, SIZE[0] - left)
        picture[top : top + high, left : left + wide] = motley(90, 50)[:high, :wide]
    return picture


def followed(pictures):
    background = Background()
    for picture in pictures:
        background.see(picture, None, cut=False)
    return background


def error_px(background, views, first=0):
    """How far corners of the picture are from where the first view has them, at most.

    A pan of 34 degrees is told over several key frames, and corners of a picture are
    further out than what was followed in it.
    """
    turning = background.turning()
    corners = np.array([[0, 0, 1], [SIZE[0], 0, 1], [0, SIZE[1], 1], [*SIZE, 1]])
    middle = (np.array(SIZE) - 1) / 2
    worst = 0.0
    for place, truth in zip(turning.places[first:], views[first:], strict=True):
        mine = corners @ about(middle, place.homography(turning.focal_px)).T
        true = corners @ (truth @ np.linalg.inv(views[0])).T
        gap = mine[:, :2] / mine[:, 2:] - true[:, :2] / true[:, 2:]
        worst = max(worst, float(np.abs(gap).max()))
    return worst


PANS = {
    "still": [view()] * FRAMES,
    "pan": [view(-0.3 + 0.015 * n) for n in range(FRAMES)],
    "tilt": [view(0, 0.004 * n) for n in range(FRAMES)],
    "roll": [view(roll=0.003 * n) for n in range(FRAMES)],
    "zoom": [view(zoom=1 + 0.006 * n) for n in range(FRAMES)],
    "hand": [
        view(0.01 * np.sin(n), 0.008 * np.cos(1.7 * n), 0.004 * np.sin(0.6 * n))
        for n in range(FRAMES)
    ],
}


@pytest.mark.parametrize("name", PANS)
def test_a_camera_that_turns_is_followed(name):
    background = followed([filmed(one) for one in PANS[name]])
    assert background.turning().followed.all()
    assert error_px(background, PANS[name]) < 4


@pytest.mark.parametrize("name", ["still", "pan", "hand"])
def test_a_body_that_goes_is_not_taken_for_the_background(name):
    pictures = [
        filmed(one, body=(40 + 3 * max(0, n - 10), 60))
        for n, one in enumerate(PANS[name])
    ]
    assert error_px(followed(pictures), PANS[name]) < 2.5


def test_a_body_held_in_the_middle_of_a_pan_is_not_the_background():
    pictures = [filmed(one, body=(95, 60)) for one in PANS["pan"]]
    assert error_px(followed(pictures), PANS["pan"]) < 2.5


def test_a_pan_tells_the_focal_length():
    turning = followed([filmed(one) for one in PANS["pan"]]).turning()
    assert turning.focal_px == pytest.approx(FOCAL_PX, rel=0.1)


def test_a_flash_is_got_over():
    pictures = [filmed(one) for one in PANS["pan"]]
    pictures[20] = np.full_like(pictures[20], 255)
    background = followed(pictures)
    assert background.turning().followed.sum() >= FRAMES - 1
    assert error_px(background, PANS["pan"], first=22) < 4


def test_a_background_that_is_gone_is_lost():
    noise = np.random.default_rng(1).integers(0, 255, (20, SIZE[1], SIZE[0]))
    still = [filmed(one) for one in PANS["still"]][:20]
    turning = followed([*still, *noise.astype(np.uint8)]).turning()
    assert turning.followed[:20].all()
    assert (~turning.followed).sum() > PATIENCE


def test_a_blank_wall_rests():
    blank = [np.full((SIZE[1], SIZE[0]), 120, np.uint8)] * FRAMES
    turning = followed(blank).turning()
    assert turning.followed.all()
    assert not turning.camera(SIZE, 1.0).moves


def test_a_still_picture_is_seen_exactly_as_filmed():
    turning = followed([filmed(one) for one in PANS["still"]]).turning()
    assert not turning.camera(SIZE, 1.0).moves


def test_the_same_pictures_give_the_same_turns():
    pictures = [filmed(one) for one in PANS["hand"]]
    one, other = (followed(pictures).turning() for _ in range(2))
    for here, there in zip(one.places, other.places, strict=True):
        assert np.array_equal(here.rotation, there.rotation)
