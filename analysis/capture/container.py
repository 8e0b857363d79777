"""Which files are opened at all, and how far: told by their first bytes and header.

FFmpeg reads some 350 formats. Among them are lists that name other files, addresses
and devices, and its decoders are many and some of them old. A camera, a phone, a chat
or an editor writes one of five kinds of file with one of a few codecs: no other is
opened, and of those no picture is decoded that is larger than a camera's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from analysis.errors import NoVideo, TooLarge, TooLong, Unreadable

# The longer side of 4K DCI with room for odd encoders.
LONGEST_SIDE_PX = 4608
# 4K at 4:3, as action cameras have it.
MOST_PIXELS = 4096 * 3072
# A decoder lays a picture out in blocks, so its own limit has to be a little wider.
MOST_PIXELS_LAID_OUT = MOST_PIXELS * 17 // 16
# A minute of 4K at 30 frames a second, 8 bits, and a tenth more.
MOST_BYTES = 25_000_000_000
BITS_PER_PIXEL = 12  # of 4:2:0 in 8 bits, where the header does not say
# 3,600 frames with as much again cut off on either side by an edit list.
MOST_PACKETS = 12_000
TRANSPORT_PACKETS: Final = ((0, 188), (4, 192), (0, 204))
BOXES: Final = (
    b"ftyp",
    b"moov",
    b"mdat",
    b"free",
    b"skip",
    b"wide",
    b"pnot",
    b"moof",
    b"styp",
    b"sidx",
    b"uuid",
)

# Names of FFmpeg's demuxers; MP4, MOV and 3GP have one together, so have WebM and MKV.
KINDS: Mapping[str, Callable[[bytes], bool]] = MappingProxyType(
    {
        "mov": lambda begin: begin[4:8] in BOXES,
        "matroska": lambda begin: begin.startswith(b"\x1a\x45\xdf\xa3"),
        "avi": lambda begin: begin[:4] == b"RIFF" and begin[8:11] == b"AVI",
        "gif": lambda begin: begin[:6] in (b"GIF87a", b"GIF89a"),
        "mpegts": lambda begin: any(
            begin[first : first + 4 * step : step] == b"GGGG"
            for first, step in TRANSPORT_PACKETS
        ),
    }
)
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"BM")
# Names of FFmpeg's decoders, as it wants them listed.
FILM_CODECS = (
    "h264,hevc,libdav1d,av1,libaom-av1,vp8,vp9,libvpx,libvpx-vp9,mpeg4,"
    "msmpeg4,msmpeg4v2,h263,mpeg2video,mpeg1video,mjpeg,prores,dnxhd,"
    "rawvideo,gif"
)
SOUND_CODECS = (
    "aac,aac_latm,mp3,mp3float,opus,libopus,vorbis,ac3,eac3,flac,alac,amrnb,"
    "amrwb,libopencore_amrnb,libopencore_amrwb,pcm_s16le,pcm_s16be,pcm_s24le,"
    "pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_u8,pcm_s8,"
    "pcm_alaw,pcm_mulaw"
)
# What every decoder of pictures is told.
DECODER_OPTIONS: Final = {"max_pixels": str(MOST_PIXELS_LAID_OUT)}


def kind_of(path: Path) -> str:
    """FFmpeg's name of the file's kind, by its first bytes.

    Raises
    ------
    Unreadable
        It is none of the kinds that are opened.
    NoVideo
        It is a photo.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(1024)
    except OSError as error:
        raise Unreadable(f"not opened: {type(error).__name__}") from error
    for name, begins_so in KINDS.items():
        if begins_so(begin):
            return name
    if begin.startswith(PICTURES) or begin[8:12] == b"WEBP":
        raise NoVideo("a photo")
    raise Unreadable("no kind of video file that is opened")


def open_container(path: Path, options: Mapping[str, str]) -> InputContainer:
    """Open this one file as what it is: no other file, no address, no device.

    Parameters
    ----------
    options
        FFmpeg's, for the container.

    Raises
    ------
    Unreadable
    """
    kind = kind_of(path)
    allowed = {
        "protocol_whitelist": "file",
        "format_whitelist": kind,
        "codec_whitelist": f"{FILM_CODECS},{SOUND_CODECS}",
    }
    try:
        return av.open(
            f"file:{path}",
            format=kind,
            metadata_errors="ignore",
            # Of pictures that FFmpeg decodes to learn more than the header says.
            options=DECODER_OPTIONS,
            container_options={**options, **allowed},
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        raise Unreadable(f"not opened: {type(error).__name__}") from error


def check_header(stream: VideoStream) -> None:
    """Refuse a film by what its header says, before a frame of it is decoded.

    Raises
    ------
    Unreadable
        Its codec is not among those that are decoded.
    TooLarge
        Its pictures are, or all of them together.
    """
    context = stream.codec_context
    if context is not None:
        check_size(context.width, context.height)
    if context is None or context.name not in FILM_CODECS.split(","):
        raise Unreadable("a codec that is not decoded")
    bits = context.format.bits_per_pixel if context.format else BITS_PER_PIXEL
    Volume().add(context.width, context.height, bits, stream.frames)


def check_size(width: int, height: int) -> None:
    """Raise ``TooLarge`` where a picture of that size is not decoded."""
    if max(width, height) > LONGEST_SIDE_PX or width * height > MOST_PIXELS:
        raise TooLarge(f"picture of {width} x {height} pixels")


def check_packets(number: int) -> None:
    """Raise ``TooLong`` where no film that is analysed has so many."""
    if number > MOST_PACKETS:
        raise TooLong(f"more than {MOST_PACKETS} packets")


class Volume:
    """How many bytes of picture a film decodes to."""

    def __init__(self) -> None:
        self._bytes = 0.0

    def see(self, frame: VideoFrame) -> None:
        """Count one frame; see :meth:`add`."""
        check_size(frame.width, frame.height)
        self.add(frame.width, frame.height, frame.format.bits_per_pixel)

    def add(self, width: int, height: int, bits: int, frames: int = 1) -> None:
        """Count frames of one size.

        Parameters
        ----------
        bits
            Per pixel, all channels together.

        Raises
        ------
        TooLarge
            There are more bytes than are decoded.
        """
        self._bytes += width * height * bits / 8 * frames
        if self._bytes > MOST_BYTES:
            raise TooLarge(f"more than {MOST_BYTES / 1e9:.0f} GB of pictures")
