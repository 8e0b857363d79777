"""The true joints of a synthetic start, as an athlete whose measures can be read.

What is not known between the events (clips without joints of every frame) is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.filtering.start_pattern import Pattern
from analysis.landmarks import COUNT, NOSE, landmark
from analysis.measurement.courses import Course, CourseReading
from analysis.measurement.crossing import find_crossing
from analysis.measurement.definition import Definition
from analysis.types import EVENT_NAMES, Event, EventName, Events, Floats, Missing

# Between true frames further apart than this nothing is known.
NEAR_S = 0.06
# Nobody moves in the last of the hold: without frames, joints are as at its end for so
# long before, in steps that count as near.
STILL_S = (0.05, 0.1, 0.15)
# A frame nearer than this share of a step to an event gives way to the event's joints.
BESIDE = 0.25


@dataclass(frozen=True)
class TrueRunner(Runner):
    """An athlete whose joints are known at events, and perhaps in frames."""

    def at(self, t_s: float) -> Floats:
        """(33, 2) points at any instant; NaN where no known one is near."""
        after = int(np.clip(np.searchsorted(self.time_s, t_s), 1, len(self.time_s) - 1))
        for exact in (after - 1, after):
            if abs(self.time_s[exact] - t_s) < 1e-6:
                points: Floats = self.xy[exact]
                return points
        if self.time_s[after] - self.time_s[after - 1] > NEAR_S:
            return np.full((COUNT, 2), np.nan)
        return super().at(t_s)


class TrueBody:
    """One clip's true joints, on the clock of life.

    Attributes
    ----------
    events
        The nine events, exact; what is not in the clip is missing.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.events: Events = {name: _event(data, name) for name in EVENT_NAMES}
        self._runner = _runner(data)

    def value(self, row: Definition) -> float | None:
        """The true value of a measure in its unit; None where the truth is silent."""
        value = self._over_time(row, row.course) if row.course else self._at(row)
        return value if np.isfinite(value) else None

    def word(self, row: Definition) -> str | None:
        """The true word of a measure told by one; None where the truth is silent."""
        if row.category is None:
            return None
        course = row.category.course
        value = self._over_time(row, course) if course else self.value(row)
        known = value is not None and np.isfinite(value)
        return row.category.word(value) if known and value is not None else None

    def _at(self, row: Definition) -> float:
        if row.instant == "crossing_1":
            event = find_crossing(self._runner, self.events)
        else:
            event = self.events[
                "first_movement" if row.instant == "set" else row.instant
            ]
        if isinstance(event, Missing):
            return np.nan
        return float(row.value(self._runner, self._runner.at(event.t_s - row.before_s)))

    def _over_time(self, row: Definition, course: CourseReading) -> float:
        at_s: dict[EventName, float] = {}
        for name in row.needs:
            event = self.events[name]
            if isinstance(event, Missing):
                return np.nan
            at_s[name] = event.t_s
        return course(Course(self._runner, at_s), row.leg or "front")


def _event(data: Mapping[str, Any], name: str) -> Event | Missing:
    told = data["events"].get(name)
    if told is None:
        return Missing("not_in_clip")
    return Event(told["frame_exact"] / data["fps"], ceil(told["frame_exact"]), 0.0)


def _runner(data: Mapping[str, Any]) -> TrueRunner:
    """True joints of frames and events, in their order in time."""
    step_s = 1.0 / data["fps"]
    known = _known(data, step_s)
    time_s = np.array(sorted(known))
    xy = np.array([known[instant] for instant in time_s])
    front, direction = data["front_block_leg"], data["direction"]
    on_block = next(name for name in EVENT_NAMES if name in data["events"])
    place = known[data["events"][on_block]["frame_exact"] * step_s]
    origin = place[landmark(front, "toe")]
    ends = np.linspace(time_s[0], time_s[-1], 7)
    return TrueRunner(
        xy - origin,
        np.ones(xy.shape[:2]),
        time_s,
        direction,
        data["near_side"],
        front,
        data["leg_length_px"],
        origin,
        Pattern(ends, front, direction, score=1.0, share=1.0),
    )


def _known(data: Mapping[str, Any], step_s: float) -> dict[float, Floats]:
    """True joints by the instant at which they are known."""
    known = {
        told["frame_exact"] * step_s: _points(data["at_events"][name], data)
        for name, told in data["events"].items()
    }
    moved = data["events"].get("first_movement")
    if moved and "frames" not in data:
        moved_s = moved["frame_exact"] * step_s
        known |= {moved_s - before_s: known[moved_s] for before_s in STILL_S}
    instants = np.array(list(known))
    for number, frame in enumerate(data.get("frames", ())):
        if np.abs(instants - number * step_s).min() > BESIDE * step_s:
            known[number * step_s] = _points(frame, data)
    return known


def _points(moment: Mapping[str, Any], data: Mapping[str, Any]) -> Floats:
    """(33, 2) leg lengths, x forward, y up; NaN where nothing was rendered."""
    forward = 1.0 if data["direction"] == "left_to_right" else -1.0
    points = np.full((COUNT, 2), np.nan)
    for name, (x, y) in moment["keypoints_px"].items():
        side, _, joint = name.partition("_")
        number = NOSE if name == "nose" else landmark(side, _JOINTS.get(joint, joint))
        points[number] = (forward * x, -y)
    return points / data["leg_length_px"]


_JOINTS = {"foot_index": "toe"}
