"""A frame's pixels in another size and other colours."""

from __future__ import annotations

from threading import local
from typing import Any

from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

_OWN = local()


def pixels(frame: VideoFrame, width: int, height: int, colours: str) -> NDArray[Any]:
    """The frame's pixels in that size; ``colours`` is FFmpeg's name.

    A frame's own ``reformat`` sets up a converter, and threads for it, for every single
    frame: that takes several times as long as to convert a frame. Here each thread has
    one converter, which makes the same pixels.
    """
    if not hasattr(_OWN, "converter"):
        _OWN.converter = VideoReformatter()
    made = _OWN.converter.reformat(frame, width, height, colours, threads=1)
    return made.to_ndarray()  # type: ignore[no-any-return]
