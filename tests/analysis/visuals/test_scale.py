"""The ground is where feet land, in whichever clip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.types import Poses
from analysis.visuals.scale import MOST_SLOPE, scale_of
from tests.analysis.moving_body import shifting

STILL = Camera.still(400)


@pytest.mark.parametrize("name", ["A_borzov60", "E_righttoleft", "G_portrait"])
def test_the_ground_is_just_under_the_foot_that_lands(
    name: str, start_of: Callable[[str], Any]
) -> None:
    start = start_of(name)
    scale = scale_of(start.poses, start.analysis, STILL)
    for contact in ("touchdown_1", "touchdown_2", "touchdown_3"):
        frame = start.analysis.events[contact].frame
        points = start.poses.xy_px[frame]
        ground_y_px = scale.under(points, frame).ground_y_px
        under = ground_y_px - np.nanmax(points[[31, 32], 1])
        assert 0 < under < 0.1 * scale.leg_px


def test_a_clip_without_landings_stands_on_the_hands_of_set(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("H_slowmo240")
    scale = scale_of(start.poses, start.analysis, STILL)
    frame = start.analysis.phases[0].frame
    points = start.poses.xy_px[frame]
    below = scale.under(points, frame).ground_y_px - np.nanmax(points[:, 1])
    assert 0 < below < 0.1 * scale.leg_px


def test_a_toe_seen_in_the_wrong_place_does_not_tip_the_ground(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    xy_px = start.poses.xy_px.copy()
    xy_px[start.analysis.events["touchdown_3"].frame, [31, 32], 1] += 150
    wrong = scale_of(replace(start.poses, xy_px=xy_px), start.analysis, STILL)
    assert abs(wrong.ground[1]) <= MOST_SLOPE


def test_nobody_seen_has_no_scale(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    nobody = Poses(
        np.full_like(start.poses.xy_px, np.nan),
        start.poses.visibility,
        start.poses.time_s,
    )
    with pytest.raises(ValueError, match="no pose"):
        scale_of(nobody, start.analysis, STILL)


def test_the_ground_goes_with_a_camera_that_pans(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    moved_px = np.zeros((start.clip.frames, 2))
    moved_px[:, 1] = np.linspace(0, -90, start.clip.frames)
    xy_px = start.poses.xy_px + moved_px[: len(start.poses.xy_px), None]
    poses = replace(start.poses, xy_px=xy_px)
    scale = scale_of(poses, start.analysis, shifting(moved_px))
    for contact in ("touchdown_1", "touchdown_2", "touchdown_3"):
        frame = start.analysis.events[contact].frame
        footing = scale.under(xy_px[frame], frame)
        below = footing.ground_y_px - np.nanmax(xy_px[frame, [31, 32], 1])
        assert 0 < below < 0.1 * scale.leg_px
        assert footing.leg_px == pytest.approx(scale.leg_px)
