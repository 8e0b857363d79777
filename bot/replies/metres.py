"""What a start covers in metres, for an athlete who told a height. Pure."""

from __future__ import annotations

from html import escape

from babel.numbers import format_decimal

from analysis.scoring.metres import metres
from analysis.travel import Told
from analysis.types import Analysis
from bot.store import About
from content.words import Words, locale_of


def metres_block(analysis: Analysis, about: About, words: Words) -> str:
    """Steps, speed and power with their ±, as HTML; empty where nothing is known."""
    if analysis.travel is None or about.height_cm is None:
        return ""
    found = metres(analysis.travel, about.height_cm / 100)
    if not found:
        return ""
    numbered = zip((1, 2, 3), found.steps, strict=True)
    told = [
        *(("step", step, 2, number) for number, step in numbered),
        ("speed", found.exit_speed, 1, None),
        ("power", found.power, 2, None),
    ]
    lines = [
        words.text(f"metres.{key}", value=_value(one, decimals, words), step=number)
        for key, one, decimals, number in told
        if one is not None
    ]
    lines.append(words.text("metres.basis"))
    title = words.text("metres.title", cm=about.height_cm)
    return "\n".join([f"<b>{escape(title)}</b>", *map(escape, lines)])


def _value(told: Told, decimals: int, words: Words) -> str:
    form, locale = "0." + "0" * decimals, locale_of(words.language)
    numbers = (told.value, told.plus_minus)
    return " ± ".join(format_decimal(one, form, locale=locale) for one in numbers)
