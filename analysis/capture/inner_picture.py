"""The picture inside a picture: bars that an editor or a chat laid around a clip.

Bars are plain, or a blurred enlarged copy of the clip itself. Only what is certain is
cut off: bars on two opposite sides, alike in size, with a straight edge across the
whole picture, and either one flat colour all the time or a copy of what is inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.reading import Inner

Picture = NDArray[np.uint8]
Floats = NDArray[np.floating[Any]]
Bars = tuple[int, int]

# The longer side of the pictures that are searched.
SEARCHED_PX = 360
# Least share of the side for a bar, and for the inner picture.
LEAST_BAR, LEAST_INNER = 0.03, 0.2
# Bars are alike in size to so much of the side.
ALIKE = 0.015
# Grey levels: how far a plain bar wavers, and the step at a bar's edge in most columns.
FLAT_LEVELS, EDGE_LEVELS = 6.0, 6.0
# A blurred bar has less detail than the inner picture by this factor, and its large
# shapes are those of the inner picture (correlation), looked at in so many pieces.
BLUR, COPY = 0.5, 0.8
PIECES = 12
NEAR_EDGE = 4
ZOOMS = (1.0, 1.1, 1.2, 1.3, 1.5)
# Bars are looked for in this many pictures first.
FEW = 2
# The most likely edges that are tried.
MOST_EDGES = 6


def find_bars(pictures: Sequence[Picture]) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of the inner picture in small grey pictures.

    None where there are no bars for certain.
    """
    seen = np.stack(pictures).astype(np.float32)
    _, height, width = seen.shape
    top, bottom = _sure_bars(seen) or (0, height)
    left, right = _sure_bars(seen[:, top:bottom].swapaxes(1, 2)) or (0, width)
    if (left, top, right, bottom) == (0, 0, width, height):
        return None
    return left, top, right, bottom


