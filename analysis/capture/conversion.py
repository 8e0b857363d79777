"""A decoded frame as an array, in any size and colours."""

from __future__ import annotations

from threading import local
from typing import Any

from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray


class _Own(local):
    """Each thread's converter: to make one for a frame takes longer than to use it."""

    def __init__(self) -> None:
        self.converter = VideoReformatter()


_OWN = _Own()


def converted(frame: VideoFrame, width: int, height: int, colours: str) -> NDArray[Any]:
    """The frame's pixels, of that width and height; ``colours`` is FFmpeg's name."""
    made = _OWN.converter.reformat(frame, width, height, format=colours)
    return made.to_ndarray()
