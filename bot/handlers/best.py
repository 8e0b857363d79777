"""/best: of every phase the start that came closest to the aim."""

from __future__ import annotations

import asyncio

from analysis.scoring.findings import phase_verdict
from analysis.visuals.phase_board import Slot, board_picture, phase_picture
from bot.chat.messages import Photo
from bot.handlers.checklist import Stand, day_of, stand_of
from bot.handlers.request import Visit
from bot.progress.board import PHASES, Start
from bot.replies.best import PICTURE, best_overview, best_page
from bot.replies.whose import photo_of


async def best(visit: Visit) -> None:
    """Send all phases."""
    stand = stand_of(visit)
    if not stand.board.best:
        await visit.say_words("best.none")
        return
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    photo, picture = await _every(visit, stand)
    if not await visit.send_pictures(photo, {PICTURE: picture}):
        await visit.say(photo.words)


async def turn(visit: Visit) -> None:
    """Turn to one phase, or back to all, in place."""
    stand, number = stand_of(visit), visit.button.phase
    if not stand.board.best:
        await visit.say_words("best.none")
        return
    if number not in stand.board.best:
        photo, picture = await _every(visit, stand)
    else:
        photo, picture = await _one(visit, stand, number)
    await visit.show_picture(photo, {PICTURE: picture})


async def _every(visit: Visit, stand: Stand) -> tuple[Photo, bytes]:
    found = stand.board.best
    slots = [_slot(visit, number, found.get(number)) for number in PHASES]
    picture = await asyncio.to_thread(board_picture, slots, visit.words)
    days = {slot.number: slot.beside for slot in slots}
    page = best_overview(found, days, stand.checklist, visit.words)
    return photo_of(visit.subject_name, page), picture


async def _one(visit: Visit, stand: Stand, number: int) -> tuple[Photo, bytes]:
    start = stand.board.best[number]
    slot = _slot(visit, number, start)
    picture = await asyncio.to_thread(phase_picture, slot)
    page = best_page(number, start, slot.beside, stand.checklist, visit.words)
    return photo_of(visit.subject_name, page), picture


def _slot(visit: Visit, number: int, start: Start | None) -> Slot:
    if start is None:
        return Slot(number, None, None)
    still = visit.office.store.still(start.row.id, number)
    verdict = phase_verdict(start.analysis.phases[number - 1], start.analysis)
    return Slot(number, still, verdict, day_of(visit, start.row))
