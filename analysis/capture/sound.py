"""The clip's own sound around an instant, at the times of its pictures.

Pictures and sound have one clock in the file. What an encoder puts before the first
sample, and what an edit list cuts off, FFmpeg has left out by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from analysis.capture.container import SOUND_CODECS
from analysis.capture.video import opened
from analysis.types import Clip, Floats

# Matroska rounds times to milliseconds: what begins this near to the end of what came
# before goes on there.
JOINED_S = 0.005
# Times that are closer are the same.
SAME_S = 1e-6


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of sound.

    Attributes
    ----------
    samples
        (n,) all channels as one, 1 is the loudest; NaN where the file has none.
    rate_hz
        Samples a second.
    begins_s
        When the first of them is heard, seconds from the film's first picture.
    """

    samples: Floats
    rate_hz: int
    begins_s: float


def sound_of(clip: Clip, begins_s: float, ends_s: float) -> Sound | None:
    """The sound between two instants, counted from the film's first picture.

    None where there is none, where it can't be decoded, and where the times of the
    pictures had to be mended: then nothing ties them to the sound.
    """
    try:
        with opened(clip.path, clip.reading) as (container, film):
            heard = _track(container) is not None
            clock_s = _clock(clip, container, film) if heard else None
        if clock_s is None:
            return None
        with opened(clip.path, clip.reading) as (container, _):
            parts = list(_parts(container, clock_s + begins_s, clock_s + ends_s))
    except (av.FFmpegError, ValueError):
        return None
    return _joined(parts, begins_s, ends_s, clock_s)


def _track(container: InputContainer) -> AudioStream | None:
    """The first sound that can be decoded; phones may write one more that can't."""
    return next(
        (
            one
            for one in container.streams.audio
            if one.codec_context and one.codec_context.name in SOUND_CODECS.split(",")
        ),
        None,
    )


def _clock(clip: Clip, container: InputContainer, film: VideoStream) -> float | None:
    """When the file's clock shows the first picture, if it shows all when we do."""
    if film.time_base is None or not (clip.reading.in_order and clip.reading.whole):
        return None
    first: VideoFrame | None = None
    ticks: list[int] = []
    for packet in container.demux(film):
        ticks += [] if packet.pts is None else [packet.pts]
        if first is None:
            first = next(iter(packet.decode()), None)
    if first is None or first.time is None or not ticks:
        return None
    shown_s = np.sort(ticks) * float(film.time_base)
    at_s = first.time + clip.played_s
    place = np.searchsorted(shown_s, at_s - SAME_S).clip(max=len(shown_s) - 1)
    return first.time if np.abs(shown_s[place] - at_s).max() < SAME_S else None


def _parts(
    container: InputContainer, begins_s: float, ends_s: float
) -> Iterator[AudioFrame]:
    """Frames that are heard between two instants of the file's clock."""
    for packet in container.demux(_track(container)):
        for frame in packet.decode():
            assert isinstance(frame, AudioFrame)
            if frame.time is None or frame.time >= ends_s:
                return
            if frame.time + frame.samples / frame.sample_rate > begins_s:
                yield frame


def _joined(
    parts: list[AudioFrame], begins_s: float, ends_s: float, clock_s: float
) -> Sound | None:
    """Each frame where its own time says; None if the rate changes on the way."""
    rates = {frame.sample_rate for frame in parts}
    if len(rates) != 1:
        return None
    (rate_hz,) = rates
    samples = np.full(round((ends_s - begins_s) * rate_hz), np.nan)
    goes_on = -1
    for frame in parts:
        at = round(((frame.time or 0.0) - clock_s - begins_s) * rate_hz)
        if goes_on >= 0 and abs(at - goes_on) <= JOINED_S * rate_hz:
            at = goes_on
        goes_on = at + frame.samples
        mono = _mono(frame)[max(-at, 0) :]
        room = samples[max(at, 0) : goes_on]
        room[:] = mono[: len(room)]
    return Sound(samples, rate_hz, begins_s)


def _mono(frame: AudioFrame) -> Floats:
    """(samples,) the mean of all channels."""
    sound = frame.to_ndarray()
    whole = np.issubdtype(sound.dtype, np.integer)
    loudest = 2.0 ** (8 * sound.dtype.itemsize - 1) if whole else 1.0
    channels = sound if frame.format.is_planar else sound.reshape(frame.samples, -1).T
    mean: Floats = channels.mean(axis=0, dtype=np.float64) / loudest
    return mean
