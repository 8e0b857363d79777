"""A file read from end to end: when each frame is shown, and how it is to be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from analysis.capture.compression import quantiser, tell_quantisers, typical
from analysis.capture.container import Volume, check_header
from analysis.capture.display import Picture, display, shown_size, stored_grey
from analysis.capture.hdr import Curve, brightest, curve_of, light_of
from analysis.capture.inner_picture import SEARCHED_PX, exactly, find_bars
from analysis.capture.low_light import times_brighter
from analysis.capture.small_pictures import SmallPictures
from analysis.capture.timestamps import in_order, times_of
from analysis.capture.video import Damage, ahead, decoded, film_track, is_alone, opened
from analysis.errors import NoVideo, TooLarge, TooLong, Unreadable
from analysis.reading import PLAIN, Light, Reading
from analysis.types import Clip

LONGEST_S = 60.0
MOST_FRAMES = 3600
# Pictures in which the edges of bars are looked for to the pixel.
LOOKS_AT_BARS = 5
# Most samples kept; beyond that every second one is dropped and fewer are taken.
MOST = 10


class Samples:
    """Grey pictures as they are stored, evenly spread over the frames seen."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        self.small = SmallPictures()
        self._curve: Curve | None = None
        self._whites: list[float] = []
        self._coarse: list[float] = []
        self._volume = Volume()
        self._seen = 0
        self._every = 8

    def see(self, frame: VideoFrame) -> None:
        """Keep the picture if its turn has come, and all of them small.

        Every picture's quantiser is noted.

        Raises
        ------
        TooLarge
            This picture is too large, or all of them together.
        """
        self._volume.see(frame)
        self.small.see(frame)
        self._coarse.append(quantiser(frame))
        if self._seen % self._every == 0:
            picture = stored_grey(frame, SEARCHED_PX)
            self._measure(frame, picture)
            # A picture of another size can't be laid over the others.
            if not self.pictures or picture.shape == self.pictures[0].shape:
                self.pictures.append(picture)
            if len(self.pictures) > MOST:
                self.pictures = self.pictures[::2]
                self._every *= 2
        self._seen += 1

    def _measure(self, frame: VideoFrame, picture: Picture) -> None:
        self._curve = curve_of(frame)
        if self._curve is not None:
            height, width = picture.shape
            self._whites.append(brightest(frame, self._curve, width, height))

    @property
    def quantiser(self) -> float | None:
        """How coarsely the clip is rounded; None where its codec does not say."""
        return typical(self._coarse)

    @property
    def light(self) -> Light | None:
        """How the clip's light is written, None for the ordinary way."""
        return light_of(self._curve, self._whites) if self._curve else None

    @property
    def brighter(self) -> float:
        """How many times brighter the clip is to be shown."""
        return times_brighter(self.pictures) if self.light is None else 1.0


def read_through(path: Path) -> Clip:
    """The clip with the times of all its frames, without bars around it.

    Raises
    ------
    Unreadable, NoVideo, TooLong, TooLarge
    """
    try:
        return _without_bars(*_read_through(path, PLAIN))
    except MemoryError as error:
        raise TooLarge("more memory than may be used") from error


def _read_through(path: Path, reading: Reading) -> tuple[Clip, Samples]:
    """The clip with the times of all its frames; read anew where they are no good."""
    samples = Samples()
    shown: list[float] = []
    decoding: list[float] = []
    with opened(path, reading) as (container, stream):
        if reading.track is None and not is_alone(container):
            return _read_through(path, replace(reading, track=film_track(path)))
        check_header(stream)
        tell_quantisers(stream)
        damage = Damage()
        for frame in ahead(decoded(container, stream, damage)):
            if not shown:
                turn, mirrored = display(frame)
                width, height = shown_size(frame, stream, turn)
            shown.append(_seconds(frame.pts, stream))
            decoding.append(_seconds(frame.dts, stream))
            samples.see(frame)
            _check_length(shown)
    _check_count(len(shown), damage)
    shown_s, decoded_s = np.array(shown), np.array(decoding)
    if reading.in_order and not in_order(shown_s) and np.isfinite(shown_s).any():
        return _read_through(path, replace(reading, in_order=False))
    reading = replace(
        reading,
        mirrored=mirrored,
        light=samples.light,
        whole=damage.name is None,
        brighter=samples.brighter,
    )
    clip = Clip(path, width, height, turn, times_of(shown_s, decoded_s), reading)
    return replace(clip, quantiser=samples.quantiser, small=samples.small.kept), samples


def _without_bars(clip: Clip, samples: Samples) -> Clip:
    """The clip as its inner picture, where bars were laid around it."""
    rough = find_bars(samples.pictures)
    if rough is None:
        return clip
    wanted = {*np.linspace(0, clip.frames - 1, LOOKS_AT_BARS).astype(int).tolist()}
    with opened(clip.path, clip.reading) as (container, stream):
        frames = enumerate(decoded(container, stream))
        large = [stored_grey(frame) for number, frame in frames if number in wanted]
    inner = exactly(rough, samples.pictures[0].shape[::-1], large)
    turned = clip.rotation_deg in (90, 270)
    stored = (
        (clip.height_px, clip.width_px) if turned else (clip.width_px, clip.height_px)
    )
    width = round(inner.width * stored[0] / inner.whole_width)
    height = round(inner.height * stored[1] / inner.whole_height)
    return replace(
        clip,
        width_px=height if turned else width,
        height_px=width if turned else height,
        reading=replace(clip.reading, inner=inner),
        small=(),
    )


def _check_count(frames: int, damage: Damage) -> None:
    if not frames:
        raise Unreadable("no frame could be decoded")
    if frames == 1 and damage.name is None:
        raise NoVideo("a single picture")


def _check_length(shown: list[float]) -> None:
    if len(shown) > MOST_FRAMES or shown[-1] - shown[0] > LONGEST_S:
        raise TooLong(f"more than {len(shown) - 1} frames or {LONGEST_S:.0f} s")


def _seconds(ticks: int | None, stream: VideoStream) -> float:
    if ticks is None or stream.time_base is None:
        return float("nan")
    return float(ticks * stream.time_base)
