"""/film: how to film a start."""

from __future__ import annotations

from html import escape

from bot.handlers.visit import Visit
from bot.messages import Text

PARTS = ("card", "send", "safety")


async def film(visit: Visit) -> None:
    """Show the card."""
    title = f"<b>{escape(visit.words.text('film.title'))}</b>"
    parts = [escape(visit.words.text(f"film.{part}").strip()) for part in PARTS]
    await visit.say(Text("\n\n".join((title, *parts))))
