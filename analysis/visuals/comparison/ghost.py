"""Then and now: the same phase of two clips, beside each other and as a ghost."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

from analysis.landmarks import EARS, HIPS, SHOULDERS, middle
from analysis.scoring.comparison import Comparison
from analysis.types import Floats
from analysis.visuals import theme
from analysis.visuals.canvas import Overlay
from analysis.visuals.comparison.change_list import draw_differences
from analysis.visuals.silhouette import outline
from analysis.visuals.stills import STILL_PX, Still, read_stills
from analysis.visuals.theme import INK, PAPER, QUIET, Colour, letters
from content.words import Words

SIZE_PX = (1080, 1400)
TITLE_PX = 100
# The dates stand above the pictures: on them they would hide a head.
HEADER_PX = TITLE_PX + 64
LEGEND_PX, LEGEND_TEXT_PX = 76, 32
QUALITY = 88
PANEL_PX = (STILL_PX[0], (SIZE_PX[1] - HEADER_PX - LEGEND_PX) // 2)
# Reddish purple: neither a leg's colour nor a verdict's.
THEN: Colour = (228, 136, 190)
NOW: Colour = PAPER

_DISC_PX = 72
# Opacity of the earlier athlete, and brightness of the later picture.
_GHOST = 0.55
_DIMMED = 0.72
# Room over the highest joint, under the lowest, and for the ground; in leg lengths.
_HAIR, _SOLE, _FLOOR = 0.3, 0.08, 0.2
_LEGS = ((23, 25, 27, 31), (24, 26, 28, 32))


def ghost_card(
    earlier: Mapping[str, bytes],
    later: Mapping[str, bytes],
    phase: int,
    comparison: Comparison,
    dates: tuple[str, str],
    words: Words,
) -> bytes:
    """The picture as a JPEG, from the files ``write_stills`` wrote for both clips.

    Raises
    ------
    KeyError
        One of the clips has no still of this phase.
    """
    pair = read_stills(earlier)[phase], read_stills(later)[phase]
    buffer = io.BytesIO()
    card = draw_ghost(*pair, comparison, dates, words)
    card.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


def draw_ghost(
    earlier: Still,
    later: Still,
    comparison: Comparison,
    dates: tuple[str, str],
    words: Words,
) -> Image.Image:
    """Draw one phase of two clips, SIZE_PX large; without a list it needs no legend.

    Parameters
    ----------
    earlier, later
        Stills of the same phase.
    comparison
        Of the clips they are from; the phase's measures are listed.
    dates
        What to write on the earlier and the later one, in the athlete's language.

    Raises
    ------
    ValueError
        The stills are of different phases.
    """
    if earlier.phase != later.phase:
        raise ValueError(f"phase {earlier.phase} is not phase {later.phase}")
    card = Image.new("RGB", SIZE_PX, INK)
    _draw_header(card, later.phase, words)
    top, middle = HEADER_PX, HEADER_PX + PANEL_PX[1]
    look = _look(earlier, later)
    pictures = (earlier.picture, later.picture, _ghost(earlier, later))
    places = ((0, top), (PANEL_PX[0], top), (0, middle))
    for picture, place in zip(pictures, places, strict=True):
        card.paste(picture.crop(look), place)
    _draw_seams(card, top, middle)
    _draw_date(card, 0, dates[0], THEN)
    _draw_date(card, PANEL_PX[0], dates[1], NOW)
    draw_differences(
        card, (PANEL_PX[0], middle, *PANEL_PX), later.phase, comparison, words
    )
    if comparison.unlike is not None or not comparison.of_phase(later.phase):
        return card.crop((0, 0, SIZE_PX[0], SIZE_PX[1] - LEGEND_PX))
    _draw_legend(card, words.text(_legend(comparison)))
    return card


def _legend(comparison: Comparison) -> str:
    """What the words of the list mean; two athletes are not held against an aim."""
    return "then.legend" if comparison.of_one else "history.two.legend"


def _look(earlier: Still, later: Still) -> tuple[int, int, int, int]:
    """The same part of both stills, with both athletes in it from hair to sole."""
    spare, leg_px = STILL_PX[1] - PANEL_PX[1], later.leg_px
    heights = np.stack([still.points_px[:, 1] for still in (earlier, later)])
    lowest, highest = np.nanmax(heights), np.nanmin(heights)
    hair, sole = highest - _HAIR * leg_px, lowest + _SOLE * leg_px - PANEL_PX[1]
    under = max(sole, min(lowest + _FLOOR * leg_px - PANEL_PX[1], hair))
    first = round(min(spare, max(0, under)))
    return (0, first, STILL_PX[0], first + PANEL_PX[1])


def _ghost(earlier: Still, later: Still) -> Image.Image:
    """The later picture, subdued, with the earlier athlete as a ghost over it."""
    ground = ImageEnhance.Color(later.picture).enhance(0.5)
    ground = ImageEnhance.Brightness(ground).enhance(_DIMMED)
    tint = Image.new("RGB", STILL_PX, THEN)
    grey = ImageEnhance.Brightness(earlier.picture.convert("L")).enhance(1.3)
    pale = Image.blend(grey.convert("RGB"), tint, 0.5)
    mask = outline(earlier.points_px, earlier.leg_px).point(lambda v: int(v * _GHOST))
    lines = Overlay(STILL_PX)
    _draw_body(lines, earlier.points_px, THEN)
    _draw_body(lines, later.points_px, NOW)
    return lines.lay_on(Image.composite(pale, ground, mask))


def _draw_body(lines: Overlay, points_px: Floats, colour: Colour) -> None:
    """Legs and trunk as one line each: what is compared, and no more."""
    hips, shoulders = middle(points_px, HIPS), middle(points_px, SHOULDERS)
    chains = [points_px[list(leg)] for leg in _LEGS]
    chains.append(np.stack([hips, shoulders, middle(points_px, EARS)]))
    for chain in chains:
        seen = chain[np.isfinite(chain).all(axis=-1)]
        if len(seen) > 1:
            lines.line(seen, 8, INK, 150)
            lines.line(seen, 4, colour)


def _draw_header(card: Image.Image, phase: int, words: Words) -> None:
    draw, middle = ImageDraw.Draw(card), TITLE_PX / 2
    badge = theme.disc(phase, _DISC_PX, PAPER)
    card.paste(badge, (theme.EDGE_PX, round(middle - _DISC_PX / 2)), badge)
    start = theme.EDGE_PX + _DISC_PX + 24
    room = SIZE_PX[0] - start - theme.EDGE_PX
    title = theme.fitted(words.text(f"phase.{phase}.title"), room, 50, bold=True)
    draw.text((start, middle), title, PAPER, letters(50, bold=True), anchor="lm")


def _draw_seams(card: Image.Image, top: int, middle: int) -> None:
    draw = ImageDraw.Draw(card)
    across, down = PANEL_PX[0], SIZE_PX[1] - LEGEND_PX
    draw.line((across, top, across, down), INK, 6)
    draw.line((0, middle, SIZE_PX[0], middle), INK, 6)


def _draw_date(card: Image.Image, left: int, text: str, colour: Colour) -> None:
    """The day in the colour its athlete's lines have in the ghost."""
    start, middle = left + theme.EDGE_PX, TITLE_PX + 28
    box = (start, TITLE_PX, left + PANEL_PX[0], HEADER_PX)
    bar = Overlay((box[2] - box[0], box[3] - box[1]))
    bar.line(np.array([[8.0, 28.0], [44.0, 28.0]]), 8, colour)
    card.paste(bar.lay_on(card.crop(box)), box[:2])
    room = PANEL_PX[0] - theme.EDGE_PX - 66
    text = theme.fitted(text, room, 38, bold=True)
    font = letters(38, bold=True)
    ImageDraw.Draw(card).text((start + 62, middle), text, colour, font, anchor="lm")


def _draw_legend(card: Image.Image, said: str) -> None:
    draw = ImageDraw.Draw(card)
    room = SIZE_PX[0] - 2 * theme.EDGE_PX
    text = theme.fitted(said, room, LEGEND_TEXT_PX)
    at = (theme.EDGE_PX, SIZE_PX[1] - LEGEND_PX / 2)
    draw.text(at, text, QUIET, letters(LEGEND_TEXT_PX), anchor="lm")
