"""The path: every body once, on one ground, in one still view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.camera_motion.camera import Camera, Level
from analysis.capture.clip import frame_at, frames_at
from analysis.types import Analysis, Missing, Phase
from analysis.visuals import theme
from analysis.visuals.draw_all import LARGEST_PATH_BYTES, draw
from analysis.visuals.path.bodies import ROW_PX, WIDE_PX, bodies_of, view_of
from analysis.visuals.path.picture import NUMBER_PX, PathPicture, slope_of, spread
from analysis.visuals.scale import Scale, scale_of
from content.words import load_words


@pytest.fixture(scope="module")
def path_of(start_of: Callable[[str], Any]) -> Callable[[str], np.ndarray]:
    drawn: dict[str, np.ndarray] = {}

    def path(name: str) -> np.ndarray:
        if name not in drawn:
            drawn[name] = np.asarray(drawn_path(start_of(name)))
        return drawn[name]

    return path


def still(start: Any) -> Camera:
    return Camera.still(start.clip.frames)


def drawn_path(start: Any) -> Image.Image:
    drawn = path_if_any(start, start.analysis)
    assert drawn is not None
    return drawn


def path_if_any(start: Any, analysis: Analysis) -> Image.Image | None:
    path = PathPicture(analysis, start.poses, still(start))
    for frame, picture in frames_at(start.clip, path.frames):
        path.show(frame, picture)
    return path.draw()


def scale_of_start(start: Any) -> Scale:
    return scale_of(start.poses, start.analysis, still(start), 0.0)


def geometry(start: Any) -> tuple[Any, Any]:
    scale = scale_of_start(start)
    bodies = bodies_of(start.analysis, start.poses, still(start), scale.leg_px)
    return bodies, view_of(bodies, scale)


def near(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.abs(picture.astype(int) - colour).max(axis=-1) < 12


@pytest.mark.parametrize("name", ["A_borzov60", "E_righttoleft", "G_portrait"])
def test_every_phase_is_numbered_and_wide_enough_for_a_phone(
    name: str, start_of: Callable[[str], Any], path_of: Callable[[str], np.ndarray]
) -> None:
    bodies, view = geometry(start_of(name))
    assert sorted(n for body in bodies for n in body.numbers) == list(range(1, 9))
    height, width, _ = path_of(name).shape
    assert (width, height) == view.size_px
    assert width == WIDE_PX
    assert 1.5 <= width / height <= 3.0


def test_each_body_is_where_it_was_filmed(
    start_of: Callable[[str], Any], path_of: Callable[[str], np.ndarray]
) -> None:
    start, picture = start_of("A_borzov60"), path_of("A_borzov60")
    bodies, view = geometry(start)
    for body in (bodies[0], bodies[-1]):
        filmed = frame_at(start.clip, body.frame)
        for joint in (12, 14, 26, 28):  # of the near side, none of them under the way
            x, y = np.rint(body.points_px[joint]).astype(int)
            column, row = np.rint(view.to_view(body.points_px[joint])).astype(int)
            assert np.abs(picture[row, column].astype(int) - filmed[y, x]).max() < 40


def test_nobody_is_left_where_nobody_is_shown(
    start_of: Callable[[str], Any], path_of: Callable[[str], np.ndarray]
) -> None:
    """Between the second step's bodies and the last there is only the ground."""
    start, picture = start_of("A_borzov60"), path_of("A_borzov60")
    bodies, view = geometry(start)
    empty = frame_at(start.clip, bodies[0].frame)
    at = np.array([(bodies[-2].points_px[0, 0] + bodies[-1].points_px[0, 0]) / 2, 100])
    column, row = np.rint(view.to_view(at)).astype(int)
    there = picture[row - 3 : row + 3, column - 3 : column + 3].mean(axis=(0, 1))
    x, y = at.astype(int)
    assert np.abs(there - empty[y, x]).max() < 20


def test_the_hips_way_is_drawn_with_its_beats(
    start_of: Callable[[str], Any], path_of: Callable[[str], np.ndarray]
) -> None:
    start, picture = start_of("A_borzov60"), path_of("A_borzov60")
    bodies, view = geometry(start)
    hips = view.to_view(bodies[-1].points_px[[23, 24]].mean(axis=0))
    column, row = np.rint(hips).astype(int)
    assert near(picture[row - 6 : row + 7, column - 12 : column], theme.PAPER).any()


def test_feet_are_marked_on_the_ground_in_their_legs_colours(
    path_of: Callable[[str], np.ndarray],
) -> None:
    lowest = path_of("A_borzov60")[-130:]
    front, rear = (
        near(lowest, colour).sum() for colour in (theme.FRONT_LEG, theme.REAR_LEG)
    )
    one = rear / 3  # on its block, and where it lands twice
    assert 150 < one < 500
    assert front == pytest.approx(2 * one, rel=0.25)


