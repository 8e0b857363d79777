"""A clip: opened, upright, every frame with its own timestamp.

The only place that decodes video and the only place that decides what is upright.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from analysis.errors import NoVideo, TooLarge, TooLong, TooShort, Unreadable
from analysis.types import Clip, Floats

SHORTEST_S = 0.5
LONGEST_S = 60.0
MOST_FRAMES = 3600
# The longer side of 4K DCI with room for odd encoders; beyond it one frame is > 50 MB.
LONGEST_SIDE_PX = 4608

Picture = NDArray[np.uint8]


def open_clip(path: Path) -> Clip:
    """Read a clip from end to end and note when each frame is shown.

    Parameters
    ----------
    path
        A video file of any container and codec FFmpeg reads.

    Returns
    -------
    Clip
        With timestamps in seconds from the first frame, strictly increasing.

    Raises
    ------
    FileNotFoundError
        No such file.
    Unreadable, NoVideo, TooShort, TooLong, TooLarge
        The refusals of a file.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    with _video(path) as (container, stream):
        width, height, rotation, times = _read_through(container, stream)
    time_s = _increasing(np.array(times, dtype=np.float64))
    clip = Clip(path, width, height, rotation, time_s)
    if clip.frames < 2 or clip.duration_s < SHORTEST_S:
        raise TooShort(f"{clip.frames} frames, {clip.duration_s:.2f} s")
    return clip


def frames_at(
    clip: Clip, wanted: Collection[int] | None = None
) -> Iterator[tuple[int, Picture]]:
    """Decode frames again, upright, in order.

    Parameters
    ----------
    clip
        An open clip.
    wanted
        Frame numbers, 0-based in decode order; None for all.

    Yields
    ------
    tuple of int and array
        Frame number and its picture, (height, width, 3) RGB.
    """
    for index, frame in _frames(clip, wanted):
        yield index, _upright(frame, clip, "rgb24", clip.width_px, clip.height_px)


def small_frames(clip: Clip, longest_px: int) -> Iterator[tuple[int, Picture]]:
    """Decode every frame as a small upright grey picture, (height, width)."""
    scale = min(1.0, longest_px / max(clip.width_px, clip.height_px))
    width = max(2, round(clip.width_px * scale))
    height = max(2, round(clip.height_px * scale))
    yield from _ahead(
        (index, _upright(frame, clip, "gray", width, height))
        for index, frame in _frames(clip, None)
    )


def _ahead(
    frames: Generator[tuple[int, Picture]],
) -> Iterator[tuple[int, Picture]]:
    """Decode the next frame while this one is being worked on."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, frames, None)
        try:
            while (frame := coming.result()) is not None:
                coming = pool.submit(next, frames, None)
                yield frame
        finally:
            # Who stops early leaves the decoder closed.
            coming.exception()
            frames.close()


def frame_at(clip: Clip, index: int) -> Picture:
    """One frame as ``frames_at`` gives it, decoded from the last key frame before it.

    A clip that can't be searched by time is decoded from its beginning.
    """
    with _video(clip.path) as (container, stream):
        found = _sought(container, stream, clip, index)
    if found is not None:
        return _upright(found, clip, "rgb24", clip.width_px, clip.height_px)
    return next(picture for _, picture in frames_at(clip, {index}))


def _sought(
    container: InputContainer, stream: VideoStream, clip: Clip, index: int
) -> VideoFrame | None:
    """The frame shown at that time, None when it isn't found there."""
    begins = next(_decoded(container, stream)).time
    if begins is None or stream.time_base is None:
        return None
    wanted_s = begins + float(clip.time_s[index])
    near_s = 0.25 * float(np.min(np.diff(clip.time_s)))
    try:
        container.seek(int(wanted_s / stream.time_base), stream=stream)
        for frame in container.decode(stream):
            if frame.time is not None and frame.time > wanted_s - near_s:
                return frame if frame.time < wanted_s + near_s else None
    except av.FFmpegError:
        return None
    return None


