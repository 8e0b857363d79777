"""Leg lengths in metres, once somebody tells a height. Shown, and never judged."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sqrt

from analysis.travel import Maybe, Told, Travel

# Evidence §0: a leg's share of the height, and how far bodies stray from it (1 SD).
LEG_SHARE = 0.49
SCALE_SPREAD = 0.05
GRAVITY = 9.81
# Heights of people who start, in centimetres.
HEIGHTS_CM = range(100, 231)


@dataclass(frozen=True, slots=True)
class Metres:
    """What a start covers, in metres; None for what is not known.

    Attributes
    ----------
    steps
        Metres from toe to toe: front block to touchdown 1, and on to 2 and 3.
    exit_speed
        Metres per second on leaving the blocks.
    power
        Mean horizontal power of the push as a share of what the body's mass, gravity
        and leg length give: Bezodis 2010, evidence §7. The mass cancels.
    """

    steps: tuple[Maybe, Maybe, Maybe]
    exit_speed: Maybe
    power: Maybe

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return any((*self.steps, self.exit_speed))


def metres(travel: Travel, height_m: float) -> Metres:
    """Everything in metres, for an athlete of that height."""
    leg_m = LEG_SHARE * height_m
    steps = (travel.step_1, travel.step_2, travel.step_3)
    first, second, third = (_scaled(step, leg_m) for step in steps)
    return Metres(
        (first, second, third),
        _scaled(travel.exit_speed, leg_m),
        _power(travel.exit_speed, travel.push_time, leg_m),
    )


def _scaled(told: Maybe, leg_m: float) -> Maybe:
    if told is None:
        return None
    value = told.value * leg_m
    return Told(value, hypot(told.plus_minus * leg_m, SCALE_SPREAD * value))


def _power(speed: Maybe, push: Maybe, leg_m: float) -> Maybe:
    """v² / (2 t g^1.5 √leg); in leg lengths a second it grows with the leg's 1.5."""
    if speed is None or push is None:
        return None
    speed_m_s = speed.value * leg_m
    value = speed_m_s**2 / (2 * push.value * GRAVITY**1.5 * sqrt(leg_m))
    share = hypot(
        2 * speed.plus_minus / speed.value,
        push.plus_minus / push.value,
        1.5 * SCALE_SPREAD,
    )
    return Told(value, value * share)
