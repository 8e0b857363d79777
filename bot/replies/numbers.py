"""Numbers and times as the athlete reads them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from content.words import Words, locale_of


def degrees_text(value: float, plus_minus: float | None, language: str) -> str:
    """Whole degrees, with the ± where it is known: ``118° ± 5°``."""
    degrees = f"{whole(value, language)}°"
    # A ± that rounds to nothing would promise more than a phone can measure.
    return (
        degrees if plus_minus is None else f"{degrees} ± {max(1, round(plus_minus))}°"
    )


def whole(value: float, language: str) -> str:
    """Whole number as written in this language, with a true minus sign."""
    text: str = format_decimal(round(value), locale=locale_of(language))
    return text.replace("-", "−")


def range_text(low: str | None, high: str | None, words: Words) -> str:
    """Band in words: from–to, or open at one end."""
    if low is None:
        return words.text("bot.number.up_to", high=high)
    if high is None:
        return words.text("bot.number.at_least", low=low)
    return words.text("bot.number.between", low=low, high=high)


def time_text(time: datetime, zone: ZoneInfo, language: str) -> str:
    """Date and time of day, to the minute, in the athlete's zone and language."""
    here, locale = time.astimezone(zone), locale_of(language)
    return f"{format_date(here, locale=locale)}, {clock_text(time, zone, language)}"


def clock_text(time: datetime, zone: ZoneInfo, language: str) -> str:
    """Time of day, to the minute, in the athlete's zone and language."""
    text: str = format_time(time.astimezone(zone), "short", locale=locale_of(language))
    return text


def exact_clock_text(time: datetime, zone: ZoneInfo, language: str) -> str:
    """Time of day, to the second, in the athlete's zone and language."""
    text: str = format_time(time.astimezone(zone), "medium", locale=locale_of(language))
    return text


def seconds_text(seconds: float, language: str) -> str:
    """Seconds with two decimals, as written in this language."""
    text: str = format_decimal(seconds, "0.00", locale=locale_of(language))
    return text


def day_text(
    time: datetime, zone: ZoneInfo, language: str, now: datetime | None = None
) -> str:
    """Day and month, in the athlete's zone and language: ``14 May``.

    With the year where it is another one than that of ``now``.
    """
    here, locale = time.astimezone(zone), locale_of(language)
    past = now is not None and now.astimezone(zone).year != here.year
    text: str = format_skeleton("yMMMd" if past else "MMMd", here, locale=locale)
    return text
