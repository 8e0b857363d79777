"""Verdicts, the one thing to work on and the one done well."""

from dataclasses import replace

import pytest

from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import Checklist, load_checklist
from analysis.scoring.findings import (
    STUMBLE_DEG,
    band_verdict,
    done_well,
    judge,
    judged_for,
    severity,
    stumbles,
)
from analysis.types import Band, Measure, Note
from tests.bot.analyses import analysis

BAND = Band(green=(40, 50), amber=(36, 56))
OPEN = Band(green=(165, None), amber=(155, None))

# True angles of the rendered textbook start (A, B and C are the same movement) and of
# the one with faults: hips low, head up, early upright, no full extension
TEXTBOOK = {
    "front_knee_set": 91.4,
    "rear_knee_set": 127.5,
    "trunk_set": -16.0,
    "head_pitch_set": -102.6,
    "body_line_exit": 46.3,
    "trunk_exit": 43.1,
    "front_knee_exit": 167.9,
    "front_hip_exit": 178.9,
    "head_pitch_exit": -87.4,
    "knee_touchdown_1": 90.5,
    "shin_touchdown_1": 42.0,
    "trunk_touchdown_1": 45.8,
    "knee_toe_off_1": 156.8,
    "body_line_toe_off_1": 56.0,
    "trunk_toe_off_1": 48.0,
    "thigh_split_toe_off_1": 86.7,
    "shin_touchdown_3": 74.4,
    "shoulders_ahead_set": 0.20,
    "elbow_set": 173.1,
    "still_set": 0.9,
    "body_line_drive": 45.0,  # 49.5 as rendered
    "head_pitch_drive": -91.0,
    "hip_path_push": -6.1,
    "hip_back_push": 0.0,
    "rear_hip_opening": 51.8,
    "rear_push_share": 0.514,
    "hip_gap_exit": 1.6,
    "thigh_split_exit": 116.4,
    "lead_hand_exit": 0.54,
    "lead_elbow_exit": 105.4,
    "back_hand_1": 0.08,
    "head_pitch_crossing": -87.6,
    "knee_lift_1": 63.5,
    "foot_back_1": -1.4,
    "shin_before_touchdown_1": 40.9,
    "touchdown_distance_1": -0.05,
    "head_pitch_toe_off_1": -89.3,
    "trunk_rise": 5.6,
    "shin_rise": 16.2,
    "step_ratio_2": 1.13,
    "step_ratio_3": 1.06,
}
FAULTY = {
    "front_knee_set": 69.6,
    "rear_knee_set": 99.3,
    "trunk_set": 10.0,
    "head_pitch_set": -102.4,
    "body_line_exit": 60.6,
    "trunk_exit": 60.3,
    "front_knee_exit": 137.7,
    "front_hip_exit": 166.1,
    "head_pitch_exit": -51.8,
    "knee_touchdown_1": 122.8,
    "shin_touchdown_1": 73.1,
    "trunk_touchdown_1": 62.8,
    "knee_toe_off_1": 152.2,
    "body_line_toe_off_1": 67.4,
    "trunk_toe_off_1": 66.2,
    "thigh_split_toe_off_1": 74.5,
    "shin_touchdown_3": 80.1,
    "shoulders_ahead_set": 0.13,
    "elbow_set": 173.0,
    "still_set": 0.9,
    "body_line_drive": 61.2,
    "head_pitch_drive": -72.0,
    "hip_path_push": 22.7,
    "hip_back_push": 0.0,
    "rear_hip_opening": 28.2,
    "rear_push_share": 0.514,
    "hip_gap_exit": 0.1,
    "thigh_split_exit": 84.6,
    "lead_hand_exit": 0.63,
    "lead_elbow_exit": 105.9,
    "back_hand_1": 0.02,
    "head_pitch_crossing": -53.0,
    "knee_lift_1": 78.1,
    "foot_back_1": -0.82,
    "shin_before_touchdown_1": 72.1,
    "touchdown_distance_1": 0.20,
    "head_pitch_toe_off_1": -53.5,
    "trunk_rise": 6.5,
    "shin_rise": 3.5,
    "step_ratio_2": 0.93,
    "step_ratio_3": 1.06,
}
FAULTS = (
    *("trunk_set", "front_knee_set", "head_pitch_exit", "body_line_exit"),
    *("trunk_exit", "front_knee_exit", "body_line_drive"),
)


