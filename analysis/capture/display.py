"""How a stored picture is shown: turned, mirrored, with square pixels."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from analysis.capture.conversion import converted
from analysis.capture.hdr import as_sdr
from analysis.capture.low_light import brightened
from analysis.reading import Light
from analysis.types import Clip

Picture = NDArray[np.uint8]


def display(frame: VideoFrame) -> tuple[int, bool]:
    """The clockwise turn in degrees (0, 90, 180, 270), and whether mirrored after it.

    A display matrix [[a, b, u], [c, d, v], [x, y, w]] moves the stored point (p, q) to
    (a p + c q, b p + d q), q downwards (ISO/IEC 14496-12, track header). It may turn,
    mirror or both; a mirror left to right after the turn makes them all.
    """
    # PyAV's stubs type this as names.
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
    size = (height, width) if turned else (width, height)
    picture = np.rot90(_stored(frame, clip, colours, size), -clip.rotation_deg // 90)
    if clip.reading.mirrored:
        picture = np.fliplr(picture)
    return brightened(np.ascontiguousarray(picture), clip.reading.brighter)


def _stored(
    frame: VideoFrame, clip: Clip, colours: str, size: tuple[int, int]
) -> Picture:
    """The picture as it is stored, without bars, of that width and height."""
    inner = clip.reading.inner
    if inner is None:
        return _pixels(frame, *size, colours, clip.reading.light)
    across, down = size[0] / inner.width, size[1] / inner.height
    width, height = round(inner.whole_width * across), round(inner.whole_height * down)
    left = min(round(inner.left * across), width - size[0])
    top = min(round(inner.top * down), height - size[1])
    whole = _pixels(frame, width, height, colours, clip.reading.light)
    return whole[top : top + size[1], left : left + size[0]]


def stored_grey(frame: VideoFrame, longest_px: int | None = None) -> Picture:
    """The picture as it is stored, grey and smaller if it is longer than that."""
    longest = max(frame.width, frame.height)
    scale = 1.0 if longest_px is None else min(1.0, longest_px / longest)
    width, height = (
        max(2, round(side * scale)) for side in (frame.width, frame.height)
    )
    return _pixels(frame, width, height, "gray")


def _pixels(
    frame: VideoFrame,
    width: int,
    height: int,
    colours: str,
    light: Light | None = None,
) -> Picture:
    if light is not None:
        return as_sdr(frame, light, width, height, grey=colours == "gray")
    return np.asarray(converted(frame, width, height, colours), dtype=np.uint8)
