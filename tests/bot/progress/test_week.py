"""One week of an athlete."""

import pytest

from analysis.scoring.checklist import load_checklist
from bot.progress.week import STEADY, week_of
from tests.bot.starts import body_line, refused, start


def week(*values, **rest):
    clips = [body_line(value=value, day=n, **rest) for n, value in enumerate(values)]
    return week_of(clips)


def test_steady_are_measures_of_the_checklist():
    measures = {check.measure for check in load_checklist().checks}
    assert set(STEADY) <= measures
    both = dict.fromkeys(STEADY, "good")
    found = week_of([start(both, day=n) for n in range(3)])
    assert [one.measure for one in found.steadiness] == list(STEADY)


def test_every_start_counts_for_the_week_but_refused_ones():
    clips = [body_line(), body_line(day=1, fps=240.0), refused(day=2)]
    assert len(week_of(clips).starts) == 2


@pytest.mark.parametrize(
    ("values", "alike"),
    [((60, 62, 58), True), ((60, 66, 54), False), ((60, 60, 60, 60, 64), True)],
)
def test_the_scatter_is_held_against_the_measuring_error(values, alike):
    (one,) = week(*values).steadiness
    assert one.error == pytest.approx(2.0)
    assert (one.alike, one.starts) == (alike, len(values))


def test_two_starts_or_unlike_ones_tell_nothing():
    assert week(60, 62).steadiness == ()
    assert week(60, 62, 58, speed_factor=None).steadiness == ()
    others = [body_line(day=n, near_side="right") for n in range(2)]
    assert week_of([*others, body_line(day=3)]).steadiness == ()