def test_numbers_stand_in_one_row_above_all_heads(
    start_of: Callable[[str], Any], path_of: Callable[[str], np.ndarray]
) -> None:
    for name in ("A_borzov60", "E_righttoleft", "G_portrait"):
        bodies, view = geometry(start_of(name))
        heads = [view.to_view(body.points_px)[:, 1] for body in bodies]
        crown = 0.15 * view.scale * scale_of_start(start_of(name)).leg_px
        assert np.nanmin(heads) - crown > ROW_PX
        row = near(path_of(name)[:ROW_PX], theme.PAPER).sum(axis=1)
        assert row.argmax() == pytest.approx(ROW_PX / 2, abs=NUMBER_PX / 2)


@pytest.mark.parametrize(
    ("roll_deg", "sure_deg", "slope"),
    [
        (0.0, 2.0, 0.0),
        (1.5, 1.0, np.tan(np.radians(1.5))),
        (4.0, 1.0, 0.0),
    ],
)
def test_the_ground_is_level_whatever_the_toes_say(
    roll_deg: float, sure_deg: float, slope: float, start_of: Callable[[str], Any]
) -> None:
    """A tilt that is certain is out of the view already."""
    start = start_of("A_borzov60")
    camera = replace(still(start), level=Level(roll_deg, sure_deg))
    fallen = start.poses.xy_px.copy()
    fallen[..., 1] += 0.03 * fallen[..., 0]
    poses = replace(start.poses, xy_px=fallen)
    assert scale_of(poses, start.analysis, camera).ground[1] > 0.02
    level = scale_of(poses, start.analysis, camera, slope_of(camera))
    assert level.ground[1] == pytest.approx(slope)


def test_what_is_not_seen_is_left_out(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    gone = Missing("event_before_clip")
    phases = [
        Phase(n, None, None, why=gone.why) if n < 3 else start.analysis.phases[n - 1]
        for n in range(1, 9)
    ]
    events = dict(start.analysis.events) | dict.fromkeys(
        ("set_start", "first_movement", "rear_foot_block_exit"), gone
    )
    cut = replace(start.analysis, phases=tuple(phases), events=events)
    bodies = bodies_of(cut, start.poses, still(start), 160.0)
    assert bodies[0].numbers[0] == 3
    assert path_if_any(start, cut) is not None


def test_one_body_alone_is_no_path(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    phases = tuple(
        p if p.number == 3 else Phase(p.number, None, None, why="event_not_found")
        for p in start.analysis.phases
    )
    assert path_if_any(start, replace(start.analysis, phases=phases)) is None


def test_without_anybody_there_is_no_path(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    start = start_of("H_slowmo240")
    nobody = replace(start.poses, xy_px=np.full_like(start.poses.xy_px, np.nan))
    draw(start.clip, start.analysis, nobody, tmp_path, load_words())
    assert not (tmp_path / "path.jpg").exists()


def test_two_frames_that_look_alike_are_one_body_with_both_numbers(
    start_of: Callable[[str], Any],
) -> None:
    bodies, _ = geometry(start_of("A_borzov60"))
    assert (5, 6) in [body.numbers[-2:] for body in bodies]


def test_it_is_written_beside_the_other_pictures_and_small(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    start = start_of("H_slowmo240")
    draw(start.clip, start.analysis, start.poses, tmp_path, load_words())
    assert 20_000 < (tmp_path / "path.jpg").stat().st_size <= LARGEST_PATH_BYTES


def test_a_path_that_fails_costs_no_other_picture(
    start_of: Callable[[str], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no ground")

    monkeypatch.setattr("analysis.visuals.path.picture.PathPicture.draw", fail)
    start = start_of("H_slowmo240")
    draw(start.clip, start.analysis, start.poses, tmp_path, load_words())
    assert (tmp_path / "strip.jpg").exists()
    assert not (tmp_path / "path.jpg").exists()
    assert "no path" in caplog.text


@pytest.mark.parametrize(
    ("asked", "placed"),
    [
        ([0.0, 100.0], [0.0, 100.0]),
        ([0.0, 10.0], [-15.0, 25.0]),
        ([50.0, 0.0], [50.0, 0.0]),
        ([20.0, 20.0, 200.0], [0.0, 40.0, 200.0]),
    ],
)
def test_numbers_that_would_overlap_move_apart(
    asked: list[float], placed: list[float]
) -> None:
    assert spread(asked, [40.0] * len(asked)) == pytest.approx(placed)
