"""The pieces of one athlete: a slow mover is detected as several separate blobs.

In slow motion head, hands and feet change while the body between them does not, and
each is followed as its own track; those that travel together are the athlete's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import gaussian_filter1d

from analysis.detection.motion_tracks import MotionTrack
from analysis.types import Floats

# A part is within this many athlete sizes of the athlete in this share of its frames.
PART_NEAR, PART_ALONG = 0.5, 0.8
# Parts are added only if the athlete becomes this many times larger with them; less
# means that the athlete was seen whole.
IN_PIECES = 1.4
LARGE = 75


def with_parts(
    box: Floats, athlete: MotionTrack, others: Sequence[MotionTrack]
) -> Floats:
    """The athlete's box grown by whatever moves along with it.

    Parameters
    ----------
    box
        (frames, 4) where the athlete's largest piece is.
    athlete
        That piece.
    others
        Movers that may be other pieces of the same body.

    Returns
    -------
    ndarray
        (frames, 4); the same box when it holds most of the body already.
    """
    size = _size(box, athlete.frames)
    grown = box.copy()
    for part in others:
        apart = [
            _gap(box[index], there)
            for index, there in zip(part.frames, part.boxes, strict=True)
        ]
        if np.mean(np.array(apart) < PART_NEAR * size) < PART_ALONG:
            continue
        for index, there in zip(part.frames, part.boxes, strict=True):
            grown[index] = _joined(grown[index], there)
    if _size(grown, athlete.frames) < IN_PIECES * size:
        return box
    smooth: Floats = gaussian_filter1d(grown, 2.0, axis=0, mode="nearest")
    return smooth


def _size(box: Floats, frames: Sequence[int]) -> float:
    sides = box[frames, 2:] - box[frames, :2]
    return float(np.percentile(sides.max(axis=1), LARGE))


def _gap(one: Floats, two: Floats) -> float:
    return float(np.maximum(one[:2] - two[2:], two[:2] - one[2:]).max())


def _joined(one: Floats, two: Floats) -> Floats:
    both: Floats = np.r_[np.minimum(one[:2], two[:2]), np.maximum(one[2:], two[2:])]
    return both