def _frames(
    clip: Clip, wanted: Collection[int] | None
) -> Iterator[tuple[int, VideoFrame]]:
    last = clip.frames - 1 if wanted is None else max(wanted, default=-1)
    with _video(clip.path) as (container, stream):
        for index, frame in enumerate(_decoded(container, stream)):
            if index > last:
                return
            if wanted is None or index in wanted:
                yield index, frame


@contextmanager
def _video(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    try:
        container = av.open(str(path), metadata_errors="ignore")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise Unreadable(f"not opened: {type(error).__name__}") from error
    with container:
        # Cover art in a sound file is a video stream of one still picture.
        moving = [
            stream
            for stream in container.streams.video
            if Disposition.attached_pic not in stream.disposition
        ]
        if not moving:
            raise NoVideo("no video stream")
        moving[0].thread_type = "AUTO"
        yield container, moving[0]


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Frames until the end or the first damage; damage before any frame is an error."""
    count = 0
    try:
        for frame in container.decode(stream):
            yield frame
            count += 1
    except av.FFmpegError as error:
        if count == 0:
            raise Unreadable(f"not decoded: {type(error).__name__}") from error


def _read_through(
    container: InputContainer, stream: VideoStream
) -> tuple[int, int, int, list[float]]:
    times: list[float] = []
    width = height = rotation = 0
    for frame in _decoded(container, stream):
        if not times:
            width, height, rotation = _shape(frame, stream)
        times.append(_time(frame, stream))
        if len(times) > MOST_FRAMES or times[-1] - times[0] > LONGEST_S:
            raise TooLong(f"more than {len(times) - 1} frames or {LONGEST_S:.0f} s")
    if not times:
        raise Unreadable("no frame could be decoded")
    return width, height, rotation, times


def _shape(frame: VideoFrame, stream: VideoStream) -> tuple[int, int, int]:
    if max(frame.width, frame.height) > LONGEST_SIDE_PX:
        raise TooLarge(f"picture of {frame.width} x {frame.height} pixels")
    aspect = stream.sample_aspect_ratio or Fraction(1)
    width, height = max(2, round(frame.width * aspect)), frame.height
    # FFmpeg counts the display matrix anticlockwise; we say clockwise.
    rotation = round(-frame.rotation / 90) * 90 % 360
    if rotation in (90, 270):
        width, height = height, width
    return width, height, rotation


def _time(frame: VideoFrame, stream: VideoStream) -> float:
    if frame.time is not None:
        return float(frame.time)
    if frame.dts is not None and stream.time_base is not None:
        return float(frame.dts * stream.time_base)
    return float("nan")


def _increasing(time_s: Floats) -> Floats:
    """Times from 0, strictly increasing; a missing or backward one is interpolated."""
    good = np.isfinite(time_s)
    highest = np.maximum.accumulate(np.where(good, time_s, -np.inf))
    good[1:] &= time_s[1:] > highest[:-1]
    if good.sum() < 2:
        raise Unreadable("the frames carry no timestamps")
    number = np.arange(len(time_s))
    step = np.median(np.diff(time_s[good]) / np.diff(number[good]))
    filled: Floats = np.interp(number, number[good], time_s[good])
    before, after = number < number[good][0], number > number[good][-1]
    filled[before] = time_s[good][0] - step * (number[good][0] - number[before])
    filled[after] = time_s[good][-1] + step * (number[after] - number[good][-1])
    filled -= filled[0]
    return filled


def _upright(
    frame: VideoFrame, clip: Clip, colours: str, width: int, height: int
) -> Picture:
    turned = clip.rotation_deg in (90, 270)
    stored = frame.reformat(
        width=height if turned else width,
        height=width if turned else height,
        format=colours,
    )
    picture = np.rot90(stored.to_ndarray(), -clip.rotation_deg // 90)
    return np.ascontiguousarray(picture)
