"""/start: a hello on the filming card, and one question."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import get_args

from analysis.visuals.filming_guide.card import film_card
from bot.handlers.request import Visit
from bot.replies.first import CARD, hello, question, skipped, thanks
from bot.replies.guardian import ask_guardian
from bot.store import About
from bot.store.models import AgeGroup, Experience


async def start(visit: Visit) -> None:
    """Say hello on the filming card, and ask what is still to be asked."""
    card = hello(visit.words)
    drawn = await asyncio.to_thread(film_card, visit.words.language)
    if not await visit.send_pictures(card, {CARD: drawn}):
        await visit.say(card.words)
    if visit.athlete.waits:
        await visit.say(ask_guardian(visit.words))
    elif not visit.athlete.about:
        await visit.say(question(visit.words))


async def answer(visit: Visit) -> None:
    """Take the answer to the question, and say in its place what it changes."""
    told = _told(visit.athlete.about, visit.button.choice)
    if told is None:
        await visit.show(skipped(visit.words))
        return
    visit.office.store.set_about(visit.athlete.id, told)
    athlete = visit.office.store.meet(visit.athlete.id)
    said = ask_guardian if athlete.waits else partial(thanks, told)
    await visit.show(said(visit.words))


def _told(known: About, choice: str) -> About | None:
    """What is known with this answer; None when it was none."""
    for experience in get_args(Experience):
        if experience == choice:
            return replace(known, experience=experience)
    for age in get_args(AgeGroup):
        if age == choice:
            return replace(known, age_group=age)
    return None
