"""One part of a picture, whatever it is drawn for."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.visuals.viewport import Viewport, kept_inside


def test_points_go_where_the_part_is_enlarged_to() -> None:
    view = Viewport(100.0, -20.0, 2.0, (400, 300))
    shown = view.to_view(np.array([[100.0, -20.0], [150.0, 30.0], [np.nan, np.nan]]))
    assert shown[:2].tolist() == [[0.0, 0.0], [100.0, 100.0]]
    assert np.isnan(shown[2]).all()


def test_a_boxs_edges_stay_in_sight() -> None:
    view = Viewport(0.0, 0.0, 1.0, (400, 300))
    assert view.box((50.0, 60.0, 70.0, 80.0)) == (50.0, 60.0, 70.0, 80.0)
    assert view.box((-50.0, -60.0, 900.0, 900.0)) == (8, 8, 392, 292)


@pytest.mark.parametrize(("start", "kept"), [(-30.0, 0.0), (30.0, 30.0), (80.0, 60.0)])
def test_a_part_is_moved_into_the_picture(start: float, kept: float) -> None:
    assert kept_inside(start, 40.0, 100.0) == kept


def test_a_part_larger_than_the_picture_has_it_in_its_middle() -> None:
    assert kept_inside(7.0, 140.0, 100.0) == -20.0
