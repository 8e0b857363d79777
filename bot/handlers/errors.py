"""The one error handler: logs without a word of the athlete's, stays kind."""

from __future__ import annotations

import logging
from html import escape

from telegram import Update
from telegram.ext import ContextTypes

from bot.chat.faults import ChatFault, SecondBot, Unreachable, fault_of
from bot.chat.messages import Text
from bot.handlers.request import office_of
from bot.store.disk import trouble_of
from content.words import load_words

log = logging.getLogger(__name__)


async def sorry(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log the error, and apologise to whoever was waiting for an answer."""
    error = context.error
    if not isinstance(update, Update):
        log_polling(error)
        return
    trouble = trouble_of(error)
    if trouble is None:
        log.error("update %d failed", update.update_id, exc_info=error)
    else:
        log.error("update %d: the disk is %s: %s", update.update_id, trouble, error)
    user = update.effective_user
    if user is None:
        return
    words = load_words(user.language_code or "en")
    try:
        text = Text(escape(words.text(f"bot.errors.{'disk' if trouble else 'kind'}")))
        await office_of(context).outbox.send(user.id, text)
    except ChatFault as fault:
        log.error("could not say sorry: %s", fault)


def log_polling(error: Exception | None) -> None:
    """Log in a line what keeps us from hearing anything."""
    fault = fault_of(error)
    if isinstance(fault, SecondBot):
        log.error("another bot asks for updates with the same token")
    elif isinstance(fault, Unreachable):
        log.warning("no connection: %s", fault)
    else:
        log.error("asking for updates failed", exc_info=error)
