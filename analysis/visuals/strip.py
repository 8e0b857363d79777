"""The strip: all eight key frames in one picture, a kinogram in two rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from PIL import Image, ImageDraw

from analysis.scoring.findings import phase_verdict
from analysis.types import Analysis, Phase, Verdict
from analysis.visuals import theme
from analysis.visuals.stills import GROUND_Y, STILL_PX, Still
from analysis.visuals.theme import letters
from analysis.wording import step_of, told_after
from content.words import Words

# Two rows of four: side by side on a phone all eight would be 50 pixels wide each.
ROWS, IN_ROW = 2, 4
SLOT_PX = (320, 400)
FOOT_PX = 176
GAP_PX = 6
ROW_PX = SLOT_PX[1] + FOOT_PX + GAP_PX
STRIP_PX = (IN_ROW * (SLOT_PX[0] + GAP_PX) + GAP_PX, ROWS * ROW_PX + GAP_PX)
NUMBER_PX = 58
SIGN_PX = 70
# Letters of 11 pixels and more where the strip is 400 wide.
TITLE_PX, SMALLEST_PX = 42, 37
LINE_PX = 46
# Two lines beside a sign are as high as it is.
BESIDE_PX = 38
Corner: TypeAlias = tuple[int, int]
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
        corner = corner_of(phase.number)
        still = stills.get(phase.number)
        if still is None:
            _draw_empty(strip, corner, told_missing(phase, words))
        else:
            draw_still(strip, corner, still.picture)
        seen, title = still is not None, words.text(f"phase.{phase.number}.title")
        draw_number(strip, corner, phase.number, seen=seen)
        beside = (step_of(phase.number, words), told_after(phase, analysis, words))
        verdict = phase_verdict(phase, analysis)
        draw_foot(strip, corner, verdict, beside, title, seen=seen)
    return strip


def corner_of(number: int) -> Corner:
    """Left and top of a phase's picture."""
    row, column = divmod(number - 1, IN_ROW)
    return GAP_PX + column * (SLOT_PX[0] + GAP_PX), GAP_PX + row * ROW_PX


def told_missing(phase: Phase, words: Words) -> str:
    """Why a slot is empty, as one of the reasons that fit into it."""
    why = phase.why or "joint_hidden"
    known = why if why in SHORT_WHYS else "event_not_found"
    return words.text(f"picture.missing.{known}")


def draw_still(strip: Image.Image, corner: Corner, picture: Image.Image) -> None:
    """A picture of STILL_PX in its slot, with the ground's line."""
    small = picture.resize(SLOT_PX, Image.Resampling.LANCZOS, reducing_gap=3.0)
    strip.paste(small, corner)
    left, top = corner
    y = top + GROUND_Y * SLOT_PX[1] / STILL_PX[1]
    line = (left, y, left + SLOT_PX[0] - 1, y)
    ImageDraw.Draw(strip).line(line, fill=theme.PAPER, width=2)


def _draw_empty(strip: Image.Image, corner: Corner, why: str) -> None:
    draw, (left, top) = ImageDraw.Draw(strip), corner
    box = (left, top, left + SLOT_PX[0] - 1, top + SLOT_PX[1] - 1)
    draw.rectangle(box, fill=(26, 34, 43), outline=theme.LINE, width=3)
    lines = theme.wrapped(why, SLOT_PX[0] - 40, SMALLEST_PX)
    for number, line in enumerate(lines):
        y = top + SLOT_PX[1] / 2 + (number - (len(lines) - 1) / 2) * LINE_PX
        at = (left + SLOT_PX[0] / 2, y)
        draw.text(at, line, theme.QUIET, letters(SMALLEST_PX), anchor="mm")


def draw_number(strip: Image.Image, corner: Corner, number: int, *, seen: bool) -> None:
    """The phase's number in the corner where nobody's head is."""
    ground = theme.PAPER if seen else theme.LINE
    badge = theme.disc(number, NUMBER_PX + 16, ground)
    strip.paste(badge, (corner[0] + 12, corner[1] + 12), badge)


def draw_foot(
    strip: Image.Image,
    corner: Corner,
    verdict: Verdict | None,
    beside: Sequence[str],
    title: str,
    *,
    seen: bool,
) -> None:
    """The verdict's sign with words beside it, and the title, under the picture."""
    middle, top = corner[0] + SLOT_PX[0] / 2, corner[1] + SLOT_PX[1]
    draw, small = ImageDraw.Draw(strip), letters(SMALLEST_PX)
    told = [line for line in beside if line]
    wide = SIGN_PX + max((14 + small.getlength(line) for line in told), default=0)
    left = round(middle - wide / 2)
    badge = theme.sign(verdict, SIGN_PX)
    strip.paste(badge, (left, top + 8), badge)
    for number, line in enumerate(told):
        y = top + 8 + SIGN_PX / 2 + (number - (len(told) - 1) / 2) * BESIDE_PX
        at = (left + SIGN_PX + 14.0, y)
        draw.text(at, line, theme.QUIET, small, anchor="lm")
    colour = theme.PAPER if seen else theme.QUIET
    lines, size = _title(title)
    under = top + 8 + SIGN_PX + (FOOT_PX - SIGN_PX - 8) / 2
    for number, line in enumerate(lines):
        y = under + (number - (len(lines) - 1) / 2) * LINE_PX
        draw.text((middle, y), line, colour, letters(size), anchor="mm")


def _title(text: str) -> tuple[list[str], int]:
    """A title in lines as wide as its place, and how large its letters are."""
    room = SLOT_PX[0] - 6
    for size in range(TITLE_PX, SMALLEST_PX, -1):
        if letters(size).getlength(text) <= room:
            return [text], size
    return theme.wrapped(text, room, SMALLEST_PX), SMALLEST_PX