def _sure_bars(seen: Floats) -> Bars | None:
    """Those of all pictures; most clips have none in the first few, which is quick."""
    few = seen[:: max(1, len(seen) // FEW)]
    return None if _bars(few) is None else _bars(seen)


def _bars(seen: Floats) -> Bars | None:
    """First and last row of what lies between two bars, above and below."""
    height = seen.shape[1]
    steps = _steps(seen)
    least = round(LEAST_BAR * height)
    most = round((1 - LEAST_INNER) / 2 * height)
    # An edge between two rows of the large picture is a step over two of the small one.
    ends = [
        (_strength(steps, top, below), (top, height - below))
        for top in range(max(least, 4), most)
        for below in range(top - _few(height), top + _few(height) + 1)
        if below >= max(least, 4)
    ]
    ends = sorted((end for end in ends if end[0] > EDGE_LEVELS), reverse=True)
    for _, bars in _apart(ends)[:MOST_EDGES]:
        if _plain(seen, bars) or _blurred_copy(seen, bars):
            return bars
    return None


def _few(height: int) -> int:
    return max(1, round(ALIKE * height))


def _steps(seen: Floats) -> Floats:
    """(rows + 1,) step of grey across the line above each row, in most columns."""
    change = np.abs(seen[:, 2:] - seen[:, :-2])
    steps = np.zeros(seen.shape[1] + 1)
    steps[1:-2] = np.percentile(change, 40, axis=2).mean(axis=0)
    steps[2:-1] = np.maximum(steps[2:-1], steps[1:-2])
    return steps


def _strength(steps: Floats, top: int, below: int) -> float:
    return float(min(steps[top], steps[len(steps) - 1 - below]))


def _apart(ends: list[tuple[float, Bars]]) -> list[tuple[float, Bars]]:
    """The strongest of each group of neighbours."""
    kept: list[tuple[float, Bars]] = []
    for strength, bars in ends:
        if all(abs(bars[0] - other[0]) > 3 for _, other in kept):
            kept.append((strength, bars))
    return kept


def _plain(seen: Floats, bars: Bars) -> bool:
    """Whether both bars are of one flat colour, all the time."""
    outside = np.concatenate([seen[:, : bars[0] - 2], seen[:, bars[1] + 2 :]], axis=1)
    low, high = np.percentile(outside, [0.2, 99.8], axis=(1, 2))
    return bool(high.max() - low.min() < FLAT_LEVELS)


def _blurred_copy(seen: Floats, bars: Bars) -> bool:
    """Whether both bars show the inner picture, larger and without its details."""
    top, bottom = bars
    inner, above, below = seen[:, top:bottom], seen[:, : top - 2], seen[:, bottom + 2 :]
    # Up to the very edge: else there is a bar further out, or none.
    parts = above, below, above[:, -NEAR_EDGE:], below[:, :NEAR_EDGE]
    if max(_detail(part) for part in parts) > BLUR * _detail(inner):
        return False
    height = seen.shape[1]
    return any(
        min(_alike(seen[:, rows], whole[:, rows]) for rows in _outside(bars, height))
        > COPY
        for whole in _larger(inner, height)
    )


def _outside(bars: Bars, height: int) -> tuple[slice, slice]:
    return slice(0, bars[0] - 2), slice(bars[1] + 2, height)


def _detail(part: Floats) -> float:
    """Mean step between neighbours, to both sides."""
    return float(
        np.abs(np.diff(part, axis=1)).mean() + np.abs(np.diff(part, axis=2)).mean()
    )


def _larger(inner: Floats, height: int) -> Iterator[Floats]:
    """The inner picture as large as the whole: its middle enlarged, or all stretched.

    Editors enlarge it to cover the whole picture, or a little more.
    """
    _, high, width = inner.shape
    for zoom in ZOOMS:
        wide, tall = (round(side / zoom) for side in (width * high / height, high))
        left, top = (width - wide) // 2, (high - tall) // 2
        yield _resized(inner[:, top : top + tall, left : left + wide], width, height)
    yield _resized(inner, width, height)


def _resized(pictures: Floats, width: int, height: int) -> Floats:
    import cv2

    return np.stack([cv2.resize(picture, (width, height)) for picture in pictures])


def _alike(one: Floats, other: Floats) -> float:
    """Correlation of the large shapes, the median over the pictures."""
    import cv2

    shape = PIECES, max(2, round(PIECES * one.shape[1] / one.shape[2]))
    found = []
    for pair in zip(one, other, strict=True):
        small = [
            cv2.resize(part, shape, interpolation=cv2.INTER_AREA).ravel()
            for part in pair
        ]
        if min(part.std() for part in small) < 1.0:
            return 0.0
        found.append(float(np.corrcoef(*small)[0, 1]))
    return float(np.median(found))


def exactly(
    rough: tuple[int, int, int, int],
    searched: tuple[int, int],
    pictures: Sequence[Picture],
) -> Inner:
    """The inner picture to the pixel, from where it is in small pictures.

    Parameters
    ----------
    rough
        As ``find_bars`` gives it.
    searched
        Width and height of the small pictures.
    pictures
        A few grey pictures of full size.
    """
    seen = np.stack(pictures).astype(np.float64)
    height, width = seen.shape[1:]
    scale = width / searched[0], height / searched[1]

    def line(part: Floats, at: int, scale: float, length: int) -> int:
        if at in (0, round(length / scale)):
            return round(at * scale)
        return _edge(part, round(at * scale), round(2 * scale) + 1)

    rows = slice(round(rough[1] * scale[1]), round(rough[3] * scale[1]))
    columns = seen[:, rows].swapaxes(1, 2)
    top, bottom = (line(seen, rough[i], scale[1], height) for i in (1, 3))
    left, right = (line(columns, rough[i], scale[0], width) for i in (0, 2))
    # The very edge is blended with the bar.
    ends: list[Callable[[int], int]] = [lambda x: x + x % 2, lambda x: x - x % 2]
    left, top = (ends[0](end + (end > 0)) for end in (left, top))
    right = ends[1](right - (right < width))
    bottom = ends[1](bottom - (bottom < height))
    return Inner(left, top, right - left, bottom - top, width, height)


def _edge(seen: Floats, near: int, reach: int) -> int:
    """The row that begins where grey steps most, across most columns."""
    first = max(1, near - reach)
    part = seen[:, first - 1 : near + reach + 1]
    steps = np.percentile(np.abs(np.diff(part, axis=1)), 40, axis=2).mean(axis=0)
    return first + int(np.argmax(steps))
