"""A clip of any make opens upright, with its own times, or is refused by name."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from analysis.capture.clip import frame_at, frames_at, open_clip, small_frames
from analysis.errors import (
    NoVideo,
    TooLarge,
    TooLong,
    TooShort,
    Unreadable,
)
from tests.odd_clips import SIZE, steady, uneven, upright_picture, write_clip

TURNS = [0, 90, 180, 270]


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_clip_stands_upright(odd_clips, turn):
    clip = open_clip(odd_clips[f"rotated_{turn}"])
    assert (clip.width_px, clip.height_px) == SIZE
    assert clip.rotation_deg == turn


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_clips_pictures_are_upright(odd_clips, turn):
    clip = open_clip(odd_clips[f"rotated_{turn}"])
    pictures = dict(frames_at(clip))
    assert sorted(pictures) == list(range(clip.frames))
    for index in (0, 15, 29):
        expected = upright_picture(index / 29)
        assert np.abs(pictures[index].astype(int) - expected).mean() < 8


@pytest.mark.parametrize("turn", TURNS)
def test_a_small_picture_is_upright_too(odd_clips, turn):
    clip = open_clip(odd_clips[f"rotated_{turn}"])
    *_, (index, picture) = small_frames(clip, 160)
    assert index == clip.frames - 1
    assert picture.shape == (90, 160)
    assert picture[60, 150] > 200  # the bar has come to the right
    assert picture[60, 20] < 80


def test_pictures_are_never_blown_up(odd_clips):
    clip = open_clip(odd_clips["rotated_0"])
    _, picture = next(small_frames(clip, 5000))
    assert picture.shape == SIZE[::-1]


def test_only_the_wanted_frames_are_decoded_in_order(odd_clips):
    clip = open_clip(odd_clips["rotated_0"])
    assert [index for index, _ in frames_at(clip, {20, 3, 7})] == [3, 7, 20]
    assert list(frames_at(clip, ())) == []


def test_wanted_frames_are_the_ones_with_those_numbers(odd_clips):
    clip = open_clip(odd_clips["rotated_90"])
    every = dict(frames_at(clip))
    for index, picture in frames_at(clip, [4, 21]):
        assert np.array_equal(picture, every[index])


@pytest.mark.parametrize("name", ["rotated_270", "late_start", "late_start_mkv"])
def test_a_frame_that_is_sought_is_the_one_with_that_number(odd_clips, name):
    clip = open_clip(odd_clips[name])
    for index, picture in frames_at(clip, {0, 11, clip.frames - 1}):
        assert np.array_equal(frame_at(clip, index), picture)


def test_a_frame_is_found_where_times_are_uneven_or_unknown(tmp_path):
    clip = open_clip(write_clip(tmp_path / "uneven.mp4", uneven(2.0)))
    ((_, picture),) = frames_at(clip, {20})
    assert np.array_equal(frame_at(clip, 20), picture)
    unknown = replace(clip, time_s=clip.time_s * 1.7)
    assert np.array_equal(frame_at(unknown, 20), picture)


def test_each_frame_keeps_its_own_time(odd_clips):
    clip = open_clip(odd_clips["variable"])
    assert clip.time_s == pytest.approx(uneven(), abs=1e-4)
    assert clip.variable_frame_rate


def test_an_even_clip_is_not_called_variable(odd_clips):
    clip = open_clip(odd_clips["rotated_0"])
    assert not clip.variable_frame_rate
    assert clip.median_fps == pytest.approx(30, abs=0.01)
    assert clip.duration_s == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("name", ["late_start", "late_start_mkv"])
def test_a_clip_that_starts_late_starts_at_zero(odd_clips, name):
    clip = open_clip(odd_clips[name])
    assert clip.time_s == pytest.approx(steady(1), abs=2e-3)


def test_a_broken_rate_is_not_rounded(tmp_path):
    times = steady(10, fps=30_000 / 1001)
    clip = open_clip(write_clip(tmp_path / "ntsc.mp4", times, size=(64, 48)))
    assert clip.time_s[-1] == pytest.approx(times[-1], abs=1e-3)


def test_pixels_that_are_not_square_are_made_square(tmp_path):
    with av.open(tmp_path / "wide.mp4", "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 80, 90, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(2)
        for _ in range(30):
            frame = av.VideoFrame.from_ndarray(upright_picture(0, (80, 90)), "rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    clip = open_clip(tmp_path / "wide.mp4")
    assert (clip.width_px, clip.height_px) == (160, 90)
    assert next(frames_at(clip))[1].shape == (90, 160, 3)


def test_a_clip_that_breaks_off_is_read_as_far_as_it_goes(tmp_path):
    path = write_clip(tmp_path / "broken.mkv", steady(3))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(0.7 * len(whole))])
    assert 20 < open_clip(path).frames < 90


def test_what_is_damaged_is_left_out_until_the_next_key_frame(tmp_path):
    path = write_clip(tmp_path / "torn.mp4", steady(3), options={"g": "15"})
    times = open_clip(path).time_s
    with av.open(str(path)) as container:
        hit = list(container.demux(video=0))[20]
    content = bytearray(path.read_bytes())
    content[hit.pos + 8 : hit.pos + hit.size] = bytes(hit.size - 8)
    path.write_bytes(content)
    clip = open_clip(path)
    assert not clip.reading.whole
    assert 30 < clip.frames < 90
    assert np.isin(clip.time_s.round(3), times.round(3)).all()
    later = np.flatnonzero(clip.time_s > 1.0).tolist()
    assert len(later) > 50
    for index, picture in frames_at(clip, later):
        done = round(30 * float(clip.time_s[index])) / 89
        assert np.abs(picture.astype(int) - upright_picture(done)).mean() < 8


def test_a_whole_file_is_known_to_be_whole(odd_clips):
    assert open_clip(odd_clips["rotated_0"]).reading.whole


def test_a_photo_is_no_video(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.fromarray(upright_picture(0.5)).save(path)
    with pytest.raises(NoVideo):
        open_clip(path)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("noise", Unreadable),
        ("empty", Unreadable),
        ("words", Unreadable),
        ("cut_in_transfer", Unreadable),
        ("sound_only", NoVideo),
        ("too_short", TooShort),
        ("too_long", TooLong),
        ("too_many_frames", TooLong),
    ],
)
def test_what_cannot_be_analysed_is_refused_by_name(odd_clips, name, refusal):
    with pytest.raises(refusal) as refused:
        open_clip(odd_clips[name])
    assert str(refused.value)


def test_a_picture_too_large_to_decode_is_refused(tmp_path):
    path = write_clip(tmp_path / "huge.mp4", steady(0.1), size=(4800, 64))
    with pytest.raises(TooLarge):
        open_clip(path)


def test_half_a_second_is_just_enough(tmp_path):
    clip = open_clip(write_clip(tmp_path / "half.mp4", steady(0.5), (64, 48)))
    assert clip.frames == 15


def test_a_missing_file_is_missing_and_not_unreadable(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_clip(tmp_path / "nothing.mp4")


def test_a_file_that_goes_away_meanwhile_is_unreadable(odd_clips, tmp_path):
    clip = open_clip(odd_clips["rotated_0"])
    with pytest.raises(Unreadable):
        list(frames_at(replace(clip, path=tmp_path / "gone.mp4")))


def test_frames_far_in_are_searched_and_are_the_same(tmp_path):
    path = write_clip(tmp_path / "long.mp4", steady(4), options={"g": "20", "bf": "2"})
    clip = open_clip(path)
    counted = {index: picture for index, picture in frames_at(clip)}
    for wanted in ({41}, {77, 78, 90}, set(range(60, 120))):
        found = dict(frames_at(clip, wanted))
        assert set(found) == wanted
        assert all(np.array_equal(found[n], counted[n]) for n in wanted)
