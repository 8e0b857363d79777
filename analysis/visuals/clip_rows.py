"""Several clips in one picture: a row each, with its number, a line and its stills."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from analysis.types import Verdict
from analysis.visuals import theme
from analysis.visuals.stills import STILL_PX
from analysis.visuals.theme import letters

PHASES = range(1, 9)
GAP_PX = 6
STILL_WIDE_PX = 130
STILL_HIGH_PX = STILL_WIDE_PX * STILL_PX[1] // STILL_PX[0]
# The sky over a small athlete is left out.
SKY_PX = 24
HEAD_PX = 70
EDGE_PX, DISC_PX, LETTERS_PX = 12, 52, 34
ROW_PX = HEAD_PX + STILL_HIGH_PX - SKY_PX + GAP_PX
WIDE_PX = len(PHASES) * (STILL_WIDE_PX + GAP_PX) + GAP_PX
QUALITY = 85


@dataclass(frozen=True, slots=True)
class ClipStrip:
    """One clip.

    Attributes
    ----------
    number
        What the button under the picture says.
    day, said
        When it was, and what came of it.
    verdict
        Its sign; None is a dot.
    stills
        JPEGs by phase; those that are missing leave a gap.
    """

    number: int
    day: str
    said: str
    verdict: Verdict | None
    stills: Mapping[int, bytes]


def rows_picture(clips: Sequence[ClipStrip]) -> bytes:
    """The clips one under the other, as a JPEG; one without stills is only a line."""
    heights = [ROW_PX if clip.stills else HEAD_PX for clip in clips]
    picture = Image.new("RGB", (WIDE_PX, sum(heights) + GAP_PX), theme.INK)
    top = 0
    for clip, height in zip(clips, heights, strict=True):
        _draw_head(picture, top, clip)
        _draw_stills(picture, top + HEAD_PX, clip.stills)
        top += height
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


def _draw_head(picture: Image.Image, top: int, clip: ClipStrip) -> None:
    draw, middle = ImageDraw.Draw(picture), top + HEAD_PX / 2
    corner = round(middle - DISC_PX / 2)
    badge = theme.disc(clip.number, DISC_PX, theme.PAPER)
    picture.paste(badge, (EDGE_PX, corner), badge)
    left = EDGE_PX + DISC_PX + 16
    bold = letters(LETTERS_PX, bold=True)
    draw.text((left, middle), clip.day, theme.PAPER, bold, anchor="lm")
    left += round(bold.getlength(clip.day)) + 24
    badge = theme.sign(clip.verdict, DISC_PX - 8)
    picture.paste(badge, (left, corner + 4), badge)
    left += DISC_PX + 8
    said = theme.fitted(clip.said, WIDE_PX - left - EDGE_PX, LETTERS_PX)
    at = (left, middle)
    draw.text(at, said, theme.QUIET, letters(LETTERS_PX), anchor="lm")


def _draw_stills(picture: Image.Image, top: int, stills: Mapping[int, bytes]) -> None:
    for number, jpeg in stills.items():
        still = Image.open(io.BytesIO(jpeg)).convert("RGB")
        small = still.resize((STILL_WIDE_PX, STILL_HIGH_PX), Image.Resampling.LANCZOS)
        left = GAP_PX + (number - 1) * (STILL_WIDE_PX + GAP_PX)
        part = small.crop((0, SKY_PX, STILL_WIDE_PX, STILL_HIGH_PX))
        picture.paste(part, (left, top))
