"""Every measure of a start, read as its record says.

Points are interpolated between frames, because a knee turns 15° in one frame at
60 fps; measures of the hold are medians over it. Definitions: ``analysis/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.filtering.running_frame import Leg, Runner
from analysis.measurement.body import shift_of_rear_foot
from analysis.measurement.courses import Course, CourseReading
from analysis.measurement.crossing import find_crossing
from analysis.measurement.definition import Definition
from analysis.measurement.definitions import DEFINITIONS
from analysis.measurement.occlusion import (
    arm_is_seen,
    arm_visibility,
    hand_stands,
    seen_among,
    uncovered,
    unless_hidden,
)
from analysis.measurement.uncertainty import Circumstances, plus_minus
from analysis.types import Event, EventName, Events, Measure, Missing, Side

Pace: TypeAlias = Literal["known", "guessed", "unknown"]

# The hold is read over this much of life before the first movement.
HOLD_S = 0.3
# Frames around an event that tell how an angle turns and trembles there.
NEIGHBOURS = 7
# Of a ratio of two steps that is less sure than this nothing can be told.
MOST_BETWEEN_FEET = 0.25


@dataclass(frozen=True, slots=True)
class Read:
    """A value as it was read, and what makes it uncertain, in its unit.

    Attributes
    ----------
    frame
        The one nearest to the instant it is shown at.
    turning, trembling
        As in ``uncertainty.Circumstances``.
    """

    value: float
    frame: int
    turning: float = 0.0
    trembling: float = 0.0
    word: str | None = None


def measure(
    runner: Runner,
    events: Events,
    person: float,
    *,
    crossing: Event | None = None,
    pace: Pace = "known",
) -> tuple[Measure, ...]:
    """Every measure of the contract, each with a value and ± or a reason.

    Parameters
    ----------
    runner
        The athlete's paths.
    events
        The nine events.
    person
        How much the athlete moves like a filmed person (``population``): how wide the ±
        is depends on it.
    crossing
        Where somebody put the crossing (``crossing.py``); None where it is found.
    pace
        Whether ``runner.time_s`` is seconds of life: ``guessed`` from how long a push
        usually takes, or slow motion of ``unknown`` rate.
    """
    moments = {**events, "crossing_1": crossing or find_crossing(runner, events)}
    told = (_measure(runner, moments, person, row, pace) for row in DEFINITIONS)
    return tuple(told)


def hold_frames(runner: Runner, events: Events) -> NDArray[np.intp] | Missing:
    """Numbers of the frames of the hold: the last 0.3 s before the first movement."""
    movement = events["first_movement"]
    if isinstance(movement, Missing):
        return movement
    since = movement.t_s - HOLD_S
    inside = (runner.time_s >= since) & (runner.time_s <= movement.t_s)
    frames = np.flatnonzero(inside & np.isfinite(runner.hips[:, 0]))
    return frames if len(frames) else Missing("set_unseen")


def stillest(runner: Runner, hold: NDArray[np.intp]) -> int:
    """The frame of the hold nearest its median pose."""
    poses = runner.xy[hold]
    poses = poses[:, np.isfinite(poses).all(axis=(0, 2))]
    away = np.linalg.norm(poses - np.median(poses, axis=0), axis=-1)
    return int(hold[np.argmin(away.mean(axis=1))])


def _measure(
    runner: Runner, events: Events, person: float, row: Definition, pace: Pace
) -> Measure:
    if (pace == "unknown" and row.in_seconds) or (
        pace == "guessed" and row.unit == "s"
    ):
        return _untold(row, "pace_unknown")
    if pace != "unknown" and _fps(runner) < row.least_fps:
        return _untold(row, "frame_rate_too_low")
    read = _read(runner, events, person, row)
    if isinstance(read, Missing):
        return _untold(row, read.why)
    if not np.isfinite(read.value):
        return _untold(row, row.unseen)
    around = _circumstances(runner, row, person, read)
    spread = plus_minus(row.kind, around)
    if row.between_feet and spread > MOST_BETWEEN_FEET:
        return _untold(row, "off_side")
    told = Measure(
        row.id,
        row.phase,
        read.value,
        row.unit,
        spread,
        read.frame,
        far_side=around.far_side,
        word=read.word,
    )
    if row.read is not None:
        told = unless_hidden(told, runner, row.value)
    if told.value is not None and row.category and row.category.alone:
        return replace(told, value=None, plus_minus=None)
    return told


def _read(
    runner: Runner, events: Events, person: float, row: Definition
) -> Read | Missing:
    if row.instant == "set":
        read = _in_hold(runner, events, row)
    elif row.course is not None:
        read = _over_time(runner, events, person, row, row.course)
    else:
        read = _at_instant(runner, events, row)
    if isinstance(read, Missing) or not np.isfinite(read.value):
        return read
    if row.arm and not _arm_is_seen(runner, events, row, read.frame):
        return Missing("arm_hidden")
    if row.category and read.word is None:
        return replace(read, word=row.category.word(read.value))
    return read


def _arm_is_seen(runner: Runner, events: Events, row: Definition, frame: int) -> bool:
    """Whether the arm is seen where it is read, and all along."""
    found = (events[name] for name in row.needs)
    frames = [frame, *(event.frame for event in found if event)]
    side = _arm_side(runner, row)
    if not all(arm_is_seen(runner, side, one) for one in frames):
        return False
    hold = hold_frames(runner, events)
    if row.instant != "set" or isinstance(hold, Missing):
        return True
    # The far arm is mostly behind the near one, and in its place all the same.
    sides: Sequence[Side] = ("left", "right") if row.arm == "both" else (side,)
    return all(hand_stands(runner, one, hold) for one in sides)


def _arm_side(runner: Runner, row: Definition) -> Side:
    """Side of the arm that is read, the near one where both are."""
    return runner.side_of(row.leg or "front") if row.arm == "leg" else runner.near_side


def _in_hold(runner: Runner, events: Events, row: Definition) -> Read | Missing:
    frames = hold_frames(runner, events)
    if isinstance(frames, Missing):
        return frames
    frames = seen_among(frames, runner, row.value)
    if not len(frames):
        return Missing("hidden_by_other")
    values = row.value(runner, runner.xy[frames])
    trembling = float(np.std(values))
    frame = stillest(runner, frames)
    return Read(float(np.median(values)), frame, trembling=trembling)


def _at_instant(runner: Runner, events: Events, row: Definition) -> Read | Missing:
    event = events[row.instant]
    if isinstance(event, Missing):
        return event
    event = replace(event, t_s=event.t_s - row.before_s)
    value = float(row.value(runner, runner.at(event.t_s)))
    turning, trembling = _unrest(runner, event, row)
    frame = int(np.argmin(np.abs(runner.time_s - event.t_s)))
    return Read(value, frame, turning, trembling)


def _over_time(
    runner: Runner,
    events: Events,
    person: float,
    row: Definition,
    course: CourseReading,
) -> Read | Missing:
    needed: dict[EventName, Event] = {}
    for name in row.needs:
        event = events[name]
        if isinstance(event, Missing):
            return event
        needed[name] = event
    at_s = {name: event.t_s for name, event in needed.items()}
    paths = Course(uncovered(runner), at_s)
    leg = row.leg or "front"
    value = course(paths, leg)
    if runner.passed and not np.isfinite(value):
        return Missing("hidden_by_other")
    turning = _moved_by_events(paths, needed, course, leg)
    if row.between_feet:
        seen = person * shift_of_rear_foot(runner, events)
        turning = hypot(turning, course(paths.with_rear_foot(seen), leg) - value)
    shown = events[row.instant]
    shown_s = shown.t_s if shown else at_s[row.needs[-1]]
    if row.moment is not None and np.isfinite(value):
        shown_s = row.moment(paths, leg)
    frame = int(np.argmin(np.abs(runner.time_s - shown_s)))
    word = None
    if row.category and row.category.course:
        word = row.category.word(row.category.course(paths, leg))
    return Read(value, frame, turning, word=word)


def _moved_by_events(
    paths: Course, needed: Mapping[EventName, Event], read: CourseReading, leg: Leg
) -> float:
    """How far a value moves while its events are as unsure as their ± says."""
    moved = 0.0
    for name, event in needed.items():
        early, late = (
            read(paths.later(name, way * event.plus_minus_s), leg) for way in (-1, 1)
        )
        half = abs(late - early) / 2
        moved = hypot(moved, half if np.isfinite(half) else 0.0)
    return moved


def _circumstances(
    runner: Runner, row: Definition, person: float, read: Read
) -> Circumstances:
    """What the ± of a measure depends on."""
    seen = 1.0
    if row.arm:
        seen = arm_visibility(runner, _arm_side(runner, row), read.frame)
    return Circumstances(
        in_hold=row.instant == "set",
        far_side=row.leg is not None and runner.is_far(row.leg),
        leg_px=runner.leg_px,
        person=person,
        turning=read.turning,
        trembling=read.trembling,
        level_deg=runner.level.left_deg,
        coarser=runner.coarser,
        fps=_fps(runner),
        unseen=1.0 - seen,
    )


def _unrest(runner: Runner, event: Event, row: Definition) -> tuple[float, float]:
    """How far a value moves within an event's ±, and strays from an even path."""
    time_s = runner.time_s
    seen = np.flatnonzero(np.isfinite(runner.hips[:, 0]))
    near = seen[np.argsort(np.abs(time_s[seen] - event.t_s))[:NEIGHBOURS]]
    values = row.value(runner, runner.xy[near])
    if row.unit == "deg":
        values = np.unwrap(values, period=360)
    known = np.isfinite(values)
    if known.sum() < NEIGHBOURS:
        return 0.0, 0.0
    offset = (time_s[near] - event.t_s)[known]
    span = float(np.abs(offset).max())
    path = np.polynomial.Polynomial.fit(offset, values[known], 3, [-span, span])
    left = values[known] - path(offset)
    turning = abs(float(path.deriv()(0.0))) * event.plus_minus_s
    return turning, float(np.sqrt(np.sum(left**2) / (NEIGHBOURS - 4)))


def _fps(runner: Runner) -> float:
    """Frames per second of life."""
    return float(1.0 / np.median(np.diff(runner.time_s)))


def _untold(row: Definition, why: str) -> Measure:
    return Measure(row.id, row.phase, None, row.unit, None, None, why=why)
