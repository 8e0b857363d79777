"""/squad: a coach's athletes, one by one or as a board; whose clips are looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from analysis.scoring.findings import phase_verdict
from analysis.serialization import from_json
from analysis.types import Verdict
from analysis.visuals.squad_board import Row, board_card
from bot.chat.callback_data import CallbackData, callback_data
from bot.chat.messages import Button, Photo, Text
from bot.handlers import comparison
from bot.handlers.request import Visit
from bot.replies.numbers import day_text
from bot.replies.squad import (
    Standing,
    board_alt,
    choose_against,
    member_page,
    squad_page,
)
from bot.store import Member
from bot.time_zones import zone

PICTURE = "board.png"
# What one picture can show readably on a phone.
MOST_ROWS = 24


async def squad(visit: Visit) -> None:
    """List the athletes with their last clip and what to work on."""
    standings = [_standing(visit, one) for one in _members(visit)]
    await visit.show(squad_page(standings, visit.athlete.subject, visit.words))


async def member(visit: Visit) -> None:
    """Show one athlete."""
    if one := await member_named(visit):
        await visit.show(_page(visit, one, visit.athlete.subject))


async def look(visit: Visit) -> None:
    """Look at an athlete's clips from now on; at one's own again with 0."""
    store, wanted = visit.office.store, visit.button.athlete
    if wanted == 0:
        store.look_at(visit.athlete.id, None)
        await visit.say_words("bot.squad.looks_at_self")
    elif one := await member_named(visit):
        store.look_at(visit.athlete.id, one.id)
        await visit.show(_page(visit, one, one.id))


async def board(visit: Visit) -> None:
    """Draw the board of phases and athletes."""
    members, words = _members(visit), visit.words
    standings = [_standing(visit, one) for one in members[:MOST_ROWS]]
    rows = [Row(one.member.name, _verdicts(one)) for one in standings]
    if not any(row.verdicts for row in rows):
        await visit.say_words("bot.squad.board_empty")
        return
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    drawn = await asyncio.to_thread(board_card, rows, words.text("bot.squad.board"))
    back = Button(words.text("bot.button.squad"), data=callback_data("squad"))
    told = "\n".join(words.text(f"bot.{key}") for key in ("squad.board", "reply.signs"))
    alt = board_alt(standings, words)
    photo = Photo(PICTURE, escape(told), ((back,),), alt)
    if not await visit.send_pictures(photo, {PICTURE: drawn}):
        await visit.say_words("bot.errors.kind")


async def against(visit: Visit) -> None:
    """Compare two athletes' last starts; the second one is asked for first."""
    one = await member_named(visit)
    if one is None:
        return
    others = {str(other.id): other for other in _members(visit) if other != one}
    other = others.get(visit.button.choice)
    if other is None and (started := _with_a_start(visit, others.values())):
        await visit.show(choose_against(one, started, visit.words))
        return
    theirs = visit.office.last_clip(other.id) if other else None
    clip = visit.office.last_clip(one.id)
    if theirs is None or clip is None:
        await visit.say_words("bot.squad.nothing_to_compare")
        return
    wish = CallbackData("then", clip=clip.id, before=theirs.id)
    await comparison.then(replace(visit, button=wish))


async def member_named(visit: Visit) -> Member | None:
    """The athlete a button names; None, and said so, when they have left."""
    for one in _members(visit):
        if one.id == visit.button.athlete:
            return one
    await visit.say_words("bot.squad.left")
    return None


def _members(visit: Visit) -> Sequence[Member]:
    return visit.office.store.squad(visit.athlete.id)


def _with_a_start(visit: Visit, members: Iterable[Member]) -> list[Member]:
    """Those who have a start to compare with."""
    return [one for one in members if visit.office.last_clip(one.id)]


def _page(visit: Visit, one: Member, subject: int | None) -> Text:
    rest = [other for other in _members(visit) if other != one]
    others = bool(_with_a_start(visit, rest))
    return member_page(_standing(visit, one), one.id == subject, others, visit.words)


def _standing(visit: Visit, one: Member) -> Standing:
    row = visit.office.last_clip(one.id)
    if row is None or row.analysis is None:
        return Standing(one, None, None)
    home = zone(visit.athlete.timezone, visit.office.settings.default_timezone)
    now = visit.office.clock()
    day = day_text(row.received_at, home, visit.words.language, now)
    return Standing(one, day, from_json(row.analysis))


def _verdicts(one: Standing) -> tuple[Verdict | None, ...]:
    if one.last is None:
        return ()
    return tuple(phase_verdict(phase, one.last) for phase in one.last.phases)
