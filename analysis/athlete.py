"""Who and where: the box around the moving athlete in every frame.

Nothing here knows what a body is. It compares each small grey picture with the one
a tenth of a second before: what moves against a still background is followed, and
the mover that travels furthest is the athlete. Where nobody moves (the hold in the
set position) the box waits where the movement goes on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from analysis.camera import background_step, moved_along
from analysis.clip import Picture, small_frames
from analysis.errors import Nobody, NobodyElse
from analysis.types import Clip, Floats

SMALL_PX = 384
LAG_S = 0.1
# Side of a cell in small pixels: fine enough for an arm.
CELL = 4
# A mover is another possible athlete when it covers this share of the first one's
# area times travel.
RIVAL_SHARE = 0.5
# Somebody else is this share as tall, and this share of them is not in the box of one
# who was found before: a shadow, an arm and the rise into set are not somebody else.
OTHER_HEIGHT = 0.3
OTHER_APART = 0.5


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where the athlete is, and what else was seen on the way.

    Attributes
    ----------
    box_px
        (frames, 4) left, top, right, bottom in the upright picture, smooth in time.
    moving
        (frames,) share of the box that moved in the last tenth of a second.
    camera_px
        (frames, 2) how far the background has moved since the first frame.
    rivals
        Other movers that travelled about as far.
    changed
        (frames, rows, columns) share of each cell of the picture that moved, 0 to 255.
    cell_px
        Side of a cell.
    chosen
        Whether it is not the first choice: somebody said who the athlete is.
    """

    box_px: Floats
    moving: Floats
    camera_px: Floats
    rivals: int
    changed: Picture
    cell_px: float
    chosen: bool = False


@dataclass(slots=True)
class _Mover:
    """One blob followed through the clip, in small pixels."""

    frames: list[int] = field(default_factory=list)
    boxes: list[Floats] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)

    def importance(self) -> float:
        middle = [(box[0] + box[2]) / 2 for box in self.boxes]
        # Not the sum of areas: who passes moves for longer than who starts.
        return float(np.median(self.areas) * (np.ptp(middle) + 1.0))

    def height(self) -> float:
        return float(np.median([box[3] - box[1] for box in self.boxes]))

    def apart_from(self, person: Floats) -> float:
        """Share of this one that is not in a person's box, (frames, 4)."""
        mine = [
            _overlap(box, person[index]) / _overlap(box, box)
            for index, box in zip(self.frames, self.boxes, strict=True)
        ]
        return 1.0 - float(np.median(mine))


def find_athlete(
    clip: Clip, progress: Callable[[float], None] = lambda done: None, skip: int = 0
) -> Sighting:
    """Follow what moves and pick the athlete.

    ``skip`` passes over so many people who would be picked first; after the last one
    it begins again.

    Raises
    ------
    Nobody
        Nothing in the picture moves.
    NobodyElse
        Another one is asked for, and there is only one.
    """
    scale = max(1.0, max(clip.width_px, clip.height_px) / SMALL_PX)
    movers, camera, changed = _watch(clip, progress)
    if not movers:
        raise Nobody("nothing moves in the picture")
    movers.sort(key=_Mover.importance, reverse=True)
    athlete = _pick(movers, skip, clip.frames)
    rivals = [
        other
        for other in movers[1:]
        if not skip and other.importance() > RIVAL_SHARE * athlete.importance()
    ]
    box, moving = _every_frame(athlete, clip.frames)
    return Sighting(
        box * scale,
        moving,
        camera * scale,
        len(rivals),
        changed,
        CELL * scale,
        chosen=skip > 0,
    )


def _pick(movers: list[_Mover], skip: int, frames: int) -> _Mover:
    """The athlete, or after so many others whoever else there is."""
    if not skip:
        return movers[0]
    people, boxes = [movers[0]], [_every_frame(movers[0], frames)[0]]
    least = OTHER_HEIGHT * movers[0].height()
    for mover in movers[1:]:
        apart = all(mover.apart_from(box) > OTHER_APART for box in boxes)
        if mover.height() > least and apart:
            people.append(mover)
            boxes.append(_every_frame(mover, frames)[0])
    if len(people) == 1:
        raise NobodyElse("one person moves in the picture")
    return people[skip % len(people)]


