import pytest

from benchmarks.cost import Cost
from benchmarks.metrics import Figure, figures

COSTS = {
    "analysis": Cost(wall_s=6.0, processor_s=15.0, peak_bytes=500_000_000, code=0),
    "plain": Cost(wall_s=12.0, processor_s=20.0, peak_bytes=400_000_000, code=0),
}


def test_events_are_averaged_by_frame_rate(compared):
    found = figures([compared(late_s=0.024), compared("B_30fps", late_s=-0.03)], {})
    assert found["events.60.touchdown_1"].value == pytest.approx(24)
    assert found["events.60.mean"].value == pytest.approx(24)
    assert found["events.30.mean"].value == pytest.approx(30)
    assert not found["events.30.mean"].met
    assert "events.120+.mean" not in found


def test_missed_and_invented_events_are_counted(compared):
    clip = compared("H_slowmo240", missed=["touchdown_1"], extra=["toe_off_2"])
    found = figures([clip, clip], {})
    assert found["events.missed"].value == 2
    assert found["events.invented"].value == 2


def test_angles_have_mean_bias_and_worst(compared):
    clips = [compared(off_deg=4), compared("E_righttoleft", off_deg=-2)]
    found = figures(clips, {})
    assert found["angles.knee.mean"].value == pytest.approx(3)
    assert found["angles.knee.bias"].value == pytest.approx(1)
    assert found["angles.knee.worst"].value == pytest.approx(4)
    assert found["angles.knee.worst_clip"].value == pytest.approx(4)
    assert found["phases.1.trunk set.mean"].value == pytest.approx(3)
    assert found["angles.knee.mean"].met
    assert not found["angles.trunk.mean"].met


def test_held_out_clips_stand_alone(compared):
    clips = [compared(off_deg=4), compared("K13_E_righttoleft", off_deg=-2)]
    assert figures(clips, {})["angles.hip.held_out"].value == pytest.approx(2)
    assert "angles.hip.held_out" not in figures(clips[:1], {})


def test_untold_angles_are_a_share_of_those_in_the_clip(compared):
    clip = compared(untold=["knee_toe_off_1", "knee_toe_off_2"])
    found = figures([clip], {})
    assert found["phases.7.knee.untold"].value == 1
    assert found["angles.knee.untold"].value == pytest.approx(2 / 5)
    assert 0.03 < found["angles.untold"].value < 2 / 27
    assert not found["angles.untold"].met


def test_a_plus_minus_covers_what_it_should(compared):
    clips = [compared(off_deg=4, plus_minus=5), compared(off_deg=4, plus_minus=3)]
    found = figures(clips * 4, {})
    assert found["angles.shin.covered"].value == pytest.approx(0.5)
    assert found["angles.shin.times"].value == pytest.approx(1)
    assert not found["angles.shin.covered"].met


def test_a_clip_that_is_refused_is_counted(turned_away):
    found = figures([turned_away], {})
    assert found["clips.refused"].value == 1
    assert found["angles.untold"].value == 1


def test_verdicts_are_shares_of_those_told(compared):
    found = figures([compared(off_deg=40, plus_minus=1.0)], {})
    assert 0 < found["verdicts.harsher"].value <= 1
    assert found["verdicts.opposite"].value > 0
    assert figures([compared(plus_minus=1e-6)], {})["verdicts.harsher"].value == 0


def test_cost_is_beside_the_plain_model(compared):
    found = figures([compared()], COSTS)
    assert found["cost.wall"].value == pytest.approx(0.5)
    assert found["cost.memory"].value == pytest.approx(500)
    assert found["cost.wall"].met


def test_a_failed_run_has_no_cost(compared):
    failed = Cost(wall_s=0.1, processor_s=0.1, peak_bytes=1, code=1)
    assert "cost.wall" not in figures([compared()], {**COSTS, "analysis": failed})


def test_a_plus_minus_within_its_goal_is_as_good_as_a_smaller_one():
    goal = (0.0, 1.7)
    badness = [Figure(value, "times", goal).badness for value in (1.0, 1.5, 2.0)]
    assert badness == pytest.approx([0, 0, 0.3])


def test_too_wide_a_plus_minus_is_as_bad_as_too_narrow():
    goal = (0.6, 0.8)
    badness = [Figure(value, "covered", goal).badness for value in (0.5, 0.7, 0.9)]
    assert badness == pytest.approx([0.1, 0, 0.1])
