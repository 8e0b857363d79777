"""The ground of the path: one place out of several pictures, without the athlete."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from analysis.visuals.path.cutout import Place, lay_body
from analysis.visuals.path.ground import Plate, ground_of, plate_of
from analysis.visuals.viewport import Viewport

WIDE, HIGH = 420, 200
VIEW = Viewport(0.0, 0.0, 1.0, (WIDE, HIGH))
LEG_PX = 60.0
ATHLETE = (250, 40, 40)


def scene() -> np.ndarray:
    """A place with large soft shapes, as tracks and hedges have."""
    noise = np.random.default_rng(4).uniform(40, 200, (HIGH, WIDE, 3)).astype(np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 9)


def body(x: float) -> np.ndarray:
    """(33, 2) somebody who stands upright there."""
    points = np.full((33, 2), np.nan)
    heights = {0: 40, 7: 42, 8: 42, 11: 60, 12: 60, 23: 100, 24: 100, 25: 130, 26: 130}
    heights |= {27: 160, 28: 160, 29: 164, 30: 164, 31: 164, 32: 164}
    for landmark, y in heights.items():
        points[landmark] = x, y
    return points


def plate(x: float, pan_px: int = 0, wide: int = WIDE) -> Plate:
    """What a camera that looks so far to the right sees, with somebody at x."""
    filmed = scene()
    filmed[25:170, round(x) - 8 : round(x) + 9] = ATHLETE
    turn = np.eye(3)
    turn[0, 2] = pan_px
    return plate_of(filmed[:, pan_px : pan_px + wide].copy(), turn, VIEW)


def place(x: float) -> Place:
    return Place(body(x), LEG_PX, VIEW.size_px)


def rebuilt(plates: dict[int, Plate], at: dict[int, float]) -> np.ndarray:
    return ground_of(plates, {n: place(x).elsewhere() for n, x in at.items()})


def test_each_picture_covers_what_the_athlete_hides_in_another() -> None:
    at = {3: 80.0, 9: 330.0}
    ground = rebuilt({n: plate(x) for n, x in at.items()}, at)
    assert np.abs(ground - scene()).max() < 2


def test_pictures_of_a_camera_that_turns_make_one_wide_ground() -> None:
    at = {0: 60.0, 5: 210.0, 9: 360.0}
    plates = {0: plate(60, 0, 240), 5: plate(210, 90, 240), 9: plate(360, 180, 240)}
    assert not plates[0].filmed[:, 260:].any()
    ground = rebuilt(plates, at)
    seen = ground[:, 100:320]
    assert np.abs(seen - scene()[:, 100:320]).mean() < 1
    assert np.abs(ground - scene())[:, :100].mean() < 25  # hidden in all: as filmed


def test_beyond_all_pictures_the_ground_goes_on_softly() -> None:
    one = plate(60, 0, 240)
    ground = rebuilt({0: one}, {0: 60.0})
    assert np.abs(np.diff(ground[:, 245:], axis=1)).max() < 5
    assert ground[:, 245:].min() > 30


def test_the_athlete_is_laid_on_as_filmed_and_nothing_beside() -> None:
    at = {3: 80.0, 9: 330.0}
    plates = {n: plate(x) for n, x in at.items()}
    ground = rebuilt(plates, at)
    exposed = ground.copy()
    for n, x in at.items():
        lay_body(exposed, plates[n], ground, place(x))
    for x in at.values():
        column = exposed[70:160, round(x)]
        assert np.abs(column - ATHLETE).max() < 6
    beside = np.abs(exposed - scene())[:, 130:280]
    assert beside.max() < 2


def test_a_large_picture_is_made_small_without_skipping_pixels() -> None:
    stripes = np.zeros((400, 840, 3), dtype=np.uint8)
    stripes[:, ::2] = 200
    small = plate_of(stripes, np.eye(3), Viewport(0.0, 0.0, 0.5, (WIDE, HIGH)))
    inner = small.picture[20:-20, 20:-20]
    assert inner.mean() == pytest.approx(100, abs=2)
    assert inner.std() < 3


def test_the_view_and_a_smaller_picture_lie_on_each_other() -> None:
    filmed = np.zeros((400, 840, 3), dtype=np.uint8)
    filmed[200:220, 400:420] = 255
    small = plate_of(filmed, np.eye(3), Viewport(0.0, 0.0, 0.5, (WIDE, HIGH)))
    rows, columns = np.nonzero(small.picture[..., 0] > 127)
    middle = columns.mean(), rows.mean()
    assert middle == pytest.approx((204.75, 104.75), abs=0.3)
