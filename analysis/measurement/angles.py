"""One short function per measure, read at the event's own instant.

Points are interpolated between frames, because a knee turns 15° in one frame at
60 fps; set measures are medians over the hold. Definitions: ``analysis/README.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.filtering.running_frame import Leg, Runner
from analysis.gait_events.missing_events import why_missing, why_no_set
from analysis.geometry import between, elevation, included, wrapped
from analysis.measurement.occlusion import seen_among, unless_hidden
from analysis.measurement.uncertainty import Circumstances, plus_minus
from analysis.types import Event, Floats, Measure

# The hold is read over this much of life before the first movement.
HOLD_S = 0.3
# Frames around an event that tell how an angle turns and trembles there.
NEIGHBOURS = 7


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The athlete's points at one instant, or at each frame of a hold: (..., 33, 2)."""

    runner: Runner
    xy: Floats

    def point(self, leg: Leg, joint: str) -> Floats:
        """(..., 2) a joint on the side of the front or rear leg."""
        return self.runner.of(self.xy, leg, joint)

    @property
    def hips(self) -> Floats:
        """(..., 2) midpoint of the hips."""
        return (self.xy[..., 23, :] + self.xy[..., 24, :]) / 2

    @property
    def shoulders(self) -> Floats:
        """(..., 2) midpoint of the shoulders."""
        return (self.xy[..., 11, :] + self.xy[..., 12, :]) / 2


Reading = Callable[[Snapshot, Leg], Floats]


def knee(body: Snapshot, leg: Leg) -> Floats:
    """Included angle hip-knee-ankle; 180 is straight."""
    return included(*(body.point(leg, j) for j in ("hip", "knee", "ankle")))


def hip(body: Snapshot, leg: Leg) -> Floats:
    """Included angle shoulder-hip-knee; 180 is straight."""
    return included(*(body.point(leg, j) for j in ("shoulder", "hip", "knee")))


