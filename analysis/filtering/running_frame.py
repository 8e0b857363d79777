"""The running frame: the athlete runs towards +x, y points up, legs are front and rear.

After this stop nobody asks which way the athlete ran or where the camera stood.
Lengths are in leg lengths (``landmarks.py``), so height and distance don't matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.camera import UNSEEN, Level
from analysis.errors import CutOff, Nobody, NoStart, TooSmall
from analysis.filtering.start_pattern import Pattern, find_pattern
from analysis.landmarks import HIPS, SHOULDERS, landmark, leg_length, middle
from analysis.types import Direction, Floats, Poses, Side

# Somebody who has travelled this far, furthest at the clip's end, is still going.
LEAST_PUSH_LEGS, LEAST_TRAVEL_LEGS = 0.15, 1.2
# The push begins when the hips are this far on; by half of its time they have covered
# at most this share of its distance.
BEGUN_LEGS, GATHERING = 0.05, 0.42
# Below this a pixel of noise is 2° at the knee.
LEAST_LEG_PX = 40.0
LEAST_FOUND_FRAMES = 12
# The leg length is measured from this long before the rear foot leaves to this long
# after the third landing; on the marks the legs are foreshortened.
BEFORE_S, AFTER_S = 0.5, 0.1
# The front toe stays in place until this long before it leaves.
LEAVING_S = 0.03

Leg = Literal["front", "rear"]


@dataclass(frozen=True)
class Runner:
    """The athlete's points in the athlete's own axes.

    Attributes
    ----------
    xy
        (frames, 33, 2) leg lengths; x forward from the front toe in the blocks, y up
        from the same point; NaN where there is no pose.
    time_s
        (frames,) seconds of life, counted from the clip's first frame.
    leg_px
        One leg length in pixels.
    origin
        (2,) the front toe in the blocks, leg lengths from the picture's corner.
    front_leg
        Side of the foot on the front block; the rear-block foot makes contact 1.
    pattern
        Where the start lies in the clip, roughly.
    left_picture
        Whether the athlete runs out of the picture before the clip ends.
    changes_s
        Pairs of instants, seconds of life, between which the file changes its speed.
    level
        How level the camera was held.
    coarser
        Factor by which joints are less accurate in a squeezed, dark or crowded clip.
    squeezed
        Whether the clip is compressed so much that the athlete has to be told.
    slow_motion
        Clip seconds per second of life.
    passed
        Whether somebody passes in front of the athlete and hides something.
    """

    xy: Floats
    visibility: Floats
    time_s: Floats
    direction: Direction
    near_side: Side
    front_leg: Side
    leg_px: float
    origin: Floats
    pattern: Pattern
    left_picture: bool = False
    changes_s: tuple[tuple[float, float], ...] = ()
    level: Level = UNSEEN
    coarser: float = 1.0
    squeezed: bool = False
    slow_motion: float = 1.0
    passed: bool = False

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

        Linear interpolation between frames 33 ms apart reads a straight knee 3° short.
        """
        # Many measures are read at the same few instants.
        if t_s not in self._read:
            self._read[t_s] = self._between_frames(t_s)
            self._read[t_s].flags.writeable = False
        return self._read[t_s]

    @cached_property
    def _read(self) -> dict[float, Floats]:
        """The points at every instant that was asked for."""
        return {}

    def _between_frames(self, t_s: float) -> Floats:
        after = int(np.clip(np.searchsorted(self.time_s, t_s), 1, len(self.time_s) - 1))
        near = np.arange(max(after - 2, 0), min(after + 2, len(self.time_s)))
        near = near[np.isfinite(self.xy[near, HIPS[0], 0])]
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

    def from_px(self, xy_px: Floats) -> Floats:
        """Points (..., 2) of the reference view in the athlete's axes."""
        points: Floats = xy_px * self._forward / self.leg_px - self.origin
        return points

    def to_px(self, xy: Floats) -> Floats:
        """Points (..., 2) of the athlete's axes in pixels of the reference view."""
        points: Floats = (xy + self.origin) * self.leg_px * self._forward
        return points

    def with_px(self, xy_px: Floats) -> Runner:
        """The same athlete with other points, (frames, 33, 2) pixels."""
        return replace(self, xy=self.from_px(xy_px))

    def poses(self) -> Poses:
        """Back to pixels of the upright picture and to clip time."""
        clip_s = self.time_s * self.slow_motion
        return Poses(self.to_px(self.xy), self.visibility, clip_s)

    def sped_up(self, times: float) -> Runner:
        """The same paths with time running ``times`` faster."""
        return replace(
            self,
            time_s=self.time_s / times,
            pattern=replace(self.pattern, at_s=self.pattern.at_s / times),
            changes_s=tuple((a / times, b / times) for a, b in self.changes_s),
            slow_motion=self.slow_motion * times,
        )

    def is_far(self, leg: Leg) -> bool:
        """Whether that leg is on the side away from the camera."""
        return self.side_of(leg) != self.near_side

    @cached_property
    def hips(self) -> Floats:
        """(frames, 2) midpoint of the hips."""
        return middle(self.xy, HIPS)

    @cached_property
    def shoulders(self) -> Floats:
        """(frames, 2) midpoint of the shoulders."""
        return middle(self.xy, SHOULDERS)


