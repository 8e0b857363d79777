"""The athlete's points at an instant, lengths of the body and its centre of mass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis.filtering.running_frame import Leg, Runner
from analysis.landmarks import BY_SIDE, EARS, HIPS, SHOULDERS, landmark, middle
from analysis.types import EventName, Events, Floats

# How far the ball of the foot is on the way from heel to toe (evidence §0).
BALL_SHARE: Final = 0.72
# De Leva 1996, men: share of the body's mass, and where its centre is on the way from
# the first joint to the second. The hand's is so light that the wrist stands for it.
SEGMENTS: Final[Mapping[tuple[str, str], tuple[float, float]]] = {
    ("shoulder", "elbow"): (0.0271, 0.5772),
    ("elbow", "wrist"): (0.0162, 0.4574),
    ("wrist", "wrist"): (0.0061, 0.0),
    ("hip", "knee"): (0.1416, 0.4095),
    ("knee", "ankle"): (0.0433, 0.4459),
    ("heel", "toe"): (0.0137, 0.4415),
}
HEAD_MASS: Final = 0.0694
TRUNK_MASS: Final = 0.4346
# From mid-shoulder to mid-hip.
TRUNK_CENTRE: Final = 0.431
# Pedals are about this far apart along the lane, in leg lengths (seen from the side in
# 9 real starts: 0.18 to 0.4); the rear foot is on its own so long before it leaves.
BLOCKS_APART, ON_BLOCK_S = 0.3, 0.05
LANDINGS: Final[tuple[tuple[EventName, Leg], ...]] = (
    ("touchdown_1", "rear"),
    ("touchdown_2", "front"),
    ("touchdown_3", "rear"),
)
# A landed toe is read over this much of its contact, by its median: smoothing leaves it
# on its way a little longer, and in every contact it stands so long.
STANDS_S, STANDING_READINGS = (0.03, 0.1), 9
# A foot is never placed better than this against the other one.
LEAST_SHIFT = 0.05


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The athlete's points at one instant, or at each of several: (..., 33, 2)."""

    runner: Runner
    xy: Floats

    def point(self, leg: Leg, joint: str) -> Floats:
        """(..., 2) a joint on the side of the front or rear leg."""
        return self.runner.of(self.xy, leg, joint)

    def near(self, joint: str) -> Floats:
        """(..., 2) a joint on the side of the camera."""
        point: Floats = self.xy[..., landmark(self.runner.near_side, joint), :]
        return point

    def ball(self, leg: Leg) -> Floats:
        """(..., 2) ball of the foot."""
        heel = self.point(leg, "heel")
        return heel + BALL_SHARE * (self.point(leg, "toe") - heel)

    @property
    def hips(self) -> Floats:
        """(..., 2) midpoint of the hips."""
        return middle(self.xy, HIPS)

    @property
    def shoulders(self) -> Floats:
        """(..., 2) midpoint of the shoulders."""
        return middle(self.xy, SHOULDERS)

    @property
    def ears(self) -> Floats:
        """(..., 2) midpoint of the ears, about the middle of the head."""
        return middle(self.xy, EARS)


def other(leg: Leg) -> Leg:
    """The rear leg for the front one, the front one for the rear."""
    return "rear" if leg == "front" else "front"


def centre_of_mass(xy: Floats) -> Floats:
    """Centre of mass of 14 segments after de Leva 1996.

    Parameters
    ----------
    xy
        (..., 33, 2) landmarks in any unit of length.

    Returns
    -------
    Floats
        (..., 2) in that unit; NaN where a joint is.
    """
    trunk = middle(xy, SHOULDERS) * (1 - TRUNK_CENTRE) + middle(xy, HIPS) * TRUNK_CENTRE
    centre: Floats = HEAD_MASS * middle(xy, EARS) + TRUNK_MASS * trunk
    for side in BY_SIDE.values():
        for (start, end), (mass, share) in SEGMENTS.items():
            near, far = xy[..., side[start], :], xy[..., side[end], :]
            centre = centre + mass * (near + share * (far - near))
    return centre


def usual_length(runner: Runner, *joints: str) -> float:
    """Length of the near side from joint to joint, the median over the start.

    Parameters
    ----------
    joints
        Two or more, from one end to the other.

    Returns
    -------
    float
        Leg lengths.
    """
    first, last = runner.pattern.at_s[[0, -1]]
    during = (runner.time_s >= first) & (runner.time_s <= last)
    points = runner.xy[during][:, [landmark(runner.near_side, one) for one in joints]]
    lengths = np.linalg.norm(np.diff(points, axis=1), axis=-1).sum(axis=1)
    return float(np.nanmedian(lengths)) if np.isfinite(lengths).any() else np.nan


def landed_toes(runner: Runner, at_s: Mapping[EventName, float]) -> list[float]:
    """How far ahead the toe of each step stands, from the front toe on its block.

    Parameters
    ----------
    at_s
        When each landing is that is known, seconds of life.

    Returns
    -------
    list of float
        One for each of LANDINGS, in the units of the axes; NaN where it is not seen.
    """
    return [
        _landed_toe(runner, leg, at_s[name]) if name in at_s else np.nan
        for name, leg in LANDINGS
    ]


def _landed_toe(runner: Runner, leg: Leg, landed_s: float) -> float:
    first, last = STANDS_S
    times = np.linspace(landed_s + first, landed_s + last, STANDING_READINGS)
    ahead = np.array([runner.of(runner.at(t_s), leg, "toe")[0] for t_s in times])
    return float(np.nanmedian(ahead)) if np.isfinite(ahead).any() else np.nan


def shift_of_rear_foot(runner: Runner, events: Events) -> float:
    """How far the rear foot may appear ahead of where it is, leg lengths (1 SD).

    Feet are a third of a leg apart sideways, and a camera that doesn't look at them
    from the side shifts one against the other. On their blocks it shows by how much;
    where these are not seen it may be as much as they are apart.
    """
    leaves = events["rear_foot_block_exit"]
    if not leaves:
        return BLOCKS_APART
    on_blocks = runner.at(leaves.t_s - ON_BLOCK_S)
    apart = -float(runner.of(on_blocks, "rear", "toe")[0])
    if not np.isfinite(apart):
        return BLOCKS_APART
    return max(LEAST_SHIFT, abs(BLOCKS_APART - apart))
