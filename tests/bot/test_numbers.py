from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from analysis.types import Measure
from bot.numbers import (
    beyond_text,
    clock_text,
    range_text,
    time_text,
    value_text,
    whole,
)
from content.words import load_words

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def measure(value, plus_minus):
    return Measure("trunk_set", 1, value, "deg", plus_minus, 3)


@pytest.mark.parametrize(
    ("value", "plus_minus", "text"),
    [(117.6, 4.4, "118° ± 4°"), (-14.5, 0.2, "−14° ± 1°"), (0.2, 12.0, "0° ± 12°")],
)
def test_a_value_is_whole_degrees_with_a_spread_never_zero(value, plus_minus, text):
    assert value_text(measure(value, plus_minus), "en") == text


def test_a_missing_value_is_a_dash():
    gone = Measure("trunk_set", 1, None, "deg", None, None, "joint_hidden")
    assert value_text(gone, "en") == "–"


def test_numbers_are_written_as_the_language_does():
    assert whole(-1234.4, "de") == "−1.234"
    assert whole(3, "not a language") == "3"


@pytest.mark.parametrize(
    ("band", "text"),
    [
        ((82.0, 108.0), "82° to 108°"),
        ((None, 47.0), "47° or less"),
        ((165.0, None), "165° or more"),
    ],
)
def test_a_band_is_told_in_words(band, text):
    assert range_text(band, load_words()) == text


@pytest.mark.parametrize(
    ("value", "band", "text"),
    [
        (-161.0, (-105.0, -75.0), "56° ± 4°"),
        (-70.0, (-105.0, -75.0), "5° ± 4°"),
        (150.0, (165.0, None), "15° ± 4°"),
        (50.0, (None, 47.0), "3° ± 4°"),
    ],
)
def test_how_far_a_value_is_off_is_told_with_its_error(value, band, text):
    assert beyond_text(measure(value, 4.0), band, "en") == text


def test_times_are_told_in_the_athletes_zone():
    assert "2:00" in time_text(NOON, ZoneInfo("Europe/Berlin"), "en")
    assert clock_text(NOON, ZoneInfo("Europe/Berlin"), "de") == "14:00"
