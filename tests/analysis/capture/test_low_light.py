"""A dark film is shown brighter, everywhere alike; one in ordinary light as it is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.capture.clip import frames_at, open_clip, small_frames
from analysis.capture.low_light import brightened, grainier, times_brighter
from analysis.detection.athlete import find_athlete
from analysis.errors import NoStart, NotSideOn
from analysis.estimation.crop import crops
from analysis.reading import PLAIN
from analysis.refusal import refusal_of
from analysis.types import Clip
from tests.analysis.painted_clips import moving_box, wall, with_bodies, write_painted


def dim(light):
    """Somebody comes and goes; no grey level is above 255 times the light."""
    shown = [
        with_bodies(wall(), moving_box(20 + 7.0 * max(n - 12, 0))) for n in range(45)
    ]
    return [(one * light).astype(np.uint8) for one in shown]


@pytest.fixture(scope="module")
def dusk(tmp_path_factory):
    path = tmp_path_factory.mktemp("light") / "dusk.mp4"
    return open_clip(write_painted(path, dim(0.2)))


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    path = tmp_path_factory.mktemp("light") / "day.mp4"
    return open_clip(write_painted(path, dim(1.0)))


def test_ordinary_light_is_let_be(day):
    picture = np.zeros((4, 4), np.uint8)
    assert day.reading.brighter == 1.0
    assert brightened(picture, 1.0) is picture
    assert grainier(1.0) == 1.0


def test_a_dark_film_is_shown_brighter_to_all_who_look(dusk, day):
    assert 2.0 < dusk.reading.brighter < 6.0
    for look in (
        lambda clip: frames_at(clip, {20}),
        lambda clip: small_frames(clip, 96),
    ):
        dark, light = (next(picture for _, picture in look(c)) for c in (dusk, day))
        assert dark.mean() > 0.6 * light.mean()


def test_the_athlete_is_found_at_dusk_where_in_daylight(dusk, day):
    apart = find_athlete(dusk).box_px - find_athlete(day).box_px
    assert np.abs(apart[20:]).max() < 12


def test_the_model_is_shown_a_dark_film_without_its_grain(dusk, day):
    tones = [crops(clip, find_athlete(clip))[0].tone for clip in (dusk, day)]
    assert tones == ["denoised", "as_is"]


def test_a_film_that_begins_in_black_is_not_dark():
    film = [np.full((9, 9), shade, np.uint8) for shade in (3, 140, 138)]
    assert times_brighter(film) == 1.0
    assert times_brighter([]) == 1.0


def test_night_is_not_turned_into_day():
    night = [np.full((9, 9), shade, np.uint8) for shade in (0, 9)]
    assert times_brighter(night) == times_brighter(night[:1]) == 6.0


def clip_shown(times):
    reading = replace(PLAIN, brighter=times)
    return Clip(Path("start.mp4"), 1280, 720, 0, np.arange(90) / 30, reading)


@pytest.mark.parametrize(
    ("error", "times", "code"),
    [
        (NoStart("feet"), 1.0, "no_start"),
        (NoStart("feet"), 3.0, "too_dark"),
        (NotSideOn("19 degrees"), 3.0, "not_side_on"),
        (NotSideOn("19 degrees"), 6.0, "too_dark"),
    ],
)
def test_where_nobody_is_seen_in_the_dark_the_dark_is_why(error, times, code):
    refusal = refusal_of(error, clip_shown(times))
    assert refusal.code == code
    assert str(error) in refusal.detail


def test_a_file_that_is_not_opened_is_refused_for_its_own_reason():
    assert refusal_of(NoStart("feet"), None).code == "no_start"
