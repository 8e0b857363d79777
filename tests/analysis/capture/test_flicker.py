"""Lights that flicker are taken out of the pictures; a steady light changes no byte."""

import numpy as np
import pytest

from analysis.capture.clip import open_clip
from analysis.capture.flicker import Brightness
from analysis.detection.athlete import find_athlete
from tests.analysis.painted_clips import moving_box, wall, with_bodies, write_painted

FRAMES = 45
WALL = wall((384, 216))
ROWS = np.arange(len(WALL))[:, None]


def whole(frame):
    """Every other picture brighter."""
    return 1.0 + 0.12 * (-1) ** frame


def bands(frame):
    """Two bands over the picture, which wander from one to the next."""
    return 1.0 + 0.15 * np.sin(2 * np.pi * (ROWS / 108 + frame / 3))


def lit(picture, light):
    return np.clip(np.rint(picture * light), 0, 255).astype(np.uint8)


def run(frame):
    return with_bodies(WALL, moving_box(20 + 7.0 * max(frame - 15, 0)))


def levelled(pictures):
    brightness = Brightness()
    return [brightness.levelled(picture) for picture in pictures]


@pytest.mark.parametrize("light", [whole, bands])
def test_flickering_pictures_become_alike(light):
    shown = levelled([lit(WALL, light(frame)) for frame in range(9)])
    for picture in shown[1:]:
        apart = np.abs(picture.astype(float) - shown[0])
        assert np.mean(apart) < 2.0


def test_in_a_steady_light_a_picture_is_given_back_as_it_is():
    pictures = [run(frame) for frame in range(FRAMES)]
    for given, shown in zip(pictures, levelled(pictures), strict=True):
        assert shown is given


def test_grain_is_no_flicker():
    grain = np.random.default_rng(2).normal(0, 8, (9, *WALL.shape))
    pictures = [lit(WALL + one, 1.0) for one in grain]
    assert all(a is b for a, b in zip(pictures, levelled(pictures), strict=True))


def test_another_scene_is_no_flicker():
    pictures = [WALL, wall((384, 216), seed=9)]
    assert levelled(pictures)[1] is pictures[1]


def test_a_turning_camera_is_no_flicker():
    wide = wall((600, 216))
    pictures = [wide[:, 12 * n : 12 * n + 384].copy() for n in range(9)]
    assert all(a is b for a, b in zip(pictures, levelled(pictures), strict=True))


def test_black_pictures_tell_nothing():
    pictures = [np.full_like(WALL, shade) for shade in (2, 6, 3, 8)]
    assert all(a is b for a, b in zip(pictures, levelled(pictures), strict=True))


@pytest.mark.parametrize("light", [whole, bands])
def test_the_athlete_is_found_under_flickering_lights(light, tmp_path):
    pictures = [lit(run(frame), light(frame)) for frame in range(FRAMES)]
    clip = open_clip(write_painted(tmp_path / "flicker.mp4", pictures))
    steady = open_clip(
        write_painted(tmp_path / "steady.mp4", [run(n) for n in range(FRAMES)])
    )
    found, wanted = find_athlete(clip), find_athlete(steady)
    assert not found.camera.moves
    assert found.rivals == 0
    assert np.abs(found.box_px - wanted.box_px).max() < 12
