"""Pressed buttons: who does what for each action."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Update
from telegram.ext import ContextTypes

from bot.chat.callback_data import Action, read
from bot.handlers import (
    checklist,
    comparison,
    corrections,
    filming_guide,
    history,
    phase_detail,
    privacy,
    progress,
    settings,
)
from bot.handlers.request import Handler, office_of, visit_of

ACTIONS: Mapping[Action, Handler] = {
    "all": history.all_phases,
    "as_it_was": corrections.as_it_was,
    "checklist": checklist.checklist,
    "chk": checklist.turn,
    "del": privacy.delete,
    "drill": phase_detail.drill,
    "earlier": corrections.earlier,
    "film": filming_guide.film,
    "hist": history.history,
    "lang": settings.speak,
    "later": corrections.later,
    "me": corrections.me,
    "other": corrections.other,
    "page": phase_detail.turn,
    "phase": phase_detail.phase,
    "show": history.show_again,
    "slow": phase_detail.slow,
    "then": comparison.then,
    "turn": corrections.turn,
    "tz": settings.timezone,
    "weekly": progress.switch,
    "why": phase_detail.why,
}


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Do what the button says; one of another version gets a sentence."""
    query = update.callback_query
    assert query is not None
    action, argument = read(query.data or "")
    visit = visit_of(update, context, argument)
    # First of all: the button stops spinning, however long the rest takes.
    await office_of(context).outbox.answer(query.id)
    if action is None:
        await visit.say_words("bot.errors.old_button")
    else:
        await ACTIONS[action](visit)
