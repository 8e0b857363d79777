"""How numbers are written, on pictures and in the report alike."""

from __future__ import annotations

from analysis.types import Band
from content.words import Words


def degrees(value: float) -> str:
    """Whole degrees with a true minus: ``−16°``."""
    return f"{round(value)}°".replace("-", "−")


def spread(plus_minus: float) -> str:
    """A ± in whole degrees; under one is more than a picture can promise."""
    return f"±{max(round(plus_minus), 1)}"


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
