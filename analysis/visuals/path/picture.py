"""The path: every key frame's body on one ground, with the way of the hips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from PIL import Image

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import Picture
from analysis.landmarks import EARS, TRUNK
from analysis.types import Analysis, Floats, Poses, Side
from analysis.visuals import theme
from analysis.visuals.canvas import Overlay
from analysis.visuals.path.bodies import ROW_PX, Body, bodies_of, view_of
from analysis.visuals.path.contacts import Contact, contacts_of
from analysis.visuals.path.cutout import Place, lay_body
from analysis.visuals.path.ground import Plate, ground_of, plate_of
from analysis.visuals.path.hips_way import Way, hips_way
from analysis.visuals.scale import Scale, scale_of
from analysis.visuals.theme import INK, PAPER
from analysis.visuals.viewport import Viewport

FEWEST = 2
# The phase that lies behind all others.
BEHIND = 4
# A number's disc, and how far the next one of the same body is from it.
NUMBER_PX, _NEXT_PX = 60, 56
_ROUNDS = 30
# The line from a number ends so far over the highest joint, in leg lengths.
_OVER_HEAD = 0.2
_LEADER_PX = 3.0
_LINE_PX, _BEAD_PX = 6.0, 9.0
# A mark points up at the ground line, from under it.
_MARK = np.array([[0.0, -19.0], [19.0, 15.0], [-19.0, 15.0]])
_MARK_MIDDLE = np.array([0.0, 22.0])


class PathPicture:
    """The path of one start: shown its key frames one by one, then drawn.

    Parameters
    ----------
    poses
        In pixels of the upright picture as filmed; at least one point is seen.
    camera
        How the frames lie in one view.
    """

    def __init__(self, analysis: Analysis, poses: Poses, camera: Camera) -> None:
        self._analysis, self._poses, self._camera = analysis, poses, camera
        self._scale = scale_of(poses, analysis, camera, slope_of(camera))
        self._bodies = bodies_of(analysis, poses, camera, self._scale.leg_px)
        self._plates: dict[int, Plate] = {}

    @property
    def frames(self) -> frozenset[int]:
        """Numbers of the key frames to show; none when FEWEST bodies are not seen."""
        few = len(self._bodies) < FEWEST
        return frozenset(() if few else (body.frame for body in self._bodies))

    @cached_property
    def _view(self) -> Viewport:
        return view_of(self._bodies, self._scale)

    def show(self, frame: int, picture: Picture) -> None:
        """Take over what is needed of one of ``frames``, as it was filmed."""
        there = self._camera.to_reference[frame]
        self._plates[frame] = plate_of(picture, there, self._view)

    def draw(self) -> Image.Image | None:
        """Draw the path once all frames were shown; None when there are none."""
        if not self.frames:
            return None
        bodies, scale, view = self._bodies, self._scale, self._view
        picture = _exposed(self._plates, bodies, scale.leg_px * view.scale, view)
        overlay = Overlay(view.size_px)
        seen = self._analysis, self._poses, self._camera
        contacts, front_leg = contacts_of(*seen, scale), self._analysis.front_leg
        _draw_ground(overlay, scale, contacts, front_leg, view)
        _draw_way(overlay, hips_way(*seen), view)
        tops, middles = _places(bodies, scale.leg_px, view)
        _draw_leaders(overlay, tops, middles)
        picture = overlay.lay_on(picture)
        _draw_numbers(picture, bodies, middles)
        return picture


def slope_of(camera: Camera) -> float:
    """How level ground falls to the right; a certain tilt is out of the view."""
    level = camera.level
    return 0.0 if level.certain else float(np.tan(np.radians(level.roll_deg)))


def _exposed(
    plates: Mapping[int, Plate], bodies: Sequence[Body], leg_px: float, view: Viewport
) -> Image.Image:
    """All bodies on one plate."""
    at = {
        body.frame: Place(view.to_view(body.points_px), leg_px, view.size_px)
        for body in bodies
    }
    ground = ground_of(plates, {frame: at[frame].elsewhere() for frame in at})
    exposed = ground.copy()
    for body in _stacked(bodies):
        lay_body(exposed, plates[body.frame], ground, at[body.frame])
    return Image.fromarray(np.clip(exposed, 0, 255).astype(np.uint8))


def _stacked(bodies: Sequence[Body]) -> list[Body]:
    """From the lowest layer up: the earlier lies over the later.

    A start rises, so what is later looks out above. Only who steps over would hide how
    the step before it ends: they lie behind all others.
    """
    return sorted(bodies, key=lambda body: (body.numbers != (BEHIND,), -body.frame))


def _draw_ground(
    overlay: Overlay,
    scale: Scale,
    contacts: Sequence[Contact],
    front_leg: Side | None,
    view: Viewport,
) -> None:
    """The ground, and under each foot that stands on it a mark in its leg's colour."""
    height, slope = scale.ground
    ends = np.array([view.left_px, view.left_px + view.size_px[0] / view.scale])
    line = np.stack([ends, height + slope * ends], axis=-1)
    overlay.line(view.to_view(line), 2, PAPER, 150)
    for contact in contacts:
        foot = view.to_view(np.array([contact.x_px, contact.y_px]))
        leg = theme.leg_colour(contact.side, front_leg)
        for grown, colour in ((1.0, INK), (0.68, leg)):
            overlay.area(foot + _MARK_MIDDLE + grown * _MARK, colour, 255)


