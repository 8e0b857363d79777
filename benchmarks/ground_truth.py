"""What is true of a synthetic start: its events, and its measures from true joints.

Conventions are those of ``analysis/README.md``. A truth file is described in the
README of ``tests/clips``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, degrees
from pathlib import Path
from typing import Any, TypeAlias

from analysis.measurement.definitions import DEFINITIONS
from analysis.measurement.uncertainty import Kind
from benchmarks.true_body import TrueBody

Point: TypeAlias = tuple[float, float]

# Kinds whose true angle doesn't come from our own reading.
RENDERED = {
    *("knee", "hip", "shin", "trunk", "body_line", "thigh_split", "exit_split"),
    "head_pitch",
}
OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of one clip.

    Attributes
    ----------
    events_s
        Times of the events in the clip on its own clock, slow motion included.
    measures
        True value of each measure that the truth tells of, in its unit, by its id.
    words
        True word of each measure that is told by one, by its id.
    slow_factor
        How many times slower than life the clip plays.
    true_fps
        Pictures per second of life.
    held_out
        Drawn last; what that means stands in the README of ``tests/clips``.
    """

    events_s: Mapping[str, float]
    measures: Mapping[str, float]
    words: Mapping[str, str]
    slow_factor: float
    true_fps: float
    held_out: bool = False


def read_truth(path: Path) -> Truth:
    """Read a clip's truth file."""
    data = json.loads(path.read_text())
    body = TrueBody(data)
    return Truth(
        events_s={
            name: event["frame_exact"] / data["video_fps"]
            for name, event in data["events"].items()
        },
        measures=_measures(data, body),
        words={row.id: word for row in DEFINITIONS if (word := body.word(row))},
        slow_factor=data["slow_motion_factor"],
        true_fps=data["fps"],
        held_out=data.get("held_out", False),
    )


def _measures(data: Mapping[str, Any], body: TrueBody) -> dict[str, float]:
    """Angles as the renderer tells them; all else is read from its joints."""
    front = data["front_block_leg"]
    sides = {"front": front, "rear": OTHER[front], None: None}
    at = {name: _Instant(data, name) for name in data["events"]}
    told: dict[str, float] = {}
    for row in DEFINITIONS:
        event = "first_movement" if row.instant == "set" else row.instant
        if row.kind in RENDERED and event in at:
            told[row.id] = at[event].value(row.kind, sides[row.leg])
        elif row.kind not in RENDERED or event == "crossing_1":
            value = body.value(row)
            if value is not None and not (row.category and row.category.alone):
                told[row.id] = value
    return told


class _Instant:
    """True joints and angles at one event."""

    def __init__(self, data: Mapping[str, Any], event: str) -> None:
        self._joints = data["at_events"][event]["keypoints_px"]
        self._angles = data["at_events"][event]["angles_image"]
        self._forward = 1 if data["direction"] == "left_to_right" else -1
        self._near = data["near_side"]

    def value(self, kind: Kind, side: str | None) -> float:
        """The true angle, on the leg of this side where it is one leg's."""
        if kind == "body_line":
            return self.body_line(side)
        if kind == "head_pitch":
            return self.head_pitch()
        if kind in ("thigh_split", "exit_split"):
            return self.thigh_split()
        return float(self._angles[f"{kind}_{side}" if side else kind])

    def body_line(self, stance: str | None) -> float:
        left, right = self._joint("left_shoulder"), self._joint("right_shoulder")
        middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
        return _elevation(self._joint(f"{stance}_foot_index"), middle)

    def head_pitch(self) -> float:
        ear_to_nose = _elevation(self._joint(f"{self._near}_ear"), self._joint("nose"))
        return ear_to_nose - self.value("trunk", None)

    def thigh_split(self) -> float:
        left, right = (
            _elevation(self._joint(f"{side}_hip"), self._joint(f"{side}_knee"))
            for side in ("left", "right")
        )
        apart = abs(left - right) % 360
        return min(apart, 360 - apart)

    def _joint(self, name: str) -> Point:
        """Position with x forward and y up."""
        x, y = self._joints[name]
        return self._forward * x, -y


def _elevation(start: Point, end: Point) -> float:
    """Degrees from the forward horizontal, + up."""
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))
