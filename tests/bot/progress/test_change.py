"""What is called a change between two groups of clips."""

from dataclasses import replace
from datetime import timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analysis.scoring.checklist import load_checklist
from analysis.scoring.comparison import least_change
from bot.progress.change import changes
from bot.progress.starts import starts_of
from tests.bot.starts import MONDAY, body_line, start

CHECKLIST = load_checklist()


def group(values, **rest):
    return [body_line(value=value, **rest) for value in values]


def found(before, after):
    """The changes where these were filmed on Monday, and those a week later."""
    later = [replace(one, received_at=MONDAY + timedelta(days=7)) for one in after]
    clips = starts_of([*before, *later])
    return changes(clips.comparable, CHECKLIST, ZoneInfo("UTC"))


def test_a_drop_beyond_the_noise_is_a_change_towards_the_aim():
    (change,) = found(group([60, 60, 60]), group([50, 50, 50]))
    assert (change.check, change.before, change.after) == ("body_line_exit", 60, 50)
    assert change.closer
    assert change.least == pytest.approx(least_change(2.0, 3, 3))


@pytest.mark.parametrize(("after", "count"), [(64.0, 0), (64.1, 1)])
def test_the_border_is_the_smallest_real_change(after, count):
    """With ± 2 and three clips a side it lies at 4.04 degrees."""
    assert len(found(group([60] * 3), group([after] * 3))) == count


def test_more_clips_show_smaller_changes():
    assert found(group([60] * 3), group([57] * 3)) == ()
    assert len(found(group([60] * 10), group([57] * 10))) == 1


def test_a_change_away_from_the_aim_is_told_as_such():
    (change,) = found(group([50] * 3), group([60] * 3))
    assert not change.closer


def test_moving_about_inside_green_is_no_change():
    assert found(group([41] * 5), group([49] * 5)) == ()


def test_two_clips_are_too_few_on_either_side():
    assert found(group([60, 60]), group([45] * 3)) == ()
    assert found(group([60] * 3), group([45, 45])) == ()
    assert found([], group([45] * 3)) == ()
    assert found(group([60] * 3), []) == ()


def test_an_unsteady_athletes_scatter_counts_as_noise():
    assert len(found(group([60, 60, 60]), group([50, 50, 50]))) == 1
    assert found(group([50, 60, 70]), group([40, 50, 60])) == ()


def test_chance_alone_is_hardly_ever_called_a_change():
    """Five hundred pairs of weeks without a change, with noise as told and twice it."""
    chance = np.random.default_rng(7)
    for scatter in (2.0, 4.0):
        called = [
            bool(
                found(
                    group(chance.normal(58, scatter, 3)),
                    group(chance.normal(58, scatter, 3)),
                )
            )
            for _ in range(250)
        ]
        assert fmean(called) < 0.03


@pytest.mark.parametrize(
    "other",
    [
        {"near_side": "right"},
        {"front_leg": "right"},
        {"fps": 240.0},
        {"fps": 30.0},
        {"speed_factor": 4.0},
        {"speed_factor": None},
    ],
)
def test_only_like_is_compared_with_like(other):
    assert len(found(group([60] * 3), group([45] * 3))) == 1
    assert found(group([60] * 3, **other), group([45] * 3)) == ()
    assert found(group([60] * 3), group([45] * 3, **other)) == ()


def test_slow_motion_is_like_its_own_real_frame_rate():
    slow = group([60] * 3, fps=30.0, speed_factor=8.0)
    assert len(found(slow, group([45] * 3, fps=240.0))) == 1


@pytest.mark.parametrize(("one", "other"), [(25.0, 30.0), (50.0, 60.0), (100.0, 120.0)])
def test_cameras_of_all_countries_share_a_class(one, other):
    assert len(found(group([60] * 3, fps=one), group([45] * 3, fps=other))) == 1


def test_a_week_of_few_starts_is_taken_together_with_the_one_before():
    days = {0: 60, 1: 60, 2: 60, 7: 50, 8: 50, 16: 50}
    clips = [body_line(value=value, day=day) for day, value in days.items()]
    (change,) = changes(starts_of(clips).comparable, CHECKLIST, ZoneInfo("UTC"))
    assert (change.before, change.after) == (60, 50)


def test_a_change_starts_from_the_newest_ten():
    before = group([45] * 20) + group([60] * 10)
    assert found(before, group([60] * 3)) == ()


def test_the_heaviest_check_is_told_first():
    def starts(value):
        told = dict.fromkeys(["trunk_exit", "body_line_exit"], "minor")
        values = dict.fromkeys(told, value)
        return [start(told, values=values)] * 3

    both = found(starts(70), starts(50))
    assert [change.check for change in both] == ["body_line_exit", "trunk_exit"]


def test_nearer_is_told_by_the_band_that_the_clips_were_judged_by():
    before = group([50] * 3, level="developing")
    assert found(before, group([55] * 3, level="developing")) == ()
    (change,) = found(before, group([55] * 3))
    assert not change.closer
