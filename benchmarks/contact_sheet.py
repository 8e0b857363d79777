"""Puts all kinds of pictures on one sheet, to look at: ``make sheet``.

Analyses synthetic clips of the tests and writes ``docs/contact_sheet.jpg``: the strip
and the cards of a start with faults, then-and-now and a trend, as if four clips of
different drawn athletes were one athlete's, a week apart.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from analysis import analyse
from analysis.scoring.comparison import compare, noise
from analysis.types import Analysis, Measure
from analysis.visuals.comparison.ghost import draw_ghost
from analysis.visuals.progress_chart import Trend, Week, draw_chart
from analysis.visuals.stills import read_stills
from analysis.wording import degrees
from content.words import Words, load_words

ROOT = Path(__file__).parents[1]
SHEET = ROOT / "docs" / "contact_sheet.jpg"
# Same side, same leg in front, same frame rate: the first and last can be compared.
STARTS = ("K13_D_faults", "D_faults", "F_offaxis13", "A_borzov60")
SHOWN = "D_faults"
PHASE, CHECK = 3, "body_line_exit"

WIDE_PX, GAP_PX = 1600, 12
QUALITY = 85
PAPER = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Start:
    """An analysed clip and the folder with its pictures."""

    analysis: Analysis
    folder: Path

    def picture(self, name: str) -> Image.Image:
        """One of the pictures, by its name without ``.jpg``."""
        with Image.open(self.folder / f"{name}.jpg") as picture:
            return picture.convert("RGB")


def sheet_of(rows: Sequence[Sequence[Image.Image]]) -> Image.Image:
    """Rows of pictures on white, each row as wide as the sheet and of one height."""
    placed, top = [], GAP_PX
    for row in rows:
        room = WIDE_PX - GAP_PX * (len(row) + 1)
        height = round(room / sum(one.width / one.height for one in row))
        left = GAP_PX
        for one in row:
            size = round(height * one.width / one.height), height
            placed.append((one.resize(size, Image.Resampling.LANCZOS), (left, top)))
            left += size[0] + GAP_PX
        top += height + GAP_PX
    sheet = Image.new("RGB", (WIDE_PX, top), PAPER)
    for picture, at in placed:
        sheet.paste(picture, at)
    return sheet


def trend_of(starts: Sequence[Analysis]) -> Trend:
    """The check's measure as a trend, one clip a week."""
    found = [_measure(analysis) for analysis in starts]
    dots = tuple((7.0 * week, one.value or 0.0) for week, one in enumerate(found))
    weeks = tuple(
        Week(day, value, noise(one.plus_minus or 0.0))
        for (day, value), one in zip(dots, found, strict=True)
    )
    check = next(one for one in starts[-1].findings if one.check == CHECK)
    ticks = tuple((day, str(number)) for number, (day, _) in enumerate(dots, start=1))
    return Trend(dots, weeks, check.band.green, ticks)


def then_and_now(earlier: Start, later: Start, words: Words) -> Image.Image:
    """One phase of two clips."""
    stills = [
        read_stills({path.name: path.read_bytes() for path in start.folder.iterdir()})
        for start in (earlier, later)
    ]
    one, other = (still[PHASE] for still in stills)
    comparison = compare(earlier.analysis, later.analysis)
    return draw_ghost(one, other, comparison, ("1", str(len(STARTS))), words)


def _measure(analysis: Analysis) -> Measure:
    return next(one for one in analysis.measures if one.id == CHECK)


def _analysed(folder: Path) -> dict[str, Start]:
    starts = {}
    for name in STARTS:
        began = time.monotonic()
        clip = ROOT / "tests" / "clips" / f"{name}.mp4"
        starts[name] = Start(analyse(clip, pictures=folder / name), folder / name)
        print(f"{name}: {time.monotonic() - began:.1f} s")
    return starts


def main() -> int:
    """Write the sheet and print its size."""
    words = load_words()
    with TemporaryDirectory() as folder:
        starts = _analysed(Path(folder))
        shown, last = starts[SHOWN], starts[STARTS[-1]]
        cards = [shown.picture(f"phase_{number}") for number in range(1, 9)]
        chart = draw_chart(
            trend_of([start.analysis for start in starts.values()]),
            words.text(f"check.{CHECK}.name"),
            (words.text("card.aim"), "±"),
            degrees,
        )
        compared = then_and_now(starts[STARTS[0]], last, words)
        rows = (
            [shown.picture("strip")],
            cards[:4],
            cards[4:],
            [compared, last.picture(f"phase_{PHASE}"), chart],
        )
        sheet_of(rows).save(SHEET, quality=QUALITY, optimize=True, progressive=True)
    print(f"{SHEET.relative_to(ROOT)}: {SHEET.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
