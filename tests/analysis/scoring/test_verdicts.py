"""A phase is as good as the worst that is found in it."""

import dataclasses

from analysis.scoring.findings import phase_verdict
from tests.bot.analyses import CHECKS, analysis


def verdicts(found):
    return [phase_verdict(phase, found) for phase in found.phases]


def test_a_phase_is_as_good_as_its_worst_check():
    found = analysis(off=("front_knee_exit",))
    assert verdicts(found) == [
        *("good", "good", "work_on", "good", "good"),
        *("good", "good", "good"),
    ]


def test_what_cant_be_told_does_not_hide_what_can():
    some = [check.id for check in CHECKS if check.phase == 3][:2]
    assert verdicts(analysis(off=(), hidden=some))[2] == "good"
    every = [check.id for check in CHECKS if check.phase == 3]
    assert verdicts(analysis(off=(), hidden=every))[2] == "cant_tell"


def test_a_phase_without_checks_is_there_to_be_looked_at():
    found = dataclasses.replace(analysis(), findings=())
    assert verdicts(found)[3] is None


def test_a_phase_to_look_at_that_is_not_in_the_clip_cant_be_told():
    found = dataclasses.replace(analysis(), findings=())
    gone = dataclasses.replace(
        found.phases[3], frame=None, t_s=None, why="event_not_found"
    )
    phases = (*found.phases[:3], gone, *found.phases[4:])
    assert verdicts(dataclasses.replace(found, phases=phases))[3] == "cant_tell"
