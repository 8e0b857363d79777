"""Pressed buttons: who does what for each action."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from telegram import Update
from telegram.ext import ContextTypes

from analysis.errors import OutdatedAnalysis
from bot.chat.callback_data import Action, read
from bot.handlers import (
    about,
    best,
    checklist,
    comments,
    comparison,
    corrections,
    faces,
    filming_guide,
    first,
    guardian,
    history,
    line,
    path,
    phase_detail,
    privacy,
    retention,
    sample,
    settings,
    sharing,
    squad,
    squad_members,
    weekly,
)
from bot.handlers.request import Handler, office_of, visit_of
from bot.replies.sample import SAMPLE

log = logging.getLogger(__name__)

ACTIONS: Mapping[Action, Handler] = {
    "about": about.about,
    "add_athlete": squad_members.add,
    "against": squad.against,
    "age": about.tell_age,
    "all": history.all_phases,
    "anew": line.resume,
    "as_it_was": corrections.as_it_was,
    "back": corrections.back,
    "best": best.turn,
    "board": squad.board,
    "checklist": checklist.checklist,
    "chk": checklist.turn,
    "comment": comments.ask,
    "del": privacy.delete,
    "do": corrections.do,
    "drill": phase_detail.drill,
    "drop": history.delete,
    "earlier": corrections.earlier,
    "experience": about.tell_experience,
    "faces": faces.faces,
    "film": filming_guide.film,
    "fix": corrections.fix,
    "first": first.answer,
    "guardian": guardian.guardian,
    "hand_over": squad_members.hand_over,
    "height": about.forget_height,
    "hclip": history.clip,
    "hist": history.older,
    "hpage": history.turn,
    "keep_for": retention.keep_for,
    "lang": settings.speak,
    "later": corrections.later,
    "leave": squad_members.leave,
    "look": squad.look,
    "me": corrections.me,
    "member": squad.member,
    "motion": comparison.motion,
    "other": corrections.other,
    "page": phase_detail.turn,
    "path": path.path,
    "phase": phase_detail.phase,
    "put": corrections.put,
    "phases": checklist.turn,
    "rename": squad_members.rename,
    "resume": line.resume,
    "sample": sample.sample,
    "share": sharing.share,
    "share_link": sharing.make_link,
    "show": history.show_again,
    "slow": phase_detail.slow,
    "squad": squad.squad,
    "stop_sharing": sharing.stop,
    "stop": line.stop,
    "then": comparison.then,
    "turn": corrections.turn,
    "tz": settings.timezone,
    "weekly": weekly.weekly,
    "whose": squad_members.whose,
    "why": phase_detail.why,
}


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Do what the button says; one of another version gets a sentence.

    So does one to a clip whose analysis an older version wrote and we can't read.
    """
    query = update.callback_query
    assert query is not None
    button = read(query.data or "")
    visit = visit_of(update, context, button=button)
    # First of all: the button stops spinning, however long the rest takes.
    await office_of(context).outbox.answer(query.id)
    if button.action is None:
        await visit.say_words("bot.errors.old_button")
        return
    if await guardian.asked_first(visit):
        return
    if button.clip == SAMPLE and visit.clip(SAMPLE) is None:
        await visit.office.sample.ask(visit.athlete.id)  # of an older version: anew
        return
    try:
        await ACTIONS[button.action](visit)
    except OutdatedAnalysis as error:
        log.warning("a clip of an older version can't be read: %s", error)
        await visit.say_words("bot.history.old_notes")
