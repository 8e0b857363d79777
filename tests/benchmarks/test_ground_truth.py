import pytest

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
    assert start.measures_deg["front_knee_set"] == pytest.approx(92, abs=2)
    assert start.measures_deg["rear_knee_set"] == pytest.approx(128, abs=2)
    assert start.measures_deg["trunk_set"] == pytest.approx(-16, abs=1)
    assert start.measures_deg["body_line_exit"] == pytest.approx(47, abs=3)


def test_a_mirrored_start_has_the_same_kind_of_angles(clips, start):
    mirrored = read_truth(clips / "E_righttoleft.json")
    for name in ("body_line_exit", "thigh_split_toe_off_1", "head_pitch_set"):
        here, there = start.measures_deg[name], mirrored.measures_deg[name]
        assert here == pytest.approx(there, abs=12), name


def test_a_lifted_head_has_a_higher_pitch(clips, start):
    lifted = read_truth(clips / "D_faults.json").measures_deg["head_pitch_exit"]
    assert lifted > start.measures_deg["head_pitch_exit"] + 15


def test_truth_is_of_what_is_in_the_clip(clips, start):
    cut = read_truth(clips / "K13_J_cut60.json")
    assert next(iter(cut.events_s)) == "rear_foot_block_exit"
    assert "trunk_set" not in cut.measures_deg
    assert "knee_touchdown_2" in cut.measures_deg
    assert "knee_toe_off_2" not in cut.measures_deg
    assert len(start.measures_deg) == 27


def test_truth_tells_which_clips_are_held_out(clips, start):
    assert read_truth(clips / "K13_D_faults.json").held_out
    assert not start.held_out
