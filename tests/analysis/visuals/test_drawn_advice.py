"""The filming card and refusals look as they did when somebody last looked at them.

After a change that is meant, look at the new pictures and write them anew:

    BLOCKSTART_REFERENCES=write .venv/bin/python -m pytest \
        tests/analysis/visuals/test_drawn_advice.py
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.capture.clip import frame_at
from analysis.visuals.filming_guide.card import draw_film_card
from analysis.visuals.refusal.diagnosis import Boxed, Trouble
from analysis.visuals.refusal.picture import draw_trouble
from content.words import load_words
from tests.analysis.visuals.test_references import hold_against

FOLDER = Path(__file__).parent / "advice"
WIDE_PX = 400
BODY = (85.0, 240.0, 385.0, 440.0)
TROUBLES = {
    "too_small": Trouble(
        "too_small",
        100,
        (20.0, 60.0, 620.0, 460.0),
        (Boxed((20.0, 60.0, 620.0, 460.0), "larger", "wanted"), Boxed(BODY, "you")),
        times=2,
    ),
    "several_athletes": Trouble(
        "several_athletes", 100, BODY, (Boxed(BODY, "who", "plain"),)
    ),
    "camera_moves": Trouble(
        "camera_moves", 100, BODY, drift_px=np.array([200.0, 20.0])
    ),
    "cut_off": Trouble("cut_off", 130, (560.0, 150.0, 950.0, 450.0), edge="right"),
}


@pytest.mark.parametrize("name", ["film", *TROUBLES])
def test_the_drawing_looks_as_it_did(name: str, start_of: Callable[[str], Any]) -> None:
    words = load_words("en")
    if name == "film":
        drawn = draw_film_card(words)
    else:
        picture = frame_at(start_of("A_borzov60").clip, TROUBLES[name].frame)
        drawn = draw_trouble(picture, TROUBLES[name], words)
    size = WIDE_PX, round(drawn.height * WIDE_PX / drawn.width)
    now = drawn.resize(size, Image.Resampling.LANCZOS)
    hold_against(FOLDER / f"{name}.jpg", now)


def test_nothing_else_lies_among_the_drawings() -> None:
    asked = {f"{name}.jpg" for name in ("film", *TROUBLES)}
    assert {path.name for path in FOLDER.iterdir()} == asked
