"""How a stored picture is shown: turned, mirrored, with square pixels."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from analysis.light import brightened
from analysis.types import Clip

Picture = NDArray[np.uint8]


def display(frame: VideoFrame) -> tuple[int, bool]:
    """The clockwise turn in degrees (0, 90, 180, 270), and whether mirrored after it.

    A display matrix [[a, b, u], [c, d, v], [x, y, w]] moves the stored point (p, q) to
    (a p + c q, b p + d q), q downwards (ISO/IEC 14496-12, track header). It may turn,
    mirror or both; a mirror left to right after the turn makes them all.
    """
    # PyAV's types say that this holds names.
    told: Any = frame.side_data
    matrices = [bytes(one) for one in told if one.type == Type.DISPLAYMATRIX]
    if not matrices:
        return 0, False
    a, b, _, c, d, *_ = np.frombuffer(matrices[0], np.int32).astype(float)
    mirrored = a * d - b * c < 0
    turn = np.degrees(np.arctan2(b, -a if mirrored else a))
    return round(turn / 90) * 90 % 360, bool(mirrored)


def shown_size(frame: VideoFrame, stream: VideoStream, turn: int) -> tuple[int, int]:
    """Width and height of the upright picture with square pixels."""
    aspect = stream.sample_aspect_ratio or Fraction(1)
    width, height = max(2, round(frame.width * aspect)), frame.height
    return (height, width) if turn in (90, 270) else (width, height)


def upright(
    frame: VideoFrame, clip: Clip, colours: str, width: int, height: int
) -> Picture:
    """The picture as it is shown, of that size; ``colours`` is FFmpeg's name."""
    turned = clip.rotation_deg in (90, 270)
    stored = frame.reformat(
        width=height if turned else width,
        height=width if turned else height,
        format=colours,
    )
    picture = np.rot90(stored.to_ndarray(), -clip.rotation_deg // 90)
    if clip.reading.mirrored:
        picture = np.fliplr(picture)
    return brightened(np.ascontiguousarray(picture), clip.reading.brighter)
