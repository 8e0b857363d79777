"""The board of eight phases and the rows of clips: sizes, and who is drawn on them."""

import io

import numpy as np
import pytest
from PIL import Image

from analysis.visuals.clip_rows import HEAD_PX, ROW_PX, ClipStrip, rows_picture
from analysis.visuals.phase_board import Slot, board_picture, phase_picture, stills_in
from analysis.visuals.phase_drawing import draw_phase
from analysis.visuals.stills import GROUND_Y, STILL_PX
from analysis.visuals.strip import STRIP_PX, corner_of
from content.words import load_words

WORDS = load_words()


def jpeg(colour):
    written = io.BytesIO()
    Image.new("RGB", STILL_PX, colour).save(written, "JPEG")
    return written.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("number", range(1, 9))
def test_every_phase_has_a_drawing_that_stands_on_the_ground_whole(number):
    drawn = np.asarray(draw_phase(number)).astype(int)
    sky = drawn[0, 0]
    body = np.abs(drawn - sky).max(axis=-1) > 40
    rows = np.flatnonzero(body[: int(GROUND_Y) - 2].any(axis=1))
    columns = np.flatnonzero(body[: int(GROUND_Y) - 2].any(axis=0))
    assert rows[-1] > GROUND_Y - 12
    assert 30 < rows[0] < GROUND_Y / 2 + 40
    assert 10 < columns[0] < columns[-1] < STILL_PX[0] - 10


def test_the_board_shows_own_frames_and_draws_the_rest():
    slots = [Slot(n, jpeg("red") if n == 3 else None, None) for n in range(1, 9)]
    board = opened(board_picture(slots, WORDS))
    assert board.size == STRIP_PX
    (x3, y3), (x4, y4) = corner_of(3), corner_of(4)
    red, other = (
        board.getpixel((x3 + 160, y3 + 200)),
        board.getpixel((x4 + 20, y4 + 120)),
    )
    assert red[0] > 200 > other[0]


def test_a_phase_alone_is_wide_enough_for_a_phone_and_has_its_sign():
    own = opened(phase_picture(Slot(3, jpeg("white"), "work_on")))
    assert own.width >= 780
    red, green, _ = own.getpixel((own.width - 60, 90))
    assert red > 200 > green
    assert phase_picture(Slot(3, None, None)) != phase_picture(Slot(4, None, None))


def test_a_clip_has_a_row_and_one_without_frames_only_a_line():
    frames = stills_in(
        {"still_2.jpg": jpeg("red"), "path.jpg": b"", "stills.json": b""}
    )
    assert list(frames) == [2]
    strips = [
        ClipStrip(1, "Mar 12", "front knee", "work_on", frames),
        ClipStrip(2, "Mar 10", "no start " * 30, None, {}),
    ]
    rows = opened(rows_picture(strips))
    alone = opened(rows_picture(strips[:1]))
    assert rows.height - alone.height == HEAD_PX
    assert alone.height >= ROW_PX
    assert rows.width >= 1080
