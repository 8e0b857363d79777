"""How numbers are written, on pictures and in the report alike."""

from __future__ import annotations

from babel.numbers import format_decimal

from analysis.types import Band, Finding, Measure
from content.words import Words, locale_of

# Looking along the body: ear to nose square to the trunk. Up from it the chin lifts.
HEAD_IN_LINE_DEG = -90.0
_IN_LINE_DEG = 5.0
HEAD = "head_pitch"
# In set the back slopes down to the shoulders: an angle below level.
SET_TRUNK = "trunk_set"


def degrees(value: float) -> str:
    """Whole degrees with a true minus: ``−16°``."""
    return f"{round(value)}°".replace("-", "−")


def spread(plus_minus: float) -> str:
    """A ± in whole degrees; under one is more than a picture can promise."""
    return f"±{max(round(plus_minus), 1)}"


def seconds(value: float, words: Words) -> str:
    """Hundredths of a second with the language's decimal sign: ``0.57``."""
    return format_decimal(value, "0.00", locale=locale_of(words.language))


def angle(measure: Measure, words: Words) -> str:
    """A measure's value as the athlete reads it: ``94°``, a head's as ``12° up``."""
    if measure.value is None:
        raise ValueError(f"{measure.id}: there is no value to write")
    if measure.id.startswith(HEAD):
        return head(measure.value, words)
    if measure.id == SET_TRUNK:
        way = "down" if measure.value < 0 else "up"
        return words.text(f"picture.{way}", degrees=degrees(abs(measure.value)))
    return degrees(measure.value)


def head(value: float, words: Words) -> str:
    """A head's angle to the trunk as chin up or down: ``in line``, ``12° up``."""
    lifted = value - HEAD_IN_LINE_DEG
    if abs(lifted) < _IN_LINE_DEG:
        return words.text("picture.in_line")
    way = "up" if lifted > 0 else "down"
    return words.text(f"picture.{way}", degrees=degrees(abs(lifted)))


def aim(band: Band, words: Words) -> str:
    """The green band in words: ``82 to 108°``, ``158° or more``."""
    low, high = band.green
    if low is not None and high is not None:
        low_text = degrees(low).rstrip("°")
        return words.text("card.from_to", low=low_text, high=degrees(high))
    if low is not None:
        return words.text("card.at_least", low=degrees(low))
    if high is not None:
        return words.text("card.at_most", high=degrees(high))
    return ""


def aim_of(finding: Finding, words: Words) -> str:
    """What to aim for, short: ``82–108°``, ``158° or more``, a head's ``in line``."""
    low, high = finding.band.green
    if finding.measure.startswith(HEAD):
        return words.text("picture.in_line")
    if finding.measure == SET_TRUNK and low is not None and high is not None:
        sloping = f"{degrees(-high).rstrip('°')}–{degrees(-low)}"
        return words.text("picture.down", degrees=sloping)
    if low is not None and high is not None and low >= 0:
        return f"{degrees(low).rstrip('°')}–{degrees(high)}"
    return aim(finding.band, words)


def target_of(finding: Finding) -> str | None:
    """The sheet's own target, where it lies well within what we call good."""
    low, high = finding.band.green
    target = finding.seed_target
    if target is None or low is None or high is None:
        return None
    middle, quarter = (low + high) / 2, (high - low) / 4
    return degrees(target) if abs(target - middle) <= quarter else None
