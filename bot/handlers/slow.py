"""The start in slow motion once more."""

from __future__ import annotations

from html import escape

from bot.chat.messages import Album, Picture
from bot.handlers.history import own_clip
from bot.handlers.request import Visit
from bot.replies.coaching import SLOW


async def slow(visit: Visit) -> None:
    """Send a clip's slow motion by the id Telegram gave it."""
    row = own_clip(visit, visit.argument)
    if row is None:
        await visit.say_words("bot.history.gone")
        return
    film = Album((Picture(SLOW, escape(visit.words.text("bot.slow.caption"))),))
    # Telegram may have forgotten it.
    if SLOW not in row.pictures or not await visit.send_pictures(film, row.pictures):
        await visit.say_words("bot.slow.none")
