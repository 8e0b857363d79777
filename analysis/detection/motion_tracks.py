"""What moves against a still background, followed through the clip.

Each small grey picture is compared with the one a tenth of a second before; changed
regions that overlap from frame to frame are one track, which may pause.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.background import Background
from analysis.camera_motion.camera import box_moved, moved_along
from analysis.camera_motion.rotation_fit import Turning
from analysis.capture.clip import Picture, small_frames
from analysis.capture.flicker import Brightness
from analysis.capture.small_pictures import SMALL_PX
from analysis.types import Clip, Floats

Glimpses = tuple[tuple[int, Picture], ...]

LAG_S = 0.1
# Side of a cell in small pixels: fine enough for an arm.
CELL = 4
# A picture is kept this often, for the steps that need the background.
GLIMPSE_S = 0.2
# Only at a cut or a flash does the average pixel change by more grey levels than this
# from one frame to the next.
CUT_LEVELS = 25.0
# This share of the pixels, the most changed ones, shows whether a picture changed.
MOST_CHANGED = 0.0025
# What changed by more grey levels than this, and than this many times the median of all
# pixels, is no noise.
LEAST_NOISE, TIMES_NOISE = 12, 6
# A box of less than this share of the usual one holds a moving head or hand.
MOST_OF_BODY = 0.35


@dataclass(slots=True)
class MotionTrack:
    """One blob followed through the clip, in small pixels.

    ``last`` is its last box in the first picture's coordinates, so that a pan does not
    carry it away from somebody at rest.
    """

    frames: list[int] = field(default_factory=list)
    boxes: list[Floats] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)
    last: Floats = field(default_factory=lambda: np.zeros(4))

    def importance(self) -> float:
        """Rank among all that moves: typical area times the way along the picture."""
        middle = [(box[0] + box[2]) / 2 for box in self.boxes]
        # Not the sum of areas: a passer moves for longer than a starter.
        return float(np.median(self.areas) * (np.ptp(middle) + 1.0))

    def height(self) -> float:
        """Typical height of the box."""
        return float(np.median([box[3] - box[1] for box in self.boxes]))

    def body(self, frames: int) -> Floats:
        """(frames, 4) box of the whole body, from the frames where most of it moves."""
        boxes = np.array(self.boxes)
        area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        most = area >= MOST_OF_BODY * np.percentile(area, 80)
        at, number = np.array(self.frames)[most], np.arange(frames)
        sides = [np.interp(number, at, boxes[most, side]) for side in range(4)]
        return np.stack(sides, axis=1)

    def apart_from(self, person: Floats) -> float:
        """Share of this track outside a person's box, (frames, 4)."""
        mine = [
            overlap(box, person[index]) / overlap(box, box)
            for index, box in zip(self.frames, self.boxes, strict=True)
        ]
        return 1.0 - float(np.median(mine))


def lag_of(clip: Clip) -> int:
    """Number of frames between two pictures that are compared."""
    return max(1, round(LAG_S * clip.median_fps))


def watch(
    clip: Clip, progress: Callable[[float], None]
) -> tuple[list[MotionTrack], Turning, Picture, Floats, Glimpses]:
    """Look through the clip once.

    Returns
    -------
    movers
        Those seen for longer than a moment.
    turning
        How the camera moved.
    changed
        (frames, rows, columns) share of each cell that moved, 0 to 255.
    change
        (frames,) grey levels by which the most changed part of each picture differs
        from the picture before.
    glimpses
        Numbers of a few frames and their small pictures.
    """
    lag = lag_of(clip)
    recent: deque[Picture] = deque(maxlen=lag + 1)
    background, light, change = Background(), Brightness(), None
    glimpses: list[tuple[int, Picture]] = []
    often = max(1, round(GLIMPSE_S * clip.median_fps))
    with _Movement() as movement:
        for index, filmed in small_frames(clip, SMALL_PX):
            picture = light.levelled(filmed)
            before = recent[-1] if recent else None
            # Another scene: it can't be compared with the one before.
            cut = before is not None and _cut(before, picture)
            background.see(picture, change, cut=cut)
            if cut:
                recent.clear()
            recent.append(picture)
            step = background.homography(index - len(recent) + 1, index)
            change = _change(moved_along(recent[0], picture, step), picture)
            if index % often == 0:
                glimpses.append((index, picture))
            whole = len(recent) > lag
            to_first = background.homography(index, 0) if whole else None
            movement.see(index, before, picture, change, to_first)
            progress((index + 1) / clip.frames)
    kept = [track for track in movement.tracks if len(track.frames) > lag]
    changed, differs = np.stack(movement.changed), np.array(movement.differs)
    return kept, background.turning(), changed, differs, tuple(glimpses)


