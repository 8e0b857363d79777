"""What is written beside an angle: its value on a plate, and under it the aim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from analysis import wording
from analysis.types import Analysis, Floats, Verdict
from analysis.visuals import theme
from analysis.visuals.angle_marks import Mark, finding_of
from analysis.visuals.canvas import Overlay
from analysis.visuals.label_placement import Wish
from analysis.visuals.phase_card.angle_drawing import anchor_of, reach_of
from analysis.visuals.theme import Box, Colour, letters
from content.words import Words

BIG_PX = 46
SPREAD_PX = 36
UNDER_PX = 36
_PAD_PX = 18
_LEADER_FROM_PX = 24


@dataclass(frozen=True, slots=True)
class Plate:
    """A label: ``front knee 94°`` strong, ``±4`` quiet, ``aim 90°`` under it.

    Under the aim stands why a value beyond it counts as good.

    Attributes
    ----------
    anchor, toward
        (2,) what it names, and the preferred direction from there.
    colour
        Of its edge and of the line to its anchor.
    mark
        The angle it names, None when it names the anchor alone.
    """

    anchor: Floats
    toward: Floats
    colour: Colour
    name: str
    spread: str = ""
    under: str = ""
    close: str = ""
    verdict: Verdict | None = None
    mark: Mark | None = None

    @property
    def wish(self) -> Wish:
        """The place it asks for."""
        first = letters(BIG_PX, bold=True).getlength(self.name)
        if self.spread:
            first += 10 + letters(SPREAD_PX).getlength(self.spread)
        lines = [letters(UNDER_PX).getlength(line) for line in self._lines]
        width = 2 * _PAD_PX + self._indent + max(first, *lines, 0)
        height = BIG_PX + 22 + len(lines) * (UNDER_PX + 10)
        if self.mark is None:
            return Wish((width, height), self.anchor, self.toward)
        reach = reach_of(self.mark)
        return Wish((width, height), self.anchor, self.toward, reach)

    @property
    def _lines(self) -> list[str]:
        return [line for line in (self.under, self.close) if line]

    @property
    def _indent(self) -> float:
        return BIG_PX + 12 if self.verdict else 0

    def draw_back(self, overlay: Overlay, box: Box) -> None:
        """Draw the line to what it names, and its ground."""
        start, end = self.wish.leader(box)
        if np.linalg.norm(end - start) > _LEADER_FROM_PX:
            overlay.line(np.stack([start, end]), 7, theme.INK, 130)
            overlay.line(np.stack([start, end]), 3, self.colour)
        overlay.plate(box, 20, theme.INK, self.colour, 3)

    def write(self, view: Image.Image, box: Box) -> None:
        """Write it on its ground."""
        draw, left = ImageDraw.Draw(view), box[0] + _PAD_PX
        y = box[1] + 11 + BIG_PX / 2
        if self.verdict:
            badge = theme.sign(self.verdict, BIG_PX)
            view.paste(badge, (round(left), round(y - BIG_PX / 2)), badge)
        left += self._indent
        font = letters(BIG_PX, bold=True)
        draw.text((left, y), self.name, theme.PAPER, font, anchor="lm")
        x = left + font.getlength(self.name) + 10
        at = (x, y + 3)
        draw.text(at, self.spread, theme.QUIET, letters(SPREAD_PX), anchor="lm")
        y += BIG_PX / 2 + UNDER_PX / 2 + 6
        for line in self._lines:
            colour = self.colour if line == self.close else theme.QUIET
            draw.text((left, y), line, colour, letters(UNDER_PX), anchor="lm")
            y += UNDER_PX + 10


def plate_of(mark: Mark, analysis: Analysis, words: Words) -> Plate:
    """What is written beside a mark."""
    measure = mark.measure
    if measure.value is None or measure.plus_minus is None:
        raise ValueError(f"{measure.id}: only a measure with a value is drawn")
    posture = mark.row.posture
    rough = posture is not None and posture.rough
    return Plate(
        *anchor_of(mark),
        colour=theme.colour_of(mark.verdict),
        name=wording.label_of(measure, words),
        spread="" if rough else wording.spread_of(measure, words),
        under=_under(mark, analysis, words),
        close=_close(mark, analysis, words),
        verdict=mark.verdict,
        mark=mark,
    )


def _under(mark: Mark, analysis: Analysis, words: Words) -> str:
    """The aim; nothing under an angle that is not judged."""
    finding = finding_of(mark.measure.id, analysis)
    if finding is None:
        return ""
    band = wording.aim_of(finding, words, mark.measure.value)
    target = wording.target_of(finding)
    if target is None:
        return words.text("picture.aim", range=band)
    return words.text("picture.aim_target", target=target, range=band)


def _close(mark: Mark, analysis: Analysis, words: Words) -> str:
    """Why a value beyond the aim counts as good."""
    finding = finding_of(mark.measure.id, analysis)
    if finding is None or not wording.beyond_aim(finding, mark.measure):
        return ""
    return words.text("picture.on_edge")
