"""The nine events: from feet that stand still and a body that begins to move.

Rules and their measured errors: ``analysis/README.md``.
"""

from __future__ import annotations

import numpy as np

from analysis.errors import CutOff
from analysis.filtering.running_frame import Leg, Runner
from analysis.gait_events.hold import first_movement
from analysis.gait_events.missing_events import with_reasons
from analysis.gait_events.stance import (
    GRID_S,
    RADIUS,
    REAR_BLOCK_X,
    Feet,
    Rest,
    crossing_out,
    find_feet,
    fitted_edge,
)
from analysis.timing.frame_gaps import is_deep, is_large, step_at
from analysis.types import EVENT_NAMES, Event, Events, Floats

# A toe crosses the rest's radius some time after it has left: (constant part, part
# times the upward share of its path). A lifted toe (synthetic, share 0.65-1) takes
# longer than one that slides off (real, 0.1-0.5). Seconds, fitted to both.
REAR_BLOCK_LAG_S = (0.029, 0.0)
FRONT_BLOCK_LAG_S = (-0.015, 0.068)
TOE_OFF_LAG_S = (0.005, 0.021)
# The fits of a landing are this early.
FIRST_LANDING_LEAD_S = 0.002
LANDING_LEAD_S = 0.004
# A landing is fitted over this many seconds of life before and after the rest begins,
# or over this many frames if that is longer.
LANDING_S, LANDING_FRAMES = (0.05, 0.06), 2.2
# Flight out of the blocks (evidence: 0.045 s world class, 0.064 s elite men).
USUAL_FLIGHT_S = 0.055
# A foot that rests this long from the clip's first frame was already standing there.
SETTLED_S = 0.012
# A foot that moves forward this fast (leg lengths per second) has already left.
LEFT_SPEED = 3.0
# Measured error (1.25 times its mean) of an event beside its share of a frame. Nobody
# comes to rest at an instant.
EVENT_SD_S = 0.006
REST_SD_S = 0.02
EVENT_SD_FRAMES = 0.25
# Within a gap every instant is equally likely; a little more for the fit across it.
GAP_SD_FRAMES = 0.4
# For people half a frame, and more where a foot leaves or a body moves gradually; from
# 14 clips labelled by eye, each left out in turn.
PEOPLES_SD_FRAMES = {
    "first_movement": 0.9,
    "rear_foot_block_exit": 0.9,
    "touchdown_1": 0.8,
}


def find_events(runner: Runner) -> Events:
    """Find every event that is in the clip.

    Parameters
    ----------
    runner
        The athlete's paths.

    Returns
    -------
    Mapping
        Each of the nine names, in order of time: an Event, or why there is none.

    Raises
    ------
    CutOff
        The clip or the picture ends before the front foot leaves its block.
    """
    feet = find_feet(runner)
    instants: dict[str, float | None] = dict.fromkeys(EVENT_NAMES)
    front_exit = _front_exit(runner, feet.front_block)
    instants["front_foot_block_exit"] = front_exit
    if not np.isfinite(runner.hips[feet.front_block.end, 0]):
        raise CutOff("the athlete is out of sight when the push ends")
    instants["rear_foot_block_exit"] = _rear_exit(runner, feet)
    for number, (leg, rest) in enumerate(feet.contacts, start=1):
        if rest is None:
            continue
        usual = front_exit + USUAL_FLIGHT_S if number == 1 else None
        instants[f"touchdown_{number}"] = _touchdown(runner, leg, rest, usual)
        if number < 3:
            instants[f"toe_off_{number}"] = _toe_off(runner, leg, rest)
    movement, still_from = first_movement(runner, front_exit)
    instants["first_movement"], instants["set_start"] = movement, still_from
    found = {name: event_at(runner, name, instants[name]) for name in EVENT_NAMES}
    return with_reasons(runner, found)


def _front_exit(runner: Runner, block: Rest) -> float:
    toe = runner.point("front", "toe")
    return _left(runner.time_s, toe, block, FRONT_BLOCK_LAG_S)


def _left(time_s: Floats, toe: Floats, rest: Rest, lag_s: tuple[float, float]) -> float:
    """When the toe crosses the radius, less the lag until it does."""
    out = crossing_out(time_s, toe, rest)
    gone = np.array([np.interp(out, time_s, path) for path in toe.T]) - rest.place
    lift = max(0.0, float(gone[1] / max(np.linalg.norm(gone), 1e-9)))
    return out - (lag_s[0] + lag_s[1] * lift)


