"""How an athlete moves through a start: small, without any picture, and comparable.

Motions of different clips can be shown beside each other: in leg lengths from the front
toe's place on its block, up from the ground, always to the right, in seconds of life.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.camera import Camera
from analysis.filtering.running_frame import Leg
from analysis.landmarks import COUNT, LEFT, NOSE
from analysis.types import ZERO_EVENTS, Analysis, Floats, Poses, Side
from analysis.visuals.path.contacts import contacts_of
from analysis.visuals.scale import Scale
from analysis.visuals.skeleton import unseen_in_motion

FILE = "motion.npz"
# What is kept before the first moment and after the last, seconds of life; and as many
# frames a second as make a smooth film.
BEFORE_S, AFTER_S = 0.4, 0.25
MOST_PER_S = 120.0
KEPT = [NOSE, *(number + side for number in LEFT.values() for side in (0, 1))]
NAMES = ["nose", *(f"{side}_{joint}" for joint in LEFT for side in ("left", "right"))]
# Points are written as whole numbers of this part of a leg length.
_FINE, _NOWHERE = 1000, np.iinfo(np.int16).min


@dataclass(frozen=True)
class Moment:
    """When something happens, seconds of life since the motion's zero, and its ±."""

    life_s: float
    plus_minus_s: float


@dataclass(frozen=True)
class Motion:
    """One start as movement.

    Attributes
    ----------
    life_s
        (frames,) seconds of life since the first of ZERO_EVENTS seen; two at least.
    xy
        (frames, 33, 2) leg lengths, NaN where unseen or not kept.
    moments
        The events that were seen.
    near
        The side towards the camera.
    front_leg
        The leg on the front block.
    """

    life_s: Floats
    xy: Floats
    moments: Mapping[str, Moment]
    near: Side
    front_leg: Side

    def side_of(self, leg: Leg) -> Side:
        """The anatomical side of the front or rear leg."""
        other: Side = "left" if self.front_leg == "right" else "right"
        return self.front_leg if leg == "front" else other

    def at(self, life_s: float) -> Floats:
        """(33, 2) points at any instant, between frames on a smooth curve.

        Before the first frame and after the last they stay as they are there.
        """
        life_s = float(np.clip(life_s, self.life_s[0], self.life_s[-1]))
        after = int(np.clip(np.searchsorted(self.life_s, life_s), 1, None))
        start, end = self.life_s[after - 1], self.life_s[after]
        step, part = end - start, (life_s - start) / (end - start)
        (before_xy, xy), (before_slope, slope) = (
            values[after - 1 : after + 1] for values in self._paths
        )
        # Hermite's cubic: it goes through both points with the slopes it has there.
        ease = part * part * (3 - 2 * part)
        points = before_xy + ease * (xy - before_xy)
        points += part * (1 - part) ** 2 * step * before_slope
        points -= part**2 * (1 - part) * step * slope
        seen = self._seen[after - 1 if part < 0.5 else after]
        return np.where(seen[:, np.newaxis], points, np.nan)

    @cached_property
    def _seen(self) -> NDArray[np.bool_]:
        return np.asarray(np.isfinite(self.xy).all(axis=-1))

    @cached_property
    def _paths(self) -> tuple[Floats, Floats]:
        """All points and their slopes, straight on over frames without one."""
        whole = np.zeros_like(self.xy)
        for joint in np.flatnonzero(self._seen.any(axis=0)):
            known = self._seen[:, joint]
            times, points = self.life_s[known], self.xy[known, joint]
            for axis in (0, 1):
                whole[:, joint, axis] = np.interp(self.life_s, times, points[:, axis])
        return whole, np.gradient(whole, self.life_s, axis=0)


