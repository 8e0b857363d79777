"""/film: how to film a start."""

from __future__ import annotations

import asyncio
from html import escape

from analysis.visuals.filming_guide.card import film_card
from bot.chat.messages import Photo, Text
from bot.handlers.request import Visit

PARTS = ("card", "send", "safety")
PICTURE = "film.jpg"


async def film(visit: Visit) -> None:
    """Show the card: drawn, then in words."""
    words = visit.words
    await _draw(visit)
    title = f"<b>{escape(words.text('film.title'))}</b>"
    parts = [escape(words.text(f"film.{part}").strip()) for part in PARTS]
    await visit.say(Text("\n\n".join((title, *parts))))


async def _draw(visit: Visit) -> None:
    drawn = await asyncio.to_thread(film_card, visit.words.language)
    photo = Photo(PICTURE, escape(visit.words.text("film.short")))
    # When it is refused: the words say the same.
    await visit.send_pictures(photo, {PICTURE: drawn})
