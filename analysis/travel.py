"""The travel frame: the athlete runs towards +x, y points up, legs are front and rear.

After this stop nobody asks which way the athlete ran or where the camera stood.
Lengths are in leg lengths (``legs.py``), so that a tall
athlete far away and a short one nearby give the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from analysis.errors import CutOff, Nobody, NoStart, TooSmall
from analysis.legs import leg_length
from analysis.types import Direction, Floats, Poses, Side

LEFT = {
    "ear": 7, "shoulder": 11, "elbow": 13, "wrist": 15, "hip": 23,
    "knee": 25, "ankle": 27, "heel": 29, "toe": 31,
}  # fmt: skip
NOSE = 0
# Less is somebody on the spot: a treadmill, jumping, waving.
LEAST_TRAVEL_LEGS = 0.6
# Somebody who has come this far, and furthest at the clip's end, is still going.
LEAST_PUSH_LEGS = 0.15
# Below this a pixel of noise is 2° at the knee.
LEAST_LEG_PX = 40.0
LEAST_FOUND_FRAMES = 12
# Where somebody begins and ends is read off a few frames, however long the clip.
MOST_END_FRAMES = 6

Leg = Literal["front", "rear"]


@dataclass(frozen=True)
class Travel:
    """The athlete's points in the athlete's own axes.

    Attributes
    ----------
    xy
        (frames, 33, 2) leg lengths; x forward from the front toe in the blocks, y up
        from the same point; NaN where there is no pose.
    time_s
        (frames,) clip time.
    leg_px
        One leg length in pixels.
    origin
        (2,) the front toe in the blocks, leg lengths from the picture's corner.
    front_leg
        Side of the foot on the front block; the rear-block foot makes contact 1.
    """

    xy: Floats
    seen: Floats
    time_s: Floats
    direction: Direction
    near_side: Side
    front_leg: Side
    leg_px: float
    origin: Floats

    def side_of(self, leg: Leg) -> Side:
        """The anatomical side of the front or rear leg."""
        other: Side = "left" if self.front_leg == "right" else "right"
        return self.front_leg if leg == "front" else other

    def point(self, leg: Leg, joint: str) -> Floats:
        """(frames, 2) path of a joint on the side of the front or rear leg."""
        return self.of(self.xy, leg, joint)

    def of(self, xy: Floats, leg: Leg, joint: str) -> Floats:
        """The same joint out of any (..., 33, 2) array of this athlete's points."""
        return xy[..., landmark(self.side_of(leg), joint), :]

    def at(self, t_s: float) -> Floats:
        """(33, 2) points at any instant: a cubic through the two frames on each side.

        A straight line between two frames 33 ms apart reads a stretched knee 3° short.
        """
        after = int(np.clip(np.searchsorted(self.time_s, t_s), 1, len(self.time_s) - 1))
        near = np.arange(max(after - 2, 0), min(after + 2, len(self.time_s)))
        near = near[np.isfinite(self.xy[near, 23, 0])]
        if not {after - 1, after} <= set(near.tolist()):
            return np.full(self.xy.shape[1:], np.nan)
        place = np.clip(t_s, self.time_s[after - 1], self.time_s[after])
        weights = np.ones(len(near))
        for i, one in enumerate(near):
            for other in near:
                if other != one:
                    span = self.time_s[one] - self.time_s[other]
                    weights[i] *= (place - self.time_s[other]) / span
        points: Floats = np.tensordot(weights, self.xy[near], axes=1)
        return points

    @property
    def _forward(self) -> Floats:
        """Signs that turn pixels (x right, y down) into x forward, y up."""
        return np.array([1.0 if self.direction == "left_to_right" else -1.0, -1.0])

    def with_px(self, xy_px: Floats) -> Travel:
        """The same athlete at other points, given in pixels, (frames, 33, 2)."""
        xy = xy_px * self._forward / self.leg_px - self.origin
        return replace(self, xy=xy)

    def poses(self) -> Poses:
        """Back to pixels of the upright picture."""
        xy_px = (self.xy + self.origin) * self.leg_px * self._forward
        return Poses(xy_px, self.seen, self.time_s)

    def is_far(self, leg: Leg) -> bool:
        """Whether that leg is on the side away from the camera."""
        return self.side_of(leg) != self.near_side

    @cached_property
    def hips(self) -> Floats:
        """(frames, 2) midpoint of the hips."""
        return (self.xy[:, 23] + self.xy[:, 24]) / 2

    @cached_property
    def shoulders(self) -> Floats:
        """(frames, 2) midpoint of the shoulders."""
        return (self.xy[:, 11] + self.xy[:, 12]) / 2


