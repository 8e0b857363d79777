"""An athlete's eight phases in one picture, of several clips; and one phase alone."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from analysis.types import Verdict
from analysis.visuals import theme
from analysis.visuals.phase_drawing import draw_phase
from analysis.visuals.stills import STILL_PX
from analysis.visuals.strip import (
    STRIP_PX,
    corner_of,
    draw_foot,
    draw_number,
    draw_still,
)
from content.words import Words

QUALITY = 85
# One phase alone, as wide as a phone shows it in its full sharpness.
ALONE_PX = (STILL_PX[0] * 3 // 2, STILL_PX[1] * 3 // 2)
# A phase alone has no need of the sky over the athlete.
SKY_PX = 150


@dataclass(frozen=True, slots=True)
class Slot:
    """What the board shows of a phase.

    Attributes
    ----------
    number
        1 to 8.
    still
        JPEG of an own frame; None is drawn.
    verdict
        Its sign; None is a dot.
    beside
        A short word beside the sign, such as a date; may be empty.
    """

    number: int
    still: bytes | None
    verdict: Verdict | None
    beside: str = ""


def board_picture(slots: Sequence[Slot], words: Words) -> bytes:
    """All phases in two rows, as a JPEG."""
    board = Image.new("RGB", STRIP_PX, theme.INK)
    for slot in slots:
        corner = corner_of(slot.number)
        draw_still(board, corner, _picture(slot))
        draw_number(board, corner, slot.number, seen=True)
        title = words.text(f"phase.{slot.number}.title")
        draw_foot(board, corner, slot.verdict, (slot.beside,), title, seen=True)
    return _jpeg(board)


def phase_picture(slot: Slot) -> bytes:
    """One phase with its number and its sign, as a JPEG."""
    large = _picture(slot).resize(ALONE_PX, Image.Resampling.LANCZOS)
    picture = large.crop((0, SKY_PX, *ALONE_PX))
    draw_number(picture, (0, 0), slot.number, seen=True)
    if slot.verdict is not None:
        badge = theme.sign(slot.verdict, 84)
        picture.paste(badge, (ALONE_PX[0] - 84 - 18, 18), badge)
    return _jpeg(picture)


def stills_in(files: Mapping[str, bytes]) -> dict[int, bytes]:
    """The stills among a clip's kept files, by phase."""
    names = {number: f"still_{number}.jpg" for number in range(1, 9)}
    return {n: files[name] for n, name in names.items() if name in files}


def _picture(slot: Slot) -> Image.Image:
    if slot.still is None:
        return draw_phase(slot.number)
    return Image.open(io.BytesIO(slot.still)).convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()
