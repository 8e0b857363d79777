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
        Event times on the clip's own clock, slow motion included.
    measures_deg
        True value of each measure by its id.
    slow_factor
        How many times slower than life the clip plays.
    """

    events_s: Mapping[str, float]
    measures_deg: Mapping[str, float]
    slow_factor: float
    true_fps: float


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
    )


def _measures(data: Mapping[str, Any]) -> dict[str, float]:
    front = data["front_block_leg"]
    at = {name: _Instant(data, name) for name in data["at_events"]}
    still, out = at["first_movement"], at["front_foot_block_exit"]
    return {
        "front_knee_set": still.angle("knee", front),
        "rear_knee_set": still.angle("knee", OTHER[front]),
        "trunk_set": still.angle("trunk"),
        "head_pitch_set": still.head_pitch(),
        "body_line_exit": out.body_line(front),
        "trunk_exit": out.angle("trunk"),
        "front_knee_exit": out.angle("knee", front),
        "front_hip_exit": out.angle("hip", front),
        "head_pitch_exit": out.head_pitch(),
        **_step(at, "1", OTHER[front]),
        **_step(at, "2", front),
        "shin_touchdown_3": at["touchdown_3"].angle("shin", OTHER[front]),
        "trunk_touchdown_3": at["touchdown_3"].angle("trunk"),
    }


def _step(at: Mapping[str, _Instant], number: str, stance: str) -> dict[str, float]:
    down, off = at[f"touchdown_{number}"], at[f"toe_off_{number}"]
    return {
        f"knee_touchdown_{number}": down.angle("knee", stance),
        f"hip_touchdown_{number}": down.angle("hip", stance),
        f"shin_touchdown_{number}": down.angle("shin", stance),
        f"trunk_touchdown_{number}": down.angle("trunk"),
        f"knee_toe_off_{number}": off.angle("knee", stance),
        f"trunk_toe_off_{number}": off.angle("trunk"),
        f"body_line_toe_off_{number}": off.body_line(stance),
        f"thigh_split_toe_off_{number}": off.thigh_split(),
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
