"""/help: what the bot can do."""

from __future__ import annotations

from html import escape

from bot.chat.messages import Text
from bot.handlers.request import Visit
from bot.replies.menu import EVERYDAY


async def help_(visit: Visit) -> None:
    """List what the bot can do."""
    words = visit.words
    title = f"<b>{escape(words.text('bot.help.title'))}</b>"
    clip = escape(words.text("bot.help.clip"))
    lines = [f"/{name} – {words.text(f'bot.command.{name}')}" for name in EVERYDAY]
    await visit.say(Text("\n\n".join((title, clip, escape("\n".join(lines))))))
