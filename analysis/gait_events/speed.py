"""How fast the athlete goes: a start gathers speed, as nothing else on a track does."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.errors import NoStart
from analysis.filtering.running_frame import Travel
from analysis.types import Event

# Out of the blocks people run 3 to 7 leg lengths a second (evidence: 3.2 to 3.6 m/s at
# block exit, 5 to 6 after three steps); a walk is below 2. Not told from less than so
# many seconds.
SPEEDS, LEAST_RUN_S = (2.4, 9.0), 0.15
# A clip that goes on for so long after the exit shows a landing.
LANDS_WITHIN_S = 0.4
AFTER_EXIT = ("touchdown_1", "toe_off_1", "touchdown_2", "toe_off_2", "touchdown_3")
# Who leaves the front block goes 2.7 to 4.6 leg lengths a second (rendered athletes and
# 15 real starts), who leaves the first contact 4.5 to 5.7: a clip that begins after the
# push shows the same feet one step later. Read over so much of life on either side.
FASTEST_EXIT, AROUND_S = 4.75, 0.06


def check_speed(
    travel: Travel, events: Mapping[str, Event | None], slowness: float
) -> None:
    """Refuse who walks out of a crouch, or goes faster than anybody at this pace.

    Raises
    ------
    NoStart
    """
    left = events["front_foot_block_exit"]
    if left is not None and events["first_movement"] is None:
        seen_before = events["rear_foot_block_exit"] is not None
        _check_exit(travel, left, slowness, seen_before=seen_before)
    later = [
        event
        for name, event in events.items()
        if event is not None and name in AFTER_EXIT and left is not None
    ]
    if left is None:
        return
    if not later:
        seen_s = travel.time_s[np.isfinite(travel.hips[:, 0])]
        if seen_s[-1] > left.t_s + LANDS_WITHIN_S * slowness:
            raise NoStart("no foot lands after the push")
        return
    took = (later[-1].t_s - left.t_s) / slowness
    if took < LEAST_RUN_S:
        return
    hips = [
        float(np.interp(event.t_s, travel.time_s, travel.hips[:, 0]))
        for event in (left, later[-1])
    ]
    speed = (hips[1] - hips[0]) / took
    if not SPEEDS[0] <= speed <= SPEEDS[1]:
        raise NoStart(f"runs {speed:.1f} leg lengths a second")


def _check_exit(
    travel: Travel, left: Event, slowness: float, *, seen_before: bool
) -> None:
    """Refuse the first contact taken for a block, when no hold was seen before it.

    In slow motion the rate is less sure, and the rear foot must not have been seen on
    its block either.
    """
    if slowness != 1.0 and seen_before:
        return
    around = AROUND_S * slowness
    ends = [left.t_s - around, left.t_s + around]
    hips = np.interp(ends, travel.time_s, travel.hips[:, 0])
    speed = float(hips[1] - hips[0]) / (2 * AROUND_S)
    if speed > FASTEST_EXIT:
        raise NoStart("the clip begins when the front foot has left its block")
