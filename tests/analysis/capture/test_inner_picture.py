"""Bars around a clip are cut off, and nothing else ever is."""

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from analysis.capture.clip import frame_at, open_clip, righted, small_frames
from analysis.capture.inner_picture import find_bars

INNER = (240, 136)
TALL, WIDE, SQUARE, THIN = (240, 424), (480, 136), (240, 240), (240, 166)


def scene(done, size=INNER):
    """A grey picture full of detail: stands, a fence, a track, somebody who runs."""
    width, height = size
    grain = np.random.default_rng(4).normal(0, 18, (height, width))
    large = cv2.GaussianBlur(
        np.random.default_rng(5).normal(0, 900, (height, width)), (0, 0), 12
    )
    picture = 110 + grain + large + np.linspace(-30, 30, height)[:, None]
    picture[int(0.55 * height) : int(0.58 * height)] = 210
    at = int(done * 0.8 * width)
    picture[int(0.3 * height) : int(0.8 * height), at : at + width // 12] = 30
    return np.clip(picture, 0, 255).astype(np.uint8)


def laid(picture, size, bars):
    """The picture in the middle of a larger one, with bars of a kind around it."""
    width, height = size
    inner_height, inner_width = picture.shape
    if bars == "blurred":
        scale = max(width / inner_width, height / inner_height)
        large = cv2.resize(picture, None, fx=scale, fy=scale)
        top, left = (large.shape[0] - height) // 2, (large.shape[1] - width) // 2
        whole = cv2.GaussianBlur(
            large[top : top + height, left : left + width], (0, 0), 8
        )
    else:
        whole = np.full((height, width), bars, np.uint8)
    top, left = (height - inner_height) // 2, (width - inner_width) // 2
    whole[top : top + inner_height, left : left + inner_width] = picture
    return whole


def scenes(size=INNER):
    return [scene(done, size) for done in np.linspace(0, 1, 6)]


@pytest.mark.parametrize("bars", [0, 16, 255, "blurred"])
@pytest.mark.parametrize("size", [TALL, WIDE, SQUARE, THIN])
def test_bars_of_every_kind_are_found(bars, size):
    left, top, right, bottom = find_bars([laid(one, size, bars) for one in scenes()])
    edges = np.subtract(size, INNER) // 2
    assert np.abs(np.subtract((left, top), edges)).max() <= 2
    assert np.abs(np.subtract((right, bottom), edges + INNER)).max() <= 2


def test_a_clip_without_bars_is_left_alone():
    assert find_bars(scenes()) is None
    assert find_bars(scenes(TALL)) is None


def test_straight_edges_across_the_picture_are_no_bars():
    pictures = scenes()
    for picture in pictures:
        picture[:30] = np.clip(picture[:30].astype(int) + 90, 0, 255)
        picture[-30:] = picture[-30:] // 3
    assert find_bars(pictures) is None


def test_flat_sky_and_flat_ground_are_no_bars():
    pictures = scenes()
    for picture in pictures:
        picture[:30], picture[-30:] = 235, 90
    assert find_bars(pictures) is None


def test_a_bar_on_one_side_alone_is_left_alone():
    pictures = scenes()
    for picture in pictures:
        picture[:30] = 0
    assert find_bars(pictures) is None


def test_bars_that_something_enters_are_no_bars():
    pictures = [laid(one, TALL, 0) for one in scenes()]
    pictures[3][20:80, 40:90] = 180
    assert find_bars(pictures) is None


@pytest.fixture
def barred(tmp_path):
    path = tmp_path / "bars.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height = TALL
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, 30)
        for index in range(30):
            picture = laid(scene(index / 29), TALL, 0)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "gray")))
        container.mux(stream.encode(None))
    return path


def test_a_clip_with_bars_is_its_inner_picture(barred):
    clip = open_clip(barred)
    inner = clip.reading.inner
    assert (inner.whole_width, inner.whole_height) == TALL
    assert 0 <= INNER[1] - clip.height_px <= 4
    assert clip.width_px == INNER[0]
    picture = frame_at(clip, 29).mean(axis=2)
    expected = scene(1.0)[inner.top - 144 :][: clip.height_px]
    assert np.abs(picture - expected).mean() < 8
    *_, (_, small) = small_frames(clip, 120)
    assert small.shape == (round(clip.height_px / 2), 120)
    assert not clip.small


def test_an_inner_picture_can_be_turned(barred):
    clip = open_clip(barred)
    side = righted(clip, 90)
    assert (side.width_px, side.height_px) == (clip.height_px, clip.width_px)
    turned = np.rot90(frame_at(clip, 10), -1)
    assert np.array_equal(frame_at(side, 10), turned)
