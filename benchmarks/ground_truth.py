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

Point: TypeAlias = tuple[float, float]

OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of one clip.

    Attributes
    ----------
    events_s
        Times of the events in the clip on its own clock, slow motion included.
    measures_deg
        True value of each measure whose event is in the clip, by its id.
    slow_factor
        How many times slower than life the clip plays.
    true_fps
        Pictures per second of life.
    held_out
        Drawn last; what that means stands in the README of ``tests/clips``.
    """

    events_s: Mapping[str, float]
    measures_deg: Mapping[str, float]
    slow_factor: float
    true_fps: float
    held_out: bool = False


def read_truth(path: Path) -> Truth:
    """Read a clip's truth file."""
    data = json.loads(path.read_text())
    return Truth(
        events_s={
            name: event["frame_exact"] / data["video_fps"]
            for name, event in data["events"].items()
        },
        measures_deg=_measures(data),
        slow_factor=data["slow_motion_factor"],
        true_fps=data["fps"],
        held_out=data.get("held_out", False),
    )


def _measures(data: Mapping[str, Any]) -> dict[str, float]:
    front = data["front_block_leg"]
    rear = OTHER[front]
    at = {name: _Instant(data, name) for name in data["events"]}
    found: dict[str, float] = {}
    if still := at.get("first_movement"):
        found |= _hold(still, front, rear)
    if out := at.get("front_foot_block_exit"):
        found |= _exit(out, front)
    for step, stance in (("1", rear), ("2", front)):
        if down := at.get(f"touchdown_{step}"):
            found |= _landing(down, step, stance)
        if off := at.get(f"toe_off_{step}"):
            found |= _leaving(off, step, stance)
    if down := at.get("touchdown_3"):
        found["shin_touchdown_3"] = down.angle("shin", rear)
        found["trunk_touchdown_3"] = down.angle("trunk")
    return found


def _hold(still: _Instant, front: str, rear: str) -> dict[str, float]:
    return {
        "front_knee_set": still.angle("knee", front),
        "rear_knee_set": still.angle("knee", rear),
        "trunk_set": still.angle("trunk"),
        "head_pitch_set": still.head_pitch(),
    }


def _exit(out: _Instant, front: str) -> dict[str, float]:
    return {
        "body_line_exit": out.body_line(front),
        "trunk_exit": out.angle("trunk"),
        "front_knee_exit": out.angle("knee", front),
        "front_hip_exit": out.angle("hip", front),
        "head_pitch_exit": out.head_pitch(),
    }


def _landing(down: _Instant, step: str, stance: str) -> dict[str, float]:
    return {
        f"knee_touchdown_{step}": down.angle("knee", stance),
        f"hip_touchdown_{step}": down.angle("hip", stance),
        f"shin_touchdown_{step}": down.angle("shin", stance),
        f"trunk_touchdown_{step}": down.angle("trunk"),
    }


def _leaving(off: _Instant, step: str, stance: str) -> dict[str, float]:
    return {
        f"knee_toe_off_{step}": off.angle("knee", stance),
        f"trunk_toe_off_{step}": off.angle("trunk"),
        f"body_line_toe_off_{step}": off.body_line(stance),
        f"thigh_split_toe_off_{step}": off.thigh_split(),
    }


class _Instant:
    """True joints and angles at one event."""

    def __init__(self, data: Mapping[str, Any], event: str) -> None:
        self._joints = data["at_events"][event]["keypoints_px"]
        self._angles = data["at_events"][event]["angles_image"]
        self._forward = 1 if data["direction"] == "left_to_right" else -1
        self._near = data["near_side"]

    def angle(self, kind: str, side: str | None = None) -> float:
        return float(self._angles[f"{kind}_{side}" if side else kind])

    def body_line(self, stance: str) -> float:
        left, right = self._joint("left_shoulder"), self._joint("right_shoulder")
        middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
        return _elevation(self._joint(f"{stance}_foot_index"), middle)

    def head_pitch(self) -> float:
        ear_to_nose = _elevation(self._joint(f"{self._near}_ear"), self._joint("nose"))
        return ear_to_nose - self.angle("trunk")

    def thigh_split(self) -> float:
        left, right = (
            _elevation(self._joint(f"{side}_hip"), self._joint(f"{side}_knee"))
            for side in ("left", "right")
        )
        apart = abs(left - right) % 360
        return min(apart, 360 - apart)

    def _joint(self, name: str) -> Point:
        """Of the right sense: x forward, y up."""
        x, y = self._joints[name]
        return self._forward * x, -y


def _elevation(start: Point, end: Point) -> float:
    """Degrees from the forward horizontal, + up."""
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))
