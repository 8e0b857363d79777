"""Who may come in: people on the list, in private chats; others kindly not."""

from __future__ import annotations

from html import escape

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.chat.messages import Text
from bot.handlers import group
from bot.handlers.request import office_of
from bot.services import Office
from content.words import FALLBACK, load_words


async def gate(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Stop what is not for us, kindly where somebody meant us."""
    user, message = update.effective_user, update.message
    if user is None or user.is_bot or update.effective_chat is None:
        raise ApplicationHandlerStop
    office, private = office_of(context), update.effective_chat.type == ChatType.PRIVATE
    if not private:
        known = office.may_enter(user.id)
        if known and message is not None and addressed(message, context.bot.bot):
            await group.answer(update, context)
        raise ApplicationHandlerStop
    if office.may_enter(user.id) or _is_invited(office, update, user.id):
        return
    if update.callback_query is not None:
        await office.outbox.answer(update.callback_query.id)
    elif update.message is not None:
        await _keep_out(office, user)
    raise ApplicationHandlerStop


def _is_invited(office: Office, update: Update, user_id: int) -> bool:
    """Let in who comes by a good invitation; nobody who was kept out by name."""
    said = (update.message and update.message.text) or ""
    command, _, token = said.strip().partition(" ")
    if command != "/start" or office.store.may_enter(user_id) is False:
        return False
    opened = token.strip(), update.update_id
    link = office.store.link(*opened)
    if link is None or link.kind != "invite" or not office.store.use_link(*opened):
        return False
    office.store.let_in(user_id, True)
    return True


async def _keep_out(office: Office, user: User) -> None:
    """Say so, to somebody kept out by name only once."""
    words = load_words(user.language_code or FALLBACK)
    if office.store.may_enter(user.id) is None:
        said = words.text("bot.clip.stranger", id=user.id)
    elif office.store.told_once(user.id):
        said = words.text("bot.admin.kept_out")
    else:
        return
    await office.outbox.send(user.id, Text(escape(said)))


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
