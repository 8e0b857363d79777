"""The eight phases' key frames, as the checklist names them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.measurement.measures import hold_frames, stillest
from analysis.scoring.checklist import Checklist, ChecklistPhase
from analysis.types import Event, Phase


def find_phases(
    checklist: Checklist,
    runner: Runner,
    events: Mapping[str, Event | None],
) -> tuple[Phase, ...]:
    """One Phase per caption; without a frame when its moment is not in the clip."""
    return tuple(_phase(row, runner, events) for row in checklist.phases)


def _phase(
    row: ChecklistPhase,
    runner: Runner,
    events: Mapping[str, Event | None],
) -> Phase:
    if row.key_pick == "median_set":
        frame = stillest(runner, hold_frames(runner, events))
    elif row.key_event == "crossing_1":
        frame = _crossing(runner, events)
    else:
        event = events[row.key_event]
        last_before = row.key_pick == "last_before"
        frame = None if event is None else max(event.frame - last_before, 0)
    at = None if frame is None else float(runner.time_s[frame])
    return Phase(row.number, frame, at)


def _crossing(runner: Runner, events: Mapping[str, Event | None]) -> int | None:
    """In contact 1, when the recovering ankle passes the stance knee."""
    down, off = events["touchdown_1"], events["toe_off_1"]
    if down is None:
        return None
    end = off.frame if off else len(runner.time_s)
    ankle, knee = runner.point("front", "ankle"), runner.point("rear", "knee")
    ahead = (ankle[:, 0] - knee[:, 0])[down.frame : end]
    past = np.flatnonzero(ahead > 0)
    if not len(past) or past[0] == 0:
        return None
    number = int(past[0])
    nearer_before = bool(-ahead[number - 1] < ahead[number])
    return down.frame + number - nearer_before
