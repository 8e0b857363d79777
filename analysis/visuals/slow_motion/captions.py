"""What is written above and below the slow motion: phase, time, speed, progress."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from PIL import Image, ImageDraw

from analysis.capture.clip import Picture
from analysis.types import Clip
from analysis.visuals.slow_motion.schedule import Shot, Timetable
from analysis.visuals.theme import INK, LINE, PAPER, QUIET, letters
from analysis.wording import seconds
from content.words import Words

WIDE_PX = 720
TOP_PX, BOTTOM_PX = 88, 76
EDGE_PX = 28
TITLE_PX, TIME_PX, SMALL_PX = 38, 36, 26
PHASES = 8
_FINE = 4


class Bands:
    """Makes the band above and below the picture; equal ones are made once."""

    def __init__(self, clip: Clip, table: Timetable, words: Words) -> None:
        self._clip, self._table, self._words = clip, table, words
        self._speed = _speed_text(table, words)
        key = f"slow.since.{table.zero}"
        counts = table.true_speed and table.zero is not None
        self._since = words.text(key) if counts else ""
        self._told = self._draw_told()
        self._top = cache(self._draw_top)
        self._bottom = lru_cache(4)(self._draw_bottom)  # times don't come back

    def top(self, shot: Shot) -> Picture:
        """(TOP_PX, WIDE_PX, 3): the phase, bright while its key frame is held."""
        return self._top(shot.phase, shot.paused, shot.done)

    def bottom(self, frame: int) -> Picture:
        """(BOTTOM_PX, WIDE_PX, 3): the frame's time of life, and the speed."""
        return self._bottom(self._time(frame))

    def _time(self, frame: int) -> str:
        if not self._since:
            return ""
        late_s = float(self._clip.time_s[frame]) - self._table.zero_s
        life_s = round(late_s / self._table.slow_motion, 2) + 0.0  # there is no −0.00
        told = seconds(life_s, self._words).replace("-", "−")
        return self._words.text("slow.time", seconds=told)

    def _draw_top(
        self, phase: int | None, paused: bool, done: frozenset[int]
    ) -> Picture:
        band = Image.new("RGB", (WIDE_PX, TOP_PX), INK)
        draw = ImageDraw.Draw(band)
        _draw_steps(draw, done)
        if phase is not None:
            ink = PAPER if paused else QUIET
            middle = (TOP_PX + 14) // 2
            disc = _disc(phase, paused)
            band.paste(disc, (EDGE_PX, middle - disc.height // 2), disc)
            left = EDGE_PX + disc.width + 18
            title = self._words.text(f"phase.{phase}.title")
            font = letters(TITLE_PX, bold=True)
            draw.text((left, middle), title, ink, font, anchor="lm")
            # The sheet's order is not quite that of time.
            earlier = max(done, default=0)
            if earlier > phase:
                said = self._words.text("picture.after", number=earlier)
                at = (WIDE_PX - EDGE_PX, middle)
                draw.text(at, said, QUIET, letters(SMALL_PX), anchor="rm")
        return np.asarray(band)

    def _draw_told(self) -> Image.Image:
        """What the bottom says of every frame: the speed, and what time counts from."""
        band = Image.new("RGB", (WIDE_PX, BOTTOM_PX), INK)
        draw = ImageDraw.Draw(band)
        middle, small = BOTTOM_PX // 2, letters(SMALL_PX)
        speed_left = WIDE_PX - EDGE_PX - small.getlength(self._speed)
        draw.text((speed_left, middle), self._speed, QUIET, small, anchor="lm")
        # Where the longest time would end, so that the words don't move.
        left = EDGE_PX + letters(TIME_PX, bold=True).getlength("−0.00 s ") + 16
        draw.text((left, middle), self._since, QUIET, small, anchor="lm")
        return band

    def _draw_bottom(self, time: str) -> Picture:
        band = self._told.copy()
        large, at = letters(TIME_PX, bold=True), (EDGE_PX, BOTTOM_PX // 2)
        ImageDraw.Draw(band).text(at, time, PAPER, large, anchor="lm")
        return np.asarray(band)


def _draw_steps(draw: ImageDraw.ImageDraw, done: frozenset[int]) -> None:
    """Eight short bars along the top, bright for each key frame already shown."""
    wide = (WIDE_PX - 2 * EDGE_PX + 8) / PHASES
    for number in range(1, PHASES + 1):
        left = EDGE_PX + (number - 1) * wide
        box = (round(left), 9, round(left + wide - 8), 14)
        draw.rounded_rectangle(box, 2, fill=PAPER if number in done else LINE)


@cache
def _disc(phase: int, paused: bool) -> Image.Image:
    size, full = 52, 52 * _FINE
    disc = Image.new("RGBA", (full, full))
    draw = ImageDraw.Draw(disc)
    draw.ellipse(
        (0, 0, full - 1, full - 1),
        fill=PAPER if paused else INK,
        outline=PAPER if paused else QUIET,
        width=3 * _FINE,
    )
    font = letters(32 * _FINE, bold=True)
    ink = INK if paused else QUIET
    draw.text((full / 2, full / 2), str(phase), ink, font, anchor="mm")
    return disc.resize((size, size), Image.Resampling.LANCZOS)


def _speed_text(table: Timetable, words: Words) -> str:
    key = "slow.speed" if table.true_speed else "slow.speed_of_clip"
    speed = table.speed
    shown = "1" if speed == 1 else f"{speed.numerator}/{speed.denominator}"
    return words.text(key, speed=shown)
