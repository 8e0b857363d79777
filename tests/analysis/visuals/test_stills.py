"""Stills of any two clips can be laid over each other."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.capture.clip import frames_at
from analysis.visuals.stills import (
    GROUND_Y,
    HIPS_X,
    LARGEST_BYTES,
    LEG_PX,
    STILL_PX,
    Still,
    cut_still,
    read_stills,
    write_stills,
)


def still_of(start: Any, number: int) -> Still:
    frame = start.analysis.phases[number - 1].frame
    ((_, picture),) = frames_at(start.clip, frozenset({frame}))
    leg = np.diff(start.poses.xy_px[:, [23, 25, 27]], axis=1)
    landed = start.poses.xy_px[start.analysis.events["touchdown_1"].frame]
    return cut_still(
        picture,
        start.poses.xy_px[frame],
        number,
        leg_px=float(np.nanmedian(np.linalg.norm(leg, axis=-1).sum(axis=-1))),
        ground_y_px=float(np.nanmax(landed[:, 1])),
        direction=start.analysis.direction,
    )


@pytest.mark.parametrize("name", ["A_borzov60", "E_righttoleft", "G_portrait"])
def test_hips_leg_and_ground_are_where_they_are_in_every_still(
    name: str, start_of: Callable[[str], Any]
) -> None:
    still = still_of(start_of(name), 6)
    points = still.points_px
    assert still.picture.size == STILL_PX
    assert points[[23, 24], 0].mean() == pytest.approx(HIPS_X)
    assert np.nanmax(points[:, 1]) == pytest.approx(GROUND_Y, abs=0.02 * LEG_PX)
    lengths = [
        np.linalg.norm(np.diff(points[leg], axis=0), axis=-1).sum()
        for leg in ([23, 25, 27], [24, 26, 28])
    ]
    assert max(lengths) == pytest.approx(LEG_PX, rel=0.06)
    assert points[0, 0] > points[[7, 8], 0].mean()  # the nose is ahead of the ears


def test_a_mirrored_picture_goes_with_its_points(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("E_righttoleft")
    still = still_of(start, 1)
    frame = start.analysis.phases[0].frame
    ((_, picture),) = frames_at(start.clip, frozenset({frame}))
    for number in (11, 23, 25):  # shoulder, hip, knee: plain cloth and skin
        x, y = start.poses.xy_px[frame, number].round().astype(int)
        there = picture[y - 2 : y + 3, x - 2 : x + 3].mean(axis=(0, 1))
        x, y = still.points_px[number].round().astype(int)
        cut = np.asarray(still.picture)[y - 4 : y + 5, x - 4 : x + 5]
        assert np.abs(cut.mean(axis=(0, 1)) - there).max() < 20


def test_what_lies_beyond_the_picture_takes_its_edges_tone() -> None:
    grey = np.full((300, 200, 3), 120, np.uint8)
    points = np.full((33, 2), np.nan)
    points[[23, 24]] = 100, 150
    still = cut_still(
        grey, points, 1, leg_px=100, ground_y_px=250, direction="left_to_right"
    )
    assert still.picture.getextrema() == ((120, 120),) * 3


def test_an_athlete_outside_the_picture_or_unseen_is_an_error() -> None:
    grey = np.full((300, 200, 3), 120, np.uint8)
    points = np.full((33, 2), np.nan)
    how: dict[str, Any] = {"leg_px": 100, "direction": None}
    with pytest.raises(ValueError, match="nobody"):
        cut_still(grey, points, 1, ground_y_px=250, **how)
    points[23] = 5000, 100
    with pytest.raises(ValueError, match="outside"):
        cut_still(grey, points, 1, ground_y_px=250, **how)


def test_what_is_written_is_read_again(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    made = [still_of(start_of("A_borzov60"), number) for number in (1, 3)]
    made[0].points_px[0] = np.nan
    names = write_stills(made, tmp_path / "new")
    assert names == ("stills.json", "still_1.jpg", "still_3.jpg")
    files = {name: (tmp_path / "new" / name).read_bytes() for name in names}
    assert max(map(len, files.values())) <= LARGEST_BYTES
    again = read_stills(files)
    assert sorted(again) == [1, 3]
    for still in made:
        found = again[still.phase]
        np.testing.assert_allclose(found.points_px, still.points_px, atol=0.051)
        assert (found.leg_px, found.ground_y) == (LEG_PX, GROUND_Y)
        seen = np.asarray(found.picture, dtype=float)
        assert np.abs(seen - np.asarray(still.picture)).mean() < 6


def test_files_that_went_missing_are_left_out(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    write_stills([still_of(start_of("A_borzov60"), 1)], tmp_path)
    assert read_stills({}) == {}
    assert read_stills({"stills.json": (tmp_path / "stills.json").read_bytes()}) == {}


def test_a_crowd_in_the_background_costs_quality_not_room(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 90, (*STILL_PX[::-1], 3), np.uint8)
    crowd = Image.fromarray(noise).resize((270, 337)).resize(STILL_PX)
    write_stills([Still(1, crowd, np.full((33, 2), np.nan))], tmp_path)
    plain = io.BytesIO()
    crowd.save(plain, "JPEG", quality=78)
    assert len(plain.getvalue()) > LARGEST_BYTES
    assert (tmp_path / "still_1.jpg").stat().st_size <= LARGEST_BYTES
