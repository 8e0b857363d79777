"""Which checks get a chart, and what stands in it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.scoring.checklist import load_checklist
from analysis.scoring.comparison import noise
from bot.progress.chart_data import LEAST_CLIPS, checks_that_matter, trend_of
from bot.progress.standing import standing
from tests.bot.starts import MONDAY, Start, body_line, refused, start

CHECKLIST = load_checklist()
BODY_LINE = CHECKLIST.check("body_line_exit")
BERLIN = ZoneInfo("Europe/Berlin")


def clips(*values, per_week=1, **rest):
    return [
        body_line(value=value, day=7 * (n // per_week) + n % per_week, **rest)
        for n, value in enumerate(values)
    ]


def trend(found, check=BODY_LINE, zone=BERLIN, language="en"):
    stands = standing(found, CHECKLIST, zone)
    names = [f"start {number}" for number, _ in enumerate(stands.starts, 1)]
    return trend_of(check, stands, zone, language, names)


def test_every_clip_is_a_dot_and_every_week_a_median():
    drawn = trend(clips(60, 58, 62, 50, 52, 51, per_week=3))
    assert [value for _, value in drawn.dots] == [60, 58, 62, 50, 52, 51]
    assert [week.median for week in drawn.weeks] == [60, 51]
    first, second = drawn.weeks
    assert second.at - first.at == pytest.approx(7)
    assert drawn.dots[0][0] < first.at < drawn.dots[2][0]
    assert drawn.green == BODY_LINE.band.green


def test_the_band_is_the_noise_of_so_many_clips():
    drawn = trend(clips(60, 60, 60, 50, per_week=3))
    assert [week.noise for week in drawn.weeks] == [noise(2.0, 3), noise(2.0, 1)]


def test_an_unsteady_athletes_scatter_widens_the_band():
    calm, wild = (
        trend(clips(60, *two, 60, per_week=3)) for two in ((60, 60), (50, 70))
    )
    assert wild.weeks[0].noise > 2 * calm.weeks[0].noise


def test_too_few_clips_are_no_trend():
    assert trend(clips(*[60] * (LEAST_CLIPS - 1))) is None
    assert trend(clips(*[60] * LEAST_CLIPS)) is not None
    assert trend([]) is None
    assert trend(clips(60, 60, 60, 60, per_week=4)) is None  # one week


def test_a_check_the_clips_do_not_show_has_no_trend():
    assert trend(clips(60, 60, 60), CHECKLIST.check("front_knee_set")) is None


def test_only_like_clips_stand_in_one_chart():
    found = clips(60, 60, 60)
    found += [
        body_line(value=40, day=30, near_side="right"),
        body_line(value=40, day=31, fps=240.0),
        body_line(value=40, day=-3, version="0.9"),
        refused(day=32),
        Start(MONDAY, None),
        Start(MONDAY + timedelta(days=33), {"analysis_version": "1.0"}),
        body_line(value=60, day=34),
    ]
    assert {value for _, value in trend(found).dots} == {60}


def test_weeks_begin_on_monday_where_the_athlete_lives():
    late = MONDAY.replace(hour=23, minute=30)  # in Berlin it is Tuesday already
    sunday = late - timedelta(days=1)  # and this is Monday
    values = {late - timedelta(days=7): 50, sunday: 60, late: 60}
    found = [Start(at, body_line(value=v).analysis) for at, v in values.items()]
    assert [week.median for week in trend(found).weeks] == [50, 60]
    assert [week.median for week in trend(found, zone=ZoneInfo("UTC")).weeks] == [
        55,
        60,
    ]


def test_days_along_the_bottom_are_in_the_athletes_language():
    assert trend(clips(60, 60, 60)).ticks[0][1] == "Mar 2"
    assert trend(clips(60, 60, 60), language="uk").ticks[0][1] == "2 бер."


def test_a_head_is_drawn_as_a_way_from_the_line_of_the_back():
    check = CHECKLIST.check("head_pitch_exit")
    found = [
        start({check.id: "good"}, values={check.id: -78.0}, day=day)
        for day in (0, 7, 14)
    ]
    drawn = trend(found, check)
    assert {value for _, value in drawn.dots} == {12.0}
    low, high = check.band.green
    assert drawn.green == (low + 90, high + 90)


def test_focus_comes_first_then_changes_then_what_goes_well():
    told = {"body_line_exit": "work_on", "trunk_exit": "good", "front_knee_set": "good"}
    values = {"body_line_exit": 60.0, "trunk_exit": 42.0, "front_knee_set": 95.0}
    before = {**values, "trunk_exit": 70.0}
    now = [start(told, values=values, day=30 + n) for n in range(3)]
    earlier = [start(told, values=before, day=n) for n in range(3)]
    matter = checks_that_matter(
        standing([*earlier, *now], CHECKLIST, BERLIN), CHECKLIST
    )
    ids = [check.id for check in matter]
    assert ids[:2] == ["body_line_exit", "trunk_exit"]
    assert len(ids) == len(set(ids))


def test_nothing_to_tell_is_nothing_to_draw():
    assert checks_that_matter(standing([], CHECKLIST, BERLIN), CHECKLIST) == []


def test_the_green_band_is_that_of_the_newest_clip():
    young = clips(60, 60, 60, level="developing")
    assert trend(young).green == (42, 56)
    older = [body_line(value=60, day=28)]
    assert trend([*young, *older]).green == BODY_LINE.band.green


def test_slow_motion_of_unknown_rate_has_no_chart():
    assert trend(clips(60, 60, 60, speed_factor=None)) is None


def test_the_newest_five_are_named_and_numbered_as_they_are_listed():
    drawn = trend(clips(60, 59, 58, 57, 56, 55, 54))
    assert [(one.number, one.value) for one in drawn.named] == [
        (1, 58),
        (2, 57),
        (3, 56),
        (4, 55),
        (5, 54),
    ]
    assert [one.name for one in drawn.named] == [f"start {n}" for n in range(1, 6)]
    assert {(one.at, one.value) for one in drawn.named} < set(drawn.dots)
