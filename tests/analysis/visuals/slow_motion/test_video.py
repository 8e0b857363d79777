"""The slow motion as a file: every picture is one of the clip's, held as planned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import frames_at
from analysis.types import EVENT_NAMES, Missing
from analysis.visuals.draw_all import draw
from analysis.visuals.slow_motion.camera_path import cut, follow
from analysis.visuals.slow_motion.captions import BOTTOM_PX, TOP_PX
from analysis.visuals.slow_motion.encoder import LARGEST_BYTES
from analysis.visuals.slow_motion.schedule import Timetable, timetable
from analysis.visuals.slow_motion.video import RATE, SIZE_PX, VIEW_PX, draw_slow
from content.words import load_words


def plan_of(start: Any) -> Timetable:
    table = timetable(start.clip, start.analysis, len(start.poses.time_s))
    assert table is not None
    return table


@pytest.fixture(scope="module")
def film_of(
    start_of: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """A clip's slow motion, drawn once."""
    drawn: dict[str, Path] = {}

    def film(name: str) -> Path:
        if name not in drawn:
            start = start_of(name)
            path = tmp_path_factory.mktemp(name) / "slow.mp4"
            words = load_words()
            assert draw_slow(start.clip, start.analysis, start.poses, path, words)
            drawn[name] = path
        return drawn[name]

    return film


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


@pytest.mark.parametrize("name", ["B_30fps", "G_portrait", "H_slowmo240"])
def test_it_is_as_long_and_as_large_as_planned(
    start_of: Callable[[str], Any], film_of: Callable[[str], Path], name: str
) -> None:
    path = film_of(name)
    with av.open(str(path)) as film:
        (stream,) = film.streams  # no sound
        assert (stream.codec_context.width, stream.codec_context.height) == SIZE_PX
        planned_s = plan_of(start_of(name)).duration_s
        assert film.duration / 1e6 == pytest.approx(planned_s, abs=0.001)
        assert stream.frames == round(planned_s * RATE)
    assert path.stat().st_size < LARGEST_BYTES / 4


def test_every_picture_is_one_of_the_clips_and_held_as_planned(
    start_of: Callable[[str], Any], film_of: Callable[[str], Path]
) -> None:
    start = start_of("H_slowmo240")
    shown = pictures(film_of("H_slowmo240"))
    table = plan_of(start)
    size_px = start.clip.width_px, start.clip.height_px
    camera = Camera.still(start.clip.frames)
    way = follow(start.poses, table.frames, size_px, VIEW_PX, table.slow_motion, camera)
    originals = dict(frames_at(start.clip, table.frames))
    at = 0
    for shot in table.shots:
        filmed = cut(originals[shot.frame], way[shot.frame])[::5, ::5].astype(int)
        for picture in shown[at : at + shot.pictures]:
            view = picture[TOP_PX:-BOTTOM_PX:5, ::5].astype(int)
            # The skeleton covers little; all else is the frame itself.
            assert np.median(np.abs(view - filmed)) <= 4
        at += shot.pictures
    assert at == len(shown)


def test_a_held_key_frame_says_its_name_brightly(
    start_of: Callable[[str], Any], film_of: Callable[[str], Path]
) -> None:
    shown = pictures(film_of("H_slowmo240"))
    at = 0
    brightness: dict[bool, list[int]] = {True: [], False: []}
    for shot in plan_of(start_of("H_slowmo240")).shots:
        title = shown[at + shot.pictures // 2][20:TOP_PX, 80:400]
        if shot.phase is not None:
            brightness[shot.paused].append(int((title.max(axis=-1) > 215).sum()))
        at += shot.pictures
    assert min(brightness[True]) > 3 * max(brightness[False])


def test_the_thumbnail_is_the_full_extension_and_fits_a_chat(
    start_of: Callable[[str], Any], film_of: Callable[[str], Path]
) -> None:
    path = film_of("H_slowmo240")
    shots = plan_of(start_of("H_slowmo240")).shots
    before = list(shots).index(next(s for s in shots if s.paused and s.phase == 3))
    at = sum(shot.pictures for shot in shots[:before]) + 10
    held = Image.fromarray(pictures(path)[at]).resize((256, 320))
    with Image.open(path.with_suffix(".jpg")) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("JPEG", (256, 320))
        far = np.abs(np.asarray(thumbnail, int) - np.asarray(held, int))
    assert far.mean() < 5
    assert path.with_suffix(".jpg").stat().st_size < 200_000


def test_no_start_is_no_film(start_of: Callable[[str], Any], tmp_path: Path) -> None:
    start = start_of("H_slowmo240")
    path, words = tmp_path / "slow.mp4", load_words()
    nothing = dict.fromkeys(EVENT_NAMES, Missing("event_not_found"))
    analysis = replace(start.analysis, events=nothing)
    assert not draw_slow(start.clip, analysis, start.poses, path, words)
    nobody = replace(start.poses, xy_px=np.full_like(start.poses.xy_px, np.nan))
    assert not draw_slow(start.clip, start.analysis, nobody, path, words)
    assert list(tmp_path.iterdir()) == []


def test_a_skeleton_is_drawn_between_looks_too(
    start_of: Callable[[str], Any],
    film_of: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    start = start_of("H_slowmo240")
    seen = start.poses.visibility.copy()
    seen[1::2] = np.nan  # known, but looked at in every second frame only
    poses = replace(start.poses, visibility=seen)
    path = tmp_path / "slow.mp4"
    assert draw_slow(start.clip, start.analysis, poses, path, load_words())
    assert path.read_bytes() == film_of("H_slowmo240").read_bytes()


def test_the_film_is_drawn_with_the_other_pictures(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    start = start_of("H_slowmo240")
    draw(start.clip, start.analysis, start.poses, tmp_path, load_words())
    assert {"slow.mp4", "slow.jpg", "phase_3.jpg"} <= {
        p.name for p in tmp_path.iterdir()
    }


def test_a_film_that_fails_costs_no_other_picture(
    start_of: Callable[[str], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def no_encoder(*_: object) -> None:
        raise av.codec.codec.UnknownCodecError("libx264")

    monkeypatch.setattr("analysis.visuals.slow_motion.encoder._set_up", no_encoder)
    start = start_of("H_slowmo240")
    phases = draw(start.clip, start.analysis, start.poses, tmp_path, load_words())
    assert [phase.number for phase in phases if phase.picture] == [1, 2, 3, 5, 6]
    names = {path.name for path in tmp_path.iterdir()}
    assert "phase_3.jpg" in names
    assert not {name for name in names if name.startswith("slow")}
    assert "no film" in caplog.text
