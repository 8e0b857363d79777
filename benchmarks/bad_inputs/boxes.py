"""The boxes of an MP4 file, and how each can be damaged (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"moof")
PARENTS += (b"traf", b"mvex", b"udta")
LARGEST = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box lies: from its size to its end."""

    name: str
    start: int
    end: int


def boxes(file: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Every box, outer ones before those in them."""
    end = len(file) if end is None else end
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", file, start)
        if size < 8 or start + size > end:
            return
        yield Box(kind.decode("latin-1"), start, start + size)
        if kind in PARENTS:
            yield from boxes(file, start + 8, start + size)
        start += size


def cut_at_boxes(file: bytes) -> Iterator[tuple[str, bytes]]:
    """The file cut before, in the head of, and in the middle of every box."""
    for number, box in enumerate(boxes(file)):
        middle = (box.start + box.end) // 2
        for where, at in (("before", box.start), ("head", box.start + 6)):
            yield f"{number:02} {box.name} {where}", file[:at]
        yield f"{number:02} {box.name} middle", file[:middle]


def wrong_sizes(file: bytes) -> Iterator[tuple[str, bytes]]:
    """The file with the size of every box wrong, and with its kind unknown."""
    for number, box in enumerate(boxes(file)):
        for size in (0, 1, 7, LARGEST):
            yield f"{number:02} {box.name} size {size}", _put(file, box.start, size)
        changed = bytearray(file)
        changed[box.start + 4 : box.start + 8] = b"what"
        yield f"{number:02} {box.name} unknown", bytes(changed)


def wrong_fields(file: bytes) -> Iterator[tuple[str, bytes]]:
    """The file with counts, times, sizes and places that can't be."""
    for number, box in enumerate(boxes(file)):
        for name, at in FIELDS.get(box.name, ()):
            for value in (0, 1, 0x7FFFFFFF, LARGEST):
                if box.start + at + 4 <= box.end:
                    changed = _put(file, box.start + at, value)
                    yield f"{number:02} {box.name} {name} {value}", changed


# Fields of four bytes, from the start of their box.
FIELDS = {
    "mvhd": (("time scale", 20), ("duration", 24)),
    "tkhd": (("duration", 28), ("matrix", 48), ("width", 84)),
    "mdhd": (("time scale", 20), ("duration", 24)),
    "elst": (("entries", 12), ("duration", 16), ("media time", 20), ("rate", 24)),
    "stsd": (("entries", 12), ("entry size", 16), ("width and height", 48)),
    "stts": (("entries", 12), ("count", 16), ("delta", 20)),
    "ctts": (("entries", 12), ("count", 16), ("offset", 20)),
    "stsz": (("size", 12), ("count", 16), ("first", 20)),
    "stsc": (("entries", 12), ("samples", 20)),
    "stco": (("entries", 12), ("place", 16)),
    "stss": (("entries", 12), ("first", 16)),
    "dref": (("entries", 12), ("flags", 24)),
    "hdlr": (("kind", 16),),
}


def _put(file: bytes, at: int, value: int) -> bytes:
    changed = bytearray(file)
    struct.pack_into(">I", changed, at, value)
    return bytes(changed)


def elsewhere(file: bytes, address: str) -> bytes:
    """The file with its pictures said to lie in another file, where a ``dref`` can."""
    entry = b"url \x00\x00\x00\x00" + address.encode() + b"\x00"
    entry = struct.pack(">I", len(entry) + 4) + entry
    old = next(box for box in boxes(file) if box.name == "dref")
    new = struct.pack(">I4sII", 16 + len(entry), b"dref", 0, 1) + entry
    more = len(new) - (old.end - old.start)
    changed = bytearray(file)
    for box in boxes(file):
        if box.start < old.start and box.end >= old.end:
            struct.pack_into(">I", changed, box.start, box.end - box.start + more)
    changed[old.start : old.end] = new
    return bytes(changed)