class _Movement:
    """What is kept of each picture, worked out while the next one is looked at."""

    def __init__(self) -> None:
        self.tracks: list[MotionTrack] = []
        self.changed: list[Picture] = []
        self.differs: list[float] = []
        self._beside = ThreadPoolExecutor(1)
        self._coming: list[Future[None]] = []

    def __enter__(self) -> Self:
        """Nothing is seen yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *about: object) -> None:
        """Wait for the last picture."""
        self._beside.shutdown(cancel_futures=kind is not None)
        for one in self._coming if kind is None else ():
            one.result()

    def see(
        self,
        index: int,
        before: Picture | None,
        picture: Picture,
        change: Picture,
        to_first: Floats | None,
    ) -> None:
        """Take the next picture, and what changed in it; None: not to be followed."""
        self._coming.append(
            self._beside.submit(self._note, index, before, picture, change, to_first)
        )

    def _note(
        self,
        index: int,
        before: Picture | None,
        picture: Picture,
        change: Picture,
        to_first: Floats | None,
    ) -> None:
        self.differs.append(0.0 if before is None else _most_changed(before, picture))
        self.changed.append(_cells(change))
        if to_first is not None:
            _follow(self.tracks, index, to_first, pieces(change))


def _cut(before: Picture, after: Picture) -> bool:
    import cv2

    return cv2.norm(before, after, cv2.NORM_L1) / before.size > CUT_LEVELS


def _most_changed(before: Picture, after: Picture) -> float:
    """Grey levels of the most changed quarter per cent."""
    import cv2

    most = max(1, round(MOST_CHANGED * before.size))
    # Pixels of each level, the largest first: to count them is quicker than to sort.
    change = cv2.absdiff(before, after)
    count = cv2.calcHist([change], [0], None, [256], [0, 256]).ravel()[::-1]
    taken = np.diff(np.minimum(np.cumsum(count.astype(int)), most), prepend=0)
    return float(taken @ np.arange(256)[::-1] / most)


def _change(before: Picture, after: Picture) -> Picture:
    """1 where the picture changed, else 0."""
    import cv2

    change = cv2.absdiff(
        cv2.GaussianBlur(before, (3, 3), 0), cv2.GaussianBlur(after, (3, 3), 0)
    )
    _, mask = cv2.threshold(change, _noise(change), 1, cv2.THRESH_BINARY)
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(opened, dtype=np.uint8)


def _noise(change: NDArray[Any]) -> float:
    """Grey levels up to which a change may be noise."""
    # Where most pixels change by next to nothing their median need not be known.
    if 2 * np.count_nonzero(change <= LEAST_NOISE // TIMES_NOISE) > change.size:
        return LEAST_NOISE
    return max(LEAST_NOISE, TIMES_NOISE * float(np.median(change)))


def _cells(change: Picture) -> Picture:
    import cv2

    height, width = change.shape
    size = max(1, width // CELL), max(1, height // CELL)
    cells = cv2.resize(change * 255, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cells, dtype=np.uint8)


def pieces(change: Picture) -> list[tuple[int, Floats]]:
    """Area and box of each connected piece that changed, largest first."""
    import cv2

    reach = max(5, int(max(change.shape) * 0.02)) | 1
    grown = cv2.dilate(change, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown, ltype=cv2.CV_16U)
    margin = reach // 2
    pieces = []
    for left, top, width, height, area in stats[1:count]:
        if area > 2 * reach * reach:
            box = np.array([left, top, left + width, top + height], dtype=float)
            pieces.append((int(area), box + margin * np.array([1, 1, -1, -1])))
    return sorted(pieces, key=lambda piece: -piece[0])[:6]


def _follow(
    tracks: list[MotionTrack],
    index: int,
    to_first: Floats,
    blobs: list[tuple[int, Floats]],
) -> None:
    """Add each blob to the track it overlaps; several blobs of one track are joined.

    A track may pause (the hold) and go on from where it was.
    """
    for area, box in blobs:
        there = box_moved(to_first, box)
        home = max(tracks, key=lambda track: overlap(track.last, there), default=None)
        if home is None or not overlap(home.last, there):
            tracks.append(MotionTrack([index], [box], [area], there))
        elif home.frames[-1] == index:
            home.boxes[-1] = joined(home.boxes[-1], box)
            home.last = joined(home.last, there)
            home.areas[-1] += area
        else:
            home.frames.append(index)
            home.boxes.append(box)
            home.areas.append(area)
            home.last = there


def joined(one: Floats, two: Floats) -> Floats:
    """The box around two boxes."""
    both: Floats = np.r_[np.minimum(one[:2], two[:2]), np.maximum(one[2:], two[2:])]
    return both


def overlap(one: Floats, two: Floats) -> float:
    """Area that two boxes share."""
    left, top, right, bottom = one.tolist()
    width = min(right, float(two[2])) - max(left, float(two[0]))
    height = min(bottom, float(two[3])) - max(top, float(two[1]))
    return width * height if width > 0 and height > 0 else 0.0
