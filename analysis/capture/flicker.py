"""Brightness levelled from picture to picture under lights that flicker.

Lamps on mains go bright and dim 100 or 120 times a second. A camera that is not in
step with them films whole pictures brighter than the next (at 120 and 240 frames a
second) or bands of them (a sensor that is read out line by line). To motion detection
that is movement everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from analysis.capture.clip import Picture
from analysis.types import Floats

# A picture is looked at in blocks: low, because bands lie across it, and many side by
# side, because what moves covers some of them.
BLOCKS_ACROSS, BLOCK_ROWS = 24, 4
# Black and blown-out blocks don't tell how bright the light was.
DARKEST, BRIGHTEST = 12.0, 245.0
# So many blocks of a row tell, and so alike must the middle half of them say it (a
# share of brightness), to believe the row; and so many of the rows are believed.
LEAST_BLOCKS, ALIKE, LEAST_ROWS = 8, 0.05, 0.6
# Light that changes by less from one picture to the next is left alone: clips without
# flicker, shaken, panned or exposed anew, reach 0.023, flicker of 6 % has 0.09.
FLICKER = 0.03
# Nor are rows looked at where all blocks together change by less than this share.
CALM = 0.01
# Bands are smoothed over this many blocks.
SMOOTH_BLOCKS = 1.5


class Brightness:
    """Levels the pictures of one clip, shown in order."""

    def __init__(self) -> None:
        self._last: Floats | None = None

    def levelled(self, picture: Picture) -> Picture:
        """The picture in the light of the one before; itself where light is steady."""
        blocks = _blocks(picture)
        gain = None if self._last is None else _gain(self._last, blocks)
        if gain is None:
            self._last = blocks
            return picture
        # Against the picture as levelled, so that all end in the light of the first.
        self._last = blocks / gain[:, None]
        rows, height = len(gain), len(picture)
        middles = (np.arange(rows) + 0.5) * height / rows - 0.5
        shade = picture / np.interp(np.arange(height), middles, gain)[:, None]
        return np.asarray(np.clip(np.rint(shade), 0, 255), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the blocks of each row say: how many, and quartiles of the log of gain."""

    told: NDArray[np.intp]
    quartiles: Floats

    @property
    def believed(self) -> NDArray[np.bool_]:
        low, _, high = self.quartiles
        return np.asarray((self.told >= LEAST_BLOCKS) & (high - low < ALIKE))


def _blocks(picture: Picture) -> Floats:
    import cv2

    rows = max(2, len(picture) // BLOCK_ROWS)
    small = cv2.resize(picture, (BLOCKS_ACROSS, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.float64)


def _gain(before: Floats, after: Floats) -> Floats | None:
    """(rows,) how much brighter each row of blocks became; None in a steady light."""
    if np.abs(after - before).mean() < CALM * after.mean():
        return None
    rows = _rows(before, after)
    believed, gain = rows.believed, rows.quartiles[1]
    if believed.mean() < LEAST_ROWS or np.abs(gain[believed]).mean() < FLICKER:
        return None
    number = np.arange(len(gain))
    whole = np.interp(number, number[believed], gain[believed])
    smooth: Floats = np.exp(gaussian_filter1d(whole, SMOOTH_BLOCKS, mode="nearest"))
    return smooth


def _rows(before: Floats, after: Floats) -> _Rows:
    dark = np.minimum(before, after) < DARKEST
    bright = np.maximum(before, after) > BRIGHTEST
    ratio = np.log(np.maximum(after, 1.0) / np.maximum(before, 1.0))
    ratio = np.sort(np.where(dark | bright, np.nan, ratio), axis=1)
    told = np.isfinite(ratio).sum(axis=1)
    at = np.outer((0.25, 0.5, 0.75), np.maximum(told - 1, 0)).astype(int)
    return _Rows(told, np.stack([ratio[np.arange(len(ratio)), n] for n in at]))