@pytest.fixture
def checklist():
    return load_checklist()


def measured(values, plus_minus=3.0):
    """Measures with one ± in degrees, and as many hundredths of what is no angle."""
    units = {id: DEFINED[id].unit for id in values}
    return [
        Measure(
            id, 1, value, units[id], plus_minus * (1 if units[id] == "deg" else 0.01), 0
        )
        for id, value in values.items()
    ]


def by_check(judgement):
    return {finding.check: finding for finding in judgement.findings}


def verdicts(judgement):
    return {finding.check: finding.verdict for finding in judgement.findings}


def only(checklist, *ids, **changes):
    """A checklist of these checks, with changes to all of them."""
    checks = tuple(replace(checklist.check(id), **changes) for id in ids)
    return Checklist(checklist.phases, checks)


@pytest.mark.parametrize(
    ("value", "plus_minus", "verdict", "close"),
    [
        (45, 2, "good", False),
        (50, 0, "good", True),
        (49, 2, "good", True),
        (51, 2, "good", True),
        (53, 2, "minor", False),
        (56, 0, "minor", True),
        (57, 2, "minor", True),
        (58.1, 2, "work_on", False),
        (39, 1, "good", True),
        (37.5, 1, "minor", False),
        (35.5, 1, "minor", True),
        (34, 1, "work_on", False),
        (58, 8, "good", True),
    ],
)
def test_within_its_plus_minus_of_an_edge_a_value_gets_the_milder_verdict(
    value, plus_minus, verdict, close
):
    assert band_verdict(value, plus_minus, BAND) == (verdict, close)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(180, "good"), (400, "good"), (160, "minor"), (150, "work_on")],
)
def test_an_open_end_has_no_fault_beyond_it(value, verdict):
    assert band_verdict(value, 1, OPEN) == (verdict, False)


def test_where_only_amber_is_open_nothing_is_worse_than_minor():
    band = Band(green=(22, 50), amber=(None, 60))
    assert band_verdict(-90, 1, band) == ("minor", False)
    assert band_verdict(70, 1, band) == ("work_on", False)


@pytest.mark.parametrize(
    ("value", "widths"), [(45, 0), (50, 0), (53, 0.5), (56, 1), (38, 0.5), (99, 3)]
)
def test_severity_counts_widths_of_amber(value, widths):
    assert severity(value, BAND) == widths


def test_severity_is_half_a_width_where_amber_is_open():
    assert severity(-90, Band(green=(22, 50), amber=(None, 60))) == 0.5


def test_every_check_has_its_finding_in_the_checklists_order(checklist):
    judgement = judge(measured(TEXTBOOK), checklist, 60)
    assert [f.check for f in judgement.findings] == [c.id for c in checklist.checks]
    for finding, check in zip(judgement.findings, checklist.checks, strict=True):
        assert finding.measure == check.measure
        assert finding.band == check.band
        assert finding.seed_target == check.seed_target


@pytest.mark.parametrize("fps", [30, 60, 120, None])
@pytest.mark.parametrize("plus_minus", [0.1, 1, 3, 6])
def test_the_textbook_start_has_nothing_to_work_on(checklist, fps, plus_minus):
    judgement = judge(measured(TEXTBOOK, plus_minus), checklist, fps)
    assert "work_on" not in verdicts(judgement).values()
    assert judgement.praise is not None


def test_the_textbook_start_is_good_up_to_the_exit(checklist):
    judgement = judge(measured(TEXTBOOK), checklist, 60)
    early = {c.id for c in checklist.checks if c.phase <= 3}
    assert {verdicts(judgement)[id] for id in early} == {"good"}
    assert judgement.focus == "shin_rise"
    assert judgement.praise == "body_line_exit"


@pytest.mark.parametrize("plus_minus", [1, 2, 3, 4])
def test_the_start_with_faults_is_told_each_of_them(checklist, plus_minus):
    judgement = judge(measured(FAULTY, plus_minus), checklist, 60)
    told = [verdicts(judgement)[fault] for fault in FAULTS]
    assert set(told) <= {"minor", "work_on"}
    assert told.count("work_on") >= 3
    assert judgement.focus in FAULTS
    assert verdicts(judgement)[judgement.focus] == "work_on"


