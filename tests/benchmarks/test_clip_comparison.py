import pytest

from analysis.measurement.definitions import DEFINITIONS
from benchmarks.clip_comparison import Reading, against


def test_a_late_event_of_slow_motion_is_late_in_life(compared):
    real = compared(late_s=0.024).event_errors_ms()
    slow = compared("H_slowmo240", late_s=0.024).event_errors_ms()
    assert real["touchdown_1"] == pytest.approx(24)
    assert slow["touchdown_1"] == pytest.approx(3)


def test_only_events_in_the_clip_can_be_missed(compared):
    clip = compared("H_slowmo240", missed=["touchdown_1"])
    assert clip.missed() == ["touchdown_1"]
    assert clip.invented() == []


def test_an_event_beyond_the_clip_is_invented(compared):
    assert compared("H_slowmo240", extra=["set_start"]).invented() == ["set_start"]


def test_a_reading_has_its_error_and_its_plus_minus(compared):
    rows = {one.measure: one for one in compared(off_deg=-4.0).readings()}
    assert rows["knee_toe_off_2"].error == pytest.approx(-4)
    assert rows["knee_toe_off_2"].plus_minus == 3.0


def test_a_measure_without_value_has_no_error(compared):
    rows = {one.measure: one for one in compared(untold=["trunk_set"]).readings()}
    assert rows["trunk_set"] == Reading("trunk_set", None, None, 60)


def test_what_happens_after_the_clip_is_not_asked_for(compared):
    measures = {one.measure for one in compared("H_slowmo240").readings()}
    assert "knee_touchdown_1" in measures
    assert "knee_toe_off_1" not in measures


def test_every_measure_of_a_refused_clip_is_untold(turned_away):
    told = {one.measure for one in turned_away.readings()}
    assert set(turned_away.truth.measures) - told == {
        row.id for row in DEFINITIONS if row.least_fps > 60 and not row.category
    }
    assert {one.error for one in turned_away.readings()} == {None}
    assert len(turned_away.missed()) == 9
    assert turned_away.findings() == []


@pytest.mark.parametrize(
    ("measure", "kind", "phase"),
    [
        ("front_knee_set", "knee set", 1),
        ("head_pitch_exit", "head_pitch", 3),
        ("front_hip_exit", "hip", 3),
        ("body_line_toe_off_2", "body_line", 7),
        ("shin_touchdown_3", "shin", 8),
    ],
)
def test_a_measure_has_its_angle_and_phase(measure, kind, phase):
    reading = Reading(measure, None, None)
    assert (reading.kind, reading.phase) == (kind, phase)


def test_verdicts_are_milder_or_harsher():
    assert against("good", "work_on") == "milder"
    assert against("work_on", "minor") == "harsher"
    assert against("minor", "minor") == "same"
    assert against("cant_tell", "minor") == "can't tell"


def test_true_angles_get_their_own_verdicts(compared):
    ways = [
        against(one.verdict, true.verdict)
        for one, true in compared(plus_minus=1e-6).findings()
    ]
    assert set(ways) == {"same", "can't tell"}
    assert ways.count("same") > 35


def test_wrong_angles_are_judged_otherwise(compared):
    pairs = compared(off_deg=40).findings()
    assert "harsher" in {against(one.verdict, true.verdict) for one, true in pairs}
