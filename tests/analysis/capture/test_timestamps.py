"""Every frame has its true time, also where the file's times can't be right."""

import numpy as np
import pytest

from analysis.capture.clip import frame_at, frames_at, open_clip
from analysis.capture.timestamps import in_order, times_of
from analysis.errors import Unreadable
from tests.odd_clips import steady, upright_picture, write_clip

FRAMES = 60
NONE = np.full(FRAMES, np.nan)
EVEN = np.array(steady(2.0))
B_FRAMES = {"bf": "3", "x264-params": "b-adapt=0"}


def assert_every_picture_is_at_its_time(clip):
    assert clip.time_s == pytest.approx(EVEN, abs=1e-3)
    for index, picture in frames_at(clip, {0, 7, 30, FRAMES - 1}):
        shown = upright_picture(index / (FRAMES - 1))
        assert np.abs(picture.astype(int) - shown).mean() < 8
        assert np.array_equal(frame_at(clip, index), picture)


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts"])
def test_times_in_the_order_of_decoding_are_put_right(tmp_path, ending):
    path = tmp_path / f"decoding_order.{ending}"
    write_clip(path, EVEN, in_order=False, options=B_FRAMES)
    clip = open_clip(path)
    assert not clip.reading.in_order
    assert_every_picture_is_at_its_time(clip)


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_an_avi_with_b_frames_has_even_times(tmp_path, codec):
    options = B_FRAMES if codec == "libx264" else {"bf": "2"}
    clip = open_clip(write_clip(tmp_path / "b.avi", EVEN, codec=codec, options=options))
    assert_every_picture_is_at_its_time(clip)


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts", "mov"])
def test_b_frames_in_order_are_left_alone(tmp_path, ending):
    path = write_clip(tmp_path / f"b.{ending}", EVEN, options=B_FRAMES)
    clip = open_clip(path)
    assert clip.reading.in_order
    assert_every_picture_is_at_its_time(clip)


def test_a_gap_in_time_is_kept():
    gap = np.delete(EVEN, [20, 21, 22])
    assert times_of(gap, gap) == pytest.approx(gap)


def test_a_single_wrong_time_is_interpolated():
    wrong = EVEN.copy()
    wrong[30] = 0.1
    assert in_order(wrong)
    assert times_of(wrong, EVEN) == pytest.approx(EVEN)


def test_a_clock_set_back_goes_on():
    set_back = np.r_[EVEN[:25], EVEN[: FRAMES - 25]]
    assert times_of(set_back, set_back) == pytest.approx(EVEN)


def test_a_frame_without_a_time_to_be_shown_has_the_other_one():
    half = np.where(np.arange(FRAMES) % 2, np.nan, EVEN)
    assert times_of(half, EVEN) == pytest.approx(EVEN)


def test_times_without_order_and_no_others_are_sorted():
    pairs = EVEN.reshape(-1, 2)[:, ::-1].ravel()
    assert times_of(pairs, NONE) == pytest.approx(EVEN)


def test_without_any_times_a_clip_is_unreadable():
    with pytest.raises(Unreadable):
        times_of(NONE, NONE)
