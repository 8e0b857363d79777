"""Several clips into one picture of an athlete."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.scoring.checklist import load_checklist
from bot.progress.aggregate import progress_of
from tests.bot.starts import MONDAY, Start, body_line, refused, start
from tests.older_rows import CAME_IN, before

CHECKLIST = load_checklist()


def of(*clips, earlier=()):
    return progress_of(clips, earlier, CHECKLIST)


def state(progress, check="body_line_exit"):
    return next(one for one in progress.checks if one.check == check)


def test_no_clips_are_no_progress_and_no_error():
    progress = of()
    assert (progress.clips, progress.first_at, progress.focus) == (0, None, None)
    assert {one.verdict for one in progress.checks} == {"cant_tell"}


def test_verdicts_are_counted_per_check_in_the_checklists_order():
    progress = of(*[body_line(v) for v in ("good", "minor", "work_on", "work_on")])
    assert [one.check for one in progress.checks] == [c.id for c in CHECKLIST.checks]
    one = state(progress)
    assert (one.good, one.minor, one.work_on, one.clips) == (1, 1, 2, 4)
    assert one.phase == 3


@pytest.mark.parametrize(
    ("verdicts", "middle"),
    [
        (["work_on"], "work_on"),
        (["good", "work_on"], "good"),
        (["minor", "work_on"], "minor"),
        (["good", "work_on", "work_on"], "work_on"),
        (["good", "good", "work_on"], "good"),
        (["good", "minor", "work_on"], "minor"),
    ],
)
def test_the_median_verdict_is_the_milder_of_two(verdicts, middle):
    assert state(of(*[body_line(v) for v in verdicts])).verdict == middle


def test_the_median_value_ignores_one_wild_clip():
    progress = of(*[body_line("minor", value=value) for value in (52, 54, 91)])
    assert state(progress).value == 54
    assert state(progress).plus_minus == 2


def test_clips_that_cant_tell_count_for_the_start_but_not_for_the_check():
    progress = of(body_line(), start({}))
    assert progress.clips == 2
    assert state(progress).clips == 1
    assert state(progress, "trunk_exit").value is None


def test_refused_clips_and_such_without_analysis_count_for_nothing():
    progress = of(body_line(), refused(), Start(MONDAY, None))
    assert (progress.clips, progress.left_out) == (1, 0)


def test_first_and_last_are_by_time_whatever_the_order():
    clips = [body_line(day=day) for day in (3, 0, 5)]
    progress = of(*clips)
    assert progress.first_at == clips[1].received_at
    assert progress.last_at == clips[2].received_at


class TestVersions:
    def test_only_the_newest_analysis_version_counts(self):
        old = [body_line("work_on", version="1.0", day=day) for day in range(3)]
        progress = of(*old, body_line("good", version="2.0", day=4))
        assert (progress.clips, progress.left_out) == (1, 3)
        assert state(progress).verdict == "good"
        assert progress.focus is None

    @pytest.mark.parametrize("day", [0, 2])
    def test_what_cant_be_read_any_more_is_left_out(self, day):
        at = MONDAY + timedelta(days=day)
        stale = Start(at, {"analysis_version": "1.0", "refusal": None})
        progress = of(stale, body_line(version="1.0", day=1), earlier=[stale])
        assert (progress.clips, progress.left_out) == (1, 1)

    @pytest.mark.parametrize("what", CAME_IN)
    def test_clips_of_one_version_count_together_whichever_fields_they_have(self, what):
        old = Start(MONDAY, before(what, body_line().analysis))
        progress = of(old, body_line(day=1))
        assert (progress.clips, progress.left_out) == (2, 0)

    def test_no_change_is_told_across_versions(self):
        def three(verdict, **rest):
            return [body_line(verdict, **rest) for _ in range(3)]

        same = of(*three("good"), earlier=three("work_on"))
        other = of(*three("good", version="2.0"), earlier=three("work_on"))
        assert len(same.changes) == 1
        assert other.changes == ()


class TestFocus:
    def test_work_on_comes_before_a_heavier_minor(self):
        progress = of(start({"body_line_exit": "minor", "trunk_set": "work_on"}))
        assert progress.focus.check == "trunk_set"

    def test_among_equals_the_heavier_check_leads(self):
        progress = of(start({"trunk_exit": "minor", "body_line_exit": "minor"}))
        assert progress.focus.check == "body_line_exit"

    def test_what_went_wrong_once_in_three_is_no_focus(self):
        off, fine = {"body_line_exit": "work_on"}, {"body_line_exit": "good"}
        assert of(start(off), start(fine), start(fine)).focus is None

    def test_it_carries_the_cue_most_clips_ask_for(self):
        clips = [body_line("work_on", value=value) for value in (60, 30, 61)]
        assert of(*clips).focus.cue == CHECKLIST.check("body_line_exit").cue_high

    def test_a_rough_check_leads_only_from_three_clips_on(self):
        made_rough = replace(CHECKLIST.check("trunk_set"), reliability="C")
        checklist = replace(CHECKLIST, checks=(made_rough,))
        off = start({"trunk_set": "minor"})
        assert progress_of([off] * 2, [], checklist).focus is None
        assert progress_of([off] * 3, [], checklist).focus.check == "trunk_set"

    def test_a_head_never_leads(self):
        assert of(*[start({"head_pitch_exit": "work_on"})] * 5).focus is None
        off = {"head_pitch_exit": "work_on", "trunk_set": "minor"}
        assert of(*[start(off)] * 5).focus.check == "trunk_set"

    def test_nothing_wrong_is_no_focus(self):
        assert of(body_line()).focus is None


class TestKeep:
    def test_it_is_the_heaviest_check_done_well(self):
        progress = of(start({"trunk_exit": "good", "body_line_exit": "good"}))
        assert progress.keep.check == "body_line_exit"

    def test_half_of_the_clips_are_not_enough(self):
        assert of(body_line("good"), body_line("work_on")).keep is None
        assert of(*[body_line(v) for v in ("good", "good", "minor")]).keep

    def test_a_rough_check_is_praised_only_from_three_clips_on(self):
        rough = {"head_pitch_set": "good"}
        assert of(start(rough), start(rough)).keep is None
        assert of(*[start(rough)] * 3).keep.check == "head_pitch_set"

    def test_focus_and_keep_are_never_the_same_check(self):
        for verdicts in (["good", "minor"], ["good", "minor", "minor"], ["good"] * 2):
            progress = of(*[body_line(verdict) for verdict in verdicts])
            assert not (progress.focus and progress.keep)
