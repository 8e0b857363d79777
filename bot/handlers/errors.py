"""What went wrong in a handler: logged without a word of the athlete's, told kindly."""

from __future__ import annotations

import logging
from html import escape

from telegram import Update

from bot.chat.faults import ChatFault
from bot.chat.messages import Text
from bot.disk import is_full
from bot.services import Office
from content.words import FALLBACK, load_words

log = logging.getLogger(__name__)


async def sorry(office: Office, update: Update, error: Exception | None) -> None:
    """Log the error, and tell whoever waits for an answer what to expect."""
    full = is_full(error)
    if error is not None and not full:
        log.error("update %d failed", update.update_id, exc_info=error)
    user = update.effective_user
    if user is None:
        return
    words = load_words(user.language_code or FALLBACK)
    told = words.text("bot.full.disk" if full else "bot.errors.kind")
    try:
        await office.outbox.send(user.id, Text(escape(told)))
    except ChatFault as fault:
        log.error("could not say sorry: %s", fault)
