"""No file is opened but a film's own, and no picture decoded that is too large.

All of it is tried without the sandbox that a child has.
"""

import os
import socket
import struct
import sys
import time

import av
import pytest

from analysis.capture import container
from analysis.capture.clip import open_clip
from analysis.capture.container import Volume, check_packets, kind_of
from analysis.errors import NoVideo, Refused, TooLarge, TooLong, Unreadable
from benchmarks.bad_inputs import boxes, films, lists
from benchmarks.bad_inputs.corpus import png
from benchmarks.bad_inputs.films import Film, made
from benchmarks.cost import cost_of
from tests.odd_clips import steady, write_clip


@pytest.fixture
def sibling(tmp_path):
    """A good film; a reading of it shows in its time of access."""
    path = write_clip(tmp_path / "sibling.mp4", steady(1))
    os.utime(path, (1, time.time()))
    return path


@pytest.fixture
def listener():
    """Somebody whom nobody must call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server
        with pytest.raises(BlockingIOError):
            server.accept()


def test_lists_that_name_others_open_none(tmp_path, sibling, listener):
    host, port = listener.getsockname()
    path = tmp_path / "clip.mp4"
    found = dict(lists.lists(path.name, str(sibling), f"http://{host}:{port}/a.mp4"))
    text = found["ffconcat a sibling"]
    for name, content in (found | dict(lists.polyglots(b"", text))).items():
        path.write_bytes(content)
        with pytest.raises(Refused):
            open_clip(path)
            pytest.fail(f"{name} was opened")
    assert sibling.stat().st_atime == 1


def test_pictures_said_to_lie_in_another_file_are_not_looked_for(tmp_path, sibling):
    path = tmp_path / "clip.mp4"
    path.write_bytes(boxes.elsewhere(made(Film()), str(sibling)))
    assert open_clip(path).frames == 24  # those that are in the file itself
    assert sibling.stat().st_atime == 1


def test_a_name_is_a_file_and_nothing_else(tmp_path):
    write_clip(tmp_path / "1.mp4", steady(1))
    for name in ("concat:1.mp4|1.mp4", "%d.mp4"):
        path = tmp_path / name
        (tmp_path / "1.mp4").replace(path)
        assert open_clip(path).frames == 30
        path.replace(tmp_path / "1.mp4")


@pytest.mark.parametrize("ending", ["mp4", "mov", "3gp", "mkv", "avi", "ts", "gif"])
def test_every_kind_of_film_is_known_by_its_first_bytes(tmp_path, ending):
    kinds = {"mkv": "matroska", "ts": "mpegts", "avi": "avi", "gif": "gif"}
    kind = kinds.get(ending, "mov")
    muxer = ending if kind == "mov" else kind
    codec, pixels = ("gif", "rgb8") if ending == "gif" else ("libx264", "yuv420p")
    path = tmp_path / "clip"
    path.write_bytes(made(Film(muxer, codec, pixels)))
    assert kind_of(path) == kind
    assert open_clip(path).frames >= 23


def test_a_codec_nobody_films_with_is_not_decoded(tmp_path):
    path = tmp_path / "clip"
    path.write_bytes(made(Film("matroska", "ffv1")))
    with pytest.raises(Unreadable, match="codec"):
        open_clip(path)


def test_a_photo_by_any_name_is_no_video(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(png(8, 8))
    with pytest.raises(NoVideo):
        open_clip(path)


@pytest.mark.parametrize(("width", "height"), [(16_000, 16_000), (4096, 4096)])
def test_too_large_a_picture_is_refused_by_its_header(tmp_path, width, height):
    # Decoded they take 6 GB, and two minutes.
    picture = png(width, height, rows=100)
    path = tmp_path / "clip"
    path.write_bytes(films.packed("png", picture, (width, height), 60, "mov"))
    told = tmp_path / "told.json"
    reader = [sys.executable, "-m", "benchmarks.bad_inputs.reader"]
    cost = cost_of([*reader, str(path), "--json", str(told)])
    assert '"too_large"' in told.read_text()
    assert cost.peak_bytes < 1e9
    with pytest.raises(TooLarge, match=f"{width} x {height}"):
        open_clip(path)


def test_a_picture_that_grows_on_the_way_is_not_decoded(tmp_path):
    small = made(Film("mpegts"))
    large = Film("mpegts", size=(4608, 4608), times_s=(2.0, 2.1))
    path = tmp_path / "clip"
    path.write_bytes(small + made(large))
    clip = open_clip(path)
    assert clip.frames <= 24
    assert not clip.reading.whole


def test_all_pictures_together_are_counted_by_the_header(tmp_path, monkeypatch):
    whole = 160 * 120 * 12 // 8 * 24
    path = tmp_path / "clip"
    path.write_bytes(made(Film()))
    monkeypatch.setattr(container, "MOST_BYTES", whole)
    assert open_clip(path).frames == 24
    monkeypatch.setattr(container, "MOST_BYTES", whole - 1)
    monkeypatch.setattr(Volume, "see", None)  # nothing is decoded
    with pytest.raises(TooLarge):
        open_clip(path)


def test_what_the_header_hides_is_counted_on_the_way(tmp_path, monkeypatch):
    film = bytearray(made(Film("matroska")))
    path = tmp_path / "clip"
    path.write_bytes(film)
    with av.open(path) as file:
        assert file.streams.video[0].frames == 0
    monkeypatch.setattr(container, "MOST_BYTES", 160 * 120 * 12 // 8 * 20)
    with pytest.raises(TooLarge):
        open_clip(path)


def test_ten_bits_count_for_more_than_eight():
    Volume().add(4096, 2160, 12, 1800)
    with pytest.raises(TooLarge):
        Volume().add(4096, 2160, 15, 1800)


def test_packets_without_end_are_too_long():
    check_packets(container.MOST_PACKETS)
    with pytest.raises(TooLong):
        check_packets(container.MOST_PACKETS + 1)


def test_sizes_that_can_not_be_are_refused(tmp_path):
    film = bytearray(made(Film()))
    at = next(box for box in boxes.boxes(film) if box.name == "stsz").start
    struct.pack_into(">II", film, at + 12, 1, 0x7FFFFFFF)
    path = tmp_path / "clip"
    path.write_bytes(film)
    with pytest.raises(Refused):
        open_clip(path)
