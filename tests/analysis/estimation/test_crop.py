"""What the model is shown holds the athlete alone; what it sees finds its way back."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.detection.athlete import Detection
from analysis.estimation.crop import EXCHANGED, Crop, alone, crops, in_two_ways
from analysis.types import Clip

FRAMES = 20


def clip_of(size):
    return Clip("clip.mp4", *size, 0, np.arange(FRAMES) / 60)


def sighting_of(size, forward=1):
    width, height = size
    middle = width * (0.5 + forward * (np.linspace(0.25, 0.7, FRAMES) - 0.5))
    reach = 0.1 * min(size)
    box = np.stack(
        [
            middle - reach,
            np.full(FRAMES, height / 2 - reach),
            middle + reach,
            np.full(FRAMES, height / 2 + reach),
        ],
        axis=1,
    )
    nothing_else = np.zeros((FRAMES, 4, 4), np.uint8)
    return Detection(
        box, np.ones(FRAMES), Camera.still(FRAMES), 0, nothing_else, width / 4
    )


@pytest.mark.parametrize("size", [(640, 360), (360, 640)])
def test_the_square_holds_the_athlete_and_stays_in_the_picture(size):
    detection = sighting_of(size)
    squares = crops(clip_of(size), detection)
    assert len({crop.side for crop in squares}) == 1
    for crop, box in zip(squares, detection.box_px, strict=True):
        corner = np.array([crop.left, crop.top])
        assert np.all(corner >= 0)
        assert np.all(corner + crop.side <= np.maximum(size, crop.side))
        inside = np.clip(box, 0, [*size, *size])
        assert np.all(inside[:2] >= corner)
        assert np.all(inside[2:] <= corner + crop.side)


@pytest.mark.parametrize(("forward", "mirrored"), [(1, True), (-1, False)])
def test_every_runner_is_shown_going_to_the_left(forward, mirrored):
    squares = crops(clip_of((640, 360)), sighting_of((640, 360), forward))
    assert {crop.mirrored for crop in squares} == {mirrored}


@pytest.mark.parametrize("mirrored", [True, False])
@pytest.mark.parametrize("side", [200, 1000])
def test_what_is_seen_in_a_crop_is_found_in_the_picture(mirrored, side):
    picture = np.zeros((1100, 1200, 3), np.uint8)
    picture[400:420, 300:320] = 255
    crop = Crop(left=150, top=250, side=side, mirrored=mirrored)
    shown = crop.of(picture)
    assert max(shown.shape) <= 720
    spot = np.argwhere(shown[..., 0] > 127).mean(axis=0)[::-1] + 0.5
    seen = np.tile(spot, (33, 1))
    there = crop.in_picture(seen, shown.shape[1])
    assert there == pytest.approx(np.tile([310, 410], (33, 1)), abs=1.5)


@pytest.mark.parametrize("mirrored", [True, False])
@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.parametrize("side", [200, 1000])
def test_what_is_in_the_picture_is_found_in_the_crop(mirrored, turned, side):
    step = np.array([[1.0, 0.02, -20], [0, 1.01, 7], [0, 1e-5, 1]]) if turned else None
    crop = Crop(150, 250, side, mirrored, to_reference=step)
    width = round(side * crop.scale)
    seen = np.random.default_rng(0).uniform(0, width, (33, 2))
    there = crop.in_square(crop.in_picture(seen, width), width)
    assert there == pytest.approx(seen)


@pytest.mark.parametrize("mirrored", [True, False])
def test_a_moving_camera_is_held_still_in_the_crop(mirrored):
    pictures = np.zeros((2, 300, 400, 3), np.uint8)
    pictures[0, 100:110, 200:210] = 255
    pictures[1, 93:103, 220:230] = 255
    back = np.eye(3)
    back[:2, 2] = -20, 7
    crops = [
        Crop(150, 50, 120, mirrored, to_reference=step) for step in (np.eye(3), back)
    ]
    shown = [crop.of(one) for crop, one in zip(crops, pictures, strict=True)]
    assert np.array_equal(*shown)
    spot = np.argwhere(shown[1][..., 0] > 127).mean(axis=0)[::-1] + 0.5
    there = crops[1].in_picture(np.tile(spot, (33, 1)), 120)
    assert there == pytest.approx(np.tile([225, 98], (33, 1)))


def test_sides_change_places_in_a_mirror():
    assert sorted(EXCHANGED) == list(range(33))
    assert [EXCHANGED[mark] for mark in EXCHANGED] == list(range(33))
    left_knee, right_knee, nose = 25, 26, 0
    assert EXCHANGED[left_knee] == right_knee
    assert EXCHANGED[nose] == nose
    crop = Crop(0, 0, 100, mirrored=True)
    seen = np.arange(33.0)
    assert crop.same_body(seen)[left_knee] == right_knee
    assert replace(crop, mirrored=False).same_body(seen)[left_knee] == left_knee


def test_the_second_look_is_the_other_way_round_and_of_another_tone():
    noise = np.random.default_rng(0).integers(0, 255, (200, 200, 3)).astype(np.uint8)
    first, second = in_two_ways([Crop(0, 0, 200, mirrored=True)])
    assert (first[0].mirrored, second[0].mirrored) == (True, False)
    calm, sharp = first[0].of(noise), second[0].of(noise)
    assert calm.std() < noise.std() < sharp.std()


GREY, OURS, THEIRS = 90, 200, 30


def people_at(*people):
    """Two frames of people who stand still, in boxes of the whole body."""
    boxes = np.array([[box, box] for box in people], dtype=float)
    return Detection(
        boxes[0], np.ones(2), Camera.still(2), 0, np.zeros((2, 1, 1), np.uint8), 1.0,
        people_px=boxes,
    )  # fmt: skip


def picture():
    shown = np.full((100, 200, 3), GREY, np.uint8)
    shown[40:80, 20:60] = OURS
    shown[40:80, 70:110] = THEIRS
    return shown


def test_the_other_one_is_painted_over():
    shown = alone(picture(), people_at([20, 40, 60, 80], [70, 40, 110, 80]), 1)
    assert np.all(shown[40:80, 20:60] == OURS)
    assert not np.any(shown == THEIRS)


def test_where_both_are_ours_is_shown():
    shown = alone(picture(), people_at([20, 40, 80, 80], [50, 40, 110, 80]), 0)
    assert np.all(shown[40:80, 20:60] == OURS)
    assert np.all(shown[40:80, 70:80] == THEIRS)
    assert not np.any(shown[:, 90:] == THEIRS)


def test_a_box_beyond_the_edge_is_cut_at_the_edge():
    shown = alone(picture(), people_at([20, 40, 60, 80], [70, -50, 400, 300]), 0)
    assert np.all(shown[50, 30] == OURS)
    assert not np.any(shown == THEIRS)


def test_the_picture_itself_stays_as_it_is():
    before = picture()
    alone(before, people_at([20, 40, 60, 80], [70, 40, 110, 80]), 0)
    assert np.array_equal(before, picture())
