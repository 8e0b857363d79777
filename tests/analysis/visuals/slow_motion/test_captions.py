"""What is written over and under the film: it fits, in every language we ship."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from analysis.visuals.slow_motion.captions import (
    BOTTOM_PX,
    EDGE_PX,
    TOP_PX,
    WIDE_PX,
    Bands,
)
from analysis.visuals.slow_motion.schedule import Shot, Timetable, timetable
from content.words import Words, languages, load_words


class Noting(Words):
    """Words that note what was asked of them."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.language, {key: words._texts[key] for key in words})
        self.said: list[str] = []

    def text(self, key: str, **values: object) -> str:
        said = super().text(key, **values)
        self.said.append(said)
        return said


@pytest.fixture
def table(start_of: Callable[[str], Any]) -> Timetable:
    start = start_of("A_borzov60")
    made = timetable(start.clip, start.analysis, start.clip.frames)
    assert made is not None
    return made


def bright(band: np.ndarray) -> int:
    return int((band.max(axis=-1) > 200).sum())


def held(phase: int | None, paused: bool = True, done: int = 0) -> Shot:
    return Shot(0, 21, phase, paused, frozenset(range(1, done + 1)))


@pytest.mark.parametrize("language", languages())
def test_nothing_runs_off_or_into_another(
    start_of: Callable[[str], Any], table: Timetable, language: str
) -> None:
    words = load_words(language)
    for plan in (
        table,
        replace(table, zero="front_foot_block_exit"),
        replace(table, true_speed=False),
    ):
        bands = Bands(start_of("A_borzov60").clip, plan, words)
        tops = [bands.top(held(number)) for number in range(1, 9)]
        tops.append(bands.top(replace(held(4), done=frozenset((1, 2, 3, 5, 6)))))
        for band in [*tops, bands.bottom(table.frames[0])]:
            ink = np.flatnonzero((band.max(axis=-1) > 100).any(axis=0))
            assert ink[0] >= EDGE_PX - 2
            assert ink[-1] <= WIDE_PX - EDGE_PX + 2
        # Time, what it counts from, speed; letters of one text stand closer.
        assert (np.diff(ink) >= 16).sum() == (2 if plan.true_speed else 0)


def test_time_counts_in_seconds_of_life_from_the_first_movement(
    start_of: Callable[[str], Any], table: Timetable
) -> None:
    words = Noting(load_words())
    start = start_of("A_borzov60")
    bands = Bands(start.clip, table, words)
    moved = start.analysis.events["first_movement"].t_s
    for frame in (table.frames[0], table.frames[-1]):
        bands.bottom(frame)
        seconds = f"{start.clip.time_s[frame] - moved:.2f} s".replace("-", "−")
        assert words.said[-1] == seconds
    assert "1/8 of real speed" in words.said
    assert "from first movement" in words.said


def test_seconds_of_slow_motion_are_seconds_of_life(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("H_slowmo240")
    plan = timetable(start.clip, start.analysis, start.clip.frames)
    assert plan is not None
    words = Noting(load_words())
    Bands(start.clip, plan, words).bottom(120)
    moved = start.analysis.events["first_movement"].t_s
    assert words.said[-1] == f"{(start.clip.time_s[120] - moved) / 8:.2f} s"


def test_just_before_the_first_movement_is_no_negative_nothing(
    start_of: Callable[[str], Any], table: Timetable
) -> None:
    words = Noting(load_words())
    clip = start_of("A_borzov60").clip
    just_after = replace(table, zero_s=float(clip.time_s[100]) + 0.004)
    Bands(clip, just_after, words).bottom(100)
    assert words.said[-1] == "0.00 s"


def test_no_time_is_told_when_the_true_speed_is_not_known(
    start_of: Callable[[str], Any], table: Timetable
) -> None:
    words = Noting(load_words())
    unknown = replace(table, true_speed=False, speed=Fraction(1, 4))
    Bands(start_of("A_borzov60").clip, unknown, words).bottom(100)
    assert words.said == ["1/4 of your clip's speed"]


def test_a_held_phase_is_brighter_and_the_bars_grow(
    start_of: Callable[[str], Any], table: Timetable
) -> None:
    bands = Bands(start_of("A_borzov60").clip, table, load_words())
    assert bright(bands.top(held(3))) > 2 * bright(bands.top(held(3, paused=False)))
    bars = [bright(bands.top(held(None, done=n))[:20]) for n in range(9)]
    assert bars[0] == 0
    assert np.ptp(np.diff(bars)) < 20
    assert min(np.diff(bars)) > 200


def test_a_phase_that_comes_later_than_one_further_down_the_sheet_says_so(
    start_of: Callable[[str], Any], table: Timetable
) -> None:
    bands = Bands(start_of("A_borzov60").clip, table, load_words())
    in_order, late = held(4, done=3), replace(held(4), done=frozenset((1, 2, 3, 5, 6)))
    right = slice(WIDE_PX // 2, None)
    said = [bands.top(shot)[20:, right].max() > 100 for shot in (in_order, late)]
    assert said == [False, True]


def test_equal_bands_are_made_once(
    start_of: Callable[[str], Any], table: Timetable
) -> None:
    bands = Bands(start_of("A_borzov60").clip, table, load_words())
    assert bands.top(held(2)) is bands.top(replace(held(2), frame=7))
    assert bands.bottom(100) is bands.bottom(100)
    assert bands.top(held(2)).shape == (TOP_PX, WIDE_PX, 3)
    assert bands.bottom(100).shape == (BOTTOM_PX, WIDE_PX, 3)
