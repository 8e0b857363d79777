"""What an MP4 file says of itself, read without decoding anything."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Size and length of a film, as a chat wants to know them before it plays."""

    width_px: int
    height_px: int
    duration_s: float


def facts_of(data: bytes) -> Facts | None:
    """Read the facts of a film with one track; None when it is no such file."""
    try:
        index = _box(data, b"moov")
        scale, length = _length(_box(index, b"mvhd"))
        # The last eight bytes are width and height in 65536ths of a pixel.
        width, height = struct.unpack(">II", _box(_box(index, b"trak"), b"tkhd")[-8:])
        return Facts(width >> 16, height >> 16, length / scale)
    except (KeyError, struct.error, ZeroDivisionError):
        return None


def _box(data: bytes, wanted: bytes) -> bytes:
    for name, content in _boxes(data):
        if name == wanted:
            return content
    raise KeyError(wanted)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each part; a part begins with its size and its name."""
    at = 0
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:  # too large for four bytes: the true size comes after the name
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        end = at + size if size >= head else len(data)
        yield name, data[at + head : end]
        at = end


def _length(header: bytes) -> tuple[int, int]:
    """Units per second, and how many; a later version has longer numbers."""
    if header[:1] == b"\x01":
        scale, length = struct.unpack_from(">IQ", header, 20)
    else:
        scale, length = struct.unpack_from(">II", header, 12)
    return scale, length
