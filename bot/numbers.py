"""Numbers and times as the athlete reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_time
from babel.numbers import format_decimal

from analysis.types import Measure
from content.words import Words

Span: TypeAlias = tuple[float | None, float | None]


def value_text(measure: Measure, language: str) -> str:
    """Value with unit and ±, such as ``118° ± 5°``; a measure without one is a dash."""
    if measure.value is None or measure.plus_minus is None:
        return "–"
    unit = "°" if measure.unit == "deg" else f" {measure.unit}"
    # A ± that rounds to nothing would promise what no phone can keep.
    spread = max(1, round(measure.plus_minus))
    return f"{whole(measure.value, language)}{unit} ± {spread}{unit}"


def whole(value: float, language: str) -> str:
    """Whole number as written in this language, with a true minus sign."""
    text: str = format_decimal(round(value), locale=_locale(language))
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


def beyond_text(measure: Measure, band: Span, language: str) -> str:
    """How far a value lies outside a band, with its ±, such as ``12° ± 4°``."""
    assert measure.value is not None
    low, high = band
    over = 0.0 if high is None else measure.value - high
    under = 0.0 if low is None else low - measure.value
    return value_text(replace(measure, value=max(over, under, 0.0)), language)


def easy_to_read(band: Span) -> bool:
    """Whether the band's angles can be pictured: nobody thinks in angles below zero."""
    return all(edge is None or edge >= 0 for edge in band)


def time_text(time: datetime, zone: ZoneInfo, language: str) -> str:
    """Date and time of day in the athlete's zone and language."""
    text: str = format_datetime(time.astimezone(zone), locale=_locale(language))
    return text


def clock_text(time: datetime, zone: ZoneInfo, language: str) -> str:
    """Time of day, to the minute, in the athlete's zone and language."""
    text: str = format_time(time.astimezone(zone), "short", locale=_locale(language))
    return text


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
