"""A few small pictures from all over a clip, taken while it is read."""

from __future__ import annotations

from av.video.frame import VideoFrame

from analysis.capture.compression import quantiser, typical
from analysis.capture.display import Picture, stored_grey
from analysis.capture.hdr import Curve, brightest, curve_of, light_of
from analysis.capture.inner_picture import SEARCHED_PX
from analysis.capture.low_light import times_brighter
from analysis.reading import Light

# Of more than so many every second one is dropped, and fewer are taken.
MOST = 10


class Samples:
    """Grey pictures as they are stored, evenly spread over the frames seen."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        self._curve: Curve | None = None
        self._whites: list[float] = []
        self._coarse: list[float] = []
        self._seen = 0
        self._every = 8

    def see(self, frame: VideoFrame) -> None:
        """Keep the picture if it is its turn, and how coarsely any is rounded."""
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
