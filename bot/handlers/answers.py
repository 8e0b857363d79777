"""What somebody writes after we asked them something; small talk else.

What was asked is kept with the person as a button would say it, so that the answer is
understood after a restart too. A command takes the question back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from telegram import MessageEntity

from bot.chat.callback_data import Action, read
from bot.handlers import comments, other_media, squad_members, weekly
from bot.handlers.request import Handler, Visit

ANSWERS: Mapping[Action, Handler] = {
    "add_athlete": squad_members.named,
    "comment": comments.take,
    "rename": squad_members.renamed,
    "tz": weekly.placed,
}

LINKS: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]


async def text(visit: Visit) -> None:
    """Take a text as the answer to what was asked."""
    said = (visit.message.text or "") if visit.message else ""
    if not await _answered(replace(visit, argument=said.strip())):
        links = visit.message.parse_entities(LINKS) if visit.message else {}
        await (other_media.link if links else other_media.text)(visit)


async def voice(visit: Visit) -> None:
    """Take a voice message as the answer to what was asked."""
    if not await _answered(visit):
        await other_media.voice(visit)


async def _answered(visit: Visit) -> bool:
    """Whether something was asked; it is answered once, unless asked again."""
    question = visit.office.store.take_question(visit.athlete.id, visit.update_id)
    asked = read(question or "")
    handler = ANSWERS.get(asked.action) if asked.action else None
    if handler is None:
        return False
    await handler(replace(visit, button=asked, answers=True))
    return True
