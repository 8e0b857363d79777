"""All pictures of a start show the athlete equally large, and whole."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.visuals.phase_card.window import cut, windows
from analysis.visuals.theme import INK, VIEW_PX
from analysis.visuals.viewport import Viewport


def body(left: float, top: float, wide: float, high: float) -> np.ndarray:
    return np.array([[left, top], [left + wide, top + high], [np.nan, np.nan]])


def test_every_frame_is_enlarged_alike() -> None:
    found = windows(
        {3: body(100, 200, 220, 120), 9: body(500, 150, 180, 260)}, 960, 540
    )
    assert len({window.scale for window in found.values()}) == 1


@pytest.mark.parametrize("left", [0, 300, 780])
def test_the_whole_athlete_is_in_the_window(left: float) -> None:
    xy = body(left, 250, 180, 240)
    shown = windows({0: xy}, 960, 540)[0].to_view(xy)[:2]
    assert (shown >= -1e-6).all()
    assert (shown <= np.array(VIEW_PX) + 1e-6).all()


@pytest.mark.parametrize("left", [0, 300, 780])
def test_a_window_stays_in_the_picture(left: float) -> None:
    window = windows({0: body(left, 250, 180, 200)}, 960, 540)[0]
    assert window.left_px >= 0
    assert window.left_px + VIEW_PX[0] / window.scale <= 960
    assert window.top_px + VIEW_PX[1] / window.scale <= 540


def test_an_athlete_as_large_as_the_picture_is_shown_with_dark_beside() -> None:
    picture = np.full((540, 960, 3), 255, np.uint8)
    window = windows({0: body(10, 0, 940, 540)}, 960, 540)[0]
    view = np.asarray(cut(picture, window))
    assert view.shape == (VIEW_PX[1], VIEW_PX[0], 3)
    assert tuple(view[0, VIEW_PX[0] // 2]) == INK
    assert tuple(view[VIEW_PX[1] // 2, VIEW_PX[0] // 2]) == (255, 255, 255)


def test_what_is_cut_is_where_the_points_are() -> None:
    picture = np.zeros((200, 300, 3), np.uint8)
    picture[118:123, 148:153] = 255
    window = Viewport(100, 80, 8.0, VIEW_PX)
    x, y = window.to_view(np.array([150.5, 120.5])).round().astype(int)
    assert tuple(np.asarray(cut(picture, window))[y, x]) == (255, 255, 255)


def test_a_window_beside_the_picture_is_dark() -> None:
    picture = np.full((200, 300, 3), 255, np.uint8)
    view = cut(picture, Viewport(500, 500, 8.0, VIEW_PX))
    assert view.getextrema() == tuple((level, level) for level in INK)
