"""Numbers as people read them."""

from __future__ import annotations

import pytest

from analysis.pictures.wording import aim, degrees, spread
from analysis.types import Band
from content.words import load_words


@pytest.mark.parametrize(
    ("value", "text"), [(93.6, "94°"), (-16.4, "−16°"), (-0.3, "0°"), (180.0, "180°")]
)
def test_degrees_are_whole_and_have_a_true_minus(value: float, text: str) -> None:
    assert degrees(value) == text


def test_no_spread_promises_less_than_a_degree() -> None:
    assert [spread(0.2), spread(3.6)] == ["±1", "±4"]


@pytest.mark.parametrize(
    ("green", "text"),
    [
        ((82.0, 108.0), "82 to 108°"),
        ((-30.0, -5.0), "−30 to −5°"),
        ((158.0, None), "158° or more"),
        ((None, 76.0), "76° or less"),
    ],
)
def test_an_aim_is_told_in_words(
    green: tuple[float | None, float | None], text: str
) -> None:
    assert aim(Band(green=green, amber=green), load_words()) == text
