"""The skeleton of the film: legs told apart, near before far, nothing alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis.visuals.slow_motion.skeleton_cv import draw_skeleton
from analysis.visuals.theme import FRONT_LEG, REAR_LEG


@pytest.fixture
def body(start_of: Callable[[str], Any]) -> np.ndarray:
    """Landmarks in a view, at the push's end: legs far apart."""
    start = start_of("A_borzov60")
    xy_px = start.poses.xy_px[start.analysis.phases[2].frame]
    return (xy_px - np.nanmin(xy_px, axis=0)) * 2 + 40


def drawn(body: np.ndarray, near: Any = "right", front: Any = "left") -> np.ndarray:
    view = np.full((760, 760, 3), 90, np.uint8)
    draw_skeleton(view, body, near, front)
    return view


def at(view: np.ndarray, body: np.ndarray, one: int, two: int) -> np.ndarray:
    x, y = np.rint((body[one] + body[two]) / 2).astype(int)
    return view[y, x].astype(int)


def test_the_legs_have_the_colours_of_their_blocks(body: np.ndarray) -> None:
    view = drawn(body, near="right", front="right")
    assert at(view, body, 24, 26) == pytest.approx(np.array(FRONT_LEG), abs=3)
    view = drawn(body, near="right", front="left")
    assert at(view, body, 24, 26) == pytest.approx(np.array(REAR_LEG), abs=3)


def test_the_far_leg_is_fainter(body: np.ndarray) -> None:
    strong = at(drawn(body, near="left"), body, 25, 27)
    faint = at(drawn(body, near="right"), body, 25, 27)
    assert strong == pytest.approx(np.array(FRONT_LEG), abs=3)
    assert np.abs(strong - 90).sum() > 1.4 * np.abs(faint - 90).sum()
    assert np.abs(faint - 90).sum() > 60


def test_a_foot_without_its_shin_is_not_drawn(body: np.ndarray) -> None:
    hidden = body.copy()
    hidden[25] = np.nan
    view = drawn(hidden)
    for end in (27, 29, 31):
        x, y = np.rint(body[end]).astype(int)
        assert (view[y - 3 : y + 4, x - 3 : x + 4] == 90).all()


def test_nobody_leaves_the_picture_as_it_is(body: np.ndarray) -> None:
    assert (drawn(np.full_like(body, np.nan)) == 90).all()
