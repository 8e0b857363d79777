"""What changed between two starts, and what only seems to have."""

from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest

from analysis.scoring.checklist import load_checklist
from analysis.scoring.comparison import (
    compare,
    conditions,
    least_change,
    noise,
    why_unlike,
)
from analysis.types import Band, Refusal
from tests.bot import analyses

BODY_LINE = "body_line_exit"
START = analyses.analysis(off=())
BAND = next(c.band for c in load_checklist().checks if c.measure == BODY_LINE)


def with_measure(value, analysis=START, name=BODY_LINE, **rest):
    told = {"value": value, "plus_minus": 2.0, "frame": 40, **rest}
    if value is None:
        told["plus_minus"] = told["frame"] = None
    measures = tuple(
        replace(one, **told) if one.id == name else one for one in analysis.measures
    )
    return replace(analysis, measures=measures)


def of(comparison, name=BODY_LINE):
    return next(one for one in comparison.measures if one.measure == name)


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (60.0, 50.0, "closer"),
        (50.0, 60.0, "further"),
        (60.0, 65.5, "same"),
        (60.0, 65.7, "further"),
        (BAND.green[0], BAND.green[1], "changed"),  # both green: neither better
    ],
)
def test_a_difference_counts_beyond_the_noise_and_is_told_by_the_band(
    before, after, outcome
):
    found = of(compare(with_measure(before), with_measure(after)))
    assert (found.outcome, found.before, found.after) == (outcome, before, after)
    assert found.least == pytest.approx(2.8 * 2.0)
    assert found.why is None


def test_a_measure_no_check_judges_has_changed_without_a_direction():
    earlier = replace(with_measure(60.0), findings=())
    later = replace(with_measure(40.0), findings=())
    assert of(compare(earlier, later)).outcome == "changed"


def test_two_athletes_only_differ_and_neither_is_nearer_to_an_aim():
    found = compare(with_measure(60.0), with_measure(50.0), of_one=False)
    assert of(found).outcome == "differs"
    assert [one.measure for one in found.changes] == [BODY_LINE]
    alike = compare(with_measure(60.0), with_measure(65.5), of_one=False)
    assert of(alike).outcome == "same"


def test_the_larger_error_of_the_two_widens_the_noise():
    blurred = with_measure(60.0, plus_minus=6.0)
    assert of(compare(with_measure(50.0), blurred)).outcome == "same"


@pytest.mark.parametrize("hidden", [0, 1])
def test_what_one_clip_does_not_show_cant_be_told(hidden):
    pair = [with_measure(60.0), with_measure(50.0)]
    pair[hidden] = with_measure(None, why="joint_hidden")
    found = of(compare(*pair))
    assert (found.outcome, found.why, found.least) == (
        "cant_tell",
        "joint_hidden",
        None,
    )
    told = [found.before, found.after]
    assert told[hidden] is None
    assert told[1 - hidden] is not None


def test_a_leg_seen_from_its_other_side_cant_be_told():
    found = of(compare(with_measure(60.0, far_side=True), with_measure(40.0)))
    assert (found.outcome, found.why) == ("cant_tell", "other_side")


def test_a_measure_the_earlier_clip_did_not_have_cant_be_told():
    earlier = replace(START, measures=START.measures[1:])
    first = compare(earlier, START).measures[0]
    assert (first.outcome, first.why) == ("cant_tell", "not_measured")


def filmed(fps=30.0, speed_factor=1.0, **rest):
    clip = replace(START.clip, median_fps=fps, speed_factor=speed_factor)
    return replace(START, clip=clip, **rest)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (filmed(near_side="right"), "other_side"),
        (filmed(front_leg="left"), "other_leg"),
        (filmed(fps=240.0), "other_frame_rate"),
        (filmed(speed_factor=4.0), "other_frame_rate"),
        (filmed(speed_factor=None), "speed_unknown"),
        (filmed(analysis_version="0.9"), "other_version"),
        (filmed(refusal=Refusal("nobody", "made up")), "refused"),
    ],
)
def test_only_like_is_compared_with_like(other, why):
    assert why_unlike(START, START) is None
    assert why_unlike(START, other) == why_unlike(other, START) == why
    told = compare(other, START)
    assert told.unlike == why
    assert {(one.outcome, one.why) for one in told.measures} == {("cant_tell", why)}


@pytest.mark.parametrize(("one", "other"), [(25.0, 30.0), (50.0, 60.0), (100.0, 120.0)])
def test_cameras_of_all_countries_share_a_class(one, other):
    assert conditions(filmed(fps=one)) == conditions(filmed(fps=other))


def test_slow_motion_is_like_its_own_real_frame_rate():
    slow = filmed(fps=30.0, speed_factor=8.0)
    assert conditions(slow) == conditions(filmed(fps=240.0)) != conditions(filmed())


def test_the_clearest_change_comes_first_and_phases_keep_their_order():
    earlier = with_measure(60.0, with_measure(60.0, name="trunk_exit"))
    later = with_measure(50.0, with_measure(40.0, name="trunk_exit"))
    told = compare(earlier, later)
    assert [one.measure for one in told.changes] == ["trunk_exit", BODY_LINE]
    assert [one.measure for one in told.of_phase(3)] == [
        one.id for one in START.measures if one.phase == 3
    ]
    assert compare(START, START).changes == ()


def test_more_clips_show_smaller_changes():
    assert least_change(2.0) == pytest.approx(5.6)
    assert least_change(2.0) > least_change(2.0, 3, 3) > least_change(2.0, 10, 10)
    assert least_change(2.0, 5, 5) == pytest.approx(np.hypot(noise(2, 5), noise(2, 5)))


@pytest.mark.parametrize("clips", [1, 3, 7])
def test_noise_alone_is_hardly_ever_called_a_change(clips):
    chance = np.random.default_rng(5)
    then, now = np.median(chance.normal(50, 3.0, (2, 4000, clips)), axis=-1)
    assert fmean(np.abs(now - then) > least_change(3.0, clips, clips)) < 0.06


def test_an_open_band_has_one_edge():
    band = Band(green=(None, 10.0), amber=(None, 20.0))
    findings = tuple(
        replace(one, band=band) if one.measure == BODY_LINE else one
        for one in START.findings
    )
    later = replace(with_measure(5.0), findings=findings)
    assert of(compare(with_measure(25.0), later)).outcome == "closer"
