"""A drawn athlete at each phase's key moment, for whoever has no frame of their own.

The joints are those of a rendered start without faults, where they are known exactly.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from analysis.landmarks import COUNT
from analysis.types import Floats
from analysis.visuals.comparison.figure import draw_figure
from analysis.visuals.stills import GROUND_Y, HIPS_X, LEG_PX, STILL_PX
from analysis.visuals.theme import LINE, QUIET, Colour

FILE = Path(__file__).with_name("phase_drawings.json")
_AIR: Colour = (40, 56, 71)


@cache
def draw_phase(number: int) -> Image.Image:
    """The athlete of phase 1 to 8, as large and in the same place as in a still."""
    picture = Image.new("RGB", STILL_PX, _AIR)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, GROUND_Y, *STILL_PX), LINE)
    draw.line((0, GROUND_Y, STILL_PX[0], GROUND_Y), QUIET, 2)
    draw_figure(picture, _points_px(number), LEG_PX, "right", "left")
    return picture


def _points_px(number: int) -> Floats:
    """(33, 2) landmarks, kept in leg lengths ahead of the hips and off the ground."""
    told: dict[str, list[float]] = json.loads(FILE.read_text())[str(number)]
    points = np.full((COUNT, 2), np.nan)
    for landmark, (ahead, up) in told.items():
        points[int(landmark)] = HIPS_X + ahead * LEG_PX, GROUND_Y - up * LEG_PX
    return points