def shin(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of ankle -> knee above the forward horizontal."""
    return elevation(body.point(leg, "ankle"), body.point(leg, "knee"))


def trunk(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of mid-hip -> mid-shoulder; negative when the shoulders are lower."""
    return elevation(body.hips, body.shoulders)


def body_line(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of the stance toe -> mid-shoulder."""
    return elevation(body.point(leg, "toe"), body.shoulders)


def thigh_split(body: Snapshot, leg: Leg) -> Floats:
    """Angle between both thighs, hip -> knee."""
    other: Leg = "rear" if leg == "front" else "front"
    ends = [body.point(which, j) for which in (leg, other) for j in ("hip", "knee")]
    return between(*ends)


def head_pitch(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of mid-ear -> nose minus the trunk's: lower is chin down."""
    ears = (body.xy[..., 7, :] + body.xy[..., 8, :]) / 2
    return wrapped(elevation(ears, body.xy[..., 0, :]) - trunk(body, leg))


@dataclass(frozen=True, slots=True)
class _Definition:
    """Which reading, at which event (or ``set``), on which leg, in which phase."""

    id: str
    phase: int
    event: str
    leg: Leg
    read: Reading

    def angle(self, runner: Runner, xy: Floats) -> Floats:
        """The angle at points (..., 33, 2)."""
        return self.read(Snapshot(runner, xy), self.leg)


def _contact(step: int, leg: Leg) -> tuple[_Definition, ...]:
    """What is read at touchdown and toe-off of a step, on its stance leg."""
    down, off = f"touchdown_{step}", f"toe_off_{step}"
    landing = (knee, hip, shin, trunk)
    leaving = (knee, trunk, body_line, thigh_split)
    return (
        *(_Definition(f"{r.__name__}_{down}", 6, down, leg, r) for r in landing),
        *(_Definition(f"{r.__name__}_{off}", 7, off, leg, r) for r in leaving),
    )


_EXIT = "front_foot_block_exit"
DEFINITIONS = (
    _Definition("front_knee_set", 1, "set", "front", knee),
    _Definition("rear_knee_set", 1, "set", "rear", knee),
    _Definition("trunk_set", 1, "set", "front", trunk),
    _Definition("head_pitch_set", 1, "set", "front", head_pitch),
    _Definition("body_line_exit", 3, _EXIT, "front", body_line),
    _Definition("trunk_exit", 3, _EXIT, "front", trunk),
    _Definition("front_knee_exit", 3, _EXIT, "front", knee),
    _Definition("front_hip_exit", 3, _EXIT, "front", hip),
    _Definition("head_pitch_exit", 3, _EXIT, "front", head_pitch),
    *_contact(1, "rear"),
    *_contact(2, "front"),
    _Definition("shin_touchdown_3", 8, "touchdown_3", "rear", shin),
    _Definition("trunk_touchdown_3", 8, "touchdown_3", "rear", trunk),
)


def measure(
    runner: Runner, events: Mapping[str, Event | None], person: float
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
    """
    told = (_measure(runner, events, person, row) for row in DEFINITIONS)
    rows = zip(told, DEFINITIONS, strict=True)
    return tuple(unless_hidden(one, runner, row.angle) for one, row in rows)


def hold_frames(runner: Runner, events: Mapping[str, Event | None]) -> NDArray[np.intp]:
    """Numbers of the frames of the hold: the last 0.3 s before the first movement."""
    movement = events["first_movement"]
    if movement is None:
        return np.array([], dtype=np.intp)
    since = movement.t_s - HOLD_S
    inside = (runner.time_s >= since) & (runner.time_s <= movement.t_s)
    return np.flatnonzero(inside & np.isfinite(runner.hips[:, 0]))


def stillest(runner: Runner, hold: NDArray[np.intp]) -> int | None:
    """The frame of the hold nearest its median pose; None when there is no hold."""
    if not len(hold):
        return None
    poses = runner.xy[hold]
    poses = poses[:, np.isfinite(poses).all(axis=(0, 2))]
    away = np.linalg.norm(poses - np.median(poses, axis=0), axis=-1)
    return int(hold[np.argmin(away.mean(axis=1))])


def _measure(
    runner: Runner,
    events: Mapping[str, Event | None],
    person: float,
    row: _Definition,
) -> Measure:
    if row.event == "set":
        frames = hold_frames(runner, events)
        if not len(frames):
            return _untold(row, why_no_set(runner, events))
        frames = seen_among(frames, runner, row.angle)
        if not len(frames):
            return _untold(row, "hidden_by_other")
        angles = row.angle(runner, runner.xy[frames])
        angle = float(np.median(angles))
        turning, trembling = 0.0, float(np.std(angles))
        frame = stillest(runner, frames) or 0
    else:
        event = events[row.event]
        if event is None:
            return _untold(row, why_missing(runner, events, row.event))
        angle = float(row.angle(runner, runner.at(event.t_s)))
        turning, trembling = _unrest(runner, event, row)
        frame = int(np.argmin(np.abs(runner.time_s - event.t_s)))
    if not np.isfinite(angle):
        hidden = "head_hidden" if row.read is head_pitch else "joint_hidden"
        return _untold(row, hidden)
    around = _circumstances(runner, row, person, turning, trembling)
    spread, far = plus_minus(row.read.__name__, around), around.far_side
    return Measure(row.id, row.phase, angle, "deg", spread, frame, far_side=far)


def _circumstances(
    runner: Runner,
    row: _Definition,
    person: float,
    turning_deg: float,
    trembling_deg: float,
) -> Circumstances:
    """What the ± of a measure depends on."""
    return Circumstances(
        in_hold=row.event == "set",
        far_side=row.read not in (trunk, head_pitch) and runner.is_far(row.leg),
        leg_px=runner.leg_px,
        person=person,
        turning_deg=turning_deg,
        trembling_deg=trembling_deg,
        level_deg=runner.level.left_deg,
        coarser=runner.coarser,
    )


def _unrest(runner: Runner, event: Event, row: _Definition) -> tuple[float, float]:
    """How far an angle turns in an event's own ±, and leaves an even path around it."""
    time_s = runner.time_s
    seen = np.flatnonzero(np.isfinite(runner.hips[:, 0]))
    near = seen[np.argsort(np.abs(time_s[seen] - event.t_s))[:NEIGHBOURS]]
    angles = np.unwrap(row.read(Snapshot(runner, runner.xy[near]), row.leg), period=360)
    known = np.isfinite(angles)
    if known.sum() < NEIGHBOURS:
        return 0.0, 0.0
    offset = (time_s[near] - event.t_s)[known]
    span = float(np.abs(offset).max())
    path = np.polynomial.Polynomial.fit(offset, angles[known], 3, [-span, span])
    left = angles[known] - path(offset)
    turning = abs(float(path.deriv()(0.0))) * event.plus_minus_s
    return turning, float(np.sqrt(np.sum(left**2) / (NEIGHBOURS - 4)))


def _untold(row: _Definition, why: str) -> Measure:
    return Measure(row.id, row.phase, None, "deg", None, None, why=why)
