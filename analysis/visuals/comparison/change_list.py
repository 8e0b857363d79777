"""What changed between two clips, as a short list on a picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw

from analysis import wording
from analysis.measurement.definitions import DEFINED, at_step
from analysis.scoring.comparison import Compared, Comparison, Tendency
from analysis.types import Measure
from analysis.visuals import theme
from analysis.visuals.theme import INK, PAPER, QUIET, Colour, letters
from content.words import Words

ROWS = 5
NAME_PX, VALUE_PX = 30, 38
# Of values too long to stand beside each other.
SMALL_PX = 25
INSET_PX = 28
ARROW_PX, GAP_PX = 34, 12

_BLUE: Colour = (86, 180, 233)
_LOOK: dict[Tendency, tuple[str, Colour]] = {
    "closer": ("+", theme.VERDICT_COLOUR["good"]),
    "further": ("–", theme.VERDICT_COLOUR["minor"]),
    "changed": ("≠", _BLUE),
    "differs": ("≠", _BLUE),
    "same": ("=", QUIET),
    "cant_tell": ("?", QUIET),
}
_QUIET_ONES: tuple[Tendency, ...] = ("same", "cant_tell")
_FINE = 4
# What is a share of nothing, or says so by its sign.
_PLAIN = (None, "share", "times")


def draw_differences(
    card: Image.Image,
    place: tuple[int, int, int, int],
    phase: int,
    comparison: Comparison,
    words: Words,
) -> None:
    """List the phase's measures in a part of the card (left, top, width, height)."""
    rows = comparison.of_phase(phase)
    if comparison.unlike is not None and rows:
        _say(card, place, words.text(f"then.unlike.{comparison.unlike}"))
    elif not rows:
        _say(card, place, words.text("then.by_eye"))
    else:
        _list(card, place, in_order(rows, comparison), words, comparison.of_one)


def in_order(rows: Sequence[Compared], comparison: Comparison) -> list[Compared]:
    """Changes first, the clearest of them first, then no change, then no comparison."""
    changed = [one for one in comparison.changes if one in rows]
    rest = sorted(
        (one for one in rows if one.outcome in _QUIET_ONES),
        key=lambda one: _QUIET_ONES.index(one.outcome),
    )
    return [*changed, *rest]


def name_of(measure: str, words: Words) -> str:
    """What is measured, short: ``knee, step 1``; the phase stands above the list."""
    row = DEFINED[measure]
    part = words.text(f"picture.row.{row.part}")
    if at_step(measure, 1) is None:  # the only step of its phase
        return part
    return words.text("then.step", part=part, step=row.step)


def _angle(row: Compared, value: float | None, words: Words) -> str:
    """A value as on the cards; a dash for none."""
    if value is None:
        return "–"
    unit = DEFINED[row.measure].unit
    return wording.angle(Measure(row.measure, row.phase, value, unit, 0.0, None), words)


def _after(row: Compared, words: Words) -> str:
    """The later value; what a share is of is told with it, once."""
    share, posture = DEFINED[row.measure].share, DEFINED[row.measure].posture
    if row.after is None or posture is not None or share in _PLAIN:
        return _angle(row, row.after, words)
    said = wording.figure(row.measure, row.after, words)
    return wording.quantity(row.measure, said, words)


def _list(
    card: Image.Image,
    place: tuple[int, int, int, int],
    rows: Sequence[Compared],
    words: Words,
    of_one: bool,
) -> None:
    left, top, width, height = place
    shown = rows if len(rows) <= ROWS else rows[: ROWS - 1]
    step = height / max(ROWS, len(shown))
    for number, row in enumerate(shown):
        _row(
            card,
            (left + INSET_PX, top + step * number, width - 2 * INSET_PX, step),
            row,
            words,
            of_one,
        )
    if len(shown) < len(rows):
        text = words.text("then.more", count=len(rows) - len(shown))
        at = (left + INSET_PX, top + step * (len(shown) + 0.5))
        ImageDraw.Draw(card).text(at, text, QUIET, letters(NAME_PX), anchor="lm")


