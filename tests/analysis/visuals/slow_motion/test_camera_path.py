"""The window that follows the athlete: even, of one size, never leaving them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.types import Poses
from analysis.visuals.slow_motion.camera_path import cut, follow
from analysis.visuals.viewport import Viewport

VIEW_PX = (720, 736)


def way_of(
    start: Any, frames: range, poses: Poses | None = None
) -> dict[int, Viewport]:
    way = follow(
        poses or start.poses,
        frames,
        (start.clip.width_px, start.clip.height_px),
        VIEW_PX,
        start.truth["slow_motion_factor"],
        Camera.still(start.clip.frames),
    )
    assert way
    return way


@pytest.mark.parametrize(
    "name", ["A_borzov60", "E_righttoleft", "G_portrait", "H_slowmo240"]
)
def test_the_whole_athlete_is_in_every_window(
    start_of: Callable[[str], Any], name: str
) -> None:
    start = start_of(name)
    frames = range(start.clip.frames // 2, start.clip.frames)
    way = way_of(start, frames)
    for frame in frames:
        view_xy = way[frame].to_view(start.poses.xy_px[frame])
        assert np.nanmin(view_xy) > 15
        assert np.nanmax(view_xy[:, 0]) < VIEW_PX[0] - 15
        assert np.nanmax(view_xy[:, 1]) < VIEW_PX[1] - 15


def test_the_athlete_stays_in_the_middle_while_the_track_moves(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    frames = range(80, 148)
    way = way_of(start, frames)
    hips = start.poses.xy_px[80:148, 23]
    in_view = np.array([way[f].to_view(start.poses.xy_px[f])[23, 0] for f in frames])
    assert np.ptp(hips[:, 0]) * way[80].scale > 700
    assert np.ptp(in_view) < 150


def test_the_window_moves_evenly(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    shaken = start.poses.xy_px.copy()
    shaken[..., 0] += np.random.default_rng(1).normal(0, 3, len(shaken))[:, np.newaxis]
    way = way_of(start, range(80, 148), replace(start.poses, xy_px=shaken))
    lefts = np.array([way[frame].left_px for frame in range(80, 148)])
    assert np.abs(np.diff(lefts, n=2)).max() < 1.2


def test_a_picture_is_cut_where_the_points_say(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    way = way_of(start, range(80, 148))
    at = np.array([round(way[100].left_px + 120), round(way[100].top_px + 150)])
    picture = np.zeros((540, 960, 3), np.uint8)
    picture[at[1], at[0]] = 255
    shown = cut(picture, way[100])
    assert shown.shape == (VIEW_PX[1], VIEW_PX[0], 3)
    rows, columns = np.nonzero(shown[..., 0])
    weight = shown[rows, columns, 0]
    found = [np.average(columns, weights=weight), np.average(rows, weights=weight)]
    # A pixel's point is its middle.
    expected = way[100].to_view(at + 0.5) - 0.5
    assert found == pytest.approx(list(expected), abs=0.6)


def test_a_large_picture_is_made_small_without_leaping_over_pixels() -> None:
    window = Viewport(0.0, 0.0, 0.25, (100, 100))
    lines = np.zeros((400, 400, 3), np.uint8)
    lines[:, ::4] = 200
    shown = cut(lines, window)
    assert shown.mean() == pytest.approx(50, abs=3)
    assert shown[5:95, 5:95].std() < 3


def test_frames_without_a_pose_lie_on_the_way(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    holes = start.poses.xy_px.copy()
    holes[81:148:2] = np.nan
    whole = way_of(start, range(80, 148))
    way = way_of(start, range(80, 148), replace(start.poses, xy_px=holes))
    for frame in range(80, 148):
        middles = [
            w.left_px + 0.5 * VIEW_PX[0] / w.scale for w in (way[frame], whole[frame])
        ]
        assert middles[0] == pytest.approx(middles[1], abs=4)


def test_nobody_can_not_be_followed(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    nobody = replace(start.poses, xy_px=np.full_like(start.poses.xy_px, np.nan))
    camera = Camera.still(400)
    assert not follow(nobody, range(10), (960, 540), VIEW_PX, 1.0, camera)