def _draw_way(overlay: Overlay, way: Way, view: Viewport) -> None:
    line = view.to_view(way.line_px)
    for width, colour, alpha in ((_LINE_PX + 4, INK, 130), (_LINE_PX, PAPER, 255)):
        overlay.line(line, width, colour, alpha)
    for bead in view.to_view(way.beats_px):
        overlay.dot(bead, _BEAD_PX + 3, INK)
        overlay.dot(bead, _BEAD_PX, PAPER)


def _places(
    bodies: Sequence[Body], leg_px: float, view: Viewport
) -> tuple[list[Floats], list[float]]:
    """(2,) over each body's head, and how far right the middle of its numbers is."""
    rise = np.array([0.0, _OVER_HEAD * leg_px * view.scale])
    tops = [_top(view.to_view(body.points_px)) - rise for body in bodies]
    widths = [len(body.numbers) * _NEXT_PX for body in bodies]
    return tops, spread([float(top[0]) for top in tops], widths)


def _draw_leaders(
    overlay: Overlay, tops: Sequence[Floats], middles: Sequence[float]
) -> None:
    """A thin line from each body's numbers to its head."""
    for top, middle in zip(tops, middles, strict=True):
        line = np.array([[middle, ROW_PX / 2], top])
        for width, colour, alpha in (
            (_LEADER_PX + 3, INK, 110),
            (_LEADER_PX, PAPER, 220),
        ):
            overlay.line(line, width, colour, alpha)


def _draw_numbers(
    picture: Image.Image, bodies: Sequence[Body], middles: Sequence[float]
) -> None:
    """All numbers in one row along the top, where they hide nobody."""
    for body, middle in zip(bodies, middles, strict=True):
        left = middle - len(body.numbers) * _NEXT_PX / 2
        for place, number in enumerate(body.numbers):
            badge = theme.disc(number, NUMBER_PX, PAPER)
            at = round(left + place * _NEXT_PX), round((ROW_PX - NUMBER_PX) / 2)
            picture.paste(badge, at, badge)


def _top(points: Floats) -> Floats:
    """The head's middle as high as its highest point, or that of whatever is seen."""
    upper = points[[*range(11), *TRUNK]]
    upper = upper if np.isfinite(upper).any() else points
    x, y = upper[np.nanargmin(upper[:, 1])]
    ears = points[EARS, 0]
    return np.array([ears.mean() if np.isfinite(ears).all() else x, y])


def spread(middles: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Places next to those asked for at which nothing of these widths overlaps."""
    order = np.argsort(middles)
    placed = list(middles)
    for _ in range(_ROUNDS):
        for one, other in pairwise(order.tolist()):
            room = (widths[one] + widths[other]) / 2
            push = max(0.0, room - (placed[other] - placed[one])) / 2
            placed[one] -= push
            placed[other] += push
    return placed