def test_faults_get_the_cue_of_their_direction(checklist):
    found = by_check(judge(measured(FAULTY), checklist, 60))
    assert found["trunk_set"].cue == "hips_float"
    assert found["front_knee_set"].cue == "front_leg_room"
    assert found["head_pitch_exit"].cue == "eyes_walk_up"
    assert found["body_line_exit"].cue == "push_forward"
    assert found["trunk_exit"].cue == "chest_follows"
    assert found["front_knee_exit"].cue == "finish_push"
    assert found["head_pitch_set"].cue is None


def test_the_opposite_deviation_gets_the_other_cue(checklist):
    low = TEXTBOOK | {"body_line_exit": 30.0, "trunk_set": -45.0}
    found = by_check(judge(measured(low, 1), checklist, 60))
    assert found["body_line_exit"].cue == "push_long"
    assert found["trunk_set"].cue == "hips_level"


def test_every_deviation_has_a_cue(checklist):
    for value in (-500.0, 500.0):
        extreme = dict.fromkeys(TEXTBOOK, value)
        for finding in judge(measured(extreme), checklist, None).findings:
            told = finding.verdict in ("minor", "work_on")
            assert told == (finding.cue is not None)


def mildness(judged):
    return {finding.milder for finding in judged.findings}


def test_a_verdict_says_why_it_is_milder_than_the_value(checklist):
    knee = only(checklist, "front_knee_exit")
    low, _ = next(iter(knee.checks)).amber
    sure, unsure = (measured({"front_knee_exit": low - 2.0}, pm) for pm in (1.0, 3.0))
    assert mildness(judge(sure, knee, 120)) == {None}
    assert mildness(judge(unsure, knee, 120)) == {"within_error"}
    slow = only(checklist, "front_knee_exit", firm_fps=90.0)
    assert mildness(judge(sure, slow, 60)) == {"frame_rate"}
    assert mildness(judge(sure, slow, 120)) == {None}


def test_reliability_c_never_gives_work_on_from_one_clip(checklist):
    firm = only(checklist, "head_pitch_exit", reliability="B")
    rough = only(checklist, "head_pitch_exit", reliability="C")
    high = measured({"head_pitch_exit": -20.0})
    assert verdicts(judge(high, firm, 60)) == {"head_pitch_exit": "work_on"}
    assert verdicts(judge(high, rough, 60)) == {"head_pitch_exit": "minor"}
    assert mildness(judge(high, firm, 60)) == {None}
    assert mildness(judge(high, rough, 60)) == {"rough"}


def test_a_poor_picture_never_gives_work_on(checklist):
    clear = judge(measured(FAULTY, 1), checklist, 60)
    poor = judge(measured(FAULTY, 1), checklist, 60, poor=True)
    assert "work_on" in verdicts(clear).values()
    told = {"work_on": "minor"}
    milder = {id: told.get(one, one) for id, one in verdicts(clear).items()}
    assert verdicts(poor) == milder
    assert "poor_picture" in mildness(poor)
    assert "poor_picture" not in mildness(clear)


def test_below_twenty_fps_no_angle_is_judged(checklist):
    found = verdicts(judge(measured(FAULTY, 1), checklist, 15))
    assert set(found.values()) == {"cant_tell"}


def test_a_knee_at_exit_counts_as_rough_below_120_fps(checklist):
    short_push = measured(TEXTBOOK | {"front_knee_exit": 140.0})
    for fps, verdict in ((29.97, "minor"), (60, "minor"), (120, "work_on")):
        judged = judge(short_push, checklist, fps)
        assert verdicts(judged)["front_knee_exit"] == verdict
    unknown = judge(short_push, checklist, None)
    assert verdicts(unknown)["front_knee_exit"] == "work_on"


@pytest.mark.parametrize(
    ("fps", "told"),
    [(25, False), (29.97, False), (45, True), (50, True), (59.94, True), (None, True)],
)
def test_landing_angles_are_judged_from_the_60_fps_class_on(checklist, fps, told):
    found = by_check(judge(measured(TEXTBOOK), checklist, fps))["shin_touchdown_1"]
    assert (found.verdict != "cant_tell") == told
    assert found.why == (None if told else "frame_rate_too_low")


