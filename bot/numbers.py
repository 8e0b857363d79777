"""Numbers and times as the athlete reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeAlias
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time
from babel.numbers import format_decimal

from content.words import Words, locale_of

Span: TypeAlias = tuple[float | None, float | None]


class Reading(Protocol):
    """An angle in degrees with its ±, such as a measure; or neither of them."""

    @property
    def value(self) -> float | None:
        """The angle."""

    @property
    def plus_minus(self) -> float | None:
        """Its standard error."""


def value_text(reading: Reading, language: str) -> str:
    """Value and ±, such as ``118° ± 5°``; a dash when there is none."""
    if reading.value is None or reading.plus_minus is None:
        return "–"
    return _degrees(reading.value, reading.plus_minus, language)


def _degrees(value: float, plus_minus: float, language: str) -> str:
    # A ± that rounds to nothing would promise what no phone can keep.
    return f"{whole(value, language)}° ± {max(1, round(plus_minus))}°"


def whole(value: float, language: str) -> str:
    """Whole number as written in this language, with a true minus sign."""
    text: str = format_decimal(round(value), locale=locale_of(language))
    return text.replace("-", "−")


def range_text(band: Span, words: Words) -> str:
    """Band in words: from–to, or open at one end; in degrees."""
    low, high = (
        None if edge is None else f"{whole(edge, words.language)}°" for edge in band
    )
    if low is None:
        return words.text("bot.number.up_to", high=high)
    if high is None:
        return words.text("bot.number.at_least", low=low)
    return words.text("bot.number.between", low=low, high=high)


def beyond_text(reading: Reading, band: Span, language: str) -> str:
    """How far a value lies outside a band, with its ±, such as ``12° ± 4°``."""
    assert reading.value is not None and reading.plus_minus is not None
    low, high = band
    over = 0.0 if high is None else reading.value - high
    under = 0.0 if low is None else low - reading.value
    return _degrees(max(over, under, 0.0), reading.plus_minus, language)


def easy_to_read(band: Span) -> bool:
    """Whether the band's angles can be pictured: nobody thinks in angles below zero."""
    return all(edge is None or edge >= 0 for edge in band)


def time_text(time: datetime, zone: ZoneInfo, language: str) -> str:
    """Date and time of day in the athlete's zone and language."""
    text: str = format_datetime(time.astimezone(zone), locale=locale_of(language))
    return text


def clock_text(time: datetime, zone: ZoneInfo, language: str) -> str:
    """Time of day, to the minute, in the athlete's zone and language."""
    text: str = format_time(time.astimezone(zone), "short", locale=locale_of(language))
    return text
