"""The start in slow motion once more."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from telegram.error import BadRequest

from bot.handlers.history import own_clip
from bot.handlers.visit import Visit
from bot.messages import Album, Picture
from bot.reply import SLOW


async def slow(visit: Visit) -> None:
    """Send a clip's slow motion by the id Telegram gave it."""
    row = own_clip(visit, visit.argument)
    if row is None:
        await visit.say_words("bot.history.gone")
        return
    if not (SLOW in row.pictures and await _sent(visit, row.pictures)):
        await visit.say_words("bot.slow.none")


async def _sent(visit: Visit, pictures: Mapping[str, str]) -> bool:
    """Whether Telegram still knows the film."""
    film = Picture(SLOW, escape(visit.words.text("bot.slow.caption")))
    try:
        await visit.office.outbox.send(visit.chat_id, Album((film,)), pictures)
    except BadRequest:
        return False
    return True
