"""A drawn athlete: limbs as wide as they are, legs in their colours."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from analysis.landmarks import BY_SIDE, EARS, HIPS, NOSE, SHOULDERS, middle
from analysis.types import Floats, Side
from analysis.visuals.theme import INK, Colour, leg_colour

# Widths of limbs and the trunk, and the head's radius, in leg lengths.
_THIGH, _SHANK, _FOOT, _ARM, _TRUNK, _HEAD = 0.17, 0.12, 0.09, 0.09, 0.26, 0.135
_NECK = 0.1
_EDGE = 0.02
# What is on the far side is in the shade.
_SHADE = 0.55
_SKIN: Colour = (226, 233, 240)
# Pillow draws without smoothing; twice the size and a good filter give it.
_FINE = 2


def draw_figure(
    picture: Image.Image, points_px: Floats, leg_px: float, near: Side, front_leg: Side
) -> None:
    """Draw the athlete on the picture; what is not seen is left out.

    Parameters
    ----------
    points_px
        (33, 2) landmarks in the picture, NaN where unseen.
    leg_px
        One leg length in it.
    near
        The side towards the camera.
    front_leg
        The leg on the front block.
    """
    seen = points_px[np.isfinite(points_px).all(axis=-1)]
    if not len(seen):
        return
    room = 0.3 * leg_px
    low = np.clip(seen.min(axis=0) - room, 0, picture.size).astype(int)
    high = np.clip(seen.max(axis=0) + room, 0, picture.size).astype(int)
    if (high - low).min() < 2:
        return
    box = (*low.tolist(), *high.tolist())
    part = picture.crop(box)
    size = part.width * _FINE, part.height * _FINE
    large = part.resize(size, Image.Resampling.NEAREST)
    pen = _Pen(ImageDraw.Draw(large), (points_px - low) * _FINE, leg_px * _FINE)
    far: Side = "right" if near == "left" else "left"
    _draw_arm(pen, far, _shaded(_SKIN))
    _draw_leg(pen, far, _shaded(leg_colour(far, front_leg)))
    _draw_trunk(pen)
    _draw_leg(pen, near, leg_colour(near, front_leg))
    _draw_arm(pen, near, _SKIN)
    picture.paste(large.reduce(_FINE), box[:2])


class _Pen:
    """Draws strokes with round ends, each on its own dark edge."""

    def __init__(
        self, draw: ImageDraw.ImageDraw, points: Floats, leg_px: float
    ) -> None:
        self._draw, self.points, self._leg_px = draw, points, leg_px

    def strokes(self, lines: list[tuple[Floats, float]], colour: Colour) -> None:
        """Lines (n, 2) with their widths in leg lengths, joined without a seam."""
        for edge, ink in ((_EDGE, INK), (0.0, colour)):
            for line, width in lines:
                wide = (width + 2 * edge) * self._leg_px
                for start, end in pairwise(line):
                    if np.isfinite([start, end]).all():
                        ends = (*start.tolist(), *end.tolist())
                        self._draw.line(ends, ink, round(wide))
                        self._disc(start, wide / 2, ink)
                        self._disc(end, wide / 2, ink)

    def disc(self, centre: Floats, radius: float, colour: Colour) -> None:
        """A disc with its edge; the radius in leg lengths."""
        if np.isfinite(centre).all():
            self._disc(centre, (radius + _EDGE) * self._leg_px, INK)
            self._disc(centre, radius * self._leg_px, colour)

    def _disc(self, centre: Floats, radius: float, ink: Colour) -> None:
        x, y = centre.tolist()
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, ink)


def _draw_leg(pen: _Pen, side: Side, colour: Colour) -> None:
    names = BY_SIDE[side]
    hip, knee, ankle, heel, toe = (
        pen.points[names[joint]] for joint in ("hip", "knee", "ankle", "heel", "toe")
    )
    lines = [
        (np.stack([hip, knee]), _THIGH),
        (np.stack([knee, ankle]), _SHANK),
        (np.stack([ankle, heel, toe, ankle]), _FOOT),
    ]
    pen.strokes(lines, colour)


def _draw_arm(pen: _Pen, side: Side, colour: Colour) -> None:
    names = BY_SIDE[side]
    joints = [pen.points[names[joint]] for joint in ("shoulder", "elbow", "wrist")]
    pen.strokes([(np.stack(joints), _ARM)], colour)


def _draw_trunk(pen: _Pen) -> None:
    shoulders, hips = middle(pen.points, SHOULDERS), middle(pen.points, HIPS)
    face = pen.points[[NOSE, *EARS]]
    face = face[np.isfinite(face).all(axis=-1)]
    trunk = [(np.stack([shoulders, hips]), _TRUNK)]
    if len(face):
        head = (face[0] + face.mean(axis=0)) / 2
        trunk.append((np.stack([shoulders, head]), _NECK))
    pen.strokes(trunk, _SKIN)
    if len(face):
        pen.disc(head, _HEAD, _SKIN)


def _shaded(colour: Colour) -> Colour:
    red, green, blue = (round(_SHADE * part) for part in colour)
    return red, green, blue
