"""The odd clips are as odd as they claim, seen by the decoder."""

import av
import numpy as np
import pytest

from tests.odd_clips import uneven, upright_picture


def frames(path):
    with av.open(path) as container:
        stream = container.streams.video[0]
        return [
            (float(frame.pts * stream.time_base), frame.rotation, frame)
            for frame in container.decode(stream)
        ]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_clip_is_stored_turned_and_says_so(odd_clips, turn):
    _, rotation, frame = frames(odd_clips[f"rotated_{turn}"])[-1]
    assert rotation % 360 == -turn % 360  # FFmpeg counts the other way
    upright = np.rot90(frame.to_ndarray(format="rgb24"), -turn // 90)
    expected = upright_picture(1.0)
    assert upright.shape == expected.shape
    assert np.abs(upright.astype(int) - expected).mean() < 8


def test_a_variable_clip_keeps_its_times(odd_clips):
    times = [time_s for time_s, _, _ in frames(odd_clips["variable"])]
    assert times == pytest.approx(uneven(), abs=1e-4)
    assert np.diff(times).max() > 2.5 * np.diff(times).min()


@pytest.mark.parametrize("name", ["late_start", "late_start_mkv"])
def test_a_late_clip_starts_late(odd_clips, name):
    assert frames(odd_clips[name])[0][0] == pytest.approx(1.5, abs=2e-3)


def test_a_sound_only_clip_has_no_picture(odd_clips):
    with av.open(odd_clips["sound_only"]) as container:
        assert not container.streams.video
        assert container.streams.audio


@pytest.mark.parametrize("name", ["cut_in_transfer", "noise", "empty", "words"])
def test_a_broken_clip_cannot_be_opened(odd_clips, name):
    with pytest.raises(av.FFmpegError):
        frames(odd_clips[name])
