"""Clips painted for the eye that looks for the athlete: bodies before a still wall."""

from fractions import Fraction
from functools import cache

import av
import numpy as np

SIZE = (320, 180)


def wall(size=SIZE, seed=4):
    """A grey picture with blocks in it, so that a camera's movement shows."""
    width, height = size
    blocks = np.random.default_rng(seed).integers(60, 110, (height // 10, width // 10))
    return np.kron(blocks, np.ones((10, 10))).astype(np.uint8)[:height, :width]


def write_painted(path, pictures, fps=30, crf=12, codec="libx264"):
    """Write grey pictures, all of one size, as a clip."""
    with av.open(path, "w") as container:
        options = {"crf": str(crf)} if codec == "libx264" else {}
        stream = container.add_stream(codec, rate=fps, options=options)
        stream.height, stream.width = pictures[0].shape
        stream.pix_fmt = "yuv420p" if codec == "libx264" else "yuvj420p"
        stream.codec_context.time_base = Fraction(1, fps)
        for index, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, "gray")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def with_bodies(background, *boxes):
    """The picture with a motley body in each box (left, top, right, bottom)."""
    picture = background.copy()
    for left, top, right, bottom in np.rint(np.array(boxes)).astype(int):
        body = motley(bottom - top, right - left)[max(-top, 0) :, max(-left, 0) :]
        room = picture[max(top, 0) : bottom, max(left, 0) : right]
        room[:] = body[: room.shape[0], : room.shape[1]]
    return picture


@cache
def motley(height, width):
    """A body of light and dark patches, which changes everywhere when it moves."""
    shades = np.random.default_rng(6).integers(
        0, 256, (height // 5 + 1, width // 5 + 1)
    )
    return np.kron(shades, np.ones((5, 5))).astype(np.uint8)[:height, :width]


def moving_box(place, top=60, width=40, height=80):
    """A box whose left edge is at `place`."""
    return place, top, place + width, top + height
