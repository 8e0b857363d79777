"""What most ways to see an athlete agree on is told, the rest is missing."""

import pytest

from analysis.measurement.agreement import agreed, agreed_events
from analysis.types import EVENT_NAMES, Event, Measure, Missing


def reading(value):
    if value is None:
        return [Measure("m", 1, None, "deg", None, None, why="event_not_found")]
    return [Measure("m", 1, value, "deg", 4.0, 30)]


def told(*values):
    (measure,) = agreed([reading(value) for value in values])
    return measure.value, measure.why


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((50.0,), (50.0, None)),
        ((50.0, 54.0), (52.0, None)),
        ((50.0, 52.0, 55.0), (52.0, None)),
        ((90.0, 52.0, 50.0), (51.0, None)),
        ((50.0, None), (None, "others_close")),
        ((50.0, 50.0, None, None), (None, "others_close")),
        ((50.0, 50.0, 52.0, None), (50.0, None)),
        ((50.0, 70.0), (None, "others_close")),
        ((50.0, 70.0, 90.0), (None, "others_close")),
        ((50.0, None, None), (None, "others_close")),
        ((None, 50.0, 50.0), (None, "event_not_found")),
    ],
)
def test_the_middle_of_most_counts(values, expected):
    assert told(*values) == expected


def test_the_likeliest_keeps_its_frame_and_its_doubt():
    (measure,) = agreed([reading(50.0), reading(52.0)])
    assert (measure.plus_minus, measure.frame) == (4.0, 30)


def events(**moved):
    """All at one second but for some; None is missing."""
    return {
        name: Event(moved.get(name, 1.0), 60, 0.01)
        if moved.get(name, 1.0) is not None
        else Missing("event_not_found")
        for name in EVENT_NAMES
    }


def test_a_moment_on_which_others_agree_is_kept():
    assert agreed_events([events(), events(touchdown_1=1.01)]) == events()


@pytest.mark.parametrize("other", [1.1, 0.9])
def test_a_moment_that_others_see_elsewhere_is_missing(other):
    found = agreed_events([events(), events(toe_off_1=other), events(toe_off_1=other)])
    assert found["toe_off_1"] == Missing("others_close")
    assert found["touchdown_2"] == events()["touchdown_2"]


def test_what_all_hangs_on_and_what_is_never_sharp_stay():
    other = events(front_foot_block_exit=1.3, set_start=0.5)
    assert agreed_events([events(), other]) == events()


def test_what_the_likeliest_lacks_stays_missing_for_its_reason():
    found = agreed_events([events(touchdown_3=None), events()])
    assert found["touchdown_3"] == Missing("event_not_found")


def style(word, value=None):
    spread = None if value is None else 0.05
    return Measure("recovery_height_1", 4, value, "ratio", spread, 9, word=word)


def test_a_word_is_told_when_most_say_it():
    (measure,) = agreed(
        [[style("low", 0.4)], [style("low", 0.42)], [style("middle", 0.5)]]
    )
    assert measure.word == "low"
    assert measure.value == pytest.approx(0.41)


def test_a_word_on_which_they_do_not_agree_is_none():
    (measure,) = agreed([[style("low")], [style("middle")]])
    assert (measure.word, measure.why) == (None, "others_close")