def motion_of(
    analysis: Analysis, poses: Poses, camera: Camera, scale: Scale
) -> Motion | None:
    """The start as movement; None where its true speed is not known.

    Parameters
    ----------
    poses
        In pixels as filmed.
    """
    slow = analysis.sure_factor
    zero = next((e for name in ZERO_EVENTS if (e := analysis.events.get(name))), None)
    blocks = [
        contact
        for contact in contacts_of(analysis, poses, camera, scale)
        if contact.event == "front_foot_block_exit"
    ]
    if slow is None or not zero or not blocks or analysis.front_leg is None:
        return None
    moments = {
        name: Moment((event.t_s - zero.t_s) / slow, event.plus_minus_s / slow)
        for name, event in analysis.events.items()
        if event and name != "set_start"
    }
    life_s = (poses.time_s - zero.t_s) / slow
    frames = _kept(life_s, moments, poses)
    if len(frames) < 2:
        return None
    forward = -1.0 if analysis.direction == "right_to_left" else 1.0
    x, y = np.moveaxis(camera.in_reference(poses.xy_px), -1, 0)
    height, slope = scale.ground
    ahead = forward * (x - blocks[0].x_px) / scale.leg_px
    xy = np.stack([ahead, (height + slope * x - y) / scale.leg_px], axis=-1)[frames]
    for place, frame in enumerate(frames.tolist()):
        xy[place, unseen_in_motion(poses, frame)] = np.nan
    near: Side = analysis.near_side or "left"
    return Motion(life_s[frames], xy, moments, near, analysis.front_leg)


def _kept(
    life_s: Floats, moments: Mapping[str, Moment], poses: Poses
) -> NDArray[np.intp]:
    """The frames of the start with a pose, no more of them than a film can show."""
    times = [moment.life_s for moment in moments.values()]
    within = (life_s >= min(times) - BEFORE_S) & (life_s <= max(times) + AFTER_S)
    frames = np.flatnonzero(within & np.isfinite(poses.xy_px[..., 0]).any(axis=-1))
    if len(frames) < 2:
        return frames
    step = float(np.median(np.diff(life_s[frames])))
    return frames[:: max(1, int(1.0 / (step * MOST_PER_S) + 0.01))]


def write_motion(motion: Motion) -> bytes:
    """The motion as a file, about 5 kB."""
    fine = np.rint(motion.xy[:, KEPT] * _FINE)
    points = np.where(np.isfinite(fine), fine, _NOWHERE).astype(np.int16)
    # A path is written by its steps, which are small numbers and squeeze better.
    steps = np.diff(points, axis=0, prepend=np.zeros_like(points[:1]))
    told = {
        "moments": {
            name: [round(one.life_s, 4), round(one.plus_minus_s, 4)]
            for name, one in motion.moments.items()
        },
        "near": motion.near,
        "front_leg": motion.front_leg,
    }
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        life_s=motion.life_s.astype(np.float32),
        steps=steps,
        told=np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
    )
    return buffer.getvalue()


def read_motion(data: bytes) -> Motion:
    """Read what :func:`write_motion` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        life_s, steps = file["life_s"].astype(np.float64), file["steps"]
        told: dict[str, Any] = json.loads(file["told"].tobytes())
    points = np.cumsum(steps, axis=0, dtype=np.int16)
    xy = np.full((len(life_s), COUNT, 2), np.nan)
    xy[:, KEPT] = np.where(points == _NOWHERE, np.nan, points / _FINE)
    moments = {name: Moment(*one) for name, one in told["moments"].items()}
    return Motion(life_s, xy, moments, told["near"], told["front_leg"])


def motion_table(motion: Motion) -> str:
    """The motion as CSV: a line per frame, seconds of life and every joint's place.

    Places are leg lengths, x ahead of the front toe on its block, y up from the ground;
    a joint that was not seen has empty cells.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["time_s", *(f"{name}_{axis}" for name in NAMES for axis in "xy")])
    for life_s, points in zip(motion.life_s, motion.xy[:, KEPT], strict=True):
        cells = [f"{one:.3f}" if np.isfinite(one) else "" for one in points.ravel()]
        table.writerow([f"{life_s:.4f}", *cells])
    return text.getvalue()
