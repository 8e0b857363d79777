"""What leads a reply: the worst, what leads to it, and never a head alone."""

from dataclasses import replace

import pytest

from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import Check, Deviation, load_checklist
from analysis.scoring.focus import Focus, Judged, best_first, find_focus
from analysis.types import Finding

CHECKLIST = load_checklist()


def judged(check: str, verdict="minor", side="high", severity=1.0, close=False):
    row: Check = CHECKLIST.check(check)
    cue = row.cue_low if side == "low" else row.cue_high
    off = verdict in ("minor", "work_on")
    finding = Finding(
        check=row.id,
        measure=row.measure,
        verdict=verdict,
        close=close,
        band=row.band,
        seed_target=row.seed_target,
        cue=cue if off else None,
        why="joint_hidden" if verdict == "cant_tell" else None,
    )
    return Judged(row, finding, severity if off else 0.0)


def focus(*found):
    return find_focus(found, CHECKLIST.causes)


HEADS = [c.id for c in CHECKLIST.checks if DEFINED[c.measure].kind == "head_pitch"]


def test_no_check_of_a_head_leads_nor_of_steps_that_the_camera_shifts():
    shifted = [c.id for c in CHECKLIST.checks if DEFINED[c.measure].between_feet]
    assert HEADS and shifted
    silent = [check.id for check in CHECKLIST.checks if not check.leads]
    assert sorted(silent) == sorted(HEADS + shifted)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("side", ["low", "high"])
@pytest.mark.parametrize("verdict", ["minor", "work_on"])
def test_a_head_alone_is_no_focus(head, side, verdict):
    assert focus(judged(head, verdict, side, 3.0)) == Focus()


@pytest.mark.parametrize("head", HEADS)
def test_a_head_gives_way_to_the_lightest_other_deviation(head):
    found = judged(head, "work_on", "low", 3.0), judged("rear_knee_set", severity=0.1)
    assert focus(*found) == Focus("rear_knee_set")


def test_a_check_leads_by_its_field_and_not_by_its_name():
    head = judged("head_pitch_exit", "work_on", "low", 3.0)
    leading = replace(head, check=replace(head.check, leads=True))
    assert focus(leading) == Focus("head_pitch_exit")


LOW_HIPS = "low_hips_stand_up"
STAYS_HIGH = "high_exit_stays_high"


@pytest.mark.parametrize("later", ["body_line_exit", "trunk_exit", "trunk_touchdown_1"])
def test_low_hips_and_a_body_that_pops_up_are_one_story_of_the_set(later):
    found = judged("trunk_set", severity=0.2), judged(later, "work_on", severity=3.0)
    assert focus(*found) == Focus("trunk_set", LOW_HIPS)


def test_low_hips_alone_are_no_story():
    assert focus(judged("trunk_set")) == Focus("trunk_set")


def test_a_pop_up_from_good_hips_is_no_story_of_the_set():
    good = judged("trunk_set", "good")
    assert focus(good, judged("trunk_exit")) == Focus("trunk_exit")


def test_what_cant_be_told_causes_nothing():
    unseen = judged("trunk_set", "cant_tell")
    assert focus(unseen, judged("trunk_exit")) == Focus("trunk_exit")


def test_high_hips_explain_no_pop_up():
    found = judged("trunk_set", side="low"), judged("trunk_exit", "work_on")
    assert focus(*found) == Focus("trunk_exit")


def test_low_hips_explain_no_body_that_leaves_too_low():
    found = judged("trunk_set"), judged("body_line_exit", "work_on", "low")
    assert focus(*found) == Focus("body_line_exit")


@pytest.mark.parametrize("later", ["rear_hip_opening", "rear_push_share"])
def test_a_straight_back_leg_and_its_short_push_are_one_story(later):
    found = judged("rear_knee_set", severity=0.2), judged(later, side="low")
    assert focus(*found) == Focus("rear_knee_set", "straight_leg_pushes_short")


def test_a_folded_back_leg_explains_no_short_push():
    found = judged("rear_knee_set", side="low"), judged("rear_push_share", side="low")
    assert focus(*found).cause is None


def test_a_worse_fault_that_has_nothing_to_do_with_a_story_stays_the_focus():
    story = judged("trunk_set"), judged("trunk_exit")
    found = *story, judged("front_knee_exit", "work_on", "low", 3.0)
    assert focus(*found) == Focus("front_knee_exit")


def test_a_story_is_told_from_where_it_starts():
    leaves, steps = judged("body_line_exit"), judged("trunk_toe_off_1", "work_on")
    assert focus(leaves, steps) == Focus("body_line_exit", STAYS_HIGH)
    assert focus(judged("trunk_set"), leaves, steps) == Focus("trunk_set", LOW_HIPS)


def test_the_worst_may_itself_be_where_a_story_starts():
    found = judged("body_line_exit", "work_on"), judged("trunk_touchdown_1")
    assert focus(*found) == Focus("body_line_exit", STAYS_HIGH)


def test_without_causes_there_are_no_stories():
    found = judged("trunk_set"), judged("trunk_exit", "work_on")
    assert find_focus(found, ()) == Focus("trunk_exit")


def test_a_deviation_is_told_by_the_side_of_its_cue():
    assert judged("trunk_exit", side="low").deviation == Deviation("trunk_exit", "low")
    assert judged("trunk_exit").deviation == Deviation("trunk_exit", "high")
    assert judged("trunk_exit", "good").deviation is None


def test_the_best_is_clear_before_it_is_heavy():
    found = [
        judged("body_line_exit", "good", close=True),
        judged("trunk_set", "good"),
        judged("front_hip_exit", "good"),
        judged("trunk_exit"),
    ]
    assert best_first(found) == ["front_hip_exit", "trunk_set", "body_line_exit"]
