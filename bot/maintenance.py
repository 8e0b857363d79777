"""The rounds the bot makes at start and every so often; each may be repeated."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from html import escape

from bot.chat.messages import Text
from bot.jobs import reply_id
from bot.jobs.payload import failed
from bot.services import Office, words_for
from bot.squad_summaries import send_squad_summaries
from bot.store import ClipRow
from bot.summaries import send_summaries

log = logging.getLogger(__name__)


# What keeps a clip from its answer is looked for more often than the rest.
SETTLE_S = 60.0


async def start_up(office: Office) -> None:
    """Bring every unfinished clip back in line and in sight, then make the rounds."""
    for row in office.store.unfinished():
        await office.board.open(row)
    await make_rounds(office)


async def make_rounds(office: Office) -> None:
    """Make every round."""
    await _make(
        office,
        send_summaries,
        send_squad_summaries,
        settle_clips,
        clear_status_messages,
        drop_stray_pictures,
        drop_old_clips,
        hide_faces,
        serve_newcomers,
        purge,
    )


async def keep_settling(office: Office) -> None:
    """Look every minute for clips that lost their way, until cancelled."""
    while True:
        await asyncio.sleep(SETTLE_S)
        await _make(office, settle_clips, clear_status_messages)


async def _make(office: Office, *rounds: Callable[[Office], Awaitable[None]]) -> None:
    """Make some rounds; one that fails doesn't keep the others."""
    for round_ in rounds:
        try:
            await round_(office)
        except Exception:
            log.exception("round %s failed", round_.__name__)


async def settle_clips(office: Office) -> None:
    """Find unfinished clips that the queue lost sight of, and settle them."""
    office.store.adopt_replies(office.settings.executor_id)
    rows = office.store.unfinished()
    ids = [row.work_id for row in rows]
    states = await office.jobs.states([*ids, *map(reply_id, ids)])
    for row in rows:
        work = row.work_id
        await _settle(office, row, states[work], states[reply_id(work)])


async def _settle(office: Office, row: ClipRow, clip: str, reply: str) -> None:
    if office.store.clip(row.id) is None:
        return  # deleted while we asked the queue
    if reply in ("lost", "done"):  # it ended before the history knew the outcome
        await _deliver(office, row)
    elif clip == "unknown":  # killed between writing it down and queueing it
        await office.jobs.enqueue(office.job_of(row))
    elif clip == "lost":  # it was running in too many bots that were killed
        await office.jobs.reply(office.job_of(row), failed("crashed"))
    elif clip == "cancelled" or (clip == "done" and reply == "unknown"):
        office.store.finish(row.id, "cancelled", look=row.look)
        await office.board.close(row.id)


async def _deliver(office: Office, row: ClipRow) -> None:
    """Reply from here, with what the queue was handed."""
    if handed := await office.jobs.handed(row.work_id):
        await office.delivery.deliver(*handed)
    else:
        office.store.finish(row.id, "failed", look=row.look)
        await office.board.close(row.id)


async def clear_status_messages(office: Office) -> None:
    """Take away what is left of status messages, and own up to a reply that failed."""
    await office.board.sweep()
    rows = office.store.with_status_left()
    states = await office.jobs.states([reply_id(row.work_id) for row in rows])
    for row in rows:
        reply = states[reply_id(row.work_id)]
        words = words_for(office.store, row.chat_id)
        sorry = Text(escape(words.text("bot.errors.kind")))
        last_words = sorry if reply == "lost" else None
        if reply != "alive" and not office.store.owes_reply(row.work_id):
            await office.board.close(row.id, last_words)


async def drop_stray_pictures(office: Office) -> None:
    """Delete pictures that no workflow will send any more."""
    ids = sorted(await asyncio.to_thread(office.artefacts.work_ids))
    states = await office.jobs.states([*ids, *map(reply_id, ids)])
    for work in ids:
        alive = "alive" in (states[work], states[reply_id(work)])
        if not alive and not office.store.owes_reply(work):
            await asyncio.to_thread(office.artefacts.delete, work)


async def serve_newcomers(office: Office) -> None:
    """Try again to send the sample to who couldn't be reached."""
    office.sample.wake()


async def drop_old_clips(office: Office) -> None:
    """Delete clips that are older than their people want them kept."""
    for row in office.store.past_keeping(office.clock()):
        await office.forget_clip(row)


async def hide_faces(office: Office) -> None:
    """Cover the faces in what was kept before, where that was cut short."""
    await office.hide_faces()


async def purge(office: Office) -> None:
    """Delete finished workflows, and ids of handled updates, that are old enough."""
    office.store.drop_old_updates()
    if count := await office.jobs.purge():
        log.info("purged %d finished workflows", count)