def _row(
    card: Image.Image,
    place: tuple[float, float, float, float],
    row: Compared,
    words: Words,
    of_one: bool,
) -> None:
    left, top, width, height = place
    draw = ImageDraw.Draw(card)
    middle = top + height / 2
    colour = _LOOK[row.outcome][1]
    said = words.text(f"then.outcome.{row.outcome}")
    room = width - letters(NAME_PX).getlength(said) - 16
    name = theme.fitted(name_of(row.measure, words), room, NAME_PX)
    line = middle - 8
    draw.text((left, line), name, PAPER, letters(NAME_PX), anchor="ls")
    draw.text((left + width, line), said, colour, letters(NAME_PX), anchor="rs")
    badge = sign(row.outcome, VALUE_PX)
    card.paste(badge, (round(left), round(middle + 6)), badge)
    at = (left + VALUE_PX + 14, middle + 6 + VALUE_PX / 2)
    _values(draw, at, left + width, row, words, of_one)


def _values(
    draw: ImageDraw.ImageDraw,
    place: tuple[float, float],
    end: float,
    row: Compared,
    words: Words,
    of_one: bool,
) -> None:
    """Write ``61° → 52°``, of two athletes ``61° | 52°``; in two lines if too wide."""
    x, y = place
    quiet = row.outcome in _QUIET_ONES
    ink = QUIET if quiet else PAPER
    before, after = _angle(row, row.before, words), _after(row, words)
    room = end - x - ARROW_PX - 2 * GAP_PX
    for size in (VALUE_PX, NAME_PX):
        font = letters(size, bold=not quiet)
        if font.getlength(before + after) <= room:
            break
    else:  # one under the other
        font = letters(SMALL_PX, bold=not quiet)
        draw.text((x, y - SMALL_PX / 2 - 2), before, ink, font, anchor="lm")
        y += SMALL_PX / 2 + 2
        x -= GAP_PX
        before = ""
    draw.text((x, y), before, ink, font, anchor="lm")
    x += font.getlength(before) + GAP_PX
    _draw_between(draw, x, y, ink, of_one)
    draw.text((x + ARROW_PX + GAP_PX, y), after, ink, font, anchor="lm")


def _draw_between(
    draw: ImageDraw.ImageDraw, x: float, y: float, ink: Colour, of_one: bool
) -> None:
    """An arrow from then to now, or a bar between two people."""
    if not of_one:
        middle = x + ARROW_PX / 2
        draw.line((middle, y - 15, middle, y + 15), ink, 4)
        return
    draw.line((x, y, x + ARROW_PX, y), ink, 4)
    tip = (x + ARROW_PX - 11, y - 9, x + ARROW_PX, y, x + ARROW_PX - 11, y + 9)
    draw.line(tip, ink, 4, joint="curve")


@cache
def sign(outcome: Tendency, size_px: int) -> Image.Image:
    """A disc with +, –, ≠, or for what is quiet a ring with = or ? (size_px, RGBA)."""
    text, colour = _LOOK[outcome]
    full = size_px * _FINE
    image = Image.new("RGBA", (full, full))
    draw = ImageDraw.Draw(image)
    quiet = outcome in _QUIET_ONES
    edge = full // 12
    draw.ellipse(
        (0, 0, full - 1, full - 1), INK if quiet else colour, colour, width=edge
    )
    ink = colour if quiet else INK
    font = letters(int(full * 0.72), bold=True)
    draw.text((full / 2, full / 2), text, ink, font, anchor="mm")
    return image.resize((size_px, size_px), Image.Resampling.LANCZOS)


def _say(card: Image.Image, place: tuple[int, int, int, int], text: str) -> None:
    left, top, width, height = place
    lines = theme.wrapped(text, width - 2 * INSET_PX, VALUE_PX - 4)
    step = VALUE_PX + 10
    first = top + height / 2 - step * (len(lines) - 1) / 2
    draw = ImageDraw.Draw(card)
    for number, line in enumerate(lines):
        at = (left + INSET_PX, first + step * number)
        draw.text(at, line, PAPER, letters(VALUE_PX - 4), anchor="lm")