def _rear_exit(runner: Runner, feet: Feet) -> float | None:
    time_s, toe = runner.time_s, runner.point("rear", "toe")
    if feet.rear_block is not None:
        end = feet.rear_block.end
        if not np.isfinite(toe[end : end + 2, 0]).all():
            return None
        instant = _left(time_s, toe, feet.rear_block, REAR_BLOCK_LAG_S)
    else:
        rest = _rest_at_clip_start(runner, toe)
        if rest is None:
            return None
        # Already moving: extrapolate back at the speed at which it crosses the radius.
        instant = crossing_out(time_s, toe, rest)
        pace = np.linalg.norm(np.gradient(toe, time_s, axis=0), axis=1)
        instant -= RADIUS / float(np.interp(instant, time_s, pace))
        # Within the error of an event this may be the first frame.
        if -EVENT_SD_S < instant <= 0:
            return float(time_s[0])
    return instant if instant >= 0 else None


def _rest_at_clip_start(runner: Runner, toe: Floats) -> Rest | None:
    """The clip may begin while the rear foot is just leaving: too short for a rest."""
    few = max(2, int(np.searchsorted(runner.time_s, SETTLED_S)))
    forward = (toe[few, 0] - toe[0, 0]) / (runner.time_s[few] - runner.time_s[0])
    if not forward < LEFT_SPEED:
        return None
    place = np.median(toe[:few], axis=0)
    away = np.flatnonzero(np.linalg.norm(toe - place, axis=-1) > RADIUS)
    if not REAR_BLOCK_X[0] < place[0] < REAR_BLOCK_X[1] or not len(away):
        return None
    return Rest(0, int(away[0]), place)


def _touchdown(
    runner: Runner, leg: Leg, rest: Rest, usual: float | None
) -> float | None:
    """When the toe comes to rest.

    The first foot lands softly, from above or from in front, so the median of three is
    taken: when its path stops, when its height stops, when it usually lands. Later
    contacts land at full speed.
    """
    if rest.start == 0 or not np.isfinite(runner.hips[rest.start - 1, 0]):
        return None
    time_s, toe = runner.time_s, runner.point(leg, "toe")
    grid_s, first = GRID_S / runner.slow_motion, time_s[rest.start]
    unseen = (time_s[rest.start - 1] + first) / 2
    if is_large(time_s, float(unseen)):
        return float(unseen)
    step_s = float(np.median(np.diff(time_s)))
    window = (
        first - max(LANDING_S[0], LANDING_FRAMES * step_s),
        first + max(LANDING_S[1], LANDING_FRAMES * step_s),
    )
    if usual is None:
        return fitted_edge(time_s, toe, window, "stop", grid_s) + LANDING_LEAD_S
    paths = toe, toe[:, 1:]
    seen = [fitted_edge(time_s, path, window, "land", grid_s) for path in paths]
    return float(np.median([*seen, usual])) + FIRST_LANDING_LEAD_S


def _toe_off(runner: Runner, leg: Leg, rest: Rest) -> float | None:
    if not np.isfinite(runner.hips[rest.end : rest.end + 2, 0]).all():
        return None
    if rest.end >= len(runner.time_s) - 1:
        return None
    toe = runner.point(leg, "toe")
    return _left(runner.time_s, toe, rest, TOE_OFF_LAG_S)


def event_at(
    runner: Runner,
    name: str,
    instant: float | None,
    person: float = 0.0,
) -> Event | None:
    """The event at an instant of the clip; None outside it or deep in a gap.

    The ± widens with ``person``, 0 to 1: how much the feet move like a filmed person's.
    """
    time_s = runner.time_s
    if instant is None or not 0.0 <= instant <= time_s[-1]:
        return None
    # Everything else depends on the front foot's exit: given however uncertain.
    if name != "front_foot_block_exit" and is_deep(time_s, instant):
        return None
    frame = int(np.searchsorted(time_s, instant - 1e-9))
    step = step_at(time_s, instant)
    least = REST_SD_S if name == "set_start" else EVENT_SD_S
    frames = (1 - person) * EVENT_SD_FRAMES + person * PEOPLES_SD_FRAMES.get(name, 0.5)
    if step > float(np.median(np.diff(time_s))):
        frames = max(frames, GAP_SD_FRAMES)
    plus_minus = float(np.hypot(least, frames * step))
    return Event(float(instant), min(frame, len(time_s) - 1), plus_minus)
