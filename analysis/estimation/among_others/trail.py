"""One body's path: where it will be in the next frame, and which pose is its own.

The model looks at one body and may leap to a neighbour's; the one that is followed
stays on its path, and has its feet on the ground of its own lane.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.landmarks import ANKLES, HEELS, HIPS, KNEES, SHOULDERS, TOES
from analysis.types import Floats

# Joints that tell bodies apart: shoulders, hips, legs.
BODY = [*SHOULDERS, *HIPS, *KNEES, *ANKLES, *TOES]
FEET = [*HEELS, *TOES]
# Weight of being off the lane's ground against being off the path: a lane is 0.2 leg
# lengths of the picture, and no flight in a start lifts both feet that far.
GROUND_SHARE = 0.6
# Hips that are further than this from where they should be, in leg lengths, are
# another one's.
LEAP = 0.35


class Trail:
    """The path of one body, in pixels of the reference view.

    Parameters
    ----------
    first
        (33, 2) its pose in the frame from which it is followed.
    frame
        That frame's number.
    leg_px, ground_px
        One leg length, and how low the feet are in the picture.
    """

    def __init__(
        self, first: Floats, frame: int, leg_px: float, ground_px: float
    ) -> None:
        self.leg_px, self._ground_px = leg_px, ground_px
        self._last = [(frame, first)]

    def ahead(self, frame: int) -> Floats:
        """(33, 2) where the joints will be, extrapolated from the last two poses."""
        (last, here), *before = self._last[::-1]
        if not before:
            return here
        (earlier, there), *_ = before
        # Two frames close together are no basis for a long extrapolation.
        steps = min(abs(frame - last), 2 * abs(last - earlier)) / abs(last - earlier)
        points: Floats = here + steps * (here - there)
        return points

    def own(self, frame: int, poses: Sequence[Floats]) -> int | None:
        """Which of several poses (33, 2) is this body's; None when none is.

        The chosen one becomes the last pose of the path.
        """
        if not poses:
            return None
        ahead = self.ahead(frame)
        off = [self._off(pose, ahead) for pose in poses]
        chosen = int(np.argmin(off))
        leap = (poses[chosen][HIPS] - ahead[HIPS]).mean(axis=0)
        if np.linalg.norm(leap) > LEAP * self.leg_px:
            return None
        earlier = [one for one in self._last if one[0] != frame]
        self._last = [*earlier, (frame, poses[chosen])][-2:]
        return chosen

    def _off(self, pose: Floats, ahead: Floats) -> float:
        """How unlike this body's a pose is, in pixels."""
        way = apart(pose, ahead)
        return way + GROUND_SHARE * abs(lowest(pose) - self._ground_px)


def apart(one: Floats, other: Floats) -> float:
    """Mean distance between the joints of two poses (33, 2), in their unit."""
    return float(np.linalg.norm(one[BODY] - other[BODY], axis=-1).mean())


def lowest(pose: Floats) -> float:
    """Mean height of the two lowest foot points of a pose (33, 2), pixels down."""
    return float(np.sort(pose[FEET, 1])[-2:].mean())
