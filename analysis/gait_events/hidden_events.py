"""What is reported of a start that somebody walks in front of.

Behind a passer the legs are easily exchanged, and a contact that is partly hidden looks
like one that begins or ends there. Feet on their blocks can be told apart by place,
before and after a passer; after the push they can't. So the end of the push has to be
visible, and steps are reported only up to the first stretch in which the body is
hidden.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.errors import HiddenByOther
from analysis.filtering.running_frame import Runner
from analysis.gait_events.foot_movement import FOOT
from analysis.gait_events.missing_events import expected_s
from analysis.landmarks import TOES, TRUNK, landmark
from analysis.types import Event, Events, Floats, Missing

# An event is read from this many seconds of life before and after it; poses next to
# hidden ones are worse than others.
FOOT_S, BODY_S = (0.12, 0.15), (0.15, 0.08)
# The expected time of an event that was not found may be off by this much.
ABOUT_S = 0.05
HIDDEN = Missing("hidden_by_other")
LEFT = "front_foot_block_exit"
STEPS = ("touchdown_1", "toe_off_1", "touchdown_2", "toe_off_2", "touchdown_3")
# Events that make a start without the first movement; a runner passing by shows four.
FEWEST = 5
# Anything hidden counts from this long before the rear foot leaves.
HOLD_S = 0.5
# A toe is on the front block within the first distance and off it beyond the second, in
# leg lengths; seen in at least this many frames it tells which leg is in front.
ON_BLOCK, OFF_BLOCK, FEWEST_FRAMES = 0.15, 0.2, 3
# Feet are on their blocks this long before the rear one leaves.
STOOD_S = 1.5
# The front one for at least this long; a contact while running is shorter.
LEAST_STOOD_S = 0.3


def told_of(runner: Runner, events: Events) -> Events:
    """The events that are reported of a start that somebody walks in front of.

    Raises
    ------
    HiddenByOther
        The end of the push is hidden, or too little is left.
    """
    left = events[LEFT]
    seen = _seen_steps(runner, events, left.t_s) if left else 0
    if not left or not seen or _hides(runner, LEFT, left.t_s):
        raise HiddenByOther("the end of the push")
    told: dict[str, Event | Missing] = {
        name: HIDDEN if _is_hidden(runner, name, event, left.t_s) else event
        for name, event in events.items()
    }
    told.update(dict.fromkeys(STEPS[_told_steps(seen) :], HIDDEN))
    if isinstance(movement := told["first_movement"], Missing):
        # A hold without its end is not known to be the set position.
        told["set_start"] = movement
        if sum(bool(event) for event in told.values()) < FEWEST:
            raise HiddenByOther("neither the first movement nor enough of the steps")
    return told


def _is_hidden(
    runner: Runner, name: str, event: Event | Missing, left_s: float
) -> bool:
    """Whether an event is hidden, or was not found because its expected time is."""
    if isinstance(event, Missing):
        instant, about = expected_s(runner, name), ABOUT_S
    else:
        instant, about = event.t_s, 0.0
    lost = name == "first_movement" and _is_lost(runner, instant, left_s)
    return lost or _hides(runner, name, instant, about)


def _seen_steps(runner: Runner, events: Events, left_s: float) -> int:
    """How many events of the steps come before anything is hidden."""
    lost_s = runner.time_s[_lost(runner) & (runner.time_s > left_s)]
    until = lost_s[0] - FOOT_S[1] if len(lost_s) else np.inf
    for number, name in enumerate(STEPS):
        event = events[name]
        instant = event.t_s if event else expected_s(runner, name)
        if instant > until or _hides(runner, name, instant):
            return number
    return len(STEPS)


def _told_steps(seen: int) -> int:
    """How many of those are reported: whole contacts whose next event is visible too.

    The rest of a contact that is cut, or of the flight after it, may be another one.
    """
    return seen if seen == len(STEPS) else 2 * ((seen - 1) // 2)


def check_rest(
    runner: Runner,
    xy_px: Floats,
    found: Events,
    kept: Events,
) -> None:
    """Refuse when what is visible around a passer does not add up to a start.

    Parameters
    ----------
    xy_px
        (frames, 33, 2) as the model gave them, pixels of the reference view: legs may
        have been exchanged since, to agree with those after the passer.
    found, kept
        The visible events, and those of them with plausible intervals.

    Raises
    ------
    HiddenByOther
        An event does not fit the others, or one leg was taken for the other.
    """
    odd = [name for name, event in found.items() if event and not kept[name]]
    if odd:
        raise HiddenByOther(f"{odd[0]} is seen where it does not fit the rest")
    _check_block(runner, xy_px)


def _check_block(runner: Runner, xy_px: Floats) -> None:
    """Refuse when no foot stays on the front block, or not always the same one."""
    toes = xy_px[:, TOES]
    away = np.linalg.norm(toes - runner.to_px(np.zeros(2)), axis=2) / runner.leg_px
    rear_left, left = runner.pattern.at_s[:2]
    on_block = away.min(axis=1) < ON_BLOCK
    on_block &= (runner.time_s > rear_left - STOOD_S) & (runner.time_s < left)
    stood_s = runner.time_s[on_block]
    if not len(stood_s) or left - stood_s[0] < LEAST_STOOD_S:
        raise HiddenByOther("the front foot is not seen on its block")
    alone = on_block & (away.max(axis=1) > OFF_BLOCK)
    stretches = np.split(np.arange(len(away)), np.flatnonzero(_lost(runner)))
    for stretch in stretches:
        sides = away[stretch][alone[stretch]].argmin(axis=1)
        side = "right" if len(sides) and sides.mean() > 0.5 else "left"
        if len(sides) >= FEWEST_FRAMES and side != runner.front_leg:
            raise HiddenByOther(f"the {side} foot is on the front block for a while")


def is_hidden(runner: Runner) -> bool:
    """Whether somebody who passes covers anything of the athlete during the start."""
    first, last = runner.pattern.at_s[[0, -1]]
    begins, ends = first - HOLD_S, last + FOOT_S[1]
    during = (runner.time_s >= begins) & (runner.time_s <= ends)
    return runner.passed and bool((runner.visibility[during] == 0.0).any())


def _hides(runner: Runner, name: str, instant: float, about_s: float = 0.0) -> bool:
    """Whether the joints that tell an event are covered at an instant.

    Parameters
    ----------
    about_s
        Seconds of life by which the instant may be off.
    """
    before, after = FOOT_S if name in FOOT else BODY_S
    since, until = instant - before - about_s, instant + after + about_s
    near = (runner.time_s >= since) & (runner.time_s <= until)
    leg = FOOT.get(name)
    joints = [landmark(runner.side_of(leg), "toe")] if leg else TRUNK
    return bool((runner.visibility[near][:, joints] == 0.0).any())


def _lost(runner: Runner) -> NDArray[np.bool_]:
    """(frames,) whether too much of the athlete is covered to see anything."""
    lost: NDArray[np.bool_] = (runner.visibility == 0.0).all(axis=1)
    return lost


def _is_lost(runner: Runner, since: float, until: float) -> bool:
    """Whether that is so in any frame between two instants."""
    between = (runner.time_s > since) & (runner.time_s < until)
    return bool(_lost(runner)[between].any())
