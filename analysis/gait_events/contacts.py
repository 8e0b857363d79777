"""The rests of the start: both blocks and the first three contacts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import CutOff, NoStart
from analysis.filtering.running_frame import Leg, Travel
from analysis.gait_events.stance import Rest, rest_around
from analysis.types import Floats

# Where the rear foot's block stands, in leg lengths from the front toe.
REAR_BLOCK_X = (-1.1, -0.1)
# A rest is not longer on either side than the pattern says, by more than this.
SLACK_S, SLACK_FRAMES = 0.05, 2.0
# The toe rests for sure from this long after it landed to this long before it leaves,
# of the last or first so many seconds.
EDGE_S, SURE_S = 0.03, 0.12
# A front foot that leaves this soon after the clip begins was not seen on its block.
LATE_S = 0.15
# Which foot makes each contact, and between which instants.
CONTACTS: tuple[tuple[Leg, str, str | None], ...] = (
    ("rear", "touchdown_1", "toe_off_1"),
    ("front", "touchdown_2", "toe_off_2"),
    ("rear", "touchdown_3", None),
)


@dataclass(frozen=True, slots=True)
class Feet:
    """The rests of the start; a contact that is not in the clip is None."""

    front_block: Rest
    rear_block: Rest | None
    contacts: tuple[tuple[Leg, Rest | None], ...]


def find_feet(travel: Travel, slowness: float) -> Feet:
    """The rests that the pattern of the start speaks of.

    Parameters
    ----------
    travel
        The athlete's paths.
    slowness
        Clip seconds per second of life.

    Raises
    ------
    NoStart
        The clip begins after the push.
    CutOff
        The clip or the picture ends before the front foot leaves its block.
    """
    at_s = travel.pattern.time_of
    left = at_s("front_foot_block_exit")
    block = _rest(travel, "front", (-np.inf, left), slowness)
    if block is None:
        begins = travel.time_s[np.isfinite(travel.hips[:, 0])][0]
        late = left < begins + LATE_S * slowness
        raise NoStart(
            "the clip begins when the front foot has left its block"
            if late
            else travel.pattern.doubt
        )
    if not np.isfinite(travel.hips[block.end + 1 :]).any():
        raise CutOff("the front foot is still on its block at the end")
    rear = _rest(travel, "rear", (-np.inf, at_s("rear_foot_block_exit")), slowness)
    contacts = tuple(
        (leg, _rest(travel, leg, (at_s(down), at_s(off) if off else np.inf), slowness))
        for leg, down, off in CONTACTS
    )
    return Feet(block, rear, contacts)


def stands_px(travel: Travel, slowness: float) -> Floats:
    """(n, 2) where toes stand in the start, pixels of the reference view."""
    feet = find_feet(travel, slowness)
    rests = [feet.front_block, feet.rear_block, *(rest for _, rest in feet.contacts)]
    return travel.to_px(np.array([rest.place for rest in rests if rest is not None]))


def _rest(
    travel: Travel, leg: Leg, between_s: tuple[float, float], slowness: float
) -> Rest | None:
    """The rest of a toe between two instants of the pattern; None when unseen."""
    time_s, toe = travel.time_s, travel.point(leg, "toe")
    since, until = between_s
    step_s = float(np.median(np.diff(time_s)))
    # At 15 frames a second none may lie in so short a while.
    long = max(SURE_S * slowness, 2 * EDGE_S * slowness + step_s)
    sure_from = (since if np.isfinite(since) else until - long) + EDGE_S * slowness
    sure_to = (until if np.isfinite(until) else since + long) - EDGE_S * slowness
    sure = (time_s >= sure_from) & (time_s <= sure_to) & np.isfinite(toe[:, 0])
    if not sure.any():
        return None
    slack = max(SLACK_S * slowness, SLACK_FRAMES * step_s)
    first = int(np.searchsorted(time_s, since - slack))
    end = int(np.searchsorted(time_s, until + slack, side="right"))
    inside = np.flatnonzero(sure)
    return rest_around(toe, (int(inside[0]), int(inside[-1])), (first, end))
