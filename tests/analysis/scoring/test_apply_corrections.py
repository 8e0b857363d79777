"""Moments moved by hand, mirrored clips, and what is said of them."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.corrections import NOTHING, Corrections
from analysis.errors import CannotMove
from analysis.scoring.apply_corrections import (
    RIGHT_TO_LEFT,
    amended,
    check_names,
    may_move,
    moment_of,
    moved,
    moved_crossing,
    moved_set,
    turned,
)
from analysis.scoring.checklist import load_checklist
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    ClipInfo,
    Event,
    Missing,
    Note,
    Phase,
    Refusal,
)

# Events five frames apart, each between two frames; one step is twice as long.
TIME_S = np.concatenate([np.arange(32) / 30, 31 / 30 + np.arange(1, 29) / 15])
FRAMES = {name: 8 + 5 * number for number, name in enumerate(EVENT_NAMES)}
EVENTS = {
    name: Event(float(TIME_S[frame - 1] * 0.25 + TIME_S[frame] * 0.75), frame, 0.01)
    for name, frame in FRAMES.items()
}
ROWS = {row.number: row for row in load_checklist().phases}
KEYS = {1: 12, 2: 18, 3: 22, 4: 30, 5: 37, 6: 38, 7: 42, 8: 48}
CROSSING = Event(float(TIME_S[30]) - 0.01, 30, 0.008)
PHASES = tuple(Phase(n, frame, float(TIME_S[frame])) for n, frame in KEYS.items())


def seen(**changes):
    """What the pipeline knows of a clip before anything is corrected."""
    one = Analysis(
        analysis_version="1",
        clip=ClipInfo(960, 540, len(TIME_S), 3.0, 30.0, True, 0, 1.0),
        refusal=None,
        direction="right_to_left",
        near_side="left",
        front_leg="right",
        events=EVENTS,
        phases=PHASES,
        measures=(),
        findings=(),
        focus=None,
        praise=None,
        notes=(
            Note("slow_motion", {"factor": 2.0}),
            Note(RIGHT_TO_LEFT),
            Note("error_basis"),
        ),
    )
    return replace(one, **changes)


def shifts(**frames):
    return Corrections(shifts=frames)


def codes(analysis):
    return [note.code for note in analysis.notes]


def test_an_event_moves_by_whole_frames_and_stays_as_far_between_them():
    event = moved(EVENTS, shifts(touchdown_2=-2), TIME_S)["touchdown_2"]
    assert event.frame == FRAMES["touchdown_2"] - 2
    share = (event.t_s - TIME_S[event.frame - 1]) * 15
    assert share == pytest.approx(0.75)
    assert event.plus_minus_s == EVENTS["touchdown_2"].plus_minus_s


def test_frames_are_counted_where_they_are_unevenly_long():
    event = moved(EVENTS, shifts(toe_off_1=1), TIME_S)["toe_off_1"]
    assert event.frame == 34
    later = moved(EVENTS, shifts(front_foot_block_exit=3), TIME_S)
    assert later["front_foot_block_exit"].frame == 26


def test_other_events_stay_where_they_are():
    result = moved(EVENTS, shifts(touchdown_2=1), TIME_S)
    assert {n: e for n, e in result.items() if n != "touchdown_2"} == {
        n: e for n, e in EVENTS.items() if n != "touchdown_2"
    }


def test_nothing_corrected_changes_nothing():
    assert moved(EVENTS, NOTHING, TIME_S) == EVENTS
    assert moved_set(PHASES, EVENTS, NOTHING, TIME_S) == PHASES
    assert moved_crossing(CROSSING, EVENTS, NOTHING, TIME_S) is None


@pytest.mark.parametrize("frames", [-4, 4])
def test_an_event_goes_up_to_its_neighbour(frames):
    result = moved(EVENTS, shifts(toe_off_2=frames), TIME_S)
    assert result["toe_off_2"].frame == FRAMES["toe_off_2"] + frames
    times = [event.t_s for event in result.values()]
    assert times == sorted(times)


@pytest.mark.parametrize("frames", [-5, 5, -40, 400])
def test_and_not_beyond_it(frames):
    with pytest.raises(CannotMove):
        moved(EVENTS, shifts(toe_off_2=frames), TIME_S)


def test_two_neighbours_may_move_together():
    both = moved(EVENTS, shifts(touchdown_2=5, toe_off_2=4), TIME_S)
    assert both["touchdown_2"].frame == 43
    with pytest.raises(CannotMove):
        moved(EVENTS, shifts(touchdown_2=5), TIME_S)


def test_an_event_that_is_not_in_the_clip_cannot_move():
    with pytest.raises(CannotMove, match="not in the clip"):
        moved(
            {**EVENTS, "toe_off_2": Missing("event_not_found")},
            shifts(toe_off_2=1),
            TIME_S,
        )


def test_the_picture_of_the_hold_moves_alone():
    change = shifts(set=-1)
    assert moved(EVENTS, change, TIME_S) == EVENTS
    first, *others = moved_set(PHASES, EVENTS, change, TIME_S)
    assert (first.frame, first.t_s) == (KEYS[1] - 1, TIME_S[KEYS[1] - 1])
    assert tuple(others) == PHASES[1:]


def test_the_crossing_moves_by_whole_frames_and_no_event_does():
    change = shifts(crossing_1=-1)
    assert moved(EVENTS, change, TIME_S) == EVENTS
    crossing = moved_crossing(CROSSING, EVENTS, change, TIME_S)
    assert crossing.frame == CROSSING.frame - 1
    assert crossing.t_s == pytest.approx(CROSSING.t_s - 1 / 30)
    assert moved_set(PHASES, EVENTS, change, TIME_S) == PHASES


@pytest.mark.parametrize("frames", [-5, 2])
def test_the_picture_of_the_hold_stays_in_it(frames):
    with pytest.raises(CannotMove):
        moved_set(PHASES, EVENTS, shifts(set=frames), TIME_S)


@pytest.mark.parametrize("frames", [-3, 4])
def test_the_crossing_stays_in_the_first_contact(frames):
    with pytest.raises(CannotMove):
        moved_crossing(CROSSING, EVENTS, shifts(crossing_1=frames), TIME_S)


def test_a_key_frame_that_was_not_found_cannot_move():
    unseen = (
        replace(PHASES[0], frame=None, t_s=None, why="event_not_found"),
        *PHASES[1:],
    )
    with pytest.raises(CannotMove):
        moved_set(unseen, EVENTS, shifts(set=1), TIME_S)
    gone = Missing("event_not_found")
    with pytest.raises(CannotMove):
        moved_crossing(gone, EVENTS, shifts(crossing_1=1), TIME_S)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("frames", range(-7, 8))
def test_what_may_move_is_known_beforehand(number, frames):
    row = ROWS[number]
    change = shifts(**{moment_of(row): frames})
    try:
        events = moved(EVENTS, change, TIME_S)
        moved_set(PHASES, events, change, TIME_S)
        moved_crossing(CROSSING, events, change, TIME_S)
    except CannotMove:
        possible = False
    else:
        possible = True
    assert may_move(seen(), moment_of(row), frames) == possible


def test_nothing_may_leave_the_clip():
    assert may_move(seen(), moment_of(ROWS[8]), len(TIME_S) - KEYS[8] - 1)
    assert not may_move(seen(), moment_of(ROWS[8]), len(TIME_S) - KEYS[8])


def test_what_was_not_seen_may_not_move():
    unseen = (
        *PHASES[:6],
        replace(PHASES[6], frame=None, why="event_not_found"),
        PHASES[7],
    )
    one = seen(
        events={**EVENTS, moment_of(ROWS[7]): Missing("event_not_found")}, phases=unseen
    )
    assert not may_move(one, moment_of(ROWS[7]), 1)
    assert not may_move(seen(phases=(), clip=None), moment_of(ROWS[1]), 1)


def test_a_mirrored_clip_exchanges_names_and_nothing_else():
    one = amended(seen(), Corrections(mirrored=True))
    assert (one.direction, one.near_side) == ("left_to_right", "right")
    assert one.front_leg == "left"
    assert codes(one) == ["corrected_by_you_direction", "slow_motion", "error_basis"]
    same = {"direction": None, "near_side": None, "front_leg": None, "notes": ()}
    assert replace(one, corrections=NOTHING, **same) == replace(seen(), **same)


def test_turning_a_clip_seen_before_is_the_same_as_seeing_it_mirrored():
    others = Corrections(athlete=1, shifts={"touchdown_2": 1})
    for start in (seen(), seen(direction="left_to_right", notes=seen().notes[:1])):
        plain = amended(start, others)
        mirrored = amended(start, replace(others, mirrored=True))
        assert turned(plain, True) == mirrored
        assert turned(mirrored, False) == plain
        assert turned(mirrored, True) == mirrored
        assert turned(plain, False) == plain


def test_a_refused_clip_can_be_mirrored_too():
    refused = seen(direction=None, near_side=None, front_leg=None, notes=())
    refused = replace(refused, refusal=Refusal("no_start", "made up"))
    one = turned(amended(refused, NOTHING), True)
    assert one.direction is None
    assert one.corrections.mirrored
    assert one.notes == ()


def test_each_kind_of_correction_is_said():
    every = Corrections(1, {"touchdown_1": 1, "set": -1}, True, 4.0)
    notes = amended(seen(), every).notes
    assert [note.code for note in notes[:4]] == [
        "corrected_by_you_athlete",
        "corrected_by_you_moment",
        "corrected_by_you_pace",
        "corrected_by_you_direction",
    ]
    assert notes[1].values == {"phases": "1, 5, 6"}
    assert notes[2].values == {"factor": "4"}
    (said,) = amended(seen(notes=()), Corrections(slow_motion=1.0)).notes
    assert said.code == "corrected_by_you_real_time"


def test_an_uncorrected_clip_says_nothing_of_it():
    assert codes(amended(seen(), NOTHING)) == codes(seen())


def test_a_moment_nobody_knows_is_no_moment():
    check_names(shifts(crossing_1=1, touchdown_1=2))
    with pytest.raises(ValueError, match="lunch"):
        check_names(shifts(lunch=1))
