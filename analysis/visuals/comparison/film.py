"""Two starts in the same time: a film of both athletes as drawn, one over the other.

Of an earlier clip nothing is left but how its athlete moved; so both are drawn from
that, at one size and on one ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import hypot
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageDraw

from analysis.types import ZERO_EVENTS
from analysis.visuals.comparison import lane, times_table
from analysis.visuals.comparison.ghost import NOW, THEN
from analysis.visuals.comparison.lane import Lane, Shown, track_of
from analysis.visuals.comparison.times_table import TimesTable
from analysis.visuals.motion import Motion
from analysis.visuals.theme import INK, PAPER, QUIET, letters
from analysis.wording import seconds
from content.words import Words

FILM = "motion.mp4"
RATE = 30
SPEED = Fraction(1, 6)
TOP_PX = 76
WIDE_PX, LANE_PX = lane.SIZE_PX
SIZE_PX = (WIDE_PX, TOP_PX + 2 * LANE_PX + times_table.SIZE_PX[1])
# What a chat shows before the film is loaded.
THUMBNAIL_PX = (WIDE_PX * 3 // 8, SIZE_PX[1] * 3 // 8)
# Before zero and after the last moment, seconds of life; and how long the end stays.
BEFORE_S, AFTER_S, END_S = 0.1, 0.1, 2.0
LONGEST_S = 4.0
_EDGE_PX = 28


def zero_of(earlier: Motion, later: Motion) -> str | None:
    """The event both are aligned at; None when they have none in common."""
    both = earlier.moments.keys() & later.moments.keys()
    return next((name for name in ZERO_EVENTS if name in both), None)


def film_files(
    earlier: Motion, later: Motion, days: tuple[str, str], words: Words
) -> dict[str, bytes]:
    """The film and its thumbnail by name; empty where nothing can be aligned."""
    with TemporaryDirectory() as folder:
        draw_film(earlier, later, days, Path(folder) / FILM, words)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def plus_minus_s(earlier: Motion, later: Motion) -> float:
    """By how much the times that are shown may be off (1 SD), the least sure one."""
    zero = zero_of(earlier, later)
    return max(
        hypot(motion.moments[name].plus_minus_s, motion.moments[zero].plus_minus_s)
        for motion in (earlier, later)
        for name in times_table.COLUMNS
        if zero is not None and name in motion.moments
    )


def draw_film(
    earlier: Motion, later: Motion, days: tuple[str, str], path: Path, words: Words
) -> bool:
    """Draw the film, and beside it its thumbnail (``.jpg`` instead of ``.mp4``).

    Parameters
    ----------
    days
        What to write beside the earlier and the later one.
    path
        The MP4 file.

    Returns
    -------
    bool
        False when there is no moment to align them at.
    """
    # Slow to load, and not needed before somebody asks.
    from analysis.visuals.slow_motion.encoder import new_movie

    zero = zero_of(earlier, later)
    if zero is None:
        return False
    starts = [
        Shown(motion, day, colour, motion.moments[zero].life_s)
        for motion, day, colour in zip((earlier, later), days, (THEN, NOW), strict=True)
    ]
    times, artist = times_of(starts), Artist(starts, zero, words)
    lasts_s = len(times) / RATE + END_S
    with new_movie(path, SIZE_PX, RATE, lasts_s) as movie:
        for film_s in times:
            movie.show(np.asarray(artist.sheet(film_s)), 1)
        movie.show(np.asarray(artist.sheet(times[-1])), round(END_S * RATE))
    cover = artist.sheet((times[0] + times[-1]) / 2)
    small = cover.resize(THUMBNAIL_PX, Image.Resampling.LANCZOS)
    small.save(path.with_suffix(".jpg"), "JPEG", quality=85)
    return True


def times_of(starts: Sequence[Shown]) -> list[float]:
    """The instants that are shown, seconds of life since the common zero."""
    moments = [
        moment.life_s - start.zero_s
        for start in starts
        for moment in start.motion.moments.values()
    ]
    first = min(moments) - BEFORE_S
    last = min(max(moments) + AFTER_S, first + LONGEST_S)
    step = float(SPEED) / RATE
    return [first + number * step for number in range(int((last - first) / step) + 1)]


class Artist:
    """Draws one picture of the film after another."""

    def __init__(self, starts: Sequence[Shown], zero: str, words: Words) -> None:
        track = track_of([start.motion for start in starts])
        self._lanes = [Lane(start, track) for start in starts]
        self._table = TimesTable(starts, words)
        self._words = words
        self._since = words.text(f"slow.since.{zero}")

    def sheet(self, film_s: float) -> Image.Image:
        """The picture (SIZE_PX) at an instant of the film."""
        sheet = Image.new("RGB", SIZE_PX, INK)
        self._draw_clock(sheet, film_s)
        for number, one in enumerate(self._lanes):
            sheet.paste(one.at(film_s), (0, TOP_PX + number * LANE_PX))
        sheet.paste(self._table.at(film_s), (0, TOP_PX + 2 * LANE_PX))
        return sheet

    def _draw_clock(self, sheet: Image.Image, film_s: float) -> None:
        draw, y = ImageDraw.Draw(sheet), TOP_PX // 2
        told = seconds(round(film_s, 2) + 0.0, self._words).replace("-", "−")
        clock = self._words.text("slow.time", seconds=told)
        large, small = letters(42, bold=True), letters(26)
        draw.text((_EDGE_PX, y), clock, PAPER, large, anchor="lm")
        # Where the longest time would end, so that the words stand still.
        left = _EDGE_PX + large.getlength("−0.00 s ") + 12
        draw.text((left, y), self._since, QUIET, small, anchor="lm")
        shown = f"{SPEED.numerator}/{SPEED.denominator}"
        speed = self._words.text("slow.speed", speed=shown)
        draw.text((WIDE_PX - _EDGE_PX, y), speed, QUIET, small, anchor="rm")
