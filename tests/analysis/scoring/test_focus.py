"""What leads a reply: the worst, and never a head."""

from dataclasses import replace

import pytest

from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import Check, load_checklist
from analysis.scoring.focus import Judged, best_first, find_focus
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
    return find_focus(found)


HEADS = [c.id for c in CHECKLIST.checks if DEFINED[c.measure].kind == "head_pitch"]


def test_no_check_of_a_head_leads_and_all_others_do():
    assert HEADS
    assert [check.id for check in CHECKLIST.checks if not check.leads] == HEADS


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("side", ["low", "high"])
@pytest.mark.parametrize("verdict", ["minor", "work_on"])
def test_a_head_alone_is_no_focus(head, side, verdict):
    assert focus(judged(head, verdict, side, 3.0)) is None


@pytest.mark.parametrize("head", HEADS)
def test_a_head_gives_way_to_the_lightest_other_deviation(head):
    found = judged(head, "work_on", "low", 3.0), judged("rear_knee_set", severity=0.1)
    assert focus(*found) == "rear_knee_set"


def test_a_check_leads_by_its_field_and_not_by_its_name():
    head = judged("head_pitch_exit", "work_on", "low", 3.0)
    leading = replace(head, check=replace(head.check, leads=True))
    assert focus(leading) == "head_pitch_exit"


def test_the_best_is_clear_before_it_is_heavy():
    found = [
        judged("body_line_exit", "good", close=True),
        judged("trunk_set", "good"),
        judged("front_hip_exit", "good"),
        judged("trunk_exit"),
    ]
    assert best_first(found) == ["front_hip_exit", "trunk_set", "body_line_exit"]
