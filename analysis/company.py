"""Who else moves: movement in the picture that is not the athlete's own.

Starters in neighbouring lanes overlap in the picture, and the pose model sees one of
them; but what moves far from that one's bones is somebody else.
"""

from __future__ import annotations

import numpy as np

from analysis.athlete import Sighting
from analysis.movers import LAG_S
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
# Hips this share of the box's sides beyond them are somebody else's.
BOX_MARGIN = 0.25


def strange(poses: Poses, sighting: Sighting, leg_px: float) -> tuple[Floats, Floats]:
    """Area that moved near the athlete's bones and area that moved elsewhere.

    Returns
    -------
    own, other
        (frames,) square leg lengths; NaN where there is no pose.
    """
    frames = len(poses.time_s)
    own, other = np.full(frames, np.nan), np.full(frames, np.nan)
    lag = max(1, round(LAG_S / float(np.median(np.diff(poses.time_s)))))
    cell = (sighting.cell_px / leg_px) ** 2 / 255
    for index in range(lag, frames):
        shown = np.array([index - lag, index - lag // 2, index])
        points = sighting.camera.carried(poses.xy_px[shown], shown, index)
        bones = points[:, BONES]
        bones = bones[np.isfinite(bones[:, 0, 0, 0])].reshape(-1, 2, 2)
        if not len(bones):
            continue
        rows, columns = np.nonzero(sighting.changed[index])
        middle = (np.stack([columns, rows], axis=1) + 0.5) * sighting.cell_px
        below = (middle[:, 1] - bones[..., 1].max()) / leg_px
        body = (below < -SHADOW[0]) | (below > SHADOW[1])
        middle, share = middle[body], sighting.changed[index, rows, columns][body]
        near = _distance(middle, bones) < REACH * leg_px
        own[index] = share[near].sum() * cell
        other[index] = share[~near].sum() * cell
    return own, other


def only(poses: Poses, sighting: Sighting) -> Poses:
    """The poses of the one who was chosen: the model may look at a neighbour."""
    hips = poses.xy_px[:, 23:25].mean(axis=1)
    box = sighting.people_px[0, : len(hips)]
    margin = BOX_MARGIN * (box[:, 2:] - box[:, :2])
    inside = (hips >= box[:, :2] - margin) & (hips <= box[:, 2:] + margin)
    xy_px, seen = poses.xy_px.copy(), poses.seen.copy()
    xy_px[~inside.all(axis=1)] = np.nan
    seen[~inside.all(axis=1)] = np.nan
    return Poses(xy_px, seen, poses.time_s)


def _distance(points: Floats, bones: Floats) -> Floats:
    """From each point to the nearest bone."""
    first, along = bones[:, 0], bones[:, 1] - bones[:, 0]
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    gap = points[:, None] - first
    share = np.clip((gap * along).sum(axis=2) / length, 0.0, 1.0)
    away = np.linalg.norm(gap - share[..., None] * along, axis=2)
    nearest: Floats = away.min(axis=1, initial=np.inf)
    return nearest
