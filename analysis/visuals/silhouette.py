"""The athlete's shape from the landmarks alone: soft, and good enough to cut out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from analysis.landmarks import EARS, NOSE
from analysis.types import Floats
from analysis.visuals.stills import STILL_PX

# Landmark chains of each side with the width of what lies around them, in leg lengths.
_LIMBS = (
    ((23, 25), 0.24), ((25, 27), 0.15), ((27, 29, 31, 27), 0.11),
    ((24, 26), 0.24), ((26, 28), 0.15), ((28, 30, 32, 28), 0.11),
    ((11, 13), 0.13), ((13, 15, 19), 0.10),
    ((12, 14), 0.13), ((14, 16, 20), 0.10),
)  # fmt: skip
_TRUNK = (11, 12, 24, 23)
_TRUNK_WIDTH = 0.29
_HEAD = 0.16
_SOFT_PX = 3


def outline(
    points_px: Floats,
    leg_px: float,
    size_px: tuple[int, int] = STILL_PX,
    *,
    wider: float = 0.0,
    soft_px: float = _SOFT_PX,
) -> Image.Image:
    """A mask (L, size_px): white in the body, fading out at its edge.

    Parameters
    ----------
    points_px
        (33, 2) landmarks in it, NaN where unseen; what is not seen is left out.
    wider
        By how much all is wider than a body, in leg lengths.
    """
    mask = Image.new("L", size_px)
    draw = ImageDraw.Draw(mask)
    for chain, width in _LIMBS:
        _stroke(draw, points_px[list(chain)], (width + wider) * leg_px)
    trunk = points_px[list(_TRUNK)]
    if np.isfinite(trunk).all():
        draw.polygon([tuple(point) for point in trunk.tolist()], fill=255)
        spine = np.stack([trunk[:2].mean(axis=0), trunk[2:].mean(axis=0)])
        _stroke(draw, spine, (_TRUNK_WIDTH + wider) * leg_px)
    face = points_px[[NOSE, *EARS]]
    face = face[np.isfinite(face).all(axis=-1)]
    if len(face):
        middle = (face[0] + face.mean(axis=0)) / 2
        _disc(draw, middle, (_HEAD + wider / 2) * leg_px)
        if np.isfinite(trunk[:2]).all():
            neck = np.stack([trunk[:2].mean(axis=0), middle])
            _stroke(draw, neck, (0.7 * _HEAD + wider) * leg_px)
    return mask.filter(ImageFilter.GaussianBlur(soft_px))


def _stroke(draw: ImageDraw.ImageDraw, points: Floats, width_px: float) -> None:
    for start, end in pairwise(points):
        if np.isfinite([start, end]).all():
            draw.line((*start.tolist(), *end.tolist()), fill=255, width=round(width_px))
            _disc(draw, start, width_px / 2)
            _disc(draw, end, width_px / 2)


def _disc(draw: ImageDraw.ImageDraw, middle: Floats, radius_px: float) -> None:
    low, high = middle - radius_px, middle + radius_px
    draw.ellipse((*low.tolist(), *high.tolist()), fill=255)
