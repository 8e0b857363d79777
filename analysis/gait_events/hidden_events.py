"""Events that somebody else's body hides are missing, and what is left of a start."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from analysis.errors import HiddenByOther
from analysis.filtering.running_frame import Runner, landmark
from analysis.gait_events.foot_movement import FOOT
from analysis.gait_events.plausibility import in_step
from analysis.types import Event

# An event is read from so much of life on either side, and from a frame at least; poses
# beside those that are lost are worse than others.
FOOT_S, BODY_S = (0.08, 0.12), (0.15, 0.08)
# Where an event that was not found should be is known to so much of life.
ABOUT_S = 0.05
BODY = [11, 12, 23, 24]
LEFT = "front_foot_block_exit"
# Where the end of the push is hidden, so many of the steps' events tell a start.
STEPS = ("touchdown_1", "toe_off_1", "touchdown_2", "toe_off_2", "touchdown_3")
FEWEST_STEPS = 3
# And without the first movement so many moments: who runs by has four.
FEWEST = 5
# The start, for what is hidden of it: from so long before the rear foot leaves.
HOLD_S = 0.5


def as_far_as_seen(
    runner: Runner, events: Mapping[str, Event | None]
) -> dict[str, Event | None]:
    """Without what a passer hides; the end of the push stays, for all hangs on it."""
    return {**but_hidden(runner, events), LEFT: events[LEFT]}


def told_of(
    runner: Runner, events: Mapping[str, Event | None]
) -> dict[str, Event | None]:
    """The events that are told of a start before which somebody passes.

    Raises
    ------
    HiddenByOther
        What is left makes no start.
    """
    told = but_hidden(runner, events)
    if told["first_movement"] is None:
        # A hold without its end is not known to be the set position.
        told["set_start"] = None
    steps = [name for name in STEPS if told[name]]
    if told[LEFT] is None and len(steps) < FEWEST_STEPS:
        raise HiddenByOther(f"the end of the push; {len(steps)} of 5 moments are left")
    few = sum(event is not None for event in told.values()) < FEWEST
    if few and told["first_movement"] is None:
        raise HiddenByOther("neither the first movement nor enough of the steps")
    if not in_step(events):
        raise HiddenByOther("what is seen before and after makes no start")
    return told


def check_told(
    found: Mapping[str, Event | None], kept: Mapping[str, Event | None]
) -> None:
    """Refuse a start in which a seen moment does not fit the others.

    Raises
    ------
    HiddenByOther
        What is hidden led to another start than the athlete's.
    """
    odd = [name for name, event in found.items() if event and not kept[name]]
    if odd:
        raise HiddenByOther(f"{odd[0]} is seen where it does not fit the rest")


def is_hidden(runner: Runner) -> bool:
    """Whether anything of the athlete is covered during the start."""
    first, last = runner.pattern.at_s[[0, -1]]
    during = (runner.time_s >= first - HOLD_S) & (runner.time_s <= last)
    return bool((runner.visibility[during] == 0.0).any())


def but_hidden(
    runner: Runner, events: Mapping[str, Event | None]
) -> dict[str, Event | None]:
    """The events without those that somebody else's body hides."""
    return {
        name: None if event is not None and hides(runner, name, event.t_s) else event
        for name, event in events.items()
    }


def hides(runner: Runner, name: str, instant: float, about_s: float = 0.0) -> bool:
    """Whether the joints that tell an event are covered at an instant.

    Parameters
    ----------
    about_s
        Seconds of life by which the instant may be off.
    """
    before, after = FOOT_S if name in FOOT else BODY_S
    step_s = float(np.median(np.diff(runner.time_s)))
    since = instant - max(before + about_s, step_s)
    until = instant + max(after + about_s, step_s)
    near = (runner.time_s >= since) & (runner.time_s <= until)
    return bool(covered_at(runner, name)[near].any())


def covered_at(runner: Runner, name: str) -> NDArray[np.bool_]:
    """(frames,) whether somebody covers the joints that tell an event."""
    leg = FOOT.get(name)
    joints = [landmark(runner.side_of(leg), "toe")] if leg else BODY
    covered: NDArray[np.bool_] = (runner.visibility[:, joints] == 0.0).any(axis=1)
    return covered
