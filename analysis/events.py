"""The nine events: from feet that stand still and a body that begins to move.

An event that happened before the clip begins or after it ends is None. Rules and
their measured errors: ``analysis/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import CutOff, NoStart
from analysis.feet import RADIUS, Rest, Shape, crossing_out, fitted_edge, rests
from analysis.travel import Leg, Travel, landmark
from analysis.types import EVENT_NAMES, Event, Floats

# A leaving toe passes the rest's radius this long after it has left (synthetic
# clips with exact truth, 30 to 240 fps: median lag 29 and 22 ms, spread 5 ms).
REAR_BLOCK_LAG_S = 0.029
TOE_OFF_LAG_S = 0.018
# The front toe lifts off slowly or slides off fast: its lag grows with the share of
# the way that goes up (synthetic 0.65-0.95, real 0.1).
FRONT_BLOCK_LAG_S = -0.012
FRONT_BLOCK_LIFT_LAG_S = 0.066
# Both landing fits are this early.
LANDING_LEAD_S = 0.004
# Plausible flights out of the blocks (evidence: 0.045-0.064 s, video +- a frame).
FIRST_FLIGHT_S = (0.02, 0.11)
# Stillness by the speed of smoothed points begins this long before it is complete.
STILL_LEAD_S = 0.033
# A foot seen for this long at the clip's first frames stands where it stood before.
SETTLED_S = 0.012
# Where the feet of a start stand, in leg lengths from the front toe.
REAR_BLOCK_X = (-1.1, -0.1)
FIRST_STEP_X = (0.45, 2.2)
# Slower than this (leg lengths per second) hips plus shoulders are still.
STILL_SPEED = 0.20
LEAST_HOLD_S = 0.15
# Measured error of an event beside its share of a frame.
EVENT_SD_S = 0.008
EVENT_SD_FRAMES = 0.4


@dataclass(frozen=True, slots=True)
class _Feet:
    """The rests of the start: both blocks and up to three contacts."""

    front_block: Rest
    rear_block: Rest | None
    contacts: tuple[tuple[Leg, Rest], ...]


def find_events(travel: Travel, slowness: float = 1.0) -> dict[str, Event | None]:
    """Find every event that is in the clip.

    Parameters
    ----------
    travel
        The athlete's paths.
    slowness
        Clip seconds per second of life.

    Returns
    -------
    dict
        Each of the nine names, in order of time: an Event or None.

    Raises
    ------
    NoStart
        No foot leaves a block and lands one step ahead.
    CutOff
        The clip or the picture ends before the front foot leaves its block.
    """
    feet = _find_feet(travel, slowness)
    instants: dict[str, float | None] = dict.fromkeys(EVENT_NAMES)
    front_exit = _front_exit(travel, feet.front_block, slowness)
    instants["front_foot_block_exit"] = front_exit
    instants["rear_foot_block_exit"] = _rear_exit(travel, feet, slowness)
    for number, (leg, rest) in enumerate(feet.contacts, start=1):
        instants[f"touchdown_{number}"] = _touchdown(
            travel, leg, rest, number, slowness
        )
        if number < 3:
            instants[f"toe_off_{number}"] = _toe_off(travel, leg, rest, slowness)
    if (landed := instants["touchdown_1"]) is not None:
        flight = np.clip((landed - front_exit) / slowness, *FIRST_FLIGHT_S)
        instants["touchdown_1"] = front_exit + float(flight) * slowness
    left = instants["rear_foot_block_exit"] or front_exit
    movement, still_from = _first_movement(travel, left, slowness)
    instants["first_movement"], instants["set_start"] = movement, still_from
    return {name: _event(travel, instants[name], slowness) for name in EVENT_NAMES}


def _find_feet(travel: Travel, slowness: float) -> _Feet:
    front = rests(travel.time_s, travel.point("front", "toe"), slowness)
    rear = rests(travel.time_s, travel.point("rear", "toe"), slowness)
    blocks = [rest for rest in front if abs(rest.x) < 0.2]
    if not blocks:
        raise NoStart("no foot stands on a front block")
    block = blocks[-1]
    if block.end >= len(travel.time_s) - 1:
        raise CutOff("the front foot is still on its block at the end")
    behind = [
        rest
        for rest in rear
        if REAR_BLOCK_X[0] < rest.x < REAR_BLOCK_X[1] and rest.start < block.end
    ]
    contacts = _contacts(block, front, rear)
    if contacts and not FIRST_STEP_X[0] < contacts[0][1].x < FIRST_STEP_X[1]:
        raise NoStart(f"first step of {contacts[0][1].x:.1f} leg lengths")
    return _Feet(block, behind[-1] if behind else None, contacts)


def _contacts(
    block: Rest, front: list[Rest], rear: list[Rest]
) -> tuple[tuple[Leg, Rest], ...]:
    """Rear, front, rear: each the next rest, and further on than the one before."""
    found: list[tuple[Leg, Rest]] = []
    place, after = 0.3, block.start
    order: tuple[tuple[Leg, list[Rest]], ...] = (
        ("rear", rear),
        ("front", front),
        ("rear", rear),
    )
    for leg, candidates in order:
        following = [r for r in candidates if r.x > place and r.start > after]
        if not following:
            break
        found.append((leg, following[0]))
        place, after = following[0].x + 0.3, following[0].start
    return tuple(found)


def _front_exit(travel: Travel, block: Rest, slowness: float) -> float:
    """When the toe passes the radius, less the time that lifting takes."""
    toe = travel.point("front", "toe")
    out = crossing_out(travel.time_s, toe, block)
    gone = travel.at(out)[landmark(travel.front_leg, "toe")] - block.place
    lift = max(0.0, float(gone[1] / np.linalg.norm(gone)))
    lag = FRONT_BLOCK_LAG_S + FRONT_BLOCK_LIFT_LAG_S * lift
    return out - lag * slowness


def _rear_exit(travel: Travel, feet: _Feet, slowness: float) -> float | None:
    time_s, toe = travel.time_s, travel.point("rear", "toe")
    if feet.rear_block is not None:
        instant = crossing_out(time_s, toe, feet.rear_block)
        instant -= REAR_BLOCK_LAG_S * slowness
    else:
        rest = _rest_at_clip_start(travel, toe, slowness)
        if rest is None:
            return None
        # Already on its way: straight back at the pace it passes the radius.
        instant = crossing_out(time_s, toe, rest)
        pace = np.linalg.norm(np.gradient(toe, time_s, axis=0), axis=1)
        instant -= RADIUS / float(np.interp(instant, time_s, pace))
        # As far as can be told it may be the first frame.
        if -EVENT_SD_S * slowness < instant <= 0:
            return float(time_s[0])
    return instant if instant >= 0 else None


def _rest_at_clip_start(travel: Travel, toe: Floats, slowness: float) -> Rest | None:
    """The clip may begin while the rear foot is just leaving: too short for a rest."""
    few = max(2, int(np.searchsorted(travel.time_s, SETTLED_S * slowness)))
    place = np.median(toe[:few], axis=0)
    away = np.flatnonzero(np.linalg.norm(toe - place, axis=-1) > RADIUS)
    if not REAR_BLOCK_X[0] < place[0] < REAR_BLOCK_X[1] or not len(away):
        return None
    return Rest(0, int(away[0]), place)


def _touchdown(
    travel: Travel, leg: Leg, rest: Rest, number: int, slowness: float
) -> float | None:
    """The first foot arrives softly from behind, the later ones at full speed."""
    if rest.start == 0:
        return None
    first = travel.time_s[rest.start]
    window = (first - 0.05 * slowness, first + 0.06 * slowness)
    shape: Shape = "land" if number == 1 else "stop"
    fitted = fitted_edge(travel.time_s, travel.point(leg, "toe"), window, shape)
    return fitted + LANDING_LEAD_S * slowness


def _toe_off(travel: Travel, leg: Leg, rest: Rest, slowness: float) -> float | None:
    if rest.end >= len(travel.time_s) - 1:
        return None
    out = crossing_out(travel.time_s, travel.point(leg, "toe"), rest)
    return out - TOE_OFF_LAG_S * slowness


def _first_movement(
    travel: Travel, left: float, slowness: float
) -> tuple[float | None, float | None]:
    """When hips and shoulders stop being still, and since when they were."""
    body = np.concatenate([travel.hips, travel.shoulders], axis=1)
    time_s = travel.time_s
    speed = _speed(time_s, body) * slowness
    still = speed < STILL_SPEED
    before = np.flatnonzero(still & (time_s < left))
    if not len(before):
        return None, None
    last = int(before[-1])
    moving = np.flatnonzero(~still[:last])
    start = int(moving[-1]) + 1 if len(moving) else 0
    window = (time_s[last] - 0.20 * slowness, time_s[last] + 0.10 * slowness)
    movement = fitted_edge(time_s, body, window, "leave")
    if movement <= time_s[start]:
        return None, None
    held = movement - time_s[start] >= LEAST_HOLD_S * slowness
    since = float(time_s[start]) + STILL_LEAD_S * slowness
    return movement, since if start > 0 and held else None


def _speed(time_s: Floats, body: Floats) -> Floats:
    """(frames,) mean speed of the points, leg lengths per clip second."""
    velocity = np.gradient(body, time_s, axis=0)
    points = velocity.reshape(len(body), -1, 2)
    speed: Floats = np.linalg.norm(points, axis=-1).mean(axis=1)
    return np.nan_to_num(speed, nan=np.inf)


def _event(travel: Travel, instant: float | None, slowness: float) -> Event | None:
    time_s = travel.time_s
    if instant is None or not 0.0 <= instant <= time_s[-1]:
        return None
    frame = int(np.searchsorted(time_s, instant - 1e-9))
    step = float(np.median(np.diff(time_s)))
    plus_minus = float(np.hypot(EVENT_SD_S * slowness, EVENT_SD_FRAMES * step))
    return Event(float(instant), min(frame, len(time_s) - 1), plus_minus)
