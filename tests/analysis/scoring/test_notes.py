"""What was inferred is said; what is ordinary is not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.camera_motion.camera import UNSEEN, Level
from analysis.estimation.side_view import off_side_deg
from analysis.gait_events.detection import find_events
from analysis.gait_events.start_signal import Reaction
from analysis.scoring import notes
from analysis.scoring.notes import Filming
from analysis.types import Clip, Missing
from content.words import load_words
from tests.analysis.moving_body import start, travel_of
from tests.odd_clips import uneven

# Two frames are lost as the front foot leaves.
LOSSY = np.delete(np.arange(168) / 60, [116, 117])


def notes_of(one, factor=1.0, others=0, turned_deg=0.0, falls=False, level=UNSEEN):
    clip = Clip(Path("start.mp4"), 1280, 720, 0, one.poses.time_s)
    slow = factor or 1.0
    runner = replace(travel_of(one, slow), level=level)
    off_deg = off_side_deg(one.poses)
    events = find_events(runner)
    filming = Filming(off_deg, turned_deg, others)
    taken = notes.take(clip, runner, events, factor, filming, falls)
    return {note.code: dict(note.values) for note in taken}


@pytest.fixture(scope="module")
def ordinary():
    return notes_of(start(60))


def test_an_ordinary_clip_has_only_what_always_holds(ordinary):
    unusual = {
        *("slow_motion", "slow_motion_unknown", "runs_right_to_left"),
        *("low_frame_rate", "variable_frame_rate", "starts_late", "ends_early"),
        *("leaves_picture", "steps_not_found", "stumbles", "hidden_by_other"),
        *("small_athlete", "camera_followed"),
        *("off_side_view", "picked_starter", "levelled", "tilted"),
    }
    assert not unusual & set(ordinary)
    assert "error_basis" in ordinary


@pytest.mark.parametrize(
    ("odd", "factor", "code"),
    [
        ({"fps": 30, "slow": 2}, 2.0, "slow_motion"),
        ({"fps": 60}, None, "slow_motion_unknown"),
        ({"direction": "right_to_left"}, 1.0, "runs_right_to_left"),
        ({"fps": 30}, 1.0, "low_frame_rate"),
        ({"times_s": uneven(2.8)}, 1.0, "variable_frame_rate"),
        ({"times_s": LOSSY}, 1.0, "frames_missing"),
        ({"begins_s": 0.08}, 1.0, "starts_late"),
        ({"ends_s": 0.76}, 1.0, "ends_early"),
        ({"shoulders_apart": 0.18}, 1.0, "off_side_view"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_odd_is_said_and_nothing_else(odd, factor, code, ordinary):
    said = set(notes_of(start(**odd), factor))
    assert said - set(ordinary) - {"low_frame_rate"} == {code} - {"low_frame_rate"}
    assert code in said


def test_a_set_position_that_nobody_was_seen_to_leave_is_told():
    one = start(60)
    runner = travel_of(one)
    events = find_events(runner) | {"first_movement": Missing("set_unseen")}
    clip = Clip(Path("start.mp4"), 1280, 720, 0, one.poses.time_s)
    taken = notes.take(clip, runner, events, 1.0, Filming(), falls=False)
    codes = {note.code for note in taken}
    assert "set_unseen" in codes
    assert "starts_late" not in codes


def test_steps_that_somebody_hides_are_not_said_to_be_lost():
    one = start(60)
    runner = travel_of(one)
    events = find_events(runner) | {"touchdown_3": Missing("hidden_by_other")}
    clip = Clip(Path("start.mp4"), 1280, 720, 0, one.poses.time_s)
    taken = notes.take(clip, runner, events, 1.0, Filming(), falls=False)
    codes = {note.code for note in taken}
    assert "hidden_by_other" in codes
    assert "steps_not_found" not in codes


def test_who_trips_is_small_or_was_followed_is_told():
    assert "stumbles" in notes_of(start(60), falls=True)
    assert "camera_followed" in notes_of(start(60), turned_deg=20.0)
    assert notes_of(start(60, leg_px=80))["small_athlete"] == {"times": 2.5}
    assert notes_of(start(60, leg_px=125))["small_athlete"] == {"times": 1.5}


def test_a_tilt_is_said_whether_it_is_taken_out_or_not():
    certain, doubtful = Level(-3.6, 0.3), Level(3.4, 2.0)
    said = notes_of(start(60), level=certain)
    assert said["levelled"] == {"degrees": 4}
    assert "tilted" not in said
    said = notes_of(start(60), level=doubtful)
    assert said["tilted"] == {"degrees": 3}
    assert "levelled" not in said


@pytest.mark.parametrize(
    ("seconds", "plus_minus_s", "code"),
    [
        (0.16, 0.03, "reaction"),
        (0.08, 0.03, "reaction"),
        (0.06, 0.03, "reaction_early"),
        (0.06, 0.05, "reaction"),
    ],
)
def test_a_start_is_early_only_by_more_than_its_plus_minus(seconds, plus_minus_s, code):
    (note,) = reaction_notes(Reaction(seconds, plus_minus_s))
    assert note.code == code
    assert note.values == {"seconds": seconds, "plus_minus": plus_minus_s}


def test_without_a_signal_no_reaction_is_said():
    assert reaction_notes(None) == []


def reaction_notes(heard):
    one = start(60)
    runner = travel_of(one)
    clip = Clip(Path("start.mp4"), 1280, 720, 0, one.poses.time_s)
    events = find_events(runner)
    taken = notes.take(clip, runner, events, 1.0, Filming(), False, heard)
    return [note for note in taken if note.code.startswith("reaction")]


def test_the_figures_are_said():
    assert notes_of(start(30, slow=2), 2.0)["slow_motion"] == {"factor": 2.0}
    assert notes_of(start(30))["low_frame_rate"] == {"fps": 30}
    off = notes_of(start(shoulders_apart=0.18))["off_side_view"]["degrees"]
    assert 10 < off < 45


def test_slow_motion_of_a_fast_camera_is_no_low_frame_rate():
    assert "low_frame_rate" not in notes_of(start(30, slow=2), 2.0)


def test_slow_motion_of_unknown_rate_claims_no_frame_rate():
    assert "low_frame_rate" not in notes_of(start(30), None)


def test_every_note_can_be_put_into_words(ordinary):
    words = load_words()
    odd = start(30, direction="right_to_left", shoulders_apart=0.18, ends_s=0.76)
    for code, values in (ordinary | notes_of(odd)).items():
        assert words.text(f"note.{code}", **values)
