import struct

import pytest

from bot.chat.mp4 import Facts, facts_of
from tests.bot.films import film


def box(name, content):
    return struct.pack(">I4s", 8 + len(content), name) + content


def index(header):
    track = box(b"tkhd", bytes(76) + struct.pack(">II", 720 << 16, 900 << 16))
    return box(b"moov", box(b"mvhd", header) + box(b"trak", track))


def test_a_film_tells_its_size_and_length(tmp_path):
    assert facts_of(film(tmp_path)) == Facts(96, 120, 1.5)


def test_long_numbers_are_read_too():
    header = b"\x01" + bytes(19) + struct.pack(">IQ", 1000, 2500)
    assert facts_of(index(header)) == Facts(720, 900, 2.5)
    large = struct.pack(">I4sQ", 1, b"mdat", 20) + bytes(4)
    assert facts_of(large + index(header)) == Facts(720, 900, 2.5)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xd8 a photo", box(b"ftyp", b"isom"), box(b"moov", b""), b"\0\0\0"],
    ids=["nothing", "photo", "no index", "empty index", "cut off"],
)
def test_what_is_no_film_has_no_facts(data):
    assert facts_of(data) is None


def test_a_clock_that_stands_has_no_facts():
    assert facts_of(index(bytes(20))) is None
