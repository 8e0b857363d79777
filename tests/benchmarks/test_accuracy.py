from types import MappingProxyType

import pytest

from analysis.checklist import load_checklist
from analysis.findings import judge
from analysis.types import EVENT_NAMES, Analysis, Event, Measure
from benchmarks.accuracy import Compared, angle_table, event_table, verdict_table
from benchmarks.truth import read_truth


def found(truth, late_s=0.0, off_deg=0.0, untold=()):
    """An analysis that is wrong by exactly this much."""
    measures = tuple(
        Measure(name, 1, None, "deg", None, None, why="joint_hidden")
        if name in untold
        else Measure(name, 1, value + off_deg, "deg", 3.0, 1)
        for name, value in truth.measures_deg.items()
    )
    events = {
        name: Event(time + late_s, 1, 0.01) for name, time in truth.events_s.items()
    }
    judgement = judge(measures, load_checklist(), truth.true_fps)
    return Analysis(
        analysis_version="test",
        clip=None,
        refusal=None,
        direction="left_to_right",
        near_side="right",
        front_leg="left",
        events=MappingProxyType(events),
        phases=(),
        measures=measures,
        findings=judgement.findings,
        focus=judgement.focus,
        praise=judgement.praise,
        notes=(),
    )


@pytest.fixture
def truth(clips):
    return read_truth(clips / "A_borzov60.json")


@pytest.fixture
def slow(clips):
    return read_truth(clips / "H_slowmo240.json")


def cells(table):
    """Rows of a table by their first cell."""
    columns = [list(column.cells) for column in table.columns]
    return {row[0]: row[1:] for row in zip(*columns, strict=True)}


def test_late_events_are_late_in_real_time(truth, slow):
    clips = [
        Compared("real", found(truth, late_s=0.024), truth),
        Compared("slow", found(slow, late_s=0.024), slow),
    ]
    rows = cells(event_table(clips))
    assert set(rows) == set(EVENT_NAMES)
    assert rows["touchdown_1"] == ("+24.0", "+3.0", "13.5")


def test_angles_are_read_untold_and_wrong_by_kind(truth):
    clip = Compared("A", found(truth, off_deg=4, untold=["knee_toe_off_2"]), truth)
    rows = cells(angle_table([clip]))
    assert rows["knee_toe_off"] == ("1", "1", "+4.0", "+0.0", "+4.0")
    assert rows["trunk_touchdown"][0] == "3"
    assert rows["head_pitch_exit"][2] == "+4.0"


def test_the_truth_agrees_with_itself(truth):
    verdicts = Compared("A", found(truth), truth).verdicts()
    assert verdicts["same"] > 0
    assert verdicts["harsher"] == 0


def test_a_wrong_body_line_is_judged_otherwise(truth):
    verdicts = Compared("A", found(truth, off_deg=40), truth).verdicts()
    assert verdicts["harsher"] > 0
    row = cells(verdict_table([Compared("A", found(truth, off_deg=40), truth)]))["A"]
    assert row[2] == str(verdicts["harsher"])
