"""How each kind of measure is drawn on the body, and where its ends are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from analysis.landmarks import BY_SIDE, HIPS, NOSE
from analysis.measurement.body import BALL_SHARE, centre_of_mass
from analysis.measurement.definition import Drawn
from analysis.types import Events, Floats, Missing, Side

# A foot's way to the ground is drawn over this many frames before it lands.
FOOT_FRAMES = 6


@dataclass(frozen=True, slots=True)
class Body:
    """Landmarks by name: of the measured leg's side, or in the middle of both.

    Attributes
    ----------
    way
        (n, 2) where a point went, for what is measured on its way.
    """

    view_xy: Floats
    side: Side
    way: Floats | None = None

    def one(self, name: str) -> Floats:
        """(2,) on that side."""
        point: Floats = self.view_xy[BY_SIDE[self.side][name]]
        return point

    def both(self, name: str) -> tuple[Floats, Floats]:
        """(2,) left and (2,) right."""
        left, right = (self.view_xy[side[name]] for side in BY_SIDE.values())
        return left, right

    def middle(self, name: str) -> Floats:
        """(2,) between both."""
        left, right = self.both(name)
        return (left + right) / 2

    @property
    def ball(self) -> Floats:
        """(2,) ball of that side's foot."""
        heel = self.one("heel")
        return heel + BALL_SHARE * (self.one("toe") - heel)

    @property
    def mass(self) -> Floats:
        """(2,) centre of mass."""
        return centre_of_mass(self.view_xy)


# Vertex, first and last end of an angle's arms; a first of None is the horizontal.
Arms: TypeAlias = tuple[Floats, Floats | None, Floats]
Way: TypeAlias = Callable[[Body, Floats | None, Events], Floats | None]
# How the value is shown: an arc between two arms, an arrow the way a head faces, a
# line along a foot or between two points, how far a point is beside a plumb line, or
# a way.
Style: TypeAlias = Literal["arc", "arrow", "stroke", "gap", "plumb", "way"]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a measure is drawn on the body.

    Attributes
    ----------
    arms
        Where its angle is.
    limbs
        How many arms, the last ones, are limbs that are drawn strong.
    line
        Whether its last arm is no limb, but a line of its own.
    style, radius_px
        How its value is shown, and how large an arc is.
    of_arm
        Whether its limbs are an arm's.
    once
        Whether it was so at another moment: then its last arm alone is turned to it,
        and drawn dashed.
    way
        The way of a point, which ``arms`` finds in the body.
    """

    arms: Callable[[Body], Arms]
    limbs: int = 0
    line: bool = False
    style: Style = "arc"
    radius_px: float = 60.0
    of_arm: bool = False
    once: bool = False
    way: Way | None = None

    @property
    def arc(self) -> bool:
        """Whether it has an arc."""
        return self.style == "arc"


def _thighs(body: Body) -> Arms:
    middle, hips, knees = body.middle("hip"), body.both("hip"), body.both("knee")
    return middle, middle + knees[0] - hips[0], middle + knees[1] - hips[1]


def _face(body: Body) -> Arms:
    """From the ears, on along the trunk and to the nose."""
    ears = body.middle("ear")
    return ears, ears + body.middle("shoulder") - body.middle("hip"), body.view_xy[NOSE]


def _beside(high: Floats, low: Floats) -> Arms:
    """A point, the place straight under it, and what is beside that place."""
    return high, np.array([high[0], low[1]]), low


def _from_end_to_end(body: Body) -> Arms:
    assert body.way is not None  # no mark without its way
    return body.way[0], None, body.way[-1]


def _hips(body: Body, paths: Floats | None, events: Events) -> Floats | None:
    """Where the hips were from the first movement until the front foot left."""
    start, end = events["first_movement"], events["front_foot_block_exit"]
    if paths is None or isinstance(start, Missing) or isinstance(end, Missing):
        return None
    way: Floats = paths[start.frame : end.frame + 1, HIPS].mean(axis=1)
    return way


def _ball(body: Body, paths: Floats | None, events: Events) -> Floats | None:
    """Where the ball of the foot was on its last way to the ground."""
    down = events["touchdown_1"]
    if paths is None or isinstance(down, Missing):
        return None
    frames = paths[max(down.frame - FOOT_FRAMES, 0) : down.frame + 1]
    return np.stack([replace(body, view_xy=points).ball for points in frames])


def _hand_from_hip(body: Body, paths: Floats | None, events: Events) -> Floats | None:
    """How the hand went by the hip during the first contact, as seen from the hip."""
    down, off = events["touchdown_1"], events["toe_off_1"]
    if paths is None or isinstance(down, Missing) or isinstance(off, Missing):
        return None
    points = paths[down.frame : off.frame + 1]
    side = BY_SIDE[body.side]
    way: Floats = body.one("hip") + points[:, side["wrist"]] - points[:, side["hip"]]
    return way


SHAPES: Mapping[Drawn, Shape] = {
    "knee": Shape(lambda b: (b.one("knee"), b.one("hip"), b.one("ankle")), limbs=2),
    "hip": Shape(lambda b: (b.one("hip"), b.one("shoulder"), b.one("knee")), limbs=1),
    "knee_lift": Shape(
        lambda b: (b.one("hip"), b.one("shoulder"), b.one("knee")), once=True
    ),
    "elbow": Shape(
        lambda b: (b.one("elbow"), b.one("shoulder"), b.one("wrist")),
        limbs=2,
        of_arm=True,
    ),
    "shin": Shape(
        lambda b: (b.one("ankle"), None, b.one("knee")), limbs=1, radius_px=84.0
    ),
    "trunk": Shape(
        lambda b: (b.middle("hip"), None, b.middle("shoulder")),
        line=True,
        radius_px=96.0,
    ),
    "line": Shape(
        lambda b: (b.one("toe"), None, b.middle("shoulder")), line=True, radius_px=170.0
    ),
    "thighs": Shape(_thighs, radius_px=92.0),
    "gaze": Shape(_face, style="arrow"),
    "swing_toe": Shape(
        lambda b: (b.one("heel"), b.one("heel"), b.one("toe")), style="stroke"
    ),
    "lead_hand": Shape(
        lambda b: (b.middle("ear"), b.middle("ear"), b.one("wrist")), style="gap"
    ),
    "back_hand": Shape(
        lambda b: (b.one("hip"), b.one("hip"), b.one("wrist")),
        style="way",
        way=_hand_from_hip,
    ),
    "lean": Shape(
        lambda b: _beside(b.middle("shoulder"), b.middle("wrist")), style="plumb"
    ),
    "landing": Shape(lambda b: _beside(b.mass, b.ball), style="plumb"),
    "leaving": Shape(lambda b: _beside(b.mass, b.one("toe")), style="plumb"),
    "foot_path": Shape(lambda b: (b.ball, b.ball, b.ball), style="way", way=_ball),
    "hip_path": Shape(_from_end_to_end, line=True, radius_px=150.0, way=_hips),
}
