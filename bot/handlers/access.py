"""Who may come in: people on the list, in private chats."""

from __future__ import annotations

from html import escape

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.chat.messages import Text
from bot.handlers import group
from bot.handlers.request import office_of
from content.words import load_words


async def gate(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Stop what is not for us, kindly where somebody meant us."""
    user, message = update.effective_user, update.effective_message
    if user is None or user.is_bot or update.effective_chat is None:
        raise ApplicationHandlerStop
    if update.effective_chat.type != ChatType.PRIVATE:
        if message is not None and addressed(message, context.bot.bot):
            await group.answer(update, context)
        raise ApplicationHandlerStop
    allowed = office_of(context).settings.allowed_users
    if allowed and user.id not in allowed:
        if update.message is not None:
            words = load_words(user.language_code or "en")
            text = Text(escape(words.text("bot.clip.stranger", id=user.id)))
            await office_of(context).outbox.send(user.id, text)
        raise ApplicationHandlerStop


def addressed(message: Message, bot: User) -> bool:
    """Whether a message in a group is a command, a reply or a mention for this bot."""
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == bot.id:
        return True
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.BOT_COMMAND]
    said = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    name = f"@{bot.username}".lower()
    return any(
        text.lower().endswith(name)
        or (entity.type == MessageEntity.BOT_COMMAND and "@" not in text)
        for entity, text in said.items()
    )
