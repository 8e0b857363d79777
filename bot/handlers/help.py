"""/start and /help, and kind words for what isn't a clip."""

from __future__ import annotations

from html import escape

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from bot.handlers.request import Visit
from bot.replies.about import about_page
from bot.replies.menu import EVERYDAY


async def start(visit: Visit) -> None:
    """Say hello and what to do first."""
    words = visit.words
    hello = f"<b>{escape(words.text('bot.start.hello'))}</b>"
    rest = [escape(words.text(f"bot.start.{key}")) for key in ("how", "first")]
    film = Button(words.text("bot.button.film"), data=callback_data("film"))
    checklist = Button(
        words.text("bot.button.checklist"), data=callback_data("checklist")
    )
    sample = Button(words.text("bot.button.sample"), data=callback_data("sample"))
    rows = ((sample,), (film, checklist))
    await visit.say(Text("\n\n".join((hello, *rest)), rows))
    if not visit.athlete.about:
        await visit.say(about_page(visit.athlete, words))


async def help_(visit: Visit) -> None:
    """List what the bot can do."""
    words = visit.words
    title = f"<b>{escape(words.text('bot.help.title'))}</b>"
    clip = escape(words.text("bot.help.clip"))
    lines = [f"/{name} – {words.text(f'bot.command.{name}')}" for name in EVERYDAY]
    await visit.say(Text("\n\n".join((title, clip, escape("\n".join(lines))))))


async def photo(visit: Visit) -> None:
    """Answer a still picture."""
    await visit.answer(visit.words.text("bot.clip.photo"))


async def text(visit: Visit) -> None:
    """Answer small talk."""
    await visit.say_words("bot.clip.text")


async def anything_else(visit: Visit) -> None:
    """Answer a voice message, a sticker, a file that is no video."""
    await visit.say_words("bot.clip.not_a_clip")
