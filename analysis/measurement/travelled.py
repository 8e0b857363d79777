"""Step lengths, exit speed and push time of a start, in leg lengths and seconds."""

from __future__ import annotations

from math import hypot

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.measurement.body import (
    LANDINGS,
    centre_of_mass,
    landed_toes,
    shift_of_rear_foot,
    usual_length,
)
from analysis.measurement.definitions import FAST_FPS
from analysis.measurement.uncertainty import SIZE_LEG_PX
from analysis.travel import Maybe, Told, Travel
from analysis.types import Events, Measure

# Leg lengths that a step is off by, on rendered athletes (mean error 0.02) and, after
# evidence §7, on people; and what a pixel or so makes of a leg of 100.
RENDERED_STEP, PEOPLE_STEP, SIZE_STEP = 0.03, 0.08, 0.02
# A step that is less sure than this is not told.
MOST_UNSURE = 0.2
# The flight is read at so many instants.
FLIGHT_READINGS = 9
# Leg lengths a second: what is left on rendered athletes, and on people (evidence §7);
# and by how many leg lengths the way of the centre of mass in the flight is off.
RENDERED_SPEED, PEOPLE_SPEED, FLIGHT_WAY = 0.15, 0.3, 0.012


def travelled(
    runner: Runner,
    events: Events,
    push: Measure,
    person: float,
    true_fps: float | None,
) -> Travel:
    """What the start covers, as far as it is seen.

    Parameters
    ----------
    push
        The measure of how long it lasts.
    person
        How much the athlete moves like a filmed person (``population``).
    true_fps
        Frames per second of life; None where it is not known for sure: nothing is told
        of time then.
    """
    if runner.passed:  # a foot behind somebody is a guess
        return Travel()
    leg = usual_length(runner, "hip", "knee", "ankle")
    steps = _steps(runner, events, person, leg)
    if true_fps is None:
        return Travel(*steps)
    speed = _speed(runner, events, person, leg)
    if true_fps < FAST_FPS or push.value is None or push.plus_minus is None:
        return Travel(*steps, speed)
    return Travel(*steps, speed, Told(push.value, push.plus_minus))


def _steps(
    runner: Runner, events: Events, person: float, leg: float
) -> tuple[Maybe, Maybe, Maybe]:
    # The front toe in the blocks is the origin of the athlete's axes.
    at_s = {name: event.t_s for name, _ in LANDINGS if (event := events[name])}
    toes = [0.0, *landed_toes(runner, at_s)]
    own = (1.0 - person) * RENDERED_STEP + person * PEOPLE_STEP
    own = hypot(own, person * shift_of_rear_foot(runner, events))
    size = SIZE_STEP * SIZE_LEG_PX / runner.leg_px * runner.coarser
    unsure = hypot(own, size)
    first, second, third = (
        None
        if np.isnan(length) or unsure > MOST_UNSURE
        else Told(float(length), unsure)
        for length in np.diff(toes) / leg
    )
    return first, second, third


def _speed(runner: Runner, events: Events, person: float, leg: float) -> Maybe:
    """Nothing pushes in the flight: the centre of mass goes at one speed."""
    left, landed = events["front_foot_block_exit"], events["touchdown_1"]
    if not left or not landed or landed.t_s <= left.t_s:
        return None
    times = np.linspace(left.t_s, landed.t_s, FLIGHT_READINGS)
    ahead = np.array([centre_of_mass(runner.at(t_s))[0] for t_s in times]) / leg
    if not np.isfinite(ahead).all():
        return None
    speed = float(np.polyfit(times, ahead, 1)[0])
    own = (1.0 - person) * RENDERED_SPEED + person * PEOPLE_SPEED
    way = FLIGHT_WAY * SIZE_LEG_PX / runner.leg_px * runner.coarser
    return Told(speed, hypot(own, way / (landed.t_s - left.t_s)))