def to_runner(poses: Poses) -> Runner:
    """Turn clean poses once into the athlete's own axes.

    Parameters
    ----------
    poses
        Cleaned.

    Raises
    ------
    Nobody
        Fewer than twelve frames with a pose.
    TooSmall
        A leg shorter than 40 pixels.
    NoStart
        Nobody's feet move as in a start.
    CutOff
        They might have, but the clip ends first.
    """
    found = np.isfinite(poses.xy_px[:, 0, 0])
    if found.sum() < LEAST_FOUND_FRAMES:
        raise Nobody(f"a body in {found.sum()} of {len(found)} frames")
    pattern = find_pattern(poses)
    during = _during(poses.time_s, pattern)
    if (found & during).sum() < LEAST_FOUND_FRAMES // 2:
        during = np.ones_like(during)
    leg_px = leg_length(poses.xy_px[during])
    if leg_px < LEAST_LEG_PX:
        raise TooSmall(f"leg of {leg_px:.0f} pixels")
    _check_whole(poses, pattern, leg_px)
    right = pattern.direction == "left_to_right"
    xy = poses.xy_px * np.array([1.0 if right else -1.0, -1.0]) / leg_px
    origin = _block_toe(xy, poses.time_s, pattern)
    return Runner(
        xy - origin,
        poses.visibility,
        poses.time_s,
        pattern.direction,
        "right" if right else "left",
        pattern.front_leg,
        leg_px,
        origin,
        pattern,
        changes_s=poses.changes_s,
        slow_motion=poses.slow_motion,
    )


def _during(time_s: Floats, pattern: Pattern) -> NDArray[np.bool_]:
    """(frames,) whether the frame is part of the start."""
    first = pattern.at_s[0] - BEFORE_S
    last = pattern.at_s[-1] + AFTER_S
    during: NDArray[np.bool_] = (time_s >= first) & (time_s <= last)
    return during


def _check_whole(poses: Poses, pattern: Pattern, leg_px: float) -> None:
    """Refuse feet that don't move as in a start, or only might when the clip ends."""
    if pattern.convinces:
        return
    hips = poses.xy_px[:, HIPS, 0].mean(axis=1)
    hips = hips[np.isfinite(hips)]
    away = np.abs(hips - np.median(hips[: max(3, len(hips) // 10)])) / leg_px
    far = LEAST_PUSH_LEGS < away[-1] < LEAST_TRAVEL_LEGS and away[-1] >= away.max()
    # A push accelerates: half its time covers a quarter of its distance; a crawl, half.
    begun = int(np.flatnonzero(away < BEGUN_LEGS)[-1]) if far else 0
    if far and away[(begun + len(away)) // 2] < GATHERING * away[-1]:
        raise CutOff(f"the clip ends {away[-1]:.1f} leg lengths into the push")
    raise NoStart(pattern.doubt)


def _block_toe(xy: Floats, time_s: Floats, pattern: Pattern) -> Floats:
    """Front-toe place during the push; before it the foot may have been elsewhere."""
    toe = xy[:, landmark(pattern.front_leg, "toe")]
    left = pattern.time_of("front_foot_block_exit")
    since = min(pattern.time_of("rear_foot_block_exit"), left - 4 * LEAVING_S)
    standing = (time_s >= since) & (time_s <= left - LEAVING_S)
    if not np.isfinite(toe[standing, 0]).any():
        known = np.flatnonzero(np.isfinite(toe[:, 0]))
        standing = np.arange(len(toe)) == known[np.argmin(np.abs(time_s[known] - left))]
    place: Floats = np.nanmedian(toe[standing], axis=0)
    return place
