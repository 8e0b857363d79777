"""What is heard has the time of the pictures, however the file counts its time."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.capture.clip import open_clip
from analysis.capture.sound import sound_of
from analysis.timing.playback import part
from tests.odd_clips import SIZE, steady, write_clip
from tests.sounds import RATE, put_to

KNOCK_S = 1.0


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return write_clip(tmp_path_factory.mktemp("film") / "film.mp4", steady(2), SIZE)


def knock():
    """Silence, and from then on noise."""
    sound = np.zeros(2 * RATE)
    after = round(KNOCK_S * RATE)
    sound[after:] = np.random.default_rng(1).uniform(-0.5, 0.5, len(sound) - after)
    return sound


def begins(sound):
    """When it is first loud, in seconds."""
    loud = np.flatnonzero(np.abs(np.nan_to_num(sound.samples)) > 0.1)
    return sound.begins_s + loud[0] / sound.rate_hz


@pytest.mark.parametrize(
    ("ending", "codec"),
    [
        ("mp4", "aac"),
        ("mov", "aac"),
        ("mkv", "aac"),
        ("mp4", "libopus"),
        ("mkv", "libopus"),
        ("mov", "pcm_s16le"),
        ("mp4", "libmp3lame"),
    ],
)
@pytest.mark.parametrize(
    ("starts_s", "film_starts_s"), [(0.0, 0.0), (0.3, 0.0), (-0.25, 0.0), (0.0, 0.4)]
)
def test_a_sound_is_heard_when_it_was_made(
    film, tmp_path, ending, codec, starts_s, film_starts_s
):
    path = tmp_path / f"heard.{ending}"
    put_to(film, path, knock(), starts_s, film_starts_s, codec)
    heard = sound_of(open_clip(path), 0.2, 1.9)
    # Codecs let noise run a few milliseconds ahead of a knock.
    true_s = KNOCK_S + starts_s - film_starts_s
    assert begins(heard) == pytest.approx(true_s, abs=0.004)


def test_only_what_is_asked_for_is_kept_and_what_is_not_there_is_no_silence(
    film, tmp_path
):
    path = put_to(film, tmp_path / "heard.mp4", knock(), starts_s=0.5)
    heard = sound_of(open_clip(path), 0.1, 1.1)
    assert len(heard.samples) == RATE
    there = np.isfinite(heard.samples)
    assert not there[: round(0.35 * RATE)].any()
    assert there[round(0.45 * RATE) :].all()


def test_a_film_without_sound_has_none(film):
    assert sound_of(open_clip(film), 0.0, 1.0) is None


def test_a_film_whose_times_were_mended_is_not_listened_to(tmp_path):
    late = {"bf": "3", "x264-params": "b-adapt=0"}
    jumbled = write_clip(
        tmp_path / "jumbled.mp4", steady(2), in_order=False, options=late
    )
    clip = open_clip(put_to(jumbled, tmp_path / "heard.mp4", knock()))
    assert not clip.reading.in_order
    assert sound_of(clip, 0.0, 1.0) is None


def test_pictures_at_times_of_our_own_are_not_listened_to(film, tmp_path):
    clip = open_clip(put_to(film, tmp_path / "heard.mp4", knock()))
    assert sound_of(clip, 0.0, 1.0) is not None
    mended = replace(clip, time_s=clip.time_s + 0.001 * (np.arange(clip.frames) > 30))
    assert sound_of(mended, 0.0, 1.0) is None


def test_a_part_of_a_clip_is_listened_to_at_the_times_of_the_whole(film, tmp_path):
    clip = open_clip(put_to(film, tmp_path / "heard.mp4", knock(), film_starts_s=0.4))
    last = part(clip, range(20, clip.frames), clip.time_s[20:])
    one, other = (sound_of(seen, 0.2, 1.5) for seen in (clip, last))
    assert np.array_equal(one.samples, other.samples)