def _watch(
    clip: Clip, progress: Callable[[float], None]
) -> tuple[list[_Mover], Floats, Picture]:
    lag = max(1, round(LAG_S * clip.median_fps))
    recent: deque[Picture] = deque(maxlen=lag + 1)
    movers: list[_Mover] = []
    camera = np.zeros((clip.frames, 2))
    changed: list[Picture] = []
    for index, picture in small_frames(clip, SMALL_PX):
        recent.append(picture)
        step = background_step(recent[0], picture)
        # The first frames too are measured against frame 0: one chain, not several.
        camera[index] = camera[index - len(recent) + 1] + step
        change = _change(moved_along(recent[0], picture, step), picture)
        changed.append(_cells(change))
        if len(recent) > lag:
            _follow(movers, index, lag, _blobs(change))
        progress((index + 1) / clip.frames)
    kept = [mover for mover in movers if len(mover.frames) > lag]
    return kept, camera, np.stack(changed)


def _change(before: Picture, after: Picture) -> Picture:
    """1 where the picture changed, else 0."""
    import cv2

    change = cv2.absdiff(
        cv2.GaussianBlur(before, (3, 3), 0), cv2.GaussianBlur(after, (3, 3), 0)
    )
    threshold = max(12.0, 6.0 * float(np.median(change)))
    mask: NDArray[Any] = (change > threshold).astype(np.uint8)
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(opened, dtype=np.uint8)


def _cells(change: Picture) -> Picture:
    import cv2

    height, width = change.shape
    size = max(1, width // CELL), max(1, height // CELL)
    cells = cv2.resize(change * 255, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cells, dtype=np.uint8)


def _blobs(change: Picture) -> list[tuple[int, Floats]]:
    """Area and box of each connected piece that changed, largest first."""
    import cv2

    reach = max(5, int(max(change.shape) * 0.02)) | 1
    grown = cv2.dilate(change, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown)
    margin = reach // 2
    pieces = []
    for left, top, width, height, area in stats[1:count]:
        if area > 2 * reach * reach:
            box = np.array([left, top, left + width, top + height], dtype=float)
            pieces.append((int(area), box + margin * np.array([1, 1, -1, -1])))
    return sorted(pieces, key=lambda piece: -piece[0])[:6]


def _follow(
    movers: list[_Mover], index: int, lag: int, blobs: list[tuple[int, Floats]]
) -> None:
    """Give each blob to the mover it overlaps; several blobs of one mover are joined.

    A mover may rest (the hold) and go on from where it was.
    """
    for area, box in blobs:
        home = max(
            (mover for mover in movers if _overlap(mover.boxes[-1], box) > 0),
            key=lambda mover: _overlap(mover.boxes[-1], box),
            default=None,
        )
        if home is None:
            movers.append(_Mover([index], [box], [area]))
        elif home.frames[-1] == index:
            joined = home.boxes[-1]
            home.boxes[-1] = np.r_[
                np.minimum(joined[:2], box[:2]), np.maximum(joined[2:], box[2:])
            ]
            home.areas[-1] += area
        else:
            home.frames.append(index)
            home.boxes.append(box)
            home.areas.append(area)


def _overlap(one: Floats, two: Floats) -> float:
    size = np.minimum(one[2:], two[2:]) - np.maximum(one[:2], two[:2])
    return float(size[0] * size[1]) if np.all(size > 0) else 0.0


def _every_frame(mover: _Mover, frames: int) -> tuple[Floats, Floats]:
    """Interpolate the mover's box over all frames and smooth it over a few."""
    number = np.arange(frames)
    boxes = np.array(mover.boxes)
    sides = [np.interp(number, mover.frames, boxes[:, side]) for side in range(4)]
    box = gaussian_filter1d(np.stack(sides, axis=1), 2.0, axis=0, mode="nearest")
    area = np.maximum((box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]), 1.0)
    moving = np.zeros(frames)
    moving[mover.frames] = mover.areas
    return box, np.minimum(moving / area, 1.0)
