"""Who else moves: movement in the picture that is not the athlete's own.

Starters in neighbouring lanes overlap in the picture, and the pose model sees one of
them; but whatever moves far from that body's bones is somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.detection.athlete import Detection
from analysis.detection.motion_tracks import LAG_S
from analysis.landmarks import HIPS, middle
from analysis.types import Floats, Poses

BONES = np.array([
    (11, 12), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23), (12, 24), (23, 24),
    (23, 25), (25, 27), (24, 26), (26, 28), (27, 31), (28, 32), (0, 11), (0, 12),
])  # fmt: skip
# Flesh, clothes and the smear of a tenth of a second, in leg lengths from a bone.
REACH = 0.28
# The athlete's shadow lies here, in leg lengths above and below the lowest joint: a low
# sun behind throws it far. A neighbour's body reaches above it.
SHADOW = (0.15, 1.0)
# Somebody right beside: beyond the athlete's own flesh, and no further than a model
# that looks at the athlete sees; above the feet, where a shadow seldom falls.
BESIDE, ABOVE_FEET = (0.22, 0.6), 0.4
# Busy are the frames from this percentile of the athlete's own movement on.
BUSY = 60
# Hips outside the box by more than this share of its sides are somebody else's.
BOX_MARGIN = 0.25


def strange(poses: Poses, detection: Detection, leg_px: float) -> tuple[Floats, Floats]:
    """Area that moved near the athlete's bones and area that moved elsewhere.

    Returns
    -------
    own, other
        (frames,) square leg lengths; NaN where there is no pose.
    """
    own, other = np.full((2, len(poses.time_s)), np.nan)
    for index, away, below, area in _moved(poses, detection, leg_px):
        body = (below < -SHADOW[0]) | (below > SHADOW[1])
        own[index] = area[body & (away < REACH)].sum()
        other[index] = area[body & (away >= REACH)].sum()
    return own, other


def beside(poses: Poses, detection: Detection, leg_px: float) -> float:
    """Area that moves right beside the athlete's body, where the athlete is busy.

    Returns
    -------
    float
        Square leg lengths: 0-0.071 in 60 clips of one athlete alone; 0.056-0.10 where
        only heads and backs of others show behind the athlete; 0.2 for two in view;
        0.11 for one alone with a low sun behind, who throws the shadow high.
    """
    own, other = np.full((2, len(poses.time_s)), np.nan)
    for index, away, below, area in _moved(poses, detection, leg_px):
        body = below < -ABOVE_FEET
        own[index] = area[body & (away < BESIDE[0])].sum()
        other[index] = area[body & (away >= BESIDE[0]) & (away < BESIDE[1])].sum()
    known = np.isfinite(own)
    if not known.any():
        return 0.0
    busy = own[known] >= np.percentile(own[known], BUSY)
    return float(np.percentile(other[known][busy], 75))


def _moved(
    poses: Poses, detection: Detection, leg_px: float
) -> Iterator[tuple[int, Floats, Floats, Floats]]:
    """What moved in each frame with a pose: a row for each cell of the picture.

    Yields
    ------
    frame, away, below, area
        Leg lengths from the nearest bone and below the lowest joint, and how much of
        the cell moved in square leg lengths.
    """
    lag = max(1, round(LAG_S / float(np.median(np.diff(poses.time_s)))))
    cell = (detection.cell_px / leg_px) ** 2 / 255
    for index in range(lag, len(poses.time_s)):
        shown = np.array([index - lag, index - lag // 2, index])
        points = detection.camera.carried(poses.xy_px[shown], shown, index)
        bones = points[:, BONES]
        bones = bones[np.isfinite(bones[:, 0, 0, 0])].reshape(-1, 2, 2)
        if not len(bones):
            continue
        rows, columns = np.nonzero(detection.changed[index])
        middle = (np.stack([columns, rows], axis=1) + 0.5) * detection.cell_px
        below = (middle[:, 1] - bones[..., 1].max()) / leg_px
        away = distance(np.asarray(middle, np.float64), bones) / leg_px
        yield index, away, below, detection.changed[index, rows, columns] * cell


def only(poses: Poses, detection: Detection) -> Poses:
    """The chosen athlete's poses, without those the model took from a neighbour."""
    hips = middle(poses.xy_px, HIPS)
    box = detection.people_px[0, : len(hips)]
    margin = BOX_MARGIN * (box[:, 2:] - box[:, :2])
    inside = (hips >= box[:, :2] - margin) & (hips <= box[:, 2:] + margin)
    xy_px, seen = poses.xy_px.copy(), poses.visibility.copy()
    xy_px[~inside.all(axis=1)] = np.nan
    seen[~inside.all(axis=1)] = np.nan
    return Poses(xy_px, seen, poses.time_s)


def distance(points: Floats, bones: Floats) -> Floats:
    """(n,) from points (n, 2) to the nearest of the bones (m, 2, 2), in their unit."""
    first_x, first_y = bones[:, 0].T
    along_x, along_y = (bones[:, 1] - bones[:, 0]).T
    length = np.maximum(along_x**2 + along_y**2, 1e-9)
    x, y = points[:, :1] - first_x, points[:, 1:] - first_y
    share = np.clip((x * along_x + y * along_y) / length, 0.0, 1.0)
    squares = (x - share * along_x) ** 2 + (y - share * along_y) ** 2
    nearest: Floats = np.sqrt(squares.min(axis=1, initial=np.inf))
    return nearest
