"""The eight phases' key frames, as the checklist names them."""

from __future__ import annotations

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.measurement.courses import LAST_S
from analysis.measurement.crossing import find_crossing
from analysis.measurement.measures import hold_frames, stillest
from analysis.scoring.checklist import Checklist, ChecklistPhase
from analysis.types import Event, Events, Missing, Phase


def find_phases(
    checklist: Checklist,
    runner: Runner,
    events: Events,
    crossing: Event | None = None,
) -> tuple[Phase, ...]:
    """One Phase per caption, with its frame or why its moment is not in the clip.

    Parameters
    ----------
    crossing
        Where somebody put the crossing; None where it is found.
    """
    moments = {**events, "crossing_1": crossing or find_crossing(runner, events)}
    return tuple(_phase(row, runner, moments) for row in checklist.phases)


def _phase(row: ChecklistPhase, runner: Runner, events: Events) -> Phase:
    frame = _frame(row, runner, events)
    if isinstance(frame, Missing):
        return Phase(row.number, None, None, why=frame.why)
    return Phase(row.number, frame, float(runner.time_s[frame]))


def _frame(row: ChecklistPhase, runner: Runner, events: Events) -> int | Missing:
    if row.key_pick == "median_set":
        hold = hold_frames(runner, events)
        return hold if isinstance(hold, Missing) else stillest(runner, hold)
    event = events[row.key_event]
    if isinstance(event, Missing):
        return event
    if row.key_pick == "shortly_before":
        earlier = np.flatnonzero(runner.time_s <= event.t_s - LAST_S)
        return int(earlier[-1]) if len(earlier) else 0
    return max(event.frame - (row.key_pick == "last_before"), 0)
