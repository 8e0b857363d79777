"""The second step stands beside the first: pictured, numbered and not judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image

from analysis.types import Missing
from analysis.visuals import theme
from analysis.visuals.phase_card.scene import Scene
from analysis.visuals.phase_card.second_step import (
    SIZE_PX,
    block_of,
    is_of_second_step,
    second_frame,
)
from content.words import load_words


def test_it_is_the_same_moment_one_step_later(start_of: Callable[[str], Any]) -> None:
    analysis = start_of("A_borzov60").analysis
    events = analysis.events
    frames = [second_frame(phase, analysis) for phase in analysis.phases]
    down, off = events["touchdown_2"].frame, events["toe_off_2"].frame - 1
    assert frames == [None, None, None, None, None, down, off, None]


def test_there_is_none_where_the_clip_ends_before(
    start_of: Callable[[str], Any],
) -> None:
    analysis = start_of("A_borzov60").analysis
    gone = {**analysis.events, "touchdown_2": Missing("event_after_clip")}
    assert second_frame(analysis.phases[5], replace(analysis, events=gone)) is None


def test_only_landing_and_push_off_have_their_second_step_apart(
    start_of: Callable[[str], Any],
) -> None:
    apart = [
        m for m in start_of("A_borzov60").analysis.measures if is_of_second_step(m)
    ]
    assert {one.phase for one in apart} == {6, 7}
    assert all(one.id.endswith("_2") for one in apart)


def test_its_numbers_stand_beside_its_picture_without_a_verdict(
    start_of: Callable[[str], Any],
) -> None:
    analysis = start_of("D_faults").analysis
    grey, points = Image.new("RGB", SIZE_PX, (90, 90, 90)), np.full((33, 2), np.nan)
    scene = Scene(grey, points, np.ones(33), points[np.newaxis])
    block = block_of(scene, analysis.phases[5], analysis, load_words())
    card = Image.new("RGB", (theme.CARD_PX[0], round(block.height)), theme.INK)
    block.draw(card, 0.0)
    pixels = np.asarray(card).astype(int)
    assert (pixels == 90).all(axis=-1).sum() == SIZE_PX[0] * SIZE_PX[1]
    assert (np.abs(pixels - theme.PAPER).max(axis=-1) < 30).sum() > 1000
    for verdict in ("good", "minor", "work_on"):
        colour = theme.VERDICT_COLOUR[verdict]
        assert (np.abs(pixels - colour).max(axis=-1) < 10).sum() == 0
