"""The file: what phones play at once, never too large, whole or not there."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np
import pytest

from analysis.visuals.slow_motion.encoder import LARGEST_BYTES, new_movie

SIZE_PX = (96, 120)


def boxes(path: Path) -> list[str]:
    """Names of the file's outermost parts, in order."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        names.append(name.decode())
        at += size
    return names


def grey(level: int) -> np.ndarray:
    return np.full((SIZE_PX[1], SIZE_PX[0], 3), level, np.uint8)


def test_it_plays_on_any_phone_before_it_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with new_movie(path, SIZE_PX, 30, 1.0) as movie:
        for level in range(0, 240, 24):
            movie.show(grey(level), 3)
    with av.open(str(path)) as film:
        (stream,) = film.streams
        context = stream.codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.width, context.height) == SIZE_PX
        assert (stream.average_rate, stream.frames) == (30, 30)
        assert film.duration == 1_000_000
    names = boxes(path)
    assert names.index("moov") < names.index("mdat")


def test_pictures_come_back_in_order_and_in_their_colours(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    colours = [(200, 40, 40), (40, 160, 60), (86, 180, 233)]
    with new_movie(path, SIZE_PX, 30, 0.5) as movie:
        for colour in colours:
            movie.show(grey(0) + np.array(colour, np.uint8), 5)
    with av.open(str(path)) as film:
        shown = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(shown) == 15
    for number, colour in enumerate(colours):
        middle = shown[5 * number + 2][60, 48].astype(int)
        assert middle == pytest.approx(np.array(colour), abs=8)


def test_even_noise_stays_under_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    noise = np.random.default_rng(0)
    with new_movie(path, (720, 900), 30, 20.0) as movie:
        # A twentieth of it has to stay under a twentieth of the limit.
        for _ in range(30):
            picture = noise.integers(0, 255, (900, 720, 3), dtype=np.uint8)
            movie.show(picture, 1)
    assert path.stat().st_size < LARGEST_BYTES / 20 * 1.5


def test_the_same_pictures_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.mp4", "two.mp4"):
        with new_movie(tmp_path / name, SIZE_PX, 30, 0.2) as movie:
            movie.show(grey(120), 6)
    one, two = (tmp_path / name for name in ("one.mp4", "two.mp4"))
    assert one.read_bytes() == two.read_bytes()


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        new_movie(tmp_path / "film.mp4", SIZE_PX, 30, 1.0) as movie,
    ):
        movie.show(grey(10), 2)
        1 / 0  # noqa: B018
    assert list(tmp_path.iterdir()) == []
