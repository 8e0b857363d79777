"""Analyses that are wrong by exactly so much."""

from types import MappingProxyType

import pytest

from analysis.checklist import load_checklist
from analysis.findings import judge
from analysis.measures import DEFINITIONS
from analysis.types import EVENT_NAMES, Analysis, Event, Measure, Refusal
from benchmarks.compared import Compared
from benchmarks.truth import read_truth


def found(
    truth, late_s=0.0, off_deg=0.0, plus_minus=3.0, untold=(), missed=(), extra=()
):
    """An analysis that is wrong by exactly this much."""
    measures = tuple(
        Measure(row.id, row.phase, None, "deg", None, None, why="joint_hidden")
        if row.id in untold or row.id not in truth.measures_deg
        else Measure(
            row.id,
            row.phase,
            truth.measures_deg[row.id] + off_deg,
            "deg",
            plus_minus,
            1,
        )
        for row in DEFINITIONS
    )
    events = dict.fromkeys(EVENT_NAMES) | {
        name: Event(time + late_s, 1, 0.01)
        for name, time in [*truth.events_s.items(), *((name, 0.0) for name in extra)]
        if name not in missed
    }
    judgement = judge(measures, load_checklist(), truth.true_fps)
    return analysis(
        events=MappingProxyType(events),
        measures=measures,
        findings=judgement.findings,
        focus=judgement.focus,
        praise=judgement.praise,
    )


def refused(code="no_start"):
    return analysis(refusal=Refusal(code, ""))


def analysis(**known):
    empty = dict.fromkeys(Analysis.__slots__)
    nothing = dict(events=MappingProxyType(dict.fromkeys(EVENT_NAMES)), findings=())
    return Analysis(**{**empty, "measures": (), **nothing, **known})


@pytest.fixture
def compared(clips):
    """A committed clip beside an analysis that is wrong by so much."""

    def make(name="A_borzov60", **wrong):
        truth = read_truth(clips / f"{name}.json")
        return Compared(name, found(truth, **wrong), truth)

    return make


@pytest.fixture
def turned_away(clips):
    """A committed clip that was refused."""
    truth = read_truth(clips / "A_borzov60.json")
    return Compared("A_borzov60", refused(), truth)
