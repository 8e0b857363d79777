"""The strip: all eight key frames in one wide picture, a kinogram."""

from __future__ import annotations

from collections.abc import Mapping

from PIL import Image, ImageDraw

from analysis.scoring.findings import phase_verdict
from analysis.types import Analysis, Phase
from analysis.visuals import theme
from analysis.visuals.stills import GROUND_Y, STILL_PX, Still
from analysis.visuals.theme import letters
from content.words import Words

SLOT_PX = (320, 400)
FOOT_PX = 150
GAP_PX = 6
STRIP_PX = (8 * SLOT_PX[0] + 9 * GAP_PX, SLOT_PX[1] + FOOT_PX + 2 * GAP_PX)
NUMBER_PX = 58
SIGN_PX = 76
TITLE_PX = 34
SHORT_WHYS = (
    "event_before_clip",
    "event_after_clip",
    "out_of_picture",
    "joint_hidden",
    "hidden_by_other",
)


def draw_strip(
    stills: Mapping[int, Still], analysis: Analysis, words: Words
) -> Image.Image:
    """Draw the strip, STRIP_PX large.

    Parameters
    ----------
    stills
        By phase; without one a phase's slot stays empty and says why.
    """
    strip = Image.new("RGB", STRIP_PX, theme.INK)
    for phase in analysis.phases:
        left = GAP_PX + (phase.number - 1) * (SLOT_PX[0] + GAP_PX)
        still = stills.get(phase.number)
        if still is None:
            _draw_empty(strip, left, told_missing(phase, words))
        else:
            _draw_still(strip, left, still)
        _draw_number(strip, left, phase.number, seen=still is not None)
        _draw_foot(strip, left, phase, analysis, words, seen=still is not None)
    return strip


def told_missing(phase: Phase, words: Words) -> str:
    """Why a slot is empty, as one of the reasons that fit into it."""
    why = phase.why or "joint_hidden"
    known = why if why in SHORT_WHYS else "event_not_found"
    return words.text(f"picture.missing.{known}")


def _draw_still(strip: Image.Image, left: int, still: Still) -> None:
    small = still.picture.resize(SLOT_PX, Image.Resampling.LANCZOS, reducing_gap=3.0)
    strip.paste(small, (left, GAP_PX))
    scale = SLOT_PX[1] / STILL_PX[1]
    y = GAP_PX + GROUND_Y * scale
    line = (left, y, left + SLOT_PX[0] - 1, y)
    ImageDraw.Draw(strip).line(line, fill=theme.PAPER, width=2)


def _draw_empty(strip: Image.Image, left: int, why: str) -> None:
    draw = ImageDraw.Draw(strip)
    box = (left, GAP_PX, left + SLOT_PX[0] - 1, GAP_PX + SLOT_PX[1] - 1)
    draw.rectangle(box, fill=(26, 34, 43), outline=theme.LINE, width=3)
    lines = theme.wrapped(why, SLOT_PX[0] - 48, TITLE_PX)
    for number, line in enumerate(lines):
        y = GAP_PX + SLOT_PX[1] / 2 + (number - (len(lines) - 1) / 2) * 44
        at = (left + SLOT_PX[0] / 2, y)
        draw.text(at, line, theme.QUIET, letters(TITLE_PX), anchor="mm")


def _draw_number(strip: Image.Image, left: int, number: int, *, seen: bool) -> None:
    """The phase's number in the corner where nobody's head is."""
    ground = theme.PAPER if seen else theme.LINE
    badge = theme.disc(number, NUMBER_PX + 16, ground)
    strip.paste(badge, (left + 12, GAP_PX + 12), badge)


def _draw_foot(
    strip: Image.Image,
    left: int,
    phase: Phase,
    analysis: Analysis,
    words: Words,
    *,
    seen: bool,
) -> None:
    """The verdict's sign and the phase's title under its picture."""
    draw, middle = ImageDraw.Draw(strip), left + SLOT_PX[0] / 2
    top = 2 * GAP_PX + SLOT_PX[1]
    badge = theme.sign(phase_verdict(phase, analysis), SIGN_PX)
    strip.paste(badge, (round(middle - SIGN_PX / 2), top + 6), badge)
    title = words.text(f"phase.{phase.number}.title")
    size = TITLE_PX
    while letters(size).getlength(title) > SLOT_PX[0] - 8 and size > 24:
        size -= 1
    colour = theme.PAPER if seen else theme.QUIET
    at = (middle, top + SIGN_PX + 36)
    draw.text(at, title, colour, letters(size), anchor="mm")
