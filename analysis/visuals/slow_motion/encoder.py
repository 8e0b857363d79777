"""An H.264 file that a phone plays while it is still loading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

LARGEST_BYTES = 8_000_000
# Share of it for the rate control, which overshoots a little; the index adds to it.
_FILL = 0.8
_BEST_RATE = 4_000_000
_BT709 = 1
_LIMITED = 1


class Movie:
    """Takes RGB pictures of one size, one after another; see :func:`new_movie`."""

    def __init__(self, container: OutputContainer, stream: VideoStream) -> None:
        self._container, self._stream = container, stream
        self._rate = Fraction(stream.codec_context.rate)
        self._converter, self._number = VideoReformatter(), 0

    def show(self, picture: NDArray[np.uint8], times: int) -> None:
        """Add a picture (height, width, 3), shown this many times."""
        made = VideoFrame.from_ndarray(picture, format="rgb24")
        frame = self._converter.reformat(
            made, format="yuv420p", dst_colorspace=Colorspace.ITU709
        )
        for _ in range(times):
            frame.pts, frame.time_base = self._number, 1 / self._rate
            self._number += 1
            self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Write what the encoder still holds."""
        self._container.mux(self._stream.encode(None))


@contextmanager
def new_movie(
    path: Path, size_px: tuple[int, int], rate: int, duration_s: float
) -> Iterator[Movie]:
    """Write a silent MP4 of at most LARGEST_BYTES; when it fails there is no file.

    Parameters
    ----------
    size_px
        Even width and height.
    rate
        Pictures per second.
    duration_s
        Of the whole film: it sets the bit rate.

    Raises
    ------
    av.FFmpegError, ValueError
        When there is no encoder for H.264 or the file can't be written.
    """
    part = path.with_suffix(".part")
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    try:
        with av.open(str(part), "w", format="mp4", options=options) as container:
            stream = container.add_stream("libx264", rate=rate)
            _set_up(stream, size_px, duration_s)
            movie = Movie(container, stream)
            yield movie
            movie.finish()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _set_up(stream: VideoStream, size_px: tuple[int, int], duration_s: float) -> None:
    context = stream.codec_context
    context.width, context.height = size_px
    context.pix_fmt = "yuv420p"
    # Stated, because players otherwise guess by the size.
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.color_range = _LIMITED
    context.gop_size = 60  # two seconds: a thumb on the bar finds a picture at once
    context.thread_count = 1  # the same bytes on every machine
    most = min(_BEST_RATE, int(8 * _FILL * LARGEST_BYTES / duration_s))
    context.options = {
        "preset": "superfast",
        "crf": "23",
        "profile": "high",
        "maxrate": str(most),
        "bufsize": str(most),
    }
