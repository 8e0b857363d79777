import pytest

from analysis.measurement.definitions import DEFINITIONS
from benchmarks.ground_truth import read_truth


@pytest.fixture
def start(clips):
    return read_truth(clips / "A_borzov60.json")


def test_events_are_on_the_clips_own_clock(start):
    assert start.events_s["first_movement"] == pytest.approx(1.5)
    assert start.events_s["touchdown_3"] == pytest.approx(2.4)


def test_slow_motion_stretches_the_clock(clips, start):
    slow = read_truth(clips / "H_slowmo240.json")
    assert slow.slow_factor == 8
    times = [
        clip.events_s["touchdown_1"] - clip.events_s["first_movement"]
        for clip in (slow, start)
    ]
    assert times[0] == pytest.approx(8 * times[1])


def test_the_authored_angles_come_back(start):
    # authored with front knee 92, rear 128, trunk -16 in set and a body line of 47;
    # the picture sees them through a lens
    assert start.measures["front_knee_set"] == pytest.approx(92, abs=2)
    assert start.measures["rear_knee_set"] == pytest.approx(128, abs=2)
    assert start.measures["trunk_set"] == pytest.approx(-16, abs=1)
    assert start.measures["body_line_exit"] == pytest.approx(47, abs=3)


def test_a_mirrored_start_has_the_same_kind_of_angles(clips, start):
    mirrored = read_truth(clips / "E_righttoleft.json")
    for name in ("body_line_exit", "thigh_split_toe_off_1", "head_pitch_set"):
        here, there = start.measures[name], mirrored.measures[name]
        assert here == pytest.approx(there, abs=12), name


def test_a_lifted_head_has_a_higher_pitch(clips, start):
    lifted = read_truth(clips / "D_faults.json").measures["head_pitch_exit"]
    assert lifted > start.measures["head_pitch_exit"] + 15


def test_truth_is_of_what_is_in_the_clip(clips, start):
    cut = read_truth(clips / "K13_J_cut60.json")
    assert next(iter(cut.events_s)) == "rear_foot_block_exit"
    assert "trunk_set" not in cut.measures
    assert "knee_touchdown_2" in cut.measures
    assert "knee_toe_off_2" not in cut.measures
    told = {row.id for row in DEFINITIONS if not (row.category and row.category.alone)}
    assert set(start.measures) == told


def test_distances_and_times_are_those_of_the_true_joints(start):
    assert start.measures["push_time"] == pytest.approx(0.35)
    assert start.measures["contact_time_1"] == pytest.approx(0.19)
    assert start.measures["touchdown_distance_1"] == pytest.approx(-0.05, abs=0.01)
    assert start.words["foot_strike_1"] == "ball"


def test_between_the_events_only_a_clip_with_all_frames_tells(clips, start):
    without = read_truth(clips / "F_offaxis13.json")
    assert {"knee_lift_1", "step_ratio_2"} <= set(start.measures) - set(
        without.measures
    )
    assert "hip_back_push" in set(start.measures) - set(without.measures)


def test_before_the_first_movement_nobody_moves(clips, start):
    assert start.measures["hip_path_push"] == pytest.approx(-6.07, abs=0.01)
    same = read_truth(clips / "C_120fps.json")
    for name in ("hip_path_push", "rear_hip_opening"):
        assert same.measures[name] == pytest.approx(start.measures[name], abs=0.1)


def test_truth_tells_which_clips_are_held_out(clips, start):
    assert read_truth(clips / "K13_D_faults.json").held_out
    assert not start.held_out
