"""The skeleton as OpenCV draws it: fast enough for every frame of a film."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from analysis.capture.clip import Picture
from analysis.types import Floats, Side
from analysis.visuals.skeleton import (
    BODY_BONES,
    BODY_JOINTS,
    LEG_BONES,
    LEG_JOINTS,
    hanging_together,
)
from analysis.visuals.theme import BODY, INK, Colour, leg_colour

NEAR_PX, FAR_PX = 4, 3
EDGE_PX = 2
FAINT, DARK = 0.62, 0.5
# OpenCV takes integers, here in sixteenths of a pixel.
_SHIFT = 4


def draw_skeleton(
    view: Picture, view_xy: Floats, near: Side, front_leg: Side | None
) -> None:
    """Draw the far side thin and pale, the near side over it strong, on ``view``.

    Parameters
    ----------
    view
        (height, width, 3) RGB, changed.
    view_xy
        (33, 2) landmarks in its pixels, NaN for one that is not seen.
    near
        The side towards the camera.
    front_leg
        The leg on the front block.
    """
    far: Side = "right" if near == "left" else "left"
    sheet = view.copy()
    _draw_side(sheet, view_xy, far, FAR_PX + 2 * EDGE_PX, (INK, INK))
    _draw_side(sheet, view_xy, far, FAR_PX, (BODY, leg_colour(far, front_leg)))
    cv2.addWeighted(sheet, FAINT, view, 1 - FAINT, 0, dst=view)
    np.copyto(sheet, view)
    _draw_side(sheet, view_xy, near, NEAR_PX + 2 * EDGE_PX, (INK, INK))
    cv2.addWeighted(sheet, DARK, view, 1 - DARK, 0, dst=view)
    _draw_side(view, view_xy, near, NEAR_PX, (BODY, leg_colour(near, front_leg)))


def _draw_side(
    view: Picture,
    view_xy: Floats,
    side: Side,
    width_px: int,
    colours: tuple[Colour, Colour],
) -> None:
    """Body and leg of one side, each in its colour."""
    points = hanging_together(view_xy, side)
    parts = (BODY_BONES, BODY_JOINTS), (LEG_BONES, LEG_JOINTS)
    for (bones, joints), colour in zip(parts, colours, strict=True):
        for bone in bones:
            _line(view, [points[end] for end in bone], colour, width_px)
        for name in joints:
            _dot(view, points[name], colour, width_px)


def _line(view: Picture, ends: Sequence[Floats], colour: Colour, width_px: int) -> None:
    if np.isfinite(ends).all():
        start, end = (_fine(point) for point in ends)
        cv2.line(view, start, end, colour, width_px, cv2.LINE_AA, _SHIFT)


def _dot(view: Picture, point: Floats, colour: Colour, width_px: int) -> None:
    if np.isfinite(point).all():
        radius = round((0.5 * width_px + 1.5) * 2**_SHIFT)
        cv2.circle(view, _fine(point), radius, colour, -1, cv2.LINE_AA, _SHIFT)


def _fine(point: Floats) -> tuple[int, int]:
    x, y = np.rint(point * 2**_SHIFT).astype(int).tolist()
    return x, y
