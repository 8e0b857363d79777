"""A clip: opened, upright, every frame with its own timestamp.

The only place through which anybody sees pictures of a clip; ``video`` decodes them,
``timestamps`` tells when they are shown, ``display`` how.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from analysis.capture.cover import covered
from analysis.capture.display import Picture, as_shown, stored_size, upright
from analysis.capture.opening import read_through
from analysis.capture.video import ahead, decoded, opened
from analysis.errors import TooShort, Unreadable
from analysis.types import Clip

SHORTEST_S = 0.5
# From this frame number on frames are sought by time, not counted from the first.
FAR_IN = 12

__all__ = ["Picture", "frame_at", "frames_at", "open_clip", "righted", "small_frames"]


def open_clip(path: Path) -> Clip:
    """Read a clip from end to end and note when each frame is shown.

    Parameters
    ----------
    path
        A video file of one of the kinds in ``container``.

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
    clip = read_through(path)
    if clip.frames < 2 or clip.duration_s < SHORTEST_S:
        if not clip.reading.whole:
            raise Unreadable(f"{clip.frames} frames arrived whole")
        raise TooShort(f"{clip.frames} frames, {clip.duration_s:.2f} s")
    return clip


def righted(clip: Clip, turn_deg: int) -> Clip:
    """The clip turned clockwise by a further angle that no flag in the file gives."""
    # The turn is applied before the mirror, which reverses it.
    way = -turn_deg if clip.reading.mirrored else turn_deg
    size = clip.width_px, clip.height_px
    width, height = size if turn_deg == 180 else size[::-1]
    return replace(
        clip,
        width_px=width,
        height_px=height,
        rotation_deg=(clip.rotation_deg + way) % 360,
        reading=replace(clip.reading, righted_deg=turn_deg),
    )


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
        Frame number and its picture, (height, width, 3) RGB; with what the clip
        has covered in it.
    """
    for index, frame in _frames(clip, wanted):
        picture = upright(frame, clip, "rgb24", clip.width_px, clip.height_px)
        if clip.covered is not None:
            picture = covered(picture, clip.covered[index])
        yield index, picture


def small_frames(clip: Clip, longest_px: int) -> Iterator[tuple[int, Picture]]:
    """Every frame as a small upright grey picture, (height, width).

    Those that were kept when the file was read through, if that is their size.
    """
    scale = min(1.0, longest_px / max(clip.width_px, clip.height_px))
    width = max(2, round(clip.width_px * scale))
    height = max(2, round(clip.height_px * scale))
    stored = stored_size(clip, width, height)
    if clip.small and all(one.shape == stored[::-1] for one in clip.small):
        for index, number in enumerate(clip.number.tolist()):
            yield index, as_shown(clip.small[number], clip)
        return
    yield from ahead(
        (index, upright(frame, clip, "gray", width, height))
        for index, frame in _frames(clip, None)
    )


def frame_at(clip: Clip, index: int) -> Picture:
    """One frame as ``frames_at`` gives it, decoded from the last key frame before it.

    A clip that can't be searched by time is decoded from its beginning.
    """
    return next(picture for _, picture in frames_at(clip, {index}))


def _frames(
    clip: Clip, wanted: Collection[int] | None
) -> Iterator[tuple[int, VideoFrame]]:
    found = False
    if wanted and min(wanted) >= FAR_IN and clip.reading.in_order:
        for pair in _searched(clip, wanted):
            found = True
            yield pair
    if not found:
        yield from _counted(clip, wanted)


def _counted(
    clip: Clip, wanted: Collection[int] | None
) -> Iterator[tuple[int, VideoFrame]]:
    """Frames identified by counting from the first."""
    last = clip.frames - 1 if wanted is None else max(wanted, default=-1)
    index_of = dict(zip(clip.number.tolist(), range(last + 1), strict=False))
    with opened(clip.path, clip.reading) as (container, stream):
        for number, frame in enumerate(decoded(container, stream)):
            if not index_of:
                return
            index = index_of.pop(number, None)
            # The caller may shrink ``wanted`` on the way.
            if index is not None and (wanted is None or index in wanted):
                yield index, frame


def _searched(clip: Clip, wanted: Collection[int]) -> Iterator[tuple[int, VideoFrame]]:
    """Frames identified by their time, from the key frame before the first one.

    Yields nothing if the first one isn't found in this way.
    """
    first, last = min(wanted), max(wanted)
    near_s = 0.25 * float(np.min(np.diff(clip.played_s)))
    with opened(clip.path, clip.reading) as (container, stream):
        begins_s = _sought_out(container, stream, float(clip.played_s[first]))
        if begins_s is None:
            return
        expected = first
        for frame in decoded(container, stream):
            at_s = np.nan if frame.time is None else frame.time - begins_s
            index = int(np.argmin(np.abs(clip.played_s[: last + 1] - at_s)))
            if not abs(clip.played_s[index] - at_s) < near_s or index < first:
                continue
            if index != expected and expected == first:
                return
            expected = index + 1
            if index in wanted:
                yield index, frame
            if index >= last:
                return


def _sought_out(
    container: InputContainer, stream: VideoStream, played_s: float
) -> float | None:
    """Seek to the key frame before; when the first frame is shown, None for failed."""
    begins_s = next(decoded(container, stream)).time
    if begins_s is None or stream.time_base is None:
        return None
    try:
        container.seek(int((begins_s + played_s) / stream.time_base), stream=stream)
    except av.FFmpegError:
        return None
    return begins_s
