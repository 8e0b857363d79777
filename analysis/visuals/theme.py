"""How every picture looks: sizes, colours, letters, the verdicts' signs.

Colours are told apart by people who see no red or green: the front leg is blue and
the rear leg yellow, and no verdict is shown by colour alone: each has its own shape
and sign.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from analysis.types import Side, Verdict

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

CARD_PX = (1080, 1350)
HEADER_PX = 136
# Of a phase's card: the picture, and the list under it at its shortest.
VIEW_PX = (CARD_PX[0], 800)
LEAST_FOOTER_PX = 344
EDGE_PX = 36
# Smaller letters can't be read on a phone that shows a card 400 px wide.
SMALLEST_PX = 30

INK: Colour = (13, 19, 26)
PAPER: Colour = (245, 248, 250)
QUIET: Colour = (172, 184, 196)
LINE: Colour = (44, 55, 67)
FRONT_LEG: Colour = (86, 180, 233)
REAR_LEG: Colour = (250, 228, 84)
BODY: Colour = (255, 255, 255)
UNGRADED: Colour = (226, 233, 240)

VERDICT_COLOUR: dict[Verdict, Colour] = {
    "good": (24, 200, 146),
    "minor": (255, 176, 0),
    "work_on": (244, 84, 52),
    "cant_tell": (160, 170, 180),
}
# As characters in a line of text; on pictures ``sign`` draws them.
VERDICT_SIGN: dict[Verdict, str] = {
    "good": "✓",
    "minor": "~",
    "work_on": "!",
    "cant_tell": "?",
}
# Corners of the sign's shape on a circle; 0 is a disc.
_CORNERS: dict[Verdict, int] = {"good": 0, "minor": 4, "work_on": 3, "cant_tell": 0}
_TICK = ((0.25, 0.52), (0.43, 0.70), (0.75, 0.32))
# The bundled font has no tick; it is drawn.
_FONTS = Path(__file__).parent / "fonts"
_FINE = 4


@cache
def letters(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Roboto, bundled: Latin and Cyrillic, no system font needed."""
    name = "Roboto-Bold.ttf" if bold else "Roboto-Medium.ttf"
    return ImageFont.truetype(str(_FONTS / name), size_px)


def colour_of(verdict: Verdict | None) -> Colour:
    """The colour of a verdict; None is a number that is not judged."""
    return UNGRADED if verdict is None else VERDICT_COLOUR[verdict]


def leg_colour(side: Side, front_leg: Side | None) -> Colour:
    """The colour of the left or right leg: front or rear by its block."""
    return FRONT_LEG if side == (front_leg or "left") else REAR_LEG


@cache
def sign(verdict: Verdict | None, size_px: int) -> Image.Image:
    """A verdict's sign (size_px, RGBA): disc ✓, diamond ~, triangle !, ring ?, dot.

    The dot stands for what is not judged.
    """
    full = size_px * _FINE
    image = Image.new("RGBA", (full, full))
    draw = ImageDraw.Draw(image)
    if verdict is None:
        low, high = 0.36 * full, 0.64 * full
        draw.ellipse((low, low, high, high), fill=QUIET)
    else:
        _draw_sign(draw, verdict, full)
    return image.resize((size_px, size_px), Image.Resampling.LANCZOS)


def _draw_sign(draw: ImageDraw.ImageDraw, verdict: Verdict, full: int) -> None:
    fill, middle = VERDICT_COLOUR[verdict], full / 2
    ink, drop = INK, 0.0
    if verdict == "cant_tell":
        edge = full // 11
        draw.ellipse((0, 0, full - 1, full - 1), fill=INK, outline=fill, width=edge)
        ink = fill
    elif corners := _CORNERS[verdict]:
        drop = full * 0.09 if corners == 3 else 0.0
        reach = full * (0.56 if corners == 3 else 0.5)
        turn = 45 if corners == 4 else 0
        draw.regular_polygon((middle, middle + drop, reach), corners, turn, fill)
    else:
        draw.ellipse((0, 0, full - 1, full - 1), fill=fill)
        tick = [(x * full, y * full) for x, y in _TICK]
        draw.line(tick, fill=INK, width=full // 8, joint="curve")
        return
    text = letters(int(full * 0.7), bold=True)
    at = (middle, middle + drop)
    draw.text(at, VERDICT_SIGN[verdict], ink, text, anchor="mm")


@cache
def disc(number: int, size_px: int, ground: Colour) -> Image.Image:
    """A phase's number on a disc (size_px, RGBA)."""
    full = size_px * _FINE
    image = Image.new("RGBA", (full, full))
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, full - 1, full - 1), fill=ground, outline=INK, width=full // 24)
    text = letters(int(full * 0.64), bold=True)
    ink = INK if sum(ground) > 380 else QUIET
    draw.text((full / 2, full / 2), str(number), ink, text, anchor="mm")
    return image.resize((size_px, size_px), Image.Resampling.LANCZOS)


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
