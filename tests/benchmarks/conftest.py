"""Analyses that are wrong by exactly so much."""

import json
from types import MappingProxyType

import pytest

from analysis.measurement.definitions import DEFINITIONS
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    ClipInfo,
    Event,
    Measure,
    Missing,
    Refusal,
)
from benchmarks.clip_comparison import Compared
from benchmarks.ground_truth import read_truth
from benchmarks.hand_labels import read_labels
from benchmarks.real_clips import Held

UNSEEN = Missing("event_not_found")
# A start as somebody might label it; nobody's in particular.
EVENTS = {
    "first_movement": 30,
    "rear_foot_block_exit": 35,
    "front_foot_block_exit": 40,
    "touchdown_1": 42,
    "toe_off_1": 48,
    "touchdown_2": 50,
}
STILLS = {
    "SET": {"frame": 20, "angles": {"knee_front": [95, 6], "trunk": [-15, 4]}},
    "EXIT": {
        "frame": 39,
        "angles": {
            "hip_front": [150, 6],
            "hip_front_own_hip": [170, 6],
            "body_line": [45, 1],
        },
    },
    "TO1": {"frame": 47, "angles": {"knee_rear": [160, 6], "body_line": [50, 1]}},
}
# The same by the names of the measures and of the series.
TRUE = {
    "front_knee_set": (95, 20, "knee_front"),
    "trunk_set": (-15, 20, "trunk"),
    "front_hip_exit": (170, 39, "hip_front"),
    "body_line_exit": (45, 39, "body_line_front"),
    "knee_toe_off_1": (160, 47, "knee_rear"),
    "body_line_toe_off_1": (50, 47, "body_line_rear"),
}


def found(
    truth, late_s=0.0, off_deg=0.0, plus_minus=3.0, untold=(), missed=(), extra=()
):
    """An analysis that is wrong by exactly this much."""
    measures = tuple(
        _wrong(truth, row, off_deg, plus_minus, untold) for row in DEFINITIONS
    )
    events = dict.fromkeys(EVENT_NAMES, UNSEEN) | {
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


def _wrong(truth, row, off_deg, plus_minus, untold):
    """A measure off by degrees, or by hundredths."""
    word = truth.words.get(row.id)
    value = truth.measures.get(row.id)
    if row.id in untold or (value is None and word is None):
        why = "joint_hidden"
        return Measure(row.id, row.phase, None, row.unit, None, None, why=why)
    if value is None:
        return Measure(row.id, row.phase, None, row.unit, None, 1, word=word)
    step = 1.0 if row.unit == "deg" else 0.01
    value, spread = value + step * off_deg, step * plus_minus
    return Measure(row.id, row.phase, value, row.unit, spread, 1, word=word)


def refused(code="no_start"):
    return analysis(refusal=Refusal(code, ""))


def analysis(**known):
    empty = dict.fromkeys(Analysis.__slots__)
    nothing = dict(events={}, findings=())
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


@pytest.fixture
def labels(tmp_path):
    """Labels as read from a folder that holds these entries and these joints."""

    def write(truth=None, joints=None):
        truth = {"a1": {"events": EVENTS}} if truth is None else truth
        (tmp_path / "truth.json").write_text(json.dumps(truth))
        if joints is not None:
            (tmp_path / "joints.json").write_text(json.dumps(joints))
        for name in truth.get("clips", truth):
            (tmp_path / f"{name}.mp4").touch()
        return read_labels(tmp_path)

    return write


@pytest.fixture
def held(labels):
    """A labelled clip beside an analysis that is wrong by so much."""

    def make(late=0, off_deg=0.0, code=None, entry=None, **wrong):
        (known,) = labels(
            {"a1": {"events": EVENTS} if entry is None else entry},
            {"a1": {"frames": STILLS}},
        )
        if code:
            return Held(known, refused(code), {})
        series = {}
        for deg, frame, column in TRUE.values():
            series.setdefault(frame, {})[column] = deg + off_deg
        return Held(known, judged(late, off_deg, **wrong), series)

    return make


def judged(late=0, off_deg=0.0, plus_minus=3.0, factor=1.0, missed=(), late_by=()):
    """An analysis of the labelled start, each event so many frames late."""
    frames = {
        name: frame + dict(late_by).get(name, late) for name, frame in EVENTS.items()
    }
    events = dict.fromkeys(EVENT_NAMES, UNSEEN) | {
        name: Event(frame / 30, frame, 0.01)
        for name, frame in frames.items()
        if name not in missed
    }
    measures = tuple(
        Measure(row.id, row.phase, TRUE[row.id][0] + off_deg, "deg", plus_minus, 1)
        if row.id in TRUE
        else Measure(row.id, row.phase, None, row.unit, None, None, why="joint_hidden")
        for row in DEFINITIONS
    )
    return analysis(
        clip=ClipInfo(1280, 720, 90, 3.0, 30.0, False, 0, factor),
        events=MappingProxyType(events),
        measures=measures,
        findings=judge(measures, load_checklist(), None).findings,
    )
