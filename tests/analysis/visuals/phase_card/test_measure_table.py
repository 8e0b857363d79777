"""The list on a card: judged ones first, then what is shown, then what is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.types import Analysis, Measure
from analysis.visuals import theme
from analysis.visuals.phase_card.measure_table import (
    CELL_PX,
    CLOSE_PX,
    HEAD_PX,
    LEAST_PX,
    LINE_PX,
    ROW_PX,
    SHOWN_PX,
    SMALL_PX,
    TEXT_PX,
    blocks_of,
)
from content.words import load_words

JUDGED = ("body_line_exit", "trunk_exit", "front_knee_exit")


@pytest.fixture
def analysis(start_of: Callable[[str], Any]) -> Analysis:
    """A clip's, with no close call in it."""
    analysis: Analysis = start_of("A_borzov60").analysis
    clear = [replace(one, close=False) for one in analysis.findings]
    return replace(analysis, findings=tuple(clear))


def heights(analysis: Analysis, number: int) -> list[float]:
    blocks = blocks_of(analysis.phases[number - 1], analysis, load_words())
    return [block.height for block in blocks]


def only(analysis: Analysis, number: int, *measures: Measure) -> Analysis:
    others = [one for one in analysis.measures if one.phase != number]
    return replace(analysis, measures=(*others, *measures))


def of_exit(analysis: Analysis) -> list[Measure]:
    return [one for one in analysis.measures if one.id in JUDGED]


def test_what_is_judged_stands_first_and_what_is_shown_two_in_a_line(
    analysis: Analysis,
) -> None:
    mixed = only(analysis, 3, *of_exit(analysis))
    unjudged = [one for one in mixed.findings if one.measure != JUDGED[0]]
    mixed = replace(mixed, findings=tuple(unjudged))
    assert heights(mixed, 3)[:4] == [HEAD_PX, ROW_PX, ROW_PX, CELL_PX]


def test_ten_rows_are_as_large_as_one(analysis: Analysis) -> None:
    many = only(analysis, 3, *(4 * of_exit(analysis))[:10])
    assert heights(many, 3) == [HEAD_PX, *[ROW_PX] * 10]
    for size in (TEXT_PX, SHOWN_PX, SMALL_PX):
        assert size * 400 / theme.CARD_PX[0] > 11


@pytest.mark.parametrize("language", ["en", "es", "uk"])
def test_a_close_call_is_told_on_a_line_of_its_own(
    language: str, analysis: Analysis
) -> None:
    close = [replace(one, close=True, verdict="minor") for one in analysis.findings]
    one = only(replace(analysis, findings=tuple(close)), 3, of_exit(analysis)[0])
    blocks = blocks_of(one.phases[2], one, load_words(language))
    assert [block.height for block in blocks[:3]] == [HEAD_PX, ROW_PX, CLOSE_PX]
    card = Image.new("RGB", (theme.CARD_PX[0], 200), theme.INK)
    blocks[2].draw(card, 100.0)
    written = np.argwhere((np.asarray(card) != theme.INK).any(axis=-1))[:, 0]
    assert 100 - 4 <= written.min() < written.max() < 100 + CLOSE_PX


def test_one_reason_is_told_once_for_all_it_keeps_from_us(analysis: Analysis) -> None:
    hidden = [
        replace(one, value=None, plus_minus=None, frame=None, why="joint_hidden")
        for one in of_exit(analysis)
    ]
    found = heights(only(analysis, 3, *hidden), 3)
    assert LINE_PX + 8 in found
    assert ROW_PX not in found


def test_a_short_list_says_what_to_look_for_under_it(analysis: Analysis) -> None:
    short = heights(only(analysis, 3, *of_exit(analysis)[:2]), 3)
    assert len(short) == 4
    assert sum(short) <= LEAST_PX


def test_the_second_steps_numbers_are_not_in_the_list(analysis: Analysis) -> None:
    first = [one for one in analysis.measures if not one.id.endswith("_2")]
    assert heights(analysis, 6) == heights(replace(analysis, measures=tuple(first)), 6)


@pytest.mark.parametrize("language", ["en", "es", "uk"])
def test_nothing_is_written_beyond_the_edges(language: str, analysis: Analysis) -> None:
    words = load_words(language)
    for phase in analysis.phases:
        y, card = 0.0, Image.new("RGB", (theme.CARD_PX[0], 1200), theme.INK)
        for block in blocks_of(phase, analysis, words):
            block.draw(card, y)
            y += block.height
        pixels = np.asarray(card)
        assert (pixels[:, theme.CARD_PX[0] - 16 :] == theme.INK).all(), phase.number
        assert (pixels[round(y) + 10 :] == theme.INK).all()


@pytest.mark.parametrize("language", ["en", "es", "uk"])
def test_no_name_and_no_aim_is_cut(
    language: str, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted, cut = theme.fitted, []

    def spied(text: str, width_px: float, size: int) -> str:
        shown = fitted(text, width_px, size)
        cut.extend([text] if shown != text else [])
        return shown

    monkeypatch.setattr("analysis.visuals.theme.fitted", spied)
    card = Image.new("RGB", (theme.CARD_PX[0], 200), theme.INK)
    for phase in analysis.phases:
        for block in blocks_of(phase, analysis, load_words(language)):
            block.draw(card, 0.0)
    assert cut == []
