"""/film: how to film a start."""

from __future__ import annotations

import asyncio
from html import escape
from math import isinf

from analysis.visuals.filming_guide.card import film_card
from bot.chat.messages import Photo, Text
from bot.handlers.request import Visit

PICTURE = "film.jpg"


async def film(visit: Visit) -> None:
    """Show the card: drawn, then in words."""
    words = visit.words
    await _draw(visit)
    title = f"<b>{escape(words.text('film.title'))}</b>"
    told = ("card", "send", *_size(visit), "safety")
    parts = [escape(words.text(f"film.{part}").strip()) for part in told]
    await visit.say(Text("\n\n".join((title, *parts))))


async def _draw(visit: Visit) -> None:
    drawn = await asyncio.to_thread(film_card, visit.words.language)
    photo = Photo(PICTURE, escape(visit.words.text("film.short")))
    # When it is refused: the words say the same.
    await visit.send_pictures(photo, {PICTURE: drawn})


def _size(visit: Visit) -> tuple[str, ...]:
    """What fits into a file that can be fetched, where there is a limit."""
    return () if isinf(visit.office.most_bytes) else ("size",)
