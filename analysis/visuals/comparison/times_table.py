"""When each of two starts does what: a small table that fills as the film goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from analysis.visuals.comparison.lane import Shown
from analysis.visuals.theme import INK, LINE, QUIET, letters
from analysis.wording import seconds
from content.words import Words

SIZE_PX = (720, 150)
# The moments that have a column.
COLUMNS = (
    "rear_foot_block_exit", "front_foot_block_exit",
    "touchdown_1", "touchdown_2", "touchdown_3",
)  # fmt: skip
NOT_SEEN = "–"

_EDGE_PX, _DOT_PX = 28, 10
_NAMES_Y, _ROWS_Y, _ROW_PX = 26, (72, 118), 46
_NAME_PX, _SMALLEST_PX, _TIME_PX = 25, 18, 34
_FIRST_PX = _EDGE_PX + 3 * _DOT_PX
_COLUMN_PX = (SIZE_PX[0] - _EDGE_PX - _FIRST_PX) / len(COLUMNS)

Row = tuple[str, ...]


class TimesTable:
    """Draws the table at any instant; equal ones are drawn once."""

    def __init__(self, starts: Sequence[Shown], words: Words) -> None:
        self._starts, self._words = starts, words
        self._told: list[Row] = []
        self._table = Image.new("RGB", SIZE_PX, INK)

    def at(self, film_s: float) -> Image.Image:
        """The table (SIZE_PX) with every time that has come."""
        told = [self.row(start, film_s) for start in self._starts]
        if told != self._told:
            self._told, self._table = told, self._drawn(told)
        return self._table

    def row(self, start: Shown, film_s: float) -> Row:
        """What stands in each column: a time, NOT_SEEN, or nothing yet."""
        return tuple(self._time(start, name, film_s) for name in COLUMNS)

    def _time(self, start: Shown, name: str, film_s: float) -> str:
        moment = start.motion.moments.get(name)
        if moment is None:
            return NOT_SEEN
        since_s = moment.life_s - start.zero_s
        if since_s > film_s:
            return ""
        return seconds(round(since_s, 2) + 0.0, self._words).replace("-", "−")

    def _drawn(self, told: Sequence[Row]) -> Image.Image:
        table = Image.new("RGB", SIZE_PX, INK)
        draw = ImageDraw.Draw(table)
        for number, name in enumerate(COLUMNS):
            label = self._words.text(f"motion.moment.{name}")
            size = _NAME_PX
            while letters(size).getlength(label) > _COLUMN_PX - 8:
                if size == _SMALLEST_PX:
                    break
                size -= 1
            at = _middle(number), _NAMES_Y
            draw.text(at, label, QUIET, letters(size), anchor="mm")
        font = letters(_TIME_PX, bold=True)
        for y, start, row in zip(_ROWS_Y, self._starts, told, strict=True):
            over = y - _ROW_PX / 2
            draw.line((_EDGE_PX, over, SIZE_PX[0] - _EDGE_PX, over), LINE, 2)
            dot = (_EDGE_PX, y - _DOT_PX, _EDGE_PX + 2 * _DOT_PX, y + _DOT_PX)
            draw.ellipse(dot, start.colour)
            for number, time in enumerate(row):
                draw.text((_middle(number), y), time, start.colour, font, anchor="mm")
        return table


def _middle(column: int) -> float:
    return _FIRST_PX + (column + 0.5) * _COLUMN_PX
