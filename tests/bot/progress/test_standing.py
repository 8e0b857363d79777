"""Where an athlete stands, from many clips of theirs."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.scoring.checklist import load_checklist
from analysis.serialization import from_json, to_json
from analysis.types import Measure
from bot.progress.standing import standing
from tests.bot.starts import MONDAY, Start, body_line, refused, start
from tests.older_rows import CAME_IN, before

CHECKLIST = load_checklist()
UTC = ZoneInfo("UTC")
LINE = "body_line_exit"


def of(*clips, checklist=CHECKLIST):
    return standing(clips, checklist, UTC)


def row(verdicts, **rest):
    """Starts of one check, a day apart."""
    return [body_line(one, day=day, **rest) for day, one in enumerate(verdicts)]


def test_no_clips_are_no_standing_and_no_error():
    found = of(refused(), Start(MONDAY, None))
    assert (found.starts, found.focus, found.keep) == ((), None, None)
    assert {one.verdict for one in found.checks} == {"cant_tell"}


def test_the_newest_five_decide_in_the_checklists_order():
    found = of(*row(["work_on"] * 4 + ["good"] * 3 + ["minor", "good"]))
    assert [one.check for one in found.checks] == [one.id for one in CHECKLIST.checks]
    one = found.check(LINE)
    assert one.verdicts == ("good", "good", "good", "minor", "good")
    assert (one.good, one.off, one.clips, one.verdict) == (4, 1, 5, "good")
    assert found.focus is None


@pytest.mark.parametrize(
    ("verdicts", "middle"),
    [
        (["work_on"], "work_on"),
        (["good", "work_on"], "work_on"),
        (["work_on", "good"], "work_on"),
        (["good", "good", "work_on"], "good"),
        (["good", "minor", "work_on"], "minor"),
        (["good", "good", "minor", "work_on"], "minor"),
        (["work_on", "good", "good", "good", "work_on"], "good"),
    ],
)
def test_the_worse_of_two_counts_and_from_three_on_the_middle_one(verdicts, middle):
    found = of(*row(verdicts))
    assert found.check(LINE).verdict == middle
    assert (found.focus is None) == (middle == "good")


def test_a_bad_clip_and_a_clean_one_leave_something_to_work_on():
    six = [LINE, "trunk_set", "front_knee_exit", "trunk_exit", "front_hip_exit"]
    six.append("trunk_rise")
    bad, clean = start(dict.fromkeys(six, "work_on")), start(dict.fromkeys(six, "good"))
    for clips in ((bad, clean), (clean, bad)):
        found = of(*clips)
        assert found.focus.off == 1
        assert found.keep is None


def test_value_and_cue_are_those_of_the_start_in_the_middle():
    check = CHECKLIST.check(LINE)
    wild = of(*[body_line("minor", value=value) for value in (52, 54, 91)])
    assert (wild.focus.value, wild.focus.plus_minus) == (54, 2)
    unsteady = of(*[body_line("work_on", value=value) for value in (60, 30, 61)])
    assert unsteady.focus.cue == check.cue_high
    assert unsteady.focus.value > check.band.green[1]


def test_clips_that_cant_tell_count_for_the_start_but_not_for_the_check():
    found = of(body_line(), start({}, day=1))
    assert found.check(LINE).verdicts == ("good", "cant_tell")
    assert found.check(LINE).clips == 1
    assert found.check("trunk_exit").value is None


class TestApart:
    @pytest.mark.parametrize(
        ("other", "why"),
        [
            ({"version": "0.9"}, "version"),
            ({"near_side": "right"}, "filming"),
            ({"front_leg": "right"}, "filming"),
            ({"fps": 240.0}, "filming"),
            ({"speed_factor": None}, "filming"),
            ({"level": "developing"}, "level"),
        ],
    )
    def test_only_starts_like_the_newest_count(self, other, why):
        old = row(["work_on"] * 3, **other)
        found = of(*old, body_line(day=4))
        assert (len(found.starts), found.left_out) == (1, {why: 3})
        assert found.focus is None
        turned = of(*row(["good"] * 3), body_line("work_on", day=4, **other))
        assert turned.focus.clips == 1

    def test_what_is_left_out_is_told_as_far_back_as_the_five_go(self):
        found = of(
            body_line(version="0.9"),
            *[body_line(day=day) for day in range(1, 4)],
            body_line(day=4, fps=240.0),
            *[body_line(day=day) for day in range(5, 7)],
        )
        assert (len(found.starts), found.left_out) == (5, {"filming": 1})

    @pytest.mark.parametrize("day", [0, 2])
    def test_what_cant_be_read_any_more_is_left_out(self, day):
        at = MONDAY + timedelta(days=day)
        stale = Start(at, {"analysis_version": "1.0", "refusal": None})
        found = of(stale, body_line(day=1))
        assert (len(found.starts), found.left_out) == (1, {"version": 1})

    @pytest.mark.parametrize("what", CAME_IN)
    def test_clips_of_one_version_count_together_whichever_fields_they_have(self, what):
        old = Start(MONDAY, before(what, body_line().analysis))
        assert len(of(old, body_line(day=1)).starts) == 2

    def test_who_grows_up_keeps_the_numbers_but_not_the_verdicts(self):
        young = [body_line(value=60, day=day, level="developing") for day in (0, 1, 2)]
        grown = [body_line(value=47, day=day) for day in (7, 8, 9)]
        found = of(*young, *grown)
        assert found.check(LINE).verdicts == ("good",) * 3
        assert [one.before for one in found.changes] == [60]


class TestFocus:
    def test_it_is_chosen_by_weight_times_severity_among_the_worst(self):
        off = {LINE: "minor", "trunk_set": "work_on"}
        assert of(start(off)).focus.check == "trunk_set"
        both = {"trunk_exit": "minor", LINE: "minor"}
        assert of(start(both)).focus.check == LINE

    def test_what_leads_to_the_worst_is_the_focus_and_tells_its_story(self):
        off = {LINE: "work_on", "trunk_set": "minor"}
        found = of(*[start(off, values={"trunk_set": 40.0}, day=n) for n in range(3)])
        assert (found.focus.check, found.cause) == ("trunk_set", "low_hips_stand_up")

    def test_what_went_wrong_once_in_three_is_no_focus(self):
        assert of(*row(["work_on", "good", "good"])).focus is None

    def test_a_head_never_leads(self):
        off = {"head_pitch_exit": "work_on"}
        assert of(*[start(off, day=n) for n in range(5)]).focus is None
        assert of(start(off | {"trunk_set": "minor"})).focus.check == "trunk_set"

    def test_a_rough_check_may_lead_as_it_may_in_a_reply(self):
        assert of(start({"rear_hip_opening": "minor"})).focus.check == (
            "rear_hip_opening"
        )


class TestKeep:
    def test_it_is_the_heaviest_check_done_well_in_most(self):
        told = {"trunk_set": "good", LINE: "good"}
        middle = {"trunk_set": -15.0, LINE: 45.0}
        assert of(start(told, values=middle)).keep.check == LINE
        mixed = [
            start({"trunk_set": "good", LINE: v}, values={"trunk_set": -15.0}, day=n)
            for n, v in enumerate(("good", "minor"))
        ]
        assert of(*mixed).keep.check == "trunk_set"

    def test_the_picture_with_the_fault_holds_no_praise(self):
        told = {LINE: "work_on", "trunk_exit": "good"}
        assert of(start(told, values={"trunk_exit": 42.0})).keep is None

    def test_a_start_that_ends_in_a_stumble_is_not_praised(self):
        found = from_json(body_line().analysis)
        trunk = (("trunk_toe_off_1", 50.0), ("trunk_toe_off_2", 30.0))
        told = [Measure(id, 7, value, "deg", 2.0, 90) for id, value in trunk]
        others = [one for one in found.measures if one.id != "trunk_toe_off_1"]
        fallen = replace(found, measures=(*others, *told))
        assert of(body_line()).keep is not None
        assert of(Start(MONDAY, to_json(fallen))).keep is None
