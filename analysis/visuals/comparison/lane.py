"""One start's lane in the film of two: the track, the blocks, the athlete as drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image, ImageDraw

from analysis.filtering.running_frame import Leg
from analysis.landmarks import HIPS, landmark, middle
from analysis.types import Floats, Side
from analysis.visuals import theme
from analysis.visuals.canvas import Overlay
from analysis.visuals.comparison.figure import draw_figure
from analysis.visuals.motion import Motion
from analysis.visuals.theme import INK, LINE, PAPER, QUIET, Colour, letters

SIZE_PX = (720, 310)
# Where the ground is; under it are the marks of feet and of leg lengths.
GROUND_PX = SIZE_PX[1] - 44
# How far a lane reaches behind the hindmost point, before the foremost and above the
# ground, in leg lengths.
_BEHIND, _AHEAD, _ABOVE = 0.35, 0.35, 2.2
# Which leg's foot is on the block until when, and which lands when.
BLOCKS: Mapping[str, Leg] = {
    "rear_foot_block_exit": "rear", "front_foot_block_exit": "front",
}  # fmt: skip
LANDINGS: Mapping[str, Leg] = {
    "touchdown_1": "rear", "touchdown_2": "front", "touchdown_3": "rear",
}  # fmt: skip
# A foot stands on its block this long before it leaves, and on the ground this long
# after it lands, seconds of life.
_STANDS_S = 0.04
# A pedal's foot and top from under the toe, in leg lengths.
_PEDAL = np.array([[-0.02, 0.02], [-0.2, 0.3]])
_PEDAL_PX = 9
_IRON: Colour = (96, 110, 124)
_TRACK: Colour = (26, 34, 43)
# A mark points up at the ground line, from under it.
_MARK = np.array([[0.0, 3.0], [9.0, 18.0], [-9.0, 18.0]])
_TRACE_PX, _TRACE_STEP_S = 4, 0.01
_EDGE_PX, _DAY_Y, _DAY_PX, _BAR_PX = 28, 28, 30, 30


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the starts in the film.

    Attributes
    ----------
    day
        What is written beside it.
    zero_s
        Its life at the film's zero.
    """

    motion: Motion
    day: str
    colour: Colour
    zero_s: float


@dataclass(frozen=True, slots=True)
class Track:
    """How leg lengths lie in a lane: alike in both.

    Attributes
    ----------
    left
        Leg lengths at the left edge.
    leg_px
        Pixels of one.
    """

    left: float
    leg_px: float

    def to_lane(self, xy: Floats) -> Floats:
        """Points (..., 2) in leg lengths, in pixels of the lane."""
        x, y = xy[..., 0], xy[..., 1]
        across, down = (x - self.left) * self.leg_px, GROUND_PX - y * self.leg_px
        return np.stack([across, down], axis=-1)


def track_of(motions: Sequence[Motion]) -> Track:
    """The track on which all of them have room."""
    across = np.concatenate([motion.xy[..., 0].ravel() for motion in motions])
    left, right = np.nanmin(across) - _BEHIND, np.nanmax(across) + _AHEAD
    return Track(float(left), min(SIZE_PX[0] / float(right - left), GROUND_PX / _ABOVE))


class Lane:
    """Draws one start at any instant of the film."""

    def __init__(self, shown: Shown, track: Track) -> None:
        self._shown, self._track = shown, track
        self._motion = shown.motion

    def at(self, film_s: float) -> Image.Image:
        """The lane (SIZE_PX) so many seconds of life after the film's zero."""
        picture, life_s = self._ground.copy(), film_s + self._shown.zero_s
        body = self._track.to_lane(self._motion.at(life_s))
        # The way of the hips is uncovered as they go along it.
        hips_px = float(np.nan_to_num(middle(body, HIPS)[0]))
        if film_s > 0 and hips_px >= 1:
            picture.paste(self._traced.crop((0, 0, round(hips_px), SIZE_PX[1])))
        draw = ImageDraw.Draw(picture)
        for since_s, side, foot_px in self._landed:
            if since_s <= life_s:
                corners = (_MARK + np.array([foot_px, GROUND_PX])).ravel().tolist()
                draw.polygon(corners, theme.leg_colour(side, self._motion.front_leg))
        near, front_leg = self._motion.near, self._motion.front_leg
        draw_figure(picture, body, self._track.leg_px, near, front_leg)
        return picture

    @cached_property
    def _ground(self) -> Image.Image:
        """What stands still: a line at every leg length, the blocks, the day."""
        picture = Image.new("RGB", SIZE_PX, _TRACK)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, GROUND_PX, *SIZE_PX), INK)
        last = int(SIZE_PX[0] / self._track.leg_px + self._track.left)
        for legs in range(last + 1):
            x = float(self._track.to_lane(np.array([legs, 0.0]))[0])
            draw.line((x, 52, x, GROUND_PX), LINE, 2)
            draw.text((x, GROUND_PX + 31), str(legs), QUIET, letters(20), anchor="mm")
        draw.line((0, GROUND_PX, SIZE_PX[0], GROUND_PX), PAPER, 2)
        overlay = Overlay(SIZE_PX)
        for _, _, toe in self._standing(BLOCKS, -_STANDS_S):
            pedal = self._track.to_lane(toe * (1, 0) + _PEDAL)
            overlay.line(pedal, _PEDAL_PX, _IRON)
        bar = np.array([[_EDGE_PX, _DAY_Y], [_EDGE_PX + _BAR_PX, _DAY_Y]])
        overlay.line(bar, 8, self._shown.colour)
        picture = overlay.lay_on(picture)
        self._write_day(picture)
        return picture

    def _write_day(self, picture: Image.Image) -> None:
        left = _EDGE_PX + _BAR_PX + 20
        room = SIZE_PX[0] - left - _EDGE_PX
        day = theme.fitted(self._shown.day, room, _DAY_PX, bold=True)
        font = letters(_DAY_PX, bold=True)
        at = left, _DAY_Y
        ImageDraw.Draw(picture).text(at, day, self._shown.colour, font, anchor="lm")

    @cached_property
    def _traced(self) -> Image.Image:
        """The same with the whole way of the hips, from zero on."""
        last = float(self._motion.life_s[-1])
        times = np.arange(self._shown.zero_s, last, _TRACE_STEP_S).tolist()
        hips = np.array([middle(self._motion.at(time), HIPS) for time in times])
        hips = hips.reshape(-1, 2)
        line = self._track.to_lane(hips[np.isfinite(hips).all(axis=-1)])
        overlay = Overlay(SIZE_PX)
        overlay.line(line, _TRACE_PX, self._shown.colour)
        return overlay.lay_on(self._ground)

    @cached_property
    def _landed(self) -> list[tuple[float, Side, float]]:
        """When each foot lands, whose it is, and where across the lane."""
        return [
            (since_s, side, float(self._track.to_lane(toe)[0]))
            for since_s, side, toe in self._standing(LANDINGS, _STANDS_S)
        ]

    def _standing(
        self, feet: Mapping[str, Leg], late_s: float
    ) -> Iterator[tuple[float, Side, Floats]]:
        """When, whose and where the toes are that stand around these moments."""
        for event, leg in feet.items():
            if moment := self._motion.moments.get(event):
                side = self._motion.side_of(leg)
                points = self._motion.at(moment.life_s + late_s)
                toe = points[landmark(side, "toe")]
                if np.isfinite(toe).all():
                    yield moment.life_s, side, toe
