from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.replies.numbers import (
    clock_text,
    degrees_text,
    range_text,
    seconds_text,
    time_text,
    whole,
)
from content.words import load_words

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "plus_minus", "text"),
    [
        (117.6, 4.4, "118° ± 4°"),
        (-14.5, 0.2, "−14° ± 1°"),
        (0.2, 12.0, "0° ± 12°"),
        (94.0, None, "94°"),
    ],
)
def test_a_value_is_whole_degrees_with_a_spread_never_zero(value, plus_minus, text):
    assert degrees_text(value, plus_minus, "en") == text


def test_numbers_are_written_as_the_language_does():
    assert whole(-1234.4, "de") == "−1.234"
    assert whole(3, "not a language") == "3"


@pytest.mark.parametrize(
    ("band", "text"),
    [
        (("82°", "108°"), "82° to 108°"),
        ((None, "47°"), "47° or less"),
        (("165°", None), "165° or more"),
    ],
)
def test_a_band_is_told_in_words(band, text):
    assert range_text(*band, load_words()) == text


def test_times_are_told_in_the_athletes_zone():
    said = time_text(NOON, ZoneInfo("Europe/Berlin"), "en")
    assert "2:00" in said
    assert "2:00:00" not in said  # nobody knows a start by its second
    assert clock_text(NOON, ZoneInfo("Europe/Berlin"), "de") == "14:00"


def test_seconds_have_the_languages_decimal_sign():
    assert seconds_text(0.567, "en") == "0.57"
    assert seconds_text(0.567, "uk") == "0,57"
