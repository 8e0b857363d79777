"""Small films of many kinds: each codec, each container, each odd way to tell time."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np

TICKS = Fraction(1, 90_000)
SOUND_HZ = 16_000


@dataclass(frozen=True, slots=True)
class Film:
    """How a film is made; by default one that any phone could make, but smaller.

    Attributes
    ----------
    times_s
        When each frame is shown.
    """

    container: str = "mp4"
    codec: str = "libx264"
    pixels: str = "yuv420p"
    size: tuple[int, int] = (160, 120)
    times_s: Sequence[float] = tuple(number / 30 for number in range(24))
    codec_options: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    sound: bool = False
    films: int = 1


def made(film: Film) -> bytes:
    """The film's file."""
    # A file of its own: an index is put first by reading it again.
    with tempfile.NamedTemporaryFile() as file, _usual_priority():
        _write(file.name, film)
        return file.read()


@contextmanager
def _usual_priority() -> Iterator[None]:
    """Take back what SVT-AV1 gives itself as root: nothing else would run beside it."""
    policy, priority = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, priority)


def _write(path: str, film: Film) -> None:
    with av.open(path, "w", format=film.container, options=dict(film.options)) as into:
        streams = [_stream(into, film) for _ in range(film.films)]
        sound = into.add_stream("aac", rate=SOUND_HZ) if film.sound else None
        for stream in streams:
            for packet in _packets(stream, film):
                into.mux(packet)
        if sound is not None:
            for packet in _silence(sound, 1.0):
                into.mux(packet)


def _stream(into: av.container.OutputContainer, film: Film) -> av.VideoStream:
    stream = into.add_stream(film.codec, rate=30, options=dict(film.codec_options))
    stream.width, stream.height = film.size
    stream.pix_fmt = film.pixels
    if film.container not in ("avi", "gif") and film.codec != "mpeg2video":
        stream.codec_context.time_base = TICKS
    stream.codec_context.thread_count = 1
    return stream


def _packets(stream: av.VideoStream, film: Film) -> Iterator[av.Packet]:
    base = stream.codec_context.time_base or Fraction(1, 30)
    for number, time_s in enumerate(film.times_s):
        frame = av.VideoFrame.from_ndarray(_picture(number, film.size), "rgb24")
        frame = frame.reformat(format=film.pixels)
        frame.pts, frame.time_base = round(time_s / base), base
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _picture(number: int, size: tuple[int, int]) -> np.ndarray:
    """Grey, with a bar that goes to the right."""
    width, height = size
    picture = np.full((height, width, 3), 90, np.uint8)
    left = number * max(width // 30, 1) % width
    picture[height // 3 :, left : left + max(width // 10, 1)] = (230, 200, 40)
    return picture


def _silence(stream: av.AudioStream, seconds: float) -> Iterator[av.Packet]:
    for start in range(0, int(seconds * SOUND_HZ), 1024):
        samples = np.zeros((1, 1024), np.float32)
        frame = av.AudioFrame.from_ndarray(samples, "fltp", "mono")
        frame.sample_rate, frame.pts = SOUND_HZ, start
        yield from stream.encode(frame)
    yield from stream.encode(None)


def sound_only(container: str = "mp4") -> bytes:
    """A file in which there is only silence."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as into:
        stream = into.add_stream("aac", rate=SOUND_HZ)
        for packet in _silence(stream, 1.0):
            into.mux(packet)
    return file.getvalue()


def packed(
    codec: str, picture: bytes, size: tuple[int, int], frames: int, container: str
) -> bytes:
    """A film of one picture again and again, which nobody encodes here."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as into:
        stream = into.add_stream(codec, rate=30)
        # The encoder is opened for a small picture; the header gets the true size.
        stream.width, stream.height = 16, 16
        stream.pix_fmt = "rgba" if codec == "png" else "yuvj420p"
        for number in range(frames):
            packet = av.Packet(picture)
            packet.stream, packet.is_keyframe = stream, True
            packet.pts = packet.dts = number
            packet.time_base = Fraction(1, 30)
            into.mux(packet)
    small, large = (size_as_bytes(*one) for one in ((16, 16), size))
    return file.getvalue().replace(small, large, 1)


def size_as_bytes(width: int, height: int) -> bytes:
    """Width and height as a sample entry has them, before its resolution."""
    resolution = bytes.fromhex("0048000000480000")
    return width.to_bytes(2, "big") + height.to_bytes(2, "big") + resolution
