"""What went wrong in a handler: logged without a word of the athlete's, told kindly."""

from __future__ import annotations

import logging
from html import escape

from telegram import Update

from bot.chat.faults import ChatFault
from bot.chat.messages import Text
from bot.services import Office
from bot.store.disk import trouble_of
from content.words import FALLBACK, load_words

log = logging.getLogger(__name__)


async def sorry(office: Office, update: Update, error: Exception | None) -> None:
    """Log the error, and tell whoever waits for an answer what to expect."""
    trouble = trouble_of(error) if error is not None else None
    if trouble is not None:
        log.error("update %d: the disk is %s: %s", update.update_id, trouble, error)
    elif error is not None:
        log.error("update %d failed", update.update_id, exc_info=error)
    user = update.effective_user
    if user is None:
        return
    words = load_words(user.language_code or FALLBACK)
    told = words.text(f"bot.errors.{'disk' if trouble else 'kind'}")
    try:
        await office.outbox.send(user.id, Text(escape(told)))
    except ChatFault as fault:
        log.error("could not say sorry: %s", fault)
