"""How numbers are written, on pictures and in the report alike."""

from __future__ import annotations

from babel.numbers import format_decimal

from analysis.measurement.definitions import DEFINED, Posture
from analysis.types import Band, Finding, Measure
from content.words import Words, locale_of

# As many as are stored, so that pictures now and messages later agree.
KEPT_DECIMALS = 1


def degrees(value: float) -> str:
    """Whole degrees with a true minus: ``−16°``."""
    return f"{round(round(value, KEPT_DECIMALS))}°".replace("-", "−")


def spread(plus_minus: float) -> str:
    """A ± in whole degrees; less than one would promise too much."""
    return f"±{max(round(round(plus_minus, KEPT_DECIMALS)), 1)}"


def spread_of(measure: Measure) -> str:
    """The ± beside a value in a picture; empty for what is given only roughly."""
    posture = DEFINED[measure.id].posture
    if measure.plus_minus is None or (posture and posture.rough):
        return ""
    return spread(measure.plus_minus)


def seconds(value: float, words: Words) -> str:
    """Hundredths of a second with the language's decimal sign: ``0.57``."""
    return format_decimal(value, "0.00", locale=locale_of(words.language))


def angle(measure: Measure, words: Words) -> str:
    """A measure's value as the athlete reads it: ``94°``, a head's as ``12° up``.

    Raises
    ------
    ValueError
        The measure has no value.
    """
    if measure.value is None:
        raise ValueError(f"{measure.id}: there is no value to write")
    posture = DEFINED[measure.id].posture
    if posture is None:
        return degrees(measure.value)
    way = measure.value - posture.rest_deg
    if abs(way) <= posture.near_deg:
        return words.text(f"picture.rest.{posture.name}")
    where = "up" if way > 0 else "down"
    return words.text(f"picture.{where}", degrees=degrees(abs(way)))


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
    posture = DEFINED[finding.measure].posture
    if posture is not None and low is not None and high is not None:
        return _posture_aim(posture, (low, high), words)
    if low is not None and high is not None and low >= 0:
        return f"{degrees(low).rstrip('°')}–{degrees(high)}"
    return aim(finding.band, words)


def _posture_aim(posture: Posture, green: tuple[float, float], words: Words) -> str:
    """At rest where that is good, else from where to where."""
    low, high = green[0] - posture.rest_deg, green[1] - posture.rest_deg
    if low <= 0 <= high:
        return words.text(f"picture.rest.{posture.name}")
    where, near, far = ("up", low, high) if low > 0 else ("down", -high, -low)
    between = f"{degrees(near).rstrip('°')}–{degrees(far)}"
    return words.text(f"picture.{where}", degrees=between)


def target_of(finding: Finding) -> str | None:
    """The sheet's own target, where it lies well within the green band."""
    low, high = finding.band.green
    target = finding.seed_target
    if target is None or low is None or high is None:
        return None
    middle, quarter = (low + high) / 2, (high - low) / 4
    return degrees(target) if abs(target - middle) <= quarter else None
