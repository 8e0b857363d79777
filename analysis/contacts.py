"""Which rests are the blocks and which the first three contacts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import CutOff, NoStart
from analysis.feet import Rest, rests
from analysis.travel import Leg, Travel

# Where the feet of a start stand, in leg lengths from the front toe.
FRONT_BLOCK_X = 0.2
REAR_BLOCK_X = (-1.1, -0.1)
FIRST_STEP_X = (0.45, 2.2)
LEAST_STEP = 0.3


@dataclass(frozen=True, slots=True)
class Feet:
    """The rests of the start: both blocks and up to three contacts."""

    front_block: Rest
    rear_block: Rest | None
    contacts: tuple[tuple[Leg, Rest], ...]


def find_feet(travel: Travel, slowness: float) -> Feet:
    """Pick the blocks and the contacts out of both feet's rests.

    Parameters
    ----------
    travel
        The athlete's paths.
    slowness
        Clip seconds per second of life.

    Raises
    ------
    NoStart
        No foot stands on a front block, or the first step is none of a start.
    CutOff
        The clip or the picture ends before the front foot leaves its block.
    """
    front = rests(travel.time_s, travel.point("front", "toe"), slowness)
    rear = rests(travel.time_s, travel.point("rear", "toe"), slowness)
    blocks = [rest for rest in front if abs(rest.x) < FRONT_BLOCK_X]
    if not blocks:
        raise NoStart("no foot stands on a front block")
    block = blocks[-1]
    if not np.isfinite(travel.hips[block.end + 1 :]).any():
        raise CutOff("the front foot is still on its block at the end")
    behind = [
        rest
        for rest in rear
        if REAR_BLOCK_X[0] < rest.x < REAR_BLOCK_X[1] and rest.start < block.end
    ]
    contacts = _contacts(block, front, rear)
    if contacts and not FIRST_STEP_X[0] < contacts[0][1].x < FIRST_STEP_X[1]:
        raise NoStart(f"first step of {contacts[0][1].x:.1f} leg lengths")
    return Feet(block, behind[-1] if behind else None, contacts)


def _contacts(
    block: Rest, front: list[Rest], rear: list[Rest]
) -> tuple[tuple[Leg, Rest], ...]:
    """Rear, front, rear: each the next rest, and further on than the one before."""
    found: list[tuple[Leg, Rest]] = []
    place, after = LEAST_STEP, block.start
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
        place, after = following[0].x + LEAST_STEP, following[0].start
    return tuple(found)
