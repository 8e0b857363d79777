"""The contact sheet: rows of whole pictures, each row as wide as the sheet."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from benchmarks.contact_sheet import (
    GAP_PX,
    PAPER,
    SHEET,
    WIDE_PX,
    sheet_of,
)

RED, BLUE = (200, 30, 30), (30, 30, 200)


def test_pictures_in_a_row_are_of_one_height_and_fill_it() -> None:
    tall, flat = Image.new("RGB", (200, 400), RED), Image.new("RGB", (600, 300), BLUE)
    sheet = np.asarray(sheet_of([[tall, flat]]))
    heights = [
        int((sheet == colour).all(axis=-1).sum(axis=0).max()) for colour in (RED, BLUE)
    ]
    widths = [
        int((sheet == colour).all(axis=-1).sum(axis=1).max()) for colour in (RED, BLUE)
    ]
    assert heights[0] == heights[1] == sheet.shape[0] - 2 * GAP_PX
    assert widths[0] / heights[0] == pytest.approx(0.5, abs=0.01)
    assert abs(sum(widths) + 3 * GAP_PX - WIDE_PX) <= 2


def test_rows_stand_under_each_other_on_white() -> None:
    flat = Image.new("RGB", (800, 200), RED)
    sheet = np.asarray(sheet_of([[flat], [flat, flat]]))
    white = (sheet == PAPER).all(axis=-1).all(axis=1)
    starts = np.flatnonzero(np.diff(np.concatenate([[1], white])) < 0)
    assert len(starts) == 2
    assert sheet.shape[1] == WIDE_PX


def test_the_sheet_in_the_docs_is_whole() -> None:
    with Image.open(SHEET) as sheet:
        sheet.load()
        assert sheet.width == WIDE_PX
    assert SHEET.stat().st_size < 1_000_000
