"""The skeleton on a card: nothing hangs in the air, nothing is drawn twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.landmarks import BY_SIDE
from analysis.types import Floats
from analysis.visuals.canvas import Overlay
from analysis.visuals.skeleton import draw_skeleton

SIZE_PX = (960, 540)


@pytest.fixture
def body(start_of: Callable[[str], Any]) -> Floats:
    start = start_of("A_borzov60")
    points: Floats = start.poses.xy_px[start.analysis.phases[2].frame].copy()
    return points


def drawn(body: Floats, *, trunk: bool = True) -> np.ndarray:
    sheet = Overlay(SIZE_PX)
    draw_skeleton(sheet, body, "right", "left", trunk=trunk)
    return np.asarray(sheet.lay_on(Image.new("RGB", SIZE_PX)))


def ink(picture: np.ndarray, point: Floats) -> int:
    x, y = np.rint(point).astype(int)
    return int(picture[y - 2 : y + 3, x - 2 : x + 3].max())


@pytest.mark.parametrize(
    ("missing", "hanging"), [("elbow", "wrist"), ("knee", "ankle"), ("ankle", "toe")]
)
def test_a_part_cut_off_from_the_body_is_left_out(
    body: Floats, missing: str, hanging: str
) -> None:
    end = body[BY_SIDE["right"][hanging]]
    assert ink(drawn(body), end) > 60
    body[BY_SIDE["right"][missing]] = np.nan
    assert ink(drawn(body), end) == 0


def test_the_sides_of_the_trunk_make_room_for_its_measured_middle(body: Floats) -> None:
    side = BY_SIDE["right"]
    middle = (body[side["shoulder"]] + body[side["hip"]]) / 2
    assert ink(drawn(body), middle) > 60
    assert ink(drawn(body, trunk=False), middle) == 0