def test_thirty_fps_still_judges_set_exit_and_body_lines(checklist):
    found = verdicts(judge(measured(TEXTBOOK), checklist, 29.97))
    judged = {id for id, verdict in found.items() if verdict != "cant_tell"}
    slow = {c.id for c in checklist.checks if c.min_fps <= 29.97}
    early = {c.id for c in checklist.checks if c.phase == 1 or c.phase == 3}
    assert judged == slow
    assert judged >= early | {"body_line_drive", "body_line_toe_off_1"}


def test_a_measure_without_a_value_cant_be_told_and_says_why(checklist):
    gone = Measure("trunk_set", 1, None, "deg", None, None, why="event_before_clip")
    values = {id: v for id, v in TEXTBOOK.items() if id != "trunk_set"}
    found = by_check(judge([*measured(values), gone], checklist, 20))["trunk_set"]
    assert (found.verdict, found.why) == ("cant_tell", "event_before_clip")
    assert (found.close, found.cue) == (False, None)


def test_a_check_whose_measure_is_missing_is_an_error_that_names_it(checklist):
    values = {id: v for id, v in TEXTBOOK.items() if id != "trunk_exit"}
    with pytest.raises(KeyError, match="trunk_exit"):
        judge(measured(values), checklist, 60)


def test_the_focus_is_the_heaviest_and_farthest_deviation(checklist):
    both = TEXTBOOK | {"front_knee_set": 60.0, "body_line_exit": 58.0}
    judged = judge(measured(both, 1), checklist, 60)
    assert verdicts(judged)["front_knee_set"] == "work_on"
    assert judged.focus == "body_line_exit"


def test_work_on_comes_before_minor_whatever_the_weight(checklist):
    both = TEXTBOOK | {"front_knee_set": 70.0, "body_line_exit": 55.0}
    judged = judge(measured(both, 1), checklist, 60)
    assert verdicts(judged)["body_line_exit"] == "minor"
    assert judged.focus == "front_knee_set"


def test_a_minor_deviation_is_the_focus_when_there_is_no_worse(checklist):
    judged = judge(measured(TEXTBOOK | {"trunk_set": -2.5}, 1.5), checklist, 60)
    assert judged.focus == "trunk_set"


def test_low_hips_that_stand_up_are_one_story(checklist):
    pair = only(checklist, "trunk_set", "trunk_exit", "front_knee_set")
    judged = judge(measured(FAULTY), replace(pair, causes=checklist.causes), 60)
    assert (judged.focus, judged.cause) == ("trunk_set", "low_hips_stand_up")


def test_a_bowed_head_alone_is_nothing_to_work_on(checklist):
    bowed = measured(TEXTBOOK | {"head_pitch_exit": -130.0})
    judged = judge(bowed, only(checklist, "trunk_exit", "head_pitch_exit"), 60)
    assert verdicts(judged)["head_pitch_exit"] == "minor"
    assert (judged.focus, judged.cause) == (None, None)


def test_what_a_clip_does_well_can_be_listed_later(checklist):
    measures, some = measured(TEXTBOOK), only(checklist, *TEXTBOOK)
    judged = judge(measures, some, 60)
    seen = replace(analysis(), measures=tuple(measures), findings=judged.findings)
    good = done_well(seen, some)
    assert good[0] == judged.praise
    assert {verdicts(judged)[check] for check in good} == {"good"}
    assert len(good) > 10


def test_a_check_that_has_left_the_checklist_is_not_listed(checklist):
    fewer = only(checklist, "trunk_exit")
    assert done_well(analysis(off=()), fewer) == ["trunk_exit"]


def test_the_praise_goes_to_a_clear_good_before_a_close_one(checklist):
    near_the_edge = measured(TEXTBOOK | {"body_line_exit": 49.0})
    assert judge(near_the_edge, checklist, 60).praise == "front_hip_exit"


def test_a_close_good_is_praised_when_there_is_no_clear_one(checklist):
    line = only(checklist, "body_line_exit")
    assert (
        judge(measured({"body_line_exit": 49.0}), line, 60).praise == "body_line_exit"
    )


def test_a_value_beyond_green_gets_the_doubt_but_no_praise(checklist):
    judged = judge(
        measured({"body_line_exit": 51.0}), only(checklist, "body_line_exit"), 60
    )
    assert verdicts(judged) == {"body_line_exit": "good"}
    assert (judged.focus, judged.praise) == (None, None)


