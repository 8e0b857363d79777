"""Corrects how late or early an event of a foot is read.

A rule such as "the toe leaves its place" passes its threshold some milliseconds before
or after the event, and how many depends on how the foot moves: it lifts, slides, rolls
or slaps. ``timing_correction.json`` holds, for each event, what the foot's own movement
around the instant says about it; learned by ``benchmarks/fit_timing_correction.py``.
What it buys, on other athletes than those it was learned on: ``analysis/README.md``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from analysis.filtering.running_frame import Leg, Runner
from analysis.gait_events.detection import event_at
from analysis.gait_events.foot_movement import FOOT, movement
from analysis.gait_events.missing_events import with_reasons
from analysis.gait_events.population import Learned, Linear, learned
from analysis.types import Event, Events, Floats, Missing

FILE = Path(__file__).with_name("timing_correction.json")
# Distance from the movement it was learned on (root mean square, in its spread) up to
# which an event is corrected fully, and beyond which not at all: unseen rendered feet
# are below 0.7, our real ones up to 1.15, a stick figure 0.5 to 1.6.
ALIKE, UNLIKE = 0.6, 1.2
# Each correction moves the instant, so the movement around it is read again.
ROUNDS = 3
# The rules are off by no more than this plus a frame; a larger correction is a misfit.
LARGEST_LAG_S = 0.02
LARGEST_LAG_FRAMES = 1.0
PEOPLES_LAG_FRAMES = 1.5


@dataclass(frozen=True, slots=True)
class _Lag:
    """What the movement of a foot says about an event.

    Attributes
    ----------
    weights, constant
        Seconds of life by which the instant is late, linear in the movement.
    middle, spread
        Of the movements it was learned on.
    """

    weights: Floats
    constant: float
    middle: Floats
    spread: Floats

    def late_s(self, seen: Floats) -> float:
        return float(seen @ self.weights + self.constant)

    def trust(self, seen: Floats) -> float:
        """1 for movement such as it was learned on, 0 for anything else."""
        away = float(np.sqrt(np.mean(((seen - self.middle) / self.spread) ** 2)))
        return float(np.clip((UNLIKE - away) / (UNLIKE - ALIKE), 0.0, 1.0))


def without_lags(
    runner: Runner,
    events: Events,
    person: float,
    table: Learned | None = None,
) -> Events:
    """Move each event of a foot to where the movement of that foot says it is.

    Parameters
    ----------
    runner
        The athlete's paths, as the model saw them.
    events
        As the rules found them.
    person
        How much the feet move like a person's (``population.py``), 0 to 1: the weight
        of the lags learned on people.
    table
        What was learned on people, if not the file's.

    Returns
    -------
    Mapping
        The same events, moved by at most 20 ms of life and a frame; people's by up to
        half a frame more.
    """
    people = table or learned()
    moved: dict[str, Event | Missing | None] = dict(events)
    for name, leg in FOOT.items():
        if event := events[name]:
            rendered = _without_lag(runner, leg, name, event.t_s)
            late = people.late_s[name]
            real = _of_people(runner, leg, late, event.t_s)
            instant = (1.0 - person) * rendered + person * real
            moved[name] = event_at(runner, name, instant, person)
    if begun := events["first_movement"]:
        instant = begun.t_s - person * people.movement_late_s
        moved["first_movement"] = event_at(runner, "first_movement", instant, person)
    return with_reasons(runner, moved)


def _of_people(runner: Runner, leg: Leg, late: Linear, instant: float) -> float:
    """The instant by what was learned on filmed people."""
    step_s = float(np.median(np.diff(runner.time_s)))
    most = LARGEST_LAG_S + PEOPLES_LAG_FRAMES * step_s
    moved = instant
    for _ in range(ROUNDS + 1):
        seen = movement(runner, leg, moved)
        if seen is None:
            return instant
        moved -= late.of(seen)
        moved = float(np.clip(moved, instant - most, instant + most))
    return moved


def _without_lag(runner: Runner, leg: Leg, name: str, instant: float) -> float:
    lag, moved = _learned()[name], instant
    step_s = float(np.median(np.diff(runner.time_s)))
    most = LARGEST_LAG_S + LARGEST_LAG_FRAMES * step_s
    for _ in range(ROUNDS):
        seen = movement(runner, leg, moved)
        if seen is None:
            return instant
        moved -= lag.late_s(seen)
        moved = float(np.clip(moved, instant - most, instant + most))
    seen = movement(runner, leg, moved)
    return instant + (0.0 if seen is None else lag.trust(seen)) * (moved - instant)


@cache
def _learned() -> dict[str, _Lag]:
    table = json.loads(FILE.read_text())["events"]
    return {
        name: _Lag(
            np.array(row["weights"]),
            row["constant"],
            np.array(row["middle"]),
            np.array(row["spread"]),
        )
        for name, row in table.items()
    }
