"""Where the people are when there are several: boxes of what moves, one each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from analysis.detection.motion_tracks import lag_of
from analysis.visuals.refusal.evidence import Scene
from analysis.visuals.theme import Box

Mask = NDArray[np.bool_]

# Change from which a cell of the picture moved, of 255.
MOVED = 60
# Least movement of another person, as a share of the busiest other's, in cells.
SOMEBODY_SHARE, FEWEST_CELLS, MOST_OTHERS = 0.25, 8, 3
# Anything less high is a shadow or a swinging arm, as a share of the athlete's height.
LEAST_HEIGHT = 0.4
# Flesh and clothes along a bone, and the shadow above and below the feet, as shares
# of the athlete's height in the frame.
THICK, ABOVE, BELOW = 0.26, 0.12, 0.20
# Rows and columns with less than this share of the fullest are a shadow's or a foot's.
THIN = 0.12


def people(scene: Scene) -> tuple[int, list[Box]]:
    """The frame in which most moves beside the athlete, and everybody's box in it."""
    detection = scene.detection
    if detection is None:
        return 0, []
    moved = detection.changed > MOVED
    apart = np.stack([moved[n] & ~_own(scene, n, moved[n]) for n in range(len(moved))])
    # A cut moves everything for a moment; somebody who runs moves for longer.
    lag = lag_of(scene.clip)
    lasting = ndimage.minimum_filter1d(apart.sum(axis=(1, 2)), 3 * lag)
    frame = int(np.argmax(lasting))
    body = scene.body(frame)
    others = _pieces(apart[frame], detection.cell_px)
    tall = LEAST_HEIGHT * (body[3] - body[1])
    boxes = [body, *(box for box in others if box[3] - box[1] > tall)]
    # People seen before a cut are not the ones after it.
    later = min(frame + 2 * lag, len(apart) - 1)
    here, there = (
        [_within(moved[n], box, detection.cell_px) for box in boxes]
        for n in (frame, later)
    )
    least = [max(SOMEBODY_SHARE * cells, FEWEST_CELLS) for cells in here]
    stay = [box for box, n, few in zip(boxes, there, least, strict=True) if n > few]
    return frame, stay


def _own(scene: Scene, frame: int, moved: Mask) -> Mask:
    """Cells that are the athlete's, with the smear; and those of shadows on the ground.

    Neighbours overlap, so it is not the athlete's box but what lies along the bones.
    """
    assert scene.detection is not None
    cell = scene.detection.cell_px
    left, top, right, bottom = (side / cell for side in scene.body(frame))
    mask = Image.new("1", (moved.shape[1], moved.shape[0]))
    draw = ImageDraw.Draw(mask)
    lag = lag_of(scene.clip)
    bones = scene.bones((frame - lag, frame - lag // 2, frame), frame) / cell
    for bone in bones.tolist():
        draw.line([tuple(end) for end in bone], 1, round(THICK * (bottom - top)))
    if not len(bones):
        draw.rectangle((left, top, right, bottom), 1)
    high = bottom - top
    draw.rectangle((0, bottom - ABOVE * high, mask.width, bottom + BELOW * high), 1)
    return np.asarray(mask)


def _pieces(moved: Mask, cell_px: float) -> list[Box]:
    """Boxes of connected cells, the largest first."""
    joined, count = ndimage.label(ndimage.binary_dilation(moved, iterations=3))
    areas = np.bincount(joined[moved], minlength=count + 1)
    least = max(SOMEBODY_SHARE * float(areas.max()), FEWEST_CELLS)
    largest = np.argsort(-areas)[:MOST_OTHERS]
    return [
        _box(moved & (joined == number), cell_px)
        for number in largest.tolist()
        if areas[number] >= least
    ]


def _within(moved: Mask, box: Box, cell_px: float) -> int:
    """How many cells moved in a box."""
    left, top, right, bottom = (max(0, round(side / cell_px)) for side in box)
    return int(moved[top:bottom, left:right].sum())


def _box(piece: Mask, cell_px: float) -> Box:
    rows, columns = (
        np.flatnonzero(sums > THIN * sums.max())
        for sums in (piece.sum(axis=1), piece.sum(axis=0))
    )
    left, right = float(columns[0]) - 1, float(columns[-1]) + 2
    top, bottom = float(rows[0]) - 1, float(rows[-1]) + 2
    return left * cell_px, top * cell_px, right * cell_px, bottom * cell_px
