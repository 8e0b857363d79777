"""What is told of a start that somebody passes in front of.

Behind a passer legs are exchanged easily, and what is left of a contact looks like one
that begins or ends there. While feet are on their blocks their places tell them apart,
on both sides of a passer; after the push nothing does. So the end of the push has to be
seen, and of the steps only those before the first stretch in which the body is lost are
told.
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

# An event is read from so much of life before and after it; poses beside those that are
# lost are worse than others.
FOOT_S, BODY_S = (0.12, 0.15), (0.15, 0.08)
# Where an event that was not found should be is known to so much of life.
ABOUT_S = 0.05
HIDDEN = Missing("hidden_by_other")
LEFT = "front_foot_block_exit"
STEPS = ("touchdown_1", "toe_off_1", "touchdown_2", "toe_off_2", "touchdown_3")
# Without the first movement so many moments tell a start: who runs by has four.
FEWEST = 5
# The start, for what is hidden of it: from so long before the rear foot leaves.
HOLD_S = 0.5
# A toe is on the front block within the first of these, and not beyond the second, in
# leg lengths; seen so in so many frames it tells which leg is in front.
ON_BLOCK, OFF_BLOCK, FEWEST_FRAMES = 0.15, 0.2, 3
# Feet are on their blocks for so long before the rear one leaves.
STOOD_S = 1.5
# And the front one for so long at least; a contact of the steps is shorter.
LEAST_STOOD_S = 0.3


def told_of(runner: Runner, events: Events) -> Events:
    """The events that are told of a start before which somebody passes.

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
    """Whether an event is hidden, or was not found where it should be for that."""
    if isinstance(event, Missing):
        instant, about = expected_s(runner, name), ABOUT_S
    else:
        instant, about = event.t_s, 0.0
    lost = name == "first_movement" and _is_lost(runner, instant, left_s)
    return lost or _hides(runner, name, instant, about)


def _seen_steps(runner: Runner, events: Events, left_s: float) -> int:
    """How many events of the steps are before anything is hidden."""
    lost_s = runner.time_s[_lost(runner) & (runner.time_s > left_s)]
    until = lost_s[0] - FOOT_S[1] if len(lost_s) else np.inf
    for number, name in enumerate(STEPS):
        event = events[name]
        instant = event.t_s if event else expected_s(runner, name)
        if instant > until or _hides(runner, name, instant):
            return number
    return len(STEPS)


def _told_steps(seen: int) -> int:
    """How many of them are told: whole contacts, and the moment after them is seen.

    What is left of a contact, or of the flight after it, may be another one.
    """
    return seen if seen == len(STEPS) else 2 * ((seen - 1) // 2)


def check_rest(
    runner: Runner,
    xy_px: Floats,
    found: Events,
    kept: Events,
) -> None:
    """Refuse where what is seen before, beside and after a passer makes no start.

    Parameters
    ----------
    xy_px
        (frames, 33, 2) as the model saw the athlete, in the reference view: legs may
        have been exchanged since, to go with those after the passer.
    found, kept
        The events that are seen, and those of them that make a start.

    Raises
    ------
    HiddenByOther
        A moment does not fit the others, or a leg is taken for the other one.
    """
    odd = [name for name, event in found.items() if event and not kept[name]]
    if odd:
        raise HiddenByOther(f"{odd[0]} is seen where it does not fit the rest")
    _check_block(runner, xy_px)


def _check_block(runner: Runner, xy_px: Floats) -> None:
    """Refuse where no foot, or not one and the same, stays on the front block."""
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
    """(frames,) whether so much of the athlete is covered that nothing is seen."""
    lost: NDArray[np.bool_] = (runner.visibility == 0.0).all(axis=1)
    return lost


def _is_lost(runner: Runner, since: float, until: float) -> bool:
    """Whether that is so in any frame between two instants."""
    between = (runner.time_s > since) & (runner.time_s < until)
    return bool(_lost(runner)[between].any())
