"""What is covered can't be seen again, and the rest stays as it was."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.capture.clip import frame_at, open_clip
from analysis.capture.cover import FADE, coarse, covered

CLIP = Path(__file__).parents[2] / "clips/A_borzov60.mp4"


@pytest.fixture
def noise():
    return np.random.default_rng(1).integers(0, 256, (90, 120, 3), dtype=np.uint8)


def away(shape, x, y):
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return np.hypot(columns + 0.5 - x, rows + 0.5 - y)


@pytest.mark.parametrize("middle", [(60.0, 40.0), (2.0, 88.0)])
def test_inside_there_is_one_colour_and_outside_nothing_changes(noise, middle):
    before = noise.copy()
    found, distance = (
        covered(noise, np.array([*middle, 15.0])),
        away(noise.shape, *middle),
    )
    assert len(np.unique(found[distance <= 15.0], axis=0)) == 1
    beyond = distance >= 15.0 * (1 + FADE)
    assert (found[beyond] == noise[beyond]).all()
    assert (noise == before).all()


@pytest.mark.parametrize("circle", [[np.nan, 1, 5], [-50, 40, 15], [500, 40, 15]])
def test_where_there_is_nothing_to_cover_the_picture_stays(noise, circle):
    assert (covered(noise, np.array(circle, dtype=float)) == noise).all()


def test_of_a_coarse_picture_only_the_means_of_blocks_are_left(noise):
    found = coarse(noise, 25.0)
    assert found.shape == noise.shape
    blocks = {tuple(colour) for colour in found.reshape(-1, 3).tolist()}
    assert len(blocks) <= 4 * 5
    means = noise[:25, :25].reshape(-1, 3).mean(axis=0)
    assert found[10, 10] == pytest.approx(means, abs=1)
    assert (coarse(noise, 0.4) == noise).all()


def test_whoever_decodes_a_frame_gets_it_covered():
    clip = open_clip(CLIP)
    circles = np.full((clip.frames, 3), np.nan)
    circles[40] = (400.0, 300.0, 30.0)
    hidden = replace(clip, covered=circles)
    inside = away((clip.height_px, clip.width_px), 400.0, 300.0) <= 30.0
    assert len(np.unique(frame_at(hidden, 40)[inside], axis=0)) == 1
    assert (frame_at(hidden, 41) == frame_at(clip, 41)).all()
