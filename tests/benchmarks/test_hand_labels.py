import json

import pytest

from benchmarks.hand_labels import Angle, Expected, is_labelled


def test_events_are_frames_and_those_not_in_the_picture_are_none(labels):
    (one,) = labels({"a1": {"events": {"touchdown_1": 42, "toe_off_1": None}}})
    assert one.events == {"touchdown_1": 42}
    assert one.clip.name == "a1.mp4"
    assert one.speed_factor == 1
    assert not one.has_set


def test_the_end_of_the_rise_is_nothing_to_score(labels):
    (one,) = labels({"a1": {"events": {"set_start": 9, "first_movement": 30}}})
    assert one.events == {"first_movement": 30}
    assert one.has_set


def test_a_clip_may_lie_elsewhere_or_be_missing(labels, tmp_path):
    (tmp_path / "pool").mkdir()
    (tmp_path / "pool" / "one.mov").touch()
    there, gone = labels({"x": {"file": "pool/one.mov"}, "y": {"file": "pool/no.mov"}})
    assert there.clip == tmp_path / "pool" / "one.mov"
    assert gone.clip is None


def test_entries_may_stand_under_clips(labels):
    (one,) = labels({"clips": {"a1": {"events": {"touchdown_1": 42}}}, "note": "mine"})
    assert one.name == "a1"


@pytest.mark.parametrize(
    ("expect", "code", "right"),
    [
        ({"judged": True}, None, True),
        ({"judged": True}, "no_start", False),
        ({"refusal": ["no_start", "cut_off"]}, "cut_off", True),
        ({"refusal": ["no_start", "cut_off"]}, "nobody", False),
        ({"refusal": ["no_start"]}, None, False),
        ({"refusal": "any"}, "too_small", True),
        ({"refusal": "any"}, None, False),
        ({"judged": True, "refusal": ["cut_off"]}, None, True),
        ({"judged": True, "refusal": ["cut_off"]}, "cut_off", True),
    ],
)
def test_an_expectation_is_met_or_not(labels, expect, code, right):
    (one,) = labels({"a1": {"expect": expect}})
    assert one.expected.met(code) == right


def test_words_alone_expect_nothing_that_can_be_scored(labels):
    (one,) = labels({"a1": {"expected": "refuse: stays on the marks"}})
    assert one.expected is None
    assert one.words == "refuse: stays on the marks"


def test_an_angle_is_rather_of_the_legs_own_hip(labels):
    angles = {"hip_front": [150, 6], "hip_front_own_hip": [170, 7], "trunk": [40, 4]}
    joints = {"a1": {"frames": {"EXIT": {"frame": 39, "angles": angles}}}}
    still = labels(joints=joints)[0].stills["EXIT"]
    assert still.frame == 39
    assert still.angle("hip_front") == Angle(170, 7)
    assert still.angle("trunk") == Angle(40, 4)
    assert still.angle("knee_front") is None


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"events": {"td1": 3}}, "a1: no such event: td1"),
        ({"expect": {"refusal": ["lunch"]}}, "a1: no such refusal: lunch"),
        ({"expect": {"refused": True}}, "a1: no such expectation: refused"),
    ],
)
def test_what_is_none_of_ours_is_told(labels, entry, told):
    with pytest.raises(ValueError, match=told):
        labels({"a1": entry})


@pytest.mark.parametrize(
    ("joints", "told"),
    [
        ({"b9": {"frames": {}}}, "joints.json: no such clip in truth.json: b9"),
        ({"a1": {"frames": {"LUNCH": {}}}}, "a1: no such moment: LUNCH"),
        ({"a1": {"frames": {"SET": {"angles": {}}}}}, "a1, SET: a frame, and angles"),
        (
            {"a1": {"frames": {"SET": {"frame": 3, "angles": {"trunk": 4}}}}},
            "a1, SET: a frame, and angles",
        ),
    ],
)
def test_joints_that_are_not_as_described_are_told(labels, joints, told):
    with pytest.raises(ValueError, match=told):
        labels(joints=joints)


def test_a_folder_is_labelled_by_its_truth(labels, tmp_path):
    assert not is_labelled(tmp_path)
    labels()
    assert is_labelled(tmp_path)


def test_the_readme_has_examples_that_can_be_read(labels):
    from pathlib import Path

    import benchmarks

    text = (Path(benchmarks.__file__).parent / "README.md").read_text()
    truth, joints = (
        json.loads(part.split("```")[0]) for part in text.split("```json\n")[1:]
    )
    one, kneels, swimmer = labels(truth, joints)
    assert one.events["touchdown_2"] == 176
    assert one.stills["EXIT"].angle("hip_front") == Angle(160, 6)
    assert kneels.expected == Expected(False, frozenset({"no_start"}))
    assert len(swimmer.expected.codes) > 5
