"""How every picture looks: sizes, colours, letters, the verdicts' signs.

Colours are told apart by people who see no red or green (blue-green, amber,
vermilion, grey), and no verdict is told by colour alone: each has its own shape
and sign.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from analysis.types import Verdict

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

CARD_PX = (960, 1200)
HEADER_PX = 116
FOOTER_PX = 296
VIEW_PX = (CARD_PX[0], CARD_PX[1] - HEADER_PX - FOOTER_PX)
EDGE_PX = 32

INK: Colour = (13, 19, 26)
PAPER: Colour = (245, 248, 250)
QUIET: Colour = (160, 173, 186)
LINE: Colour = (44, 55, 67)
NEAR: Colour = (255, 255, 255)
FAR: Colour = (190, 208, 224)
UNGRADED: Colour = (130, 200, 255)

VERDICT_COLOUR: dict[Verdict, Colour] = {
    "good": (24, 196, 156),
    "minor": (250, 186, 40),
    "work_on": (246, 98, 42),
    "cant_tell": (150, 162, 174),
}
VERDICT_SIGN: dict[Verdict, str] = {
    "good": "✓",
    "minor": "~",
    "work_on": "!",
    "cant_tell": "?",
}
# Corners of the sign's shape on a circle; 0 is a disc.
_CORNERS: dict[Verdict, int] = {"good": 0, "minor": 4, "work_on": 3, "cant_tell": 0}

_FINE = 4


@cache
def letters(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which comes with matplotlib: no font of the system is needed."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name
    return ImageFont.truetype(str(path), size_px)


def colour_of(verdict: Verdict | None) -> Colour:
    """The colour of a verdict; None is a number that is not judged."""
    return UNGRADED if verdict is None else VERDICT_COLOUR[verdict]


@cache
def sign(verdict: Verdict, size_px: int) -> Image.Image:
    """A verdict's sign: a disc, a diamond, a triangle or a ring (size_px, RGBA)."""
    full = size_px * _FINE
    image = Image.new("RGBA", (full, full))
    draw = ImageDraw.Draw(image)
    fill = VERDICT_COLOUR[verdict]
    middle, ink, drop = full / 2, INK, 0.0
    if verdict == "cant_tell":
        draw.ellipse((0, 0, full - 1, full - 1), outline=fill, width=full // 10)
        ink = fill
    elif _CORNERS[verdict]:
        corners = _CORNERS[verdict]
        drop = full * 0.09 if corners == 3 else 0.0
        reach = full * (0.56 if corners == 3 else 0.5)
        draw.regular_polygon(
            (middle, middle + drop, reach), corners, _turn(verdict), fill
        )
    else:
        draw.ellipse((0, 0, full - 1, full - 1), fill=fill)
    text = letters(int(full * 0.66), bold=True)
    draw.text((middle, middle + drop), VERDICT_SIGN[verdict], ink, text, anchor="mm")
    return image.resize((size_px, size_px), Image.Resampling.LANCZOS)


def _turn(verdict: Verdict) -> int:
    return 45 if _CORNERS[verdict] == 4 else 0


def fitted(text: str, width_px: float, size_px: int, *, bold: bool = False) -> str:
    """The text, cut at a word's end with an ellipsis when it is too wide."""
    font = letters(size_px, bold=bold)
    if font.getlength(text) <= width_px:
        return text
    words = text.split()
    while len(words) > 1 and font.getlength(" ".join(words) + " …") > width_px:
        words.pop()
    return " ".join(words) + " …"


def wrapped(
    text: str, width_px: float, size_px: int, *, bold: bool = False
) -> list[str]:
    """The text in lines no wider than ``width_px``, broken between words."""
    font = letters(size_px, bold=bold)
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width_px:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
