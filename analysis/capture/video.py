"""A video file: opened, the track that is the film, its frames in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from analysis.capture.container import (
    DECODER_OPTIONS,
    check_packets,
    open_container,
)
from analysis.errors import NoVideo, Unreadable
from analysis.reading import PLAIN, Reading

One = TypeVar("One")

# Cover art, thumbnails and stills are video streams that are no film.
NO_FILM = (
    Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
)
# A film lasts at least this share of the longest track; shorter ones are thumbnails.
LEAST_OF_LONGEST = 0.5


@dataclass(slots=True)
class Damage:
    """What was met while decoding: the last error's name, None when all is well."""

    name: str | None = None


@contextmanager
def opened(
    path: Path, reading: Reading
) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a file for decoding; closed again afterwards.

    Raises
    ------
    Unreadable
        It is none of the files that are opened, or FFmpeg can't open it.
    NoVideo
        It has no film.
    """
    options = {} if reading.in_order else {"ignore_editlist": "1"}
    with open_container(path, options) as container:
        streams = _films(container)
        film = next((one for one in streams if one.index == reading.track), streams[0])
        if film.codec_context is not None:
            film.codec_context.options = DECODER_OPTIONS
        film.thread_type = "AUTO"
        yield container, film


def is_alone(container: InputContainer) -> bool:
    """Whether there is only one stream that may be the film."""
    return len(_films(container)) == 1


def film_track(path: Path) -> int:
    """Number of the stream that is the film.

    A phone's file may hold a still, a depth map or a thumbnail before it: the film
    moves, lasts longest, is the one to be played, and has the largest picture.
    """
    with opened(path, PLAIN) as (container, _):
        films = _films(container)
        count, last_s = _packets(container)
        longest_s = max(last_s.values(), default=0.0)

        def rank(film: VideoStream) -> tuple[bool, bool, int, int]:
            lasting = last_s[film.index] >= LEAST_OF_LONGEST * longest_s
            return (
                count[film.index] > 1 and lasting,
                Disposition.default in film.disposition,
                film.width * film.height,
                count[film.index],
            )

        return max(films, key=rank).index


def _films(container: InputContainer) -> list[VideoStream]:
    """The streams that may be the film: those that can be decoded, if any."""
    moving = [one for one in container.streams.video if not one.disposition & NO_FILM]
    if not moving:
        raise NoVideo("no video stream")
    return [one for one in moving if one.codec_context is not None] or moving


def _packets(
    container: InputContainer,
) -> tuple[defaultdict[int, int], defaultdict[int, float]]:
    """How many packets each video stream has, and the time of its last one."""
    count: defaultdict[int, int] = defaultdict(int)
    last_s: defaultdict[int, float] = defaultdict(float)
    try:
        films = list(range(len(container.streams.video)))
        for number, packet in enumerate(container.demux(video=films)):
            check_packets(number)
            index, time = packet.stream.index, packet.dts
            if time is not None and packet.time_base is not None:
                count[index] += 1
                last_s[index] = max(last_s[index], float(time * packet.time_base))
    except av.FFmpegError:
        pass  # what was counted until the damage tells enough
    return count, last_s


def decoded(
    container: InputContainer, stream: VideoStream, damage: Damage | None = None
) -> Generator[VideoFrame]:
    """Frames in the order in which they are shown; damage without any is an error.

    What can't be decoded is left out, and all that is made from it: nothing is shown
    until the next key frame. ``damage`` learns of it.
    """
    damage = damage or Damage()
    count, torn = 0, False
    for packet in _until_damage(container, stream, damage):
        try:
            frames = packet.decode()
        except av.FFmpegError as error:
            damage.name, torn = type(error).__name__, True
            continue
        for frame in frames:
            assert isinstance(frame, VideoFrame)
            torn = (torn or frame.is_corrupt) and not frame.key_frame
            if not torn:
                yield frame
                count += 1
    if count == 0 and damage.name is not None:
        raise Unreadable(f"not decoded: {damage.name}")


def _until_damage(
    container: InputContainer, stream: VideoStream, damage: Damage
) -> Iterator[Packet[VideoStream]]:
    """Packets until the end, or until the file itself is no longer one."""
    try:
        for number, packet in enumerate(container.demux(stream)):
            check_packets(number)
            if packet.is_corrupt:
                damage.name = "cut off"
            yield packet
    except av.FFmpegError as error:
        damage.name = type(error).__name__


def ahead(pictures: Generator[One]) -> Iterator[One]:
    """Decode the next picture while this one is being worked on."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, pictures, None)
        try:
            while (picture := coming.result()) is not None:
                coming = pool.submit(next, pictures, None)
                yield picture
        finally:
            # A caller who stops early must leave the decoder closed.
            coming.exception()
            pictures.close()
