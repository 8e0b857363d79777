"""Motion: how an athlete moved, in few bytes, alike for every clip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.types import Missing
from analysis.visuals.draw_all import draw
from analysis.visuals.motion import (
    FILE,
    KEPT,
    Moment,
    Motion,
    motion_of,
    read_motion,
    write_motion,
)
from analysis.visuals.scale import scale_of
from content.words import load_words


def made(start: Any, **changes: Any) -> Motion | None:
    camera = Camera.still(start.clip.frames)
    scale = scale_of(start.poses, start.analysis, camera)
    return motion_of(replace(start.analysis, **changes), start.poses, camera, scale)


def motion(start: Any) -> Motion:
    found = made(start)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["A_borzov60", "E_righttoleft", "H_slowmo240"])
def test_every_athlete_runs_to_the_right_from_the_blocks(
    name: str, start_of: Callable[[str], Any]
) -> None:
    found = motion(start_of(name))
    hips = found.xy[:, 23]
    assert -0.6 < hips[0, 0] < 0.2
    assert hips[-1, 0] > 1.0
    assert (np.diff(hips[:, 0]) > -0.02).all()
    toes = found.xy[:, [31, 32], 1]
    assert -0.15 < np.nanmin(toes) < 0.15


def test_time_is_life_since_first_movement(start_of: Callable[[str], Any]) -> None:
    start = start_of("H_slowmo240")
    found, events = motion(start), start.analysis.events
    assert found.moments["first_movement"].life_s == 0
    lasts_s = events["front_foot_block_exit"].t_s - events["first_movement"].t_s
    told = found.moments["front_foot_block_exit"].life_s
    assert told == pytest.approx(lasts_s / start.truth["slow_motion_factor"])
    assert 0.2 < told < 0.5
    assert "set_start" not in found.moments


def test_without_a_first_movement_it_is_since_the_exit_from_the_blocks(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    events = start.analysis.events | {"first_movement": Missing("event_before_clip")}
    found = made(start, events=events)
    assert found is not None
    assert found.moments["front_foot_block_exit"].life_s == 0
    assert found.moments["rear_foot_block_exit"].life_s < 0


def test_a_clip_whose_speed_nobody_knows_has_none(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    assert made(start, clip=replace(start.analysis.clip, speed_factor=None)) is None


def test_what_was_written_is_read_again(start_of: Callable[[str], Any]) -> None:
    found = motion(start_of("A_borzov60"))
    found.xy[3, 25] = np.nan
    data = write_motion(found)
    assert data == write_motion(found)
    assert 2_000 < len(data) < 8_000
    again = read_motion(data)
    np.testing.assert_allclose(again.life_s, found.life_s, atol=1e-6)
    np.testing.assert_allclose(again.xy[:, KEPT], found.xy[:, KEPT], atol=0.00051)
    assert np.isnan(again.xy[3, 25]).all()
    assert np.isnan(np.delete(again.xy, KEPT, axis=1)).all()
    assert (again.near, again.front_leg) == (found.near, found.front_leg)
    assert again.moments.keys() == found.moments.keys()
    for name, one in found.moments.items():
        assert again.moments[name].life_s == pytest.approx(one.life_s, abs=1e-4)


def test_fast_cameras_take_no_more_room_than_others(
    start_of: Callable[[str], Any],
) -> None:
    found = motion(start_of("H_slowmo240"))
    assert 1 / np.median(np.diff(found.life_s)) <= 121
    assert len(write_motion(found)) < 8_000


def moving(seen: np.ndarray | None = None) -> Motion:
    """Somebody all of whose points go forward ever faster."""
    life_s = np.arange(10) / 30
    xy = np.zeros((10, 33, 2))
    xy[..., 0] = (life_s**2)[:, None]
    if seen is not None:
        xy[~seen, 25] = np.nan
    moments = {"first_movement": Moment(0.0, 0.01)}
    return Motion(life_s, xy, moments, "right", "right")


def test_between_frames_points_go_on_a_smooth_curve() -> None:
    one = moving()
    for life_s in (0.05, 0.1, 0.111, 0.25):
        assert one.at(life_s)[23, 0] == pytest.approx(life_s**2, abs=2e-4)


def test_before_and_after_it_stays_as_it_is_there() -> None:
    one = moving()
    np.testing.assert_array_equal(one.at(-5.0), one.xy[0])
    np.testing.assert_allclose(one.at(5.0), one.xy[-1])


def test_a_joint_nobody_sees_is_nowhere_and_comes_back() -> None:
    one = moving(np.arange(10) != 4)
    assert np.isnan(one.at(4 / 30)[25]).all()
    assert one.at(6 / 30)[25, 0] == pytest.approx(0.04, abs=1e-3)
    assert np.isfinite(one.at(4 / 30)[26]).all()


def test_the_legs_are_those_of_the_blocks() -> None:
    one = moving()
    assert (one.side_of("front"), one.side_of("rear")) == ("right", "left")


def test_it_is_written_beside_the_pictures(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    start = start_of("H_slowmo240")
    draw(start.clip, start.analysis, start.poses, tmp_path, load_words())
    assert read_motion((tmp_path / FILE).read_bytes()).front_leg