def landmark(side: Side, joint: str) -> int:
    """MediaPipe's number of a joint."""
    return LEFT[joint] + (side == "right")


def to_travel(poses: Poses) -> Travel:
    """Turn clean poses once into the athlete's own axes.

    Raises
    ------
    Nobody
        Fewer than twelve frames with a pose.
    TooSmall
        A leg shorter than 40 pixels.
    NoStart
        The athlete stays within one leg length.
    """
    found = np.isfinite(poses.xy_px[:, 0, 0])
    if found.sum() < LEAST_FOUND_FRAMES:
        raise Nobody(f"a body in {found.sum()} of {len(found)} frames")
    leg_px = leg_length(poses.xy_px)
    if leg_px < LEAST_LEG_PX:
        raise TooSmall(f"leg of {leg_px:.0f} pixels")
    hips = poses.xy_px[:, 23:25].mean(axis=1)[found]
    few = min(max(3, len(hips) // 10), MOST_END_FRAMES)
    gone = (np.median(hips[-few:, 0]) - np.median(hips[:few, 0])) / leg_px
    if abs(gone) < LEAST_TRAVEL_LEGS:
        _check_going(hips, few, leg_px)
        raise NoStart(f"travels {abs(gone):.1f} leg lengths")
    forward = 1.0 if gone > 0 else -1.0
    xy = poses.xy_px * np.array([forward, -1.0]) / leg_px
    front = _front_leg(xy)
    origin = _block_toe(xy, front)
    return Travel(
        xy - origin,
        poses.seen,
        poses.time_s,
        "left_to_right" if gone > 0 else "right_to_left",
        "right" if gone > 0 else "left",
        front,
        leg_px,
        origin,
    )


def _check_going(hips: Floats, few: int, leg_px: float) -> None:
    """Refuse a clip that ends while the athlete is still going away."""
    away = np.abs(hips[:, 0] - np.median(hips[:few, 0])) / leg_px
    if away[-1] > LEAST_PUSH_LEGS and away[-1] >= away.max():
        raise CutOff(f"the clip ends {away[-1]:.1f} leg lengths into the push")


def _pushing(xy: Floats) -> Floats:
    """Frames up to the hips' having moved 0.6 legs: the front foot is on its block."""
    hips_x = (xy[:, 23, 0] + xy[:, 24, 0]) / 2
    gone = np.flatnonzero(hips_x > np.nanmin(hips_x) + 0.6)
    return xy[: max(int(gone[0]), 3)] if len(gone) else xy


def _front_leg(xy: Floats) -> Side:
    """Side of the toe that stays put through the push; the other swings past."""
    push = _pushing(xy)
    hips_x = (push[:, 23, 0] + push[:, 24, 0]) / 2
    late = push[hips_x > np.nanmin(hips_x) + 0.15]
    travel = np.ptp(late[:, [31, 32], 0], axis=0) if len(late) else np.zeros(2)
    return "left" if travel[0] < travel[1] else "right"


def _block_toe(xy: Floats, front: Side) -> Floats:
    """Where it is in the push: on the marks, perhaps for long, it lay elsewhere."""
    push = _pushing(xy)
    hips_x = (push[:, 23, 0] + push[:, 24, 0]) / 2
    late = push[hips_x > np.nanmin(hips_x) + 0.15]
    return np.nanmedian(
        (late if len(late) else push)[:, landmark(front, "toe")], axis=0
    )
