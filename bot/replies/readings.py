"""Measures as the athlete reads them: degrees, or which way and how far."""

from __future__ import annotations

from analysis.measurement.definitions import DEFINED
from analysis.types import Band, Measure
from bot.replies.numbers import degrees_text, range_text
from content.words import Words


def reading_text(measure: Measure, words: Words) -> str:
    """Value and ±: ``94° ± 4°``, ``chin down by 20° ± 5°``; a dash without a value."""
    return angle_text(measure.id, measure.value, measure.plus_minus, words)


def about_text(measure: Measure, words: Words) -> str:
    """The reading in a sentence: ``about 94° ± 4°``; a posture without ``about``."""
    said = reading_text(measure, words)
    if DEFINED[measure.id].posture:
        return said
    return words.text("bot.number.about", value=said)


def angle_text(
    measure_id: str, value: float | None, plus_minus: float | None, words: Words
) -> str:
    """A measure's value in words, with its ± where that is known."""
    if value is None:
        return "–"
    posture = DEFINED[measure_id].posture
    if posture is None:
        return degrees_text(value, plus_minus, words.language)
    way = value - posture.rest_deg
    angle = degrees_text(abs(way), plus_minus, words.language)
    where = "above" if way > 0 else "below"
    if abs(way) <= posture.near_deg:
        where = "rest"
    return words.text(f"posture.{posture.name}.{where}", angle=angle)


def aim_text(measure_id: str, band: Band, words: Words) -> str:
    """What is good, in words."""
    posture, (low, high) = DEFINED[measure_id].posture, band.green
    if posture is None or low is None or high is None:
        return range_text(band.green, words)
    below, above = posture.rest_deg - low, high - posture.rest_deg
    return words.text(
        f"posture.{posture.name}.aim",
        most=degrees_text(below, None, words.language),
        least=degrees_text(-above, None, words.language),
        above=degrees_text(above, None, words.language),
    )
