"""Two starts in the same time: aligned, equally slow, at one size."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from analysis.camera_motion.camera import Camera
from analysis.visuals import theme
from analysis.visuals.comparison import times_table
from analysis.visuals.comparison.figure import draw_figure
from analysis.visuals.comparison.film import (
    AFTER_S,
    BEFORE_S,
    END_S,
    FILM,
    RATE,
    SIZE_PX,
    SPEED,
    THUMBNAIL_PX,
    TOP_PX,
    Artist,
    film_files,
    plus_minus_s,
    times_of,
    zero_of,
)
from analysis.visuals.comparison.ghost import NOW, THEN
from analysis.visuals.comparison.lane import GROUND_PX, Lane, Shown, track_of
from analysis.visuals.comparison.times_table import NOT_SEEN, TimesTable
from analysis.visuals.motion import Motion, motion_of
from analysis.visuals.scale import scale_of
from content.words import languages, load_words

WORDS = load_words()
DAYS = ("May 3", "Jun 14")


@pytest.fixture(scope="module")
def motion(start_of: Callable[[str], Any]) -> Callable[[str], Motion]:
    def make(name: str) -> Motion:
        start = start_of(name)
        camera = Camera.still(start.clip.frames)
        scale = scale_of(start.poses, start.analysis, camera)
        found = motion_of(start.analysis, start.poses, camera, scale)
        assert found is not None
        return found

    return make


@pytest.fixture(scope="module")
def pair(motion: Callable[[str], Motion]) -> tuple[Motion, Motion]:
    return motion("D_faults"), motion("A_borzov60")


def without(one: Motion, *names: str) -> Motion:
    left = {name: at for name, at in one.moments.items() if name not in names}
    return replace(one, moments=left)


def shown(pair: tuple[Motion, Motion], zero: str = "first_movement") -> list[Shown]:
    return [
        Shown(one, day, colour, one.moments[zero].life_s)
        for one, day, colour in zip(pair, DAYS, (THEN, NOW), strict=True)
    ]


def near(picture: Any, colour: tuple[int, int, int]) -> np.ndarray:
    return np.abs(np.asarray(picture).astype(int) - colour).max(axis=-1) < 12


def test_it_is_a_film_a_phone_plays(pair: tuple[Motion, Motion]) -> None:
    files = film_files(*pair, DAYS, WORDS)
    assert set(files) == {FILM, "motion.jpg"}
    with av.open(io.BytesIO(files[FILM])) as film:
        stream = film.streams.video[0]
        pictures = sum(1 for _ in film.decode(stream))
        assert (stream.width, stream.height) == SIZE_PX
        assert stream.codec_context.pix_fmt == "yuv420p"
    times = times_of(shown(pair))
    assert pictures == len(times) + END_S * RATE
    assert len(files[FILM]) < 2_000_000
    with Image.open(io.BytesIO(files["motion.jpg"])) as small:
        assert small.size == THUMBNAIL_PX
        assert max(small.size) <= 320


def test_both_are_slowed_alike_and_whole(pair: tuple[Motion, Motion]) -> None:
    times = times_of(shown(pair))
    assert np.diff(times) == pytest.approx(float(SPEED) / RATE)
    last = max(one.moments["touchdown_3"].life_s for one in pair)
    assert times[0] == pytest.approx(-BEFORE_S)
    assert times[-1] == pytest.approx(last + AFTER_S, abs=0.01)


def test_they_are_aligned_at_first_movement_or_else_at_the_exit(
    pair: tuple[Motion, Motion],
) -> None:
    earlier, later = pair
    late = without(later, "first_movement")
    assert zero_of(earlier, later) == "first_movement"
    assert zero_of(earlier, late) == "front_foot_block_exit"
    assert zero_of(earlier, without(late, "front_foot_block_exit")) is None


def test_what_can_not_be_aligned_is_no_film(pair: tuple[Motion, Motion]) -> None:
    earlier, later = pair
    nothing = without(later, "first_movement", "front_foot_block_exit")
    assert film_files(earlier, nothing, DAYS, WORDS) == {}


def test_the_least_sure_time_is_told(pair: tuple[Motion, Motion]) -> None:
    earlier, later = pair
    moments = dict(later.moments)
    moments["touchdown_2"] = replace(moments["touchdown_2"], plus_minus_s=0.04)
    unsure = plus_minus_s(earlier, replace(later, moments=moments))
    assert unsure == pytest.approx(np.hypot(0.04, 0.01))
    assert unsure > plus_minus_s(earlier, later)


def test_an_athlete_stands_on_the_ground_in_the_colours_of_the_legs(
    pair: tuple[Motion, Motion],
) -> None:
    lane = Lane(shown(pair)[1], track_of(pair))
    picture = np.asarray(lane.at(pair[1].moments["touchdown_1"].life_s))
    rear = np.argwhere(near(picture[:GROUND_PX], theme.REAR_LEG))
    assert len(rear) > 300
    assert GROUND_PX - rear[:, 0].max() < 12
    assert not near(picture[:40], theme.REAR_LEG).any()


def test_landings_are_marked_once_they_have_come(pair: tuple[Motion, Motion]) -> None:
    lane = Lane(shown(pair)[1], track_of(pair))
    lands_s = pair[1].moments["touchdown_2"].life_s

    def marked(film_s: float) -> int:
        under_ground = np.asarray(lane.at(film_s))[GROUND_PX + 3 :]
        return int(near(under_ground, theme.FRONT_LEG).sum())

    assert marked(lands_s - 0.02) == 0
    assert marked(lands_s + 0.02) > 60


def test_both_lanes_have_one_scale(pair: tuple[Motion, Motion]) -> None:
    track = track_of(pair)
    for one in pair:
        across = track.to_lane(one.xy)[..., 0]
        assert np.nanmin(across) > 0
        assert np.nanmax(across) < SIZE_PX[0]
        assert np.nanmin(track.to_lane(one.xy)[..., 1]) > 0


def test_the_way_of_the_hips_is_only_as_long_as_they_have_gone(
    pair: tuple[Motion, Motion],
) -> None:
    lane = Lane(shown(pair)[0], track_of(pair))

    def furthest(film_s: float) -> int:
        under_day = near(lane.at(film_s), THEN)[60:]
        found = np.flatnonzero(under_day.any(axis=0))
        return int(found.max()) if len(found) else 0

    assert furthest(-0.05) == 0
    assert 0 < furthest(0.3) < furthest(0.6) < furthest(0.9)


def test_a_time_comes_when_its_moment_does(pair: tuple[Motion, Motion]) -> None:
    later = shown(pair)[1]
    table, exit_s = TimesTable([later], WORDS), later.motion.moments
    exit_s = exit_s["front_foot_block_exit"].life_s
    assert table.row(later, exit_s - 0.01)[1:] == ("", "", "", "")
    assert table.row(later, exit_s + 0.001)[1] == f"{exit_s:.2f}"


def test_a_moment_nobody_saw_has_a_dash(pair: tuple[Motion, Motion]) -> None:
    cut = replace(shown(pair)[1], motion=without(pair[1], "touchdown_3"))
    assert TimesTable([cut], WORDS).row(cut, 0.0)[-1] == NOT_SEEN


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("zero", ["first_movement", "front_foot_block_exit"])
def test_words_have_room_in_every_language(
    language: str, zero: str, pair: tuple[Motion, Motion]
) -> None:
    words = load_words(language)
    sheet = np.asarray(Artist(shown(pair, zero), zero, words).sheet(0.5))
    assert sheet.shape == (SIZE_PX[1], SIZE_PX[0], 3)
    top = near(sheet[:TOP_PX], theme.INK).all(axis=0)
    gaps = np.diff(np.flatnonzero(~top))
    assert (gaps > 14).sum() >= 2  # clock, since when, speed
    names = near(sheet[-times_table.SIZE_PX[1] :][:44], theme.INK).all(axis=0)
    assert (np.diff(np.flatnonzero(~names)) > 12).sum() == len(times_table.COLUMNS) - 1


def test_what_is_not_seen_is_not_drawn() -> None:
    picture = Image.new("RGB", (200, 200), theme.INK)
    points = np.full((33, 2), np.nan)
    draw_figure(picture, points, 80.0, "right", "right")
    assert near(picture, theme.INK).all()
    points[[24, 26]] = (100.0, 60.0), (110.0, 100.0)
    draw_figure(picture, points, 80.0, "right", "right")
    assert near(picture, theme.FRONT_LEG).sum() > 200
    assert not near(picture, theme.REAR_LEG).any()


def test_a_figure_half_out_of_the_picture_is_drawn_as_far_as_it_goes() -> None:
    picture = Image.new("RGB", (100, 100), theme.INK)
    points = np.full((33, 2), np.nan)
    points[[24, 26]] = (-40.0, 50.0), (40.0, 50.0)
    draw_figure(picture, points, 80.0, "right", "left")
    assert near(picture, theme.REAR_LEG).any()
    points[[24, 26]] = (-400.0, 50.0), (-340.0, 50.0)
    draw_figure(picture, points, 80.0, "right", "left")
