"""All bad inputs by name, the same ones every time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.bad_inputs import boxes, films, lists
from benchmarks.bad_inputs.films import Film, made

SEED = 13
CLIP = "clip"  # the name under which a child has it
PHONE = Film(sound=True, options={"movflags": "faststart"})
HDR = {"x265-params": "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"}
LACED = {"flags": "+ilme+ildct", "x264-params": "tff=1"}
QUICKLY = {"preset": "ultrafast"}
KINDS: dict[str, Film] = {
    "H.264 in MP4": PHONE,
    "H.264 in MP4, index last": Film(sound=True),
    "H.264 in fragments": Film(options={"movflags": "frag_keyframe+empty_moov"}),
    "H.264 in MOV": Film("mov"),
    "H.264 in 3GP": Film("3gp"),
    "H.264 in Matroska": Film("matroska", sound=True),
    "H.264 in a transport stream": Film("mpegts"),
    "H.264 in AVI": Film("avi"),
    "H.264 10 bit": Film(pixels="yuv420p10le"),
    "H.264 4:4:4": Film(pixels="yuv444p"),
    "H.264 interlaced": Film(codec_options=LACED),
    "HEVC": Film(codec="libx265", codec_options={"x265-params": "log-level=0"}),
    "HEVC 10 bit HDR": Film(
        codec="libx265", pixels="yuv420p10le", codec_options=HDR | {"tag": "hvc1"}
    ),
    "AV1 in MP4": Film(codec="libsvtav1"),
    "AV1 10 bit": Film(codec="libsvtav1", pixels="yuv420p10le"),
    "VP8 in WebM": Film("webm", "libvpx"),
    "VP9 in WebM": Film("webm", "libvpx-vp9"),
    "VP9 4:4:4": Film("webm", "libvpx-vp9", "yuv444p"),
    "MPEG-4 in AVI": Film("avi", "mpeg4"),
    "MPEG-2 interlaced": Film("mpegts", "mpeg2video", codec_options=LACED),
    "H.263 in 3GP": Film("3gp", "h263", size=(176, 144)),
    "motion JPEG": Film("avi", "mjpeg", "yuvj420p"),
    "ProRes": Film("mov", "prores_ks", "yuv422p10le"),
    "DNxHR": Film(
        "mov", "dnxhd", "yuv422p", (320, 240), codec_options={"profile": "dnxhr_lb"}
    ),
    "GIF": Film("gif", "gif", "rgb8"),
    "raw in AVI": Film("avi", "rawvideo"),
    "PNG in MOV": Film("mov", "png", "rgba"),
    "animation in MOV": Film("mov", "qtrle", "rgb24"),
    "FFV1 in Matroska": Film("matroska", "ffv1"),
    "Flash in AVI": Film("avi", "flv"),
    "Windows Media in AVI": Film("avi", "wmv2"),
    "Flash file": Film("flv"),
    "program stream": Film("mpeg", "mpeg2video"),
    "MXF": Film("mxf", "mpeg2video", times_s=tuple(n / 25 for n in range(24))),
    "plain H.264": Film("h264"),
    "Ogg-like NUT": Film("nut"),
    "Windows Media file": Film("asf", "wmv2"),
}
TIMES: dict[str, Film] = {
    "one frame": Film(times_s=(0.0,)),
    "two frames": Film(times_s=(0.0, 0.4)),
    "0.4 s": Film(times_s=[n / 30 for n in range(12)]),
    "1000 a second": Film(times_s=[n / 1000 for n in range(700)], size=(64, 48)),
    "1000 a second, long": Film(times_s=[n / 1000 for n in range(3700)], size=(32, 32)),
    "61 s": Film(times_s=[float(n) for n in range(62)], size=(64, 48)),
    "an hour apart": Film(times_s=(0.0, 1.0, 3600.0)),
    "before zero": Film("matroska", times_s=[n / 30 - 2 for n in range(24)]),
    "before zero in MP4": Film(
        times_s=[n / 30 - 2 for n in range(24)],
        options={"avoid_negative_ts": "disabled"},
    ),
    "a day in": Film(times_s=[86_400 + n / 30 for n in range(24)]),
    "uneven": Film(times_s=np.cumsum(np.tile([1, 3, 1, 7], 6) / 60).tolist()),
    "2 a second": Film(times_s=[n / 2 for n in range(20)]),
}
SIZES: dict[str, Film] = {
    **{
        f"{width} x {height}": Film(size=(width, height))
        for width, height in ((2, 2), (16, 16), (2, 720), (720, 2), (4608, 16))
    },
    "1 x 1": Film("avi", "rawvideo", "rgb24", (1, 1)),
    "1 x 1 in Matroska": Film("matroska", "libvpx-vp9", size=(1, 1)),
    "4096 x 2160": Film(
        size=(4096, 2160), times_s=[n / 30 for n in range(16)], codec_options=QUICKLY
    ),
    "4610 x 16": Film(size=(4610, 16)),
    "4096 x 4096": Film(size=(4096, 4096), times_s=(0.0, 1.0), codec_options=QUICKLY),
    "16 x 8192": Film(size=(16, 8192)),
    "8192 x 4320 HEVC": Film(
        codec="libx265",
        size=(8192, 4320),
        times_s=(0.0, 1.0),
        codec_options={**QUICKLY, "x265-params": "log-level=0"},
    ),
    "8192 x 4320 in a stream": Film(
        "mpegts",
        size=(8192, 4320),
        times_s=(0.0, 1.0),
        codec_options=QUICKLY,
    ),
}


@dataclass(frozen=True, slots=True)
class Bad:
    """One input.

    Attributes
    ----------
    group
        What is bad about it, for the table.
    """

    group: str
    name: str
    make: Callable[[], bytes]


def corpus(sibling: Path, address: str) -> Iterator[Bad]:
    """Every bad input.

    Parameters
    ----------
    sibling
        A film that must not be opened.
    address
        Where somebody listens whom nobody must call.
    """
    for group, films_of in (("codec", KINDS), ("time", TIMES), ("size", SIZES)):
        for name, film in films_of.items():
            yield Bad(group, name, partial(made, film))
    whole = made(PHONE)
    fragments = made(KINDS["H.264 in fragments"])
    yield from _all("cut at a box", boxes.cut_at_boxes(whole))
    yield from _all("cut at a box", boxes.cut_at_boxes(fragments), "fragments ")
    yield from _all("box of a wrong size", boxes.wrong_sizes(whole))
    yield from _all("wrong field", boxes.wrong_fields(whole))
    yield from _all("damaged", _damaged())
    yield from _all("names others", lists.lists(CLIP, str(sibling), address))
    for told, name in (("a sibling", str(sibling)), ("a call", address)):
        film = boxes.elsewhere(whole, name)
        yield from _all("names others", [(f"pictures in {told}", film)])
    text = f"ffconcat version 1.0\nfile '{sibling}'\n".encode()
    yield from _all("two in one", lists.polyglots(whole, text))
    yield from _all("no film", _no_films())
    yield from _all("header lies", _lies())


def _all(
    group: str, found: Iterable[tuple[str, bytes]], before: str = ""
) -> Iterator[Bad]:
    for name, content in found:
        yield Bad(group, before + name, partial(bytes, content))


def _damaged() -> Iterator[tuple[str, bytes]]:
    """Bits turned over and ends cut off, in each kind of file that is opened."""
    rng = np.random.default_rng(SEED)
    for kind in list(KINDS)[:20]:
        film = made(KINDS[kind])
        for bits in (3, 30, 300):
            changed = np.frombuffer(film, np.uint8).copy()
            at = rng.integers(0, len(film), bits)
            changed[at] ^= (1 << rng.integers(0, 8, bits)).astype(np.uint8)
            yield f"{kind}, {bits} bits turned", changed.tobytes()
        yield f"{kind}, its second half lost", film[: len(film) // 2]
        hole = len(film) // 3
        yield f"{kind}, a hole", film[:hole] + bytes(hole) + film[2 * hole :]


def _no_films() -> Iterator[tuple[str, bytes]]:
    rng = np.random.default_rng(SEED)
    yield "nothing", b""
    yield "a byte", b"\x00"
    yield "zeros", bytes(50_000)
    yield "noise", rng.bytes(50_000)
    yield "a page", b"<!doctype html><video src='http://127.0.0.1/'></video>"
    yield "a program", b"\x7fELF" + rng.bytes(2000)
    yield "an archive", b"PK\x03\x04" + rng.bytes(2000)
    yield "a document", b"%PDF-1.7\n" + rng.bytes(2000)
    yield "a photo", b"\xff\xd8\xff\xe0" + rng.bytes(2000)
    yield "a drawing", png(64, 64)
    yield "a drawing of 30000 x 30000", png(30_000, 30_000, rows=10)
    yield "a photo of another kind", b"RIFF\x00\x10\x00\x00WEBPVP8 " + rng.bytes(2000)
    yield "a phone's photo", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
    for container in ("mp4", "matroska", "mpegts", "avi"):
        yield f"sound only, {container}", films.sound_only(container)
    yield "a wave", b"RIFF\x24\x00\x00\x00WAVEfmt " + rng.bytes(500)
    yield "no frame", _emptied(made(PHONE))
    for number in (2, 8):
        yield f"{number} films", made(Film(films=number))
    yield "films joined", made(PHONE) * 3


def _lies() -> Iterator[tuple[str, bytes]]:
    for width, height in ((16_000, 16_000), (4096, 4096), (65_535, 65_535)):
        picture = png(width, height, rows=200)
        many = films.packed("png", picture, (width, height), 30, "mov")
        yield f"PNG of {width} x {height}", many
    small = made(Film("mov", "png", "rgba"))
    honest = png(160, 120)
    yield "PNG larger than its header", small.replace(honest[:24], png(16_000, 2)[:24])
    whole = made(PHONE)
    for number, (width, height) in enumerate(((0, 0), (65_535, 65_535), (4600, 2))):
        said = films.size_as_bytes(width, height)
        lying = whole.replace(films.size_as_bytes(160, 120), said, 1)
        yield f"{number} H.264 said to be {width} x {height}", lying
    film = made(Film("avi", "mpeg4"))
    for value in (0, 1 << 20, (1 << 31) - 1):
        said_so = film.replace(
            struct.pack("<II", 160, 120), struct.pack("<II", value, 9)
        )
        yield f"AVI said to be {value} wide", said_so
    large = Film("mpegts", size=(2000, 2000), times_s=(2.0, 2.1, 2.2))
    yield "H.264 larger from the middle on", made(Film("mpegts")) + made(large)


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """A picture of nothing, RGBA; with fewer rows than it says, if told so."""
    squeeze = zlib.compressobj(1)
    row = bytes(1 + 4 * width)
    parts = [squeeze.compress(row) for _ in range(rows or height)]
    body = b"".join(parts) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    size, check = len(body), zlib.crc32(name + body)
    return struct.pack(">I", size) + name + body + struct.pack(">I", check)


def _emptied(film: bytes) -> bytes:
    """The film with an index of no frames."""
    changed = bytearray(film)
    for box in boxes.boxes(film):
        if box.name in ("stsz", "stts", "stco", "stsc"):
            at = box.start + (16 if box.name == "stsz" else 12)
            struct.pack_into(">I", changed, at, 0)
    return bytes(changed)


def chosen(everything: Iterator[Bad], each: int) -> Iterator[Bad]:
    """So many of each group, spread over it."""
    groups: dict[str, list[Bad]] = {}
    for one in everything:
        groups.setdefault(one.group, []).append(one)
    for found in groups.values():
        yield from found[:: max(len(found) // each, 1)][:each]
