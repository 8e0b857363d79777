"""/history as HTML for Telegram. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from analysis.errors import OutdatedAnalysis
from analysis.serialization import from_json
from bot.chat.paging import within
from bot.store import ClipRow
from content.words import Words, locale_of


def history_text(
    rows: Sequence[ClipRow], words: Words, zone: ZoneInfo, *, first: int = 1
) -> str:
    """List clips in the order given, one numbered line each, counted from ``first``."""
    if not rows:
        return escape(words.text("bot.history.empty"))
    lines = [
        f"{number}. {escape(_minute(row.received_at, zone, words))} "
        f"{escape(_result(row, words))}"
        for number, row in enumerate(rows, first)
    ]
    return within(lines, "\n")


def _day(time: datetime, zone: ZoneInfo, words: Words) -> str:
    locale = locale_of(words.language)
    text: str = format_skeleton("MMMd", time.astimezone(zone), locale=locale)
    return text


def _minute(time: datetime, zone: ZoneInfo, words: Words) -> str:
    locale = locale_of(words.language)
    clock: str = format_time(time.astimezone(zone), "short", locale=locale)
    return f"{_day(time, zone, words)}, {clock}"


def _result(row: ClipRow, words: Words) -> str:
    """One line: the thing to work on, why there was no verdict, or that we failed."""
    if row.state == "refused":
        what = words.text(f"refusal.{row.refusal_code}.what")
        return f"🚫 {words.text('bot.history.refused')}: {what}"
    if row.state != "analysed" or row.analysis is None:
        return f"⚠️ {words.text('bot.history.failed')}"
    try:
        focus = from_json(row.analysis).focus
    except OutdatedAnalysis:
        return f"⚠️ {words.text('bot.history.failed')}"
    if focus is None:
        return f"✅ {words.text('bot.history.no_focus')}"
    # An old clip's check may have left the checklist since.
    known = words.has(f"check.{focus}.name")
    name = words.text(f"check.{focus}.name") if known else focus
    return f"🎯 {words.text('bot.history.focus', name=name)}"
