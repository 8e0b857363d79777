"""Measures as the athlete reads them: degrees, which way and how far, or a share."""

from __future__ import annotations

from analysis.measurement.definitions import DEFINED
from analysis.types import Band, Measure
from analysis.wording import figure, quantity, spread
from bot.replies.numbers import degrees_text, range_text
from content.words import Words


def reading_text(measure: Measure, words: Words) -> str:
    """Value and ±: ``94° ± 4°``, ``chin down by 20° ± 5°``; a dash without a value.

    A word stands beside its value, or alone.
    """
    word = measure.word and words.text(f"category.{measure.word}")
    if word and measure.value is None:
        return word
    said = angle_text(measure.id, measure.value, measure.plus_minus, words)
    return f"{said} ({word})" if word else said


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
        return _amount(measure_id, value, plus_minus, words)
    way = value - posture.rest
    where = "above" if way > 0 else "below"
    if abs(way) <= posture.near:
        where = "rest"
    amount = _amount(measure_id, abs(way), plus_minus, words)
    return words.text(f"posture.{posture.name}.{where}", angle=amount)


def _amount(
    measure_id: str, value: float, plus_minus: float | None, words: Words
) -> str:
    """``94° ± 4°``, ``0.12 ± 0.03 of a leg``, ``0.35 ± 0.01 s``."""
    if DEFINED[measure_id].unit == "deg":
        return degrees_text(value, plus_minus, words.language)
    said = figure(measure_id, value, words)
    if plus_minus is not None:
        said += f" {spread(measure_id, plus_minus, words).replace('±', '± ')}"
    return quantity(measure_id, said, words)


def aim_text(measure_id: str, band: Band, words: Words) -> str:
    """What is good, in words."""
    posture, (low, high) = DEFINED[measure_id].posture, band.green
    if posture is None:
        return _range(measure_id, low, high, words)
    if not posture.pictured or low is None or high is None:
        return _ways(measure_id, low, high, words)
    below, above = posture.rest - low, high - posture.rest
    return words.text(
        f"posture.{posture.name}.aim",
        most=degrees_text(below, None, words.language),
        least=degrees_text(-above, None, words.language),
        above=degrees_text(above, None, words.language),
    )


def _range(measure_id: str, low: float | None, high: float | None, words: Words) -> str:
    """``82° to 108°``; what a share is of is told once, with the last edge."""
    least = None if low is None else _amount(measure_id, low, None, words)
    most = None if high is None else _amount(measure_id, high, None, words)
    if low is not None and high is not None and DEFINED[measure_id].unit != "deg":
        least = figure(measure_id, low, words)
    return range_text(least, most, words)


def _ways(measure_id: str, low: float | None, high: float | None, words: Words) -> str:
    """From which way to which, the way said once where it is the same.

    Where only an upper edge is given and it is below rest, further is better.
    """
    posture = DEFINED[measure_id].posture
    assert posture is not None
    least, most = (
        None if edge is None else angle_text(measure_id, edge, None, words)
        for edge in (low, high)
    )
    if low is None and high is not None and high < posture.rest:
        return range_text(most, None, words)
    if least is None or most is None or low is None:
        return range_text(least, most, words)
    if low <= posture.rest:
        return f"{least} – {most}"
    amounts = _range(measure_id, low, high, words)
    return words.text(f"posture.{posture.name}.above", angle=amounts)
