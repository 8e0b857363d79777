import pytest

from benchmarks import real_clips
from benchmarks.real_clips import hold_against, within


def test_an_event_is_late_by_frames_of_the_json(held):
    clip = held(late=2)
    assert set(clip.event_errors().values()) == {2}
    assert not clip.grossly_wrong


@pytest.mark.parametrize(
    ("name", "frames", "good"),
    [
        ("first_movement", -2, True),
        ("rear_foot_block_exit", 3, False),
        ("touchdown_1", -1, True),
        ("touchdown_1", 2, False),
    ],
)
def test_what_begins_gradually_is_told_to_two_frames(name, frames, good):
    assert within(name, frames) == good


def test_an_event_far_off_is_grossly_wrong_and_named(held):
    clip = held(late_by={"toe_off_1": -4})
    assert clip.grossly_wrong
    assert clip.worst() == ("toe_off_1", -4)
    assert not held(late_by={"toe_off_1": -3}).grossly_wrong


def test_a_frame_of_slow_motion_is_less_of_life(held):
    entry = {"events": {"touchdown_1": 42}, "speed_factor": 10.0}
    assert not held(late=9, factor=10.0, entry=entry).grossly_wrong
    assert held(late=40, factor=10.0, entry=entry).grossly_wrong


def test_only_labelled_events_can_be_missed(held):
    clip = held(missed=["toe_off_1", "toe_off_2"])
    assert clip.missed() == ["toe_off_1"]
    assert "toe_off_1" not in clip.event_errors()


@pytest.mark.parametrize(
    ("true", "told", "false"),
    [
        (1.0, 7.0, True),
        (1.0, 1.2, False),
        (1.0, None, False),
        (8.0, 8.2, False),
        (8.0, 1.0, True),
    ],
)
def test_a_slow_motion_that_is_none_is_grossly_wrong(held, true, told, false):
    entry = {"events": {"touchdown_1": 42}, "speed_factor": true}
    assert held(factor=told, entry=entry).grossly_wrong == false


def test_a_start_with_its_set_must_be_judged(held):
    assert held().as_expected
    assert held(code="camera_moves").as_expected is False


def test_what_is_expected_says_what_is_right(held):
    entry = {"expect": {"refusal": ["no_start"]}}
    assert held(code="no_start", entry=entry).as_expected
    assert held(code="nobody", entry=entry).as_expected is False
    assert held(entry=entry).as_expected is False
    words = {"events": {"touchdown_1": 3}, "expected": "refuse, or judge the steps"}
    assert held(entry=words).as_expected is None


def test_a_refused_clip_has_nothing_else_to_hold(held):
    clip = held(code="no_start")
    assert (clip.code, clip.judged) == ("no_start", False)
    assert not clip.event_errors() and not clip.missed() and clip.worst() is None
    assert not clip.at_frames() and not clip.at_events() and not clip.reds()
    assert not clip.grossly_wrong


def test_every_labelled_clip_is_analysed_with_its_series(labels, monkeypatch, tmp_path):
    labels({"a1": {"events": {"touchdown_1": 3}}, "gone": {"file": "no.mp4"}})
    told, asked = [], []

    def analyse(clip, series):
        asked.append(clip.name)
        series.write_text("frame,trunk,knee_front\n7,41.5,\n8,,120.0\n")
        return "found"

    monkeypatch.setattr(real_clips, "analyse", analyse)
    there, gone = hold_against(tmp_path, told.append)
    assert (told, asked) == (["a1", "gone"], ["a1.mp4"])
    assert there.found == "found"
    assert there.series == {
        7: {"frame": 7, "trunk": 41.5},
        8: {"frame": 8, "knee_front": 120.0},
    }
    assert gone.found is None
    assert gone.as_expected is None
