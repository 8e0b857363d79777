"""In a group: short, and only to who meant us; clips and numbers stay private."""

from __future__ import annotations

import asyncio
from html import escape

from telegram import Message, Update
from telegram.ext import ContextTypes

from analysis.visuals.filming_guide.card import film_card
from bot.chat.messages import Button, Photo, Text
from bot.handlers.clip import attachment_in, take_clip
from bot.handlers.request import office_of, visit_of
from bot.replies.checklist import PHASES
from content.words import FALLBACK, Words, load_words

PICTURE = "film.jpg"


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a command, a mention or a reply."""
    message, user = update.effective_message, update.effective_user
    assert message is not None and user is not None  # the gate has seen both
    office, words = office_of(context), load_words(user.language_code or FALLBACK)
    # Who never wrote in private can't be answered there.
    known = office.store.athlete(user.id) is not None
    if known and attachment_in(message):
        await take_clip(visit_of(update, context))
        await office.outbox.react(message.chat_id, message.message_id, "👀")
        await _say(message, context, "bot.group.clip", words)
    elif (command := _command(message)) == "film":
        drawn = await asyncio.to_thread(film_card, words.language)
        card = Photo(PICTURE, escape(words.text("film.short")))
        await office.outbox.send(message.chat_id, card, {PICTURE: drawn})
    elif command == "checklist":
        await office.outbox.send(message.chat_id, _phases(words))
    else:
        await _say(message, context, "bot.group.private", words)


def _command(message: Message) -> str:
    """The command's name; empty where the message is none."""
    word = (message.text or "").split(maxsplit=1)[:1]
    return word[0][1:].partition("@")[0] if word and word[0][0] == "/" else ""


def _phases(words: Words) -> Text:
    """The eight phases, a line each."""
    lines = [
        f"{number}. {words.text(f'phase.{number}.title')}"
        for number in range(1, PHASES + 1)
    ]
    return Text(escape("\n".join(lines)))


async def _say(
    message: Message, context: ContextTypes.DEFAULT_TYPE, key: str, words: Words
) -> None:
    link = f"https://t.me/{context.bot.username}"
    button = Button(words.text("bot.button.private"), url=link)
    text = Text(escape(words.text(key)), ((button,),))
    await office_of(context).outbox.send(
        message.chat_id, text, answers=message.message_id
    )
