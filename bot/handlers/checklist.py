"""/checklist: the athlete's board, all eight phases and one picture page each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from analysis.scoring.checklist import Checklist, load_checklist
from analysis.visuals.phase_board import Slot, board_picture, phase_picture
from bot.chat.messages import Photo
from bot.handlers.request import Visit
from bot.progress.board import PHASES, Board, board_of
from bot.replies.board import PICTURE, overview, phase_page
from bot.replies.numbers import day_text
from bot.replies.whose import photo_of
from bot.store import ClipRow
from bot.store.stills import NEWEST_KEPT
from bot.time_zones import zone


@dataclass(frozen=True, slots=True)
class Stand:
    """A board with what it was made of."""

    board: Board
    checklist: Checklist


async def checklist(visit: Visit) -> None:
    """Send the board, or the phase that is named."""
    number = int(visit.argument) if visit.argument.isdecimal() else 0
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    photo, picture = await _page(visit, min(number, len(PHASES)))
    if not await visit.send_pictures(photo, {PICTURE: picture}):
        await visit.say(photo.words)


async def turn(visit: Visit) -> None:
    """Turn to another page in place; a page of before had no overview."""
    number = min(visit.button.phase, len(PHASES))
    if visit.button.action == "chk":
        number = max(number, 1)
    photo, picture = await _page(visit, number)
    await visit.show_picture(photo, {PICTURE: picture})


def stand_of(visit: Visit) -> Stand:
    """The board of whoever is looked at."""
    subject, store = visit.subject, visit.office.store
    found = load_checklist(subject.about.level)
    rows = store.history(subject.id, NEWEST_KEPT)
    known = {row.id for row in rows}
    # The first start's frames are kept for good.
    kept = store.clips_with_stills(subject.id)
    rows += [row for row in kept if row.id not in known]
    home = zone(visit.athlete.timezone, visit.office.settings.default_timezone)
    made = board_of(rows, store.phases_kept(subject.id), found, home)
    return Stand(made, found)


def day_of(visit: Visit, row: ClipRow) -> str:
    """The day of a clip where the person lives."""
    home = zone(visit.athlete.timezone, visit.office.settings.default_timezone)
    now = visit.office.clock()
    return day_text(row.received_at, home, visit.words.language, now)


async def _page(visit: Visit, number: int) -> tuple[Photo, bytes]:
    board, words = stand_of(visit).board, visit.words
    if number == 0:
        slots = [_slot(visit, one, board) for one in PHASES]
        picture = await asyncio.to_thread(board_picture, slots, words)
        return photo_of(visit.subject_name, overview(board, words)), picture
    slot = _slot(visit, number, board)
    picture = await asyncio.to_thread(phase_picture, slot)
    tab = visit.button.choice
    page = phase_page(number, tab, board, slot.beside, words)
    return photo_of(visit.subject_name, page), picture


def _slot(visit: Visit, number: int, board: Board) -> Slot:
    """The athlete's own frame of a phase; a drawing where there is none."""
    best, verdict = board.best.get(number), board.verdict(number)
    if best is None:
        return Slot(number, None, verdict)
    still = visit.office.store.still(best.row.id, number)
    return Slot(number, still, verdict, day_of(visit, best.row))