def test_nothing_told_means_no_focus_and_no_praise(checklist):
    gone = [
        Measure(id, 1, None, "deg", None, None, why="joint_hidden") for id in TEXTBOOK
    ]
    judged = judge(gone, checklist, 120)
    assert set(verdicts(judged).values()) == {"cant_tell"}
    assert (judged.focus, judged.praise) == (None, None)


def test_a_developing_athlete_is_judged_by_the_wider_line():
    higher = measured(TEXTBOOK | {"body_line_exit": 54.0}, 1)
    assert verdicts(judge(higher, load_checklist(), 60))["body_line_exit"] == "minor"
    young = judge(higher, load_checklist("developing"), 60)
    assert verdicts(young)["body_line_exit"] == "good"


def test_equals_go_to_the_first_of_the_checklist(checklist):
    same = {"weight": 1.0, "green": BAND.green, "amber": BAND.amber}
    pair = only(checklist, "trunk_set", "body_line_exit", **same)
    for ids in (("trunk_set", "body_line_exit"), ("body_line_exit", "trunk_set")):
        tied = Checklist(pair.phases, tuple(pair.check(id) for id in ids))
        assert judge(measured(dict.fromkeys(ids, 60.0), 1), tied, 60).focus == ids[0]
        assert judge(measured(dict.fromkeys(ids, 45.0), 1), tied, 60).praise == ids[0]


def test_the_order_of_the_measures_changes_nothing(checklist):
    measures = measured(FAULTY)
    first = judge(measures, checklist, 60)
    assert judge(measures, checklist, 60) == first
    assert judge(measures[::-1], checklist, 60) == first


def trunks(before, later, last):
    """A trunk from toe-off 1 over toe-off 2 to touchdown 3; None is not told."""
    names = ("trunk_toe_off_1", "trunk_toe_off_2", "trunk_touchdown_3")
    return [
        Measure(name, 7, value, "deg", 3.0, 1)
        if value is not None
        else Measure(name, 7, None, "deg", None, None, "event_not_found")
        for name, value in zip(names, (before, later, last), strict=True)
    ]


@pytest.mark.parametrize(
    ("trunk", "falls"),
    [
        ((45.0, 52.0, 55.0), False),
        ((51.0, 48.0, 49.0), False),
        ((51.0, 30.0, 27.0), True),
        ((51.0, None, 27.0), True),
        ((None, 30.0, 20.0), False),
        ((51.0, None, None), False),
        ((50.0, 50.0, 50.0 - STUMBLE_DEG - 1), True),
        ((50.0, 50.0, 50.0 - STUMBLE_DEG + 1), False),
    ],
)
def test_a_trunk_that_falls_in_the_steps_is_a_stumble(trunk, falls):
    assert stumbles(trunks(*trunk)) == falls


def test_a_start_that_ends_in_a_stumble_is_not_praised(checklist):
    measures = measured(TEXTBOOK)
    tripped = [
        replace(one, value=one.value - 40.0)
        if one.id in ("trunk_toe_off_2", "trunk_touchdown_3")
        else one
        for one in measures
    ]
    if not any(one.id == "trunk_touchdown_3" for one in tripped):
        tripped += [Measure("trunk_touchdown_3", 8, 5.0, "deg", 3.0, 1)]
    assert judge(measures, checklist, 120).praise is not None
    assert judge(tripped, checklist, 120).praise is None


@pytest.mark.parametrize("values", [TEXTBOOK, FAULTY])
@pytest.mark.parametrize("poor", [False, True])
@pytest.mark.parametrize("fps", [15, 60])
def test_judged_for_another_level_it_reads_as_if_it_had_been_of_that_level(
    values, poor, fps
):
    measures, bands = measured(values), map(load_checklist, ("trained", "developing"))
    trained, young = (judge(measures, one, fps, poor=poor) for one in bands)
    seen = replace(
        analysis(),
        measures=tuple(measures),
        notes=(Note("dark"),) if poor else (),
        **judgement_of(trained),
    )
    anew = judged_for(seen, "developing")
    assert anew == replace(seen, level="developing", **judgement_of(young))
    assert judged_for(anew, "trained") == seen


def judgement_of(judged):
    return {name: getattr(judged, name) for name in judged.__slots__}
