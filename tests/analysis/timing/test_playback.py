"""Numbers are told with the frames and seconds of the file as it plays."""

from pathlib import Path

import numpy as np
import pytest

from analysis.refusal import refused
from analysis.timing.playback import (
    as_played,
    at_times,
    is_evenly_played,
    part,
    played,
)
from analysis.types import Clip, Event, Missing, Phase

FILM = Clip(Path("start.mp4"), 1280, 720, 0, np.arange(100) / 50)
# Frame 40 is shown for half a second more.
HELD = part(FILM, [*range(41), *range(66, 100)], np.arange(75) / 50)


def test_a_part_knows_its_frames_and_times_in_the_file():
    assert HELD.frames == 75
    assert HELD.number[[0, 40, 41, 74]].tolist() == [0, 40, 66, 99]
    assert HELD.played_s[41] == pytest.approx(66 / 50)
    assert HELD.time_s[41] == pytest.approx(41 / 50)


def test_a_part_of_a_part_still_counts_from_the_file():
    last = part(HELD, range(50, 75), HELD.time_s[50:75])
    assert last.number[0] == 75
    assert last.time_s[0] == 0.0
    assert last.played_s[0] == pytest.approx(75 / 50)


def test_what_is_held_left_out_or_slowed_is_not_played_evenly():
    whole = part(FILM, range(20, 90), FILM.time_s[20:90])
    assert is_evenly_played(FILM) and is_evenly_played(whole)
    every_second = part(FILM, range(0, 100, 2), FILM.time_s[::2])
    for odd in (HELD, every_second, at_times(FILM, FILM.time_s / 4)):
        assert not is_evenly_played(odd)


@pytest.mark.parametrize(("own_s", "expected_s"), [(0.2, 0.2), (0.9, 1.4), (1.2, 1.7)])
def test_an_instant_is_told_as_it_is_played(own_s, expected_s):
    assert played(HELD, own_s) == pytest.approx(expected_s)


def test_what_follows_a_held_picture_closely_is_told_from_when_it_appeared():
    assert played(HELD, 40.5 / 50) == pytest.approx(40.5 / 50)


def test_at_other_times_frames_keep_their_numbers():
    slow = at_times(FILM, FILM.time_s / 4)
    assert slow.number.tolist() == FILM.number.tolist()
    assert played(slow, 0.25) == pytest.approx(1.0)


def analysis_at(t_s, frame):
    """An analysis whose push ends at that instant and frame of its clip."""
    event = Event(t_s, frame, 0.005)
    empty = refused("0", FILM, None)
    events = {"front_foot_block_exit": event, "set_start": Missing("out_of_picture")}
    phases = (Phase(3, frame, t_s), Phase(4, None, None, why="event_not_found"))
    return type(empty)(
        **{
            name: getattr(empty, name)
            for name in empty.__dataclass_fields__
            if name not in ("events", "phases")
        },
        events=events,
        phases=phases,
    )


def test_events_and_key_frames_are_those_of_the_file():
    told = as_played(analysis_at(1.0, 50), HELD)
    event = told.events["front_foot_block_exit"]
    assert (event.t_s, event.frame) == (pytest.approx(1.5), 75)
    assert event.plus_minus_s == pytest.approx(0.005)
    assert (told.phases[0].frame, told.phases[0].t_s) == (75, pytest.approx(1.5))
    assert told.phases[1].frame is None
    assert told.events["set_start"] == Missing("out_of_picture")


def test_the_plus_minus_is_as_long_as_it_is_played():
    told = as_played(analysis_at(0.25, 50), at_times(FILM, FILM.time_s / 4))
    assert told.events["front_foot_block_exit"].plus_minus_s == pytest.approx(0.02)


def test_a_clip_that_is_read_as_it_plays_is_told_unchanged():
    one = analysis_at(1.0, 50)
    assert as_played(one, FILM) is one
