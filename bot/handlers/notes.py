"""What is written under clips: whose they are, and the note that stays with them."""

from __future__ import annotations

from contextlib import suppress

from telegram import Message

from analysis.errors import OutdatedAnalysis
from analysis.serialization import from_json
from bot.handlers.caption import named_in
from bot.handlers.giving import give
from bot.handlers.request import Visit
from bot.store import ClipRow, Member

WRITTEN_DOWN = "✍"


def caption_of(visit: Visit, message: Message) -> tuple[Member | None, str]:
    """The athlete of the squad a caption names, and the note in it."""
    return named_in(message.caption or "", visit.office.store.squad(visit.athlete.id))


def whose_and_note(visit: Visit, message: Message) -> tuple[int, str | None]:
    """Whose a new clip is, and its note; an album's caption counts for all of it."""
    named, note = caption_of(visit, message)
    if named or note:
        return (named.id if named else visit.subject.id), note
    for one in visit.office.store.album(visit.chat_id, message.media_group_id):
        if one.note or one.athlete_id != visit.subject.id:
            return one.athlete_id, one.note
    return visit.subject.id, None


async def share(visit: Visit, message: Message) -> None:
    """Put a caption under the clips of its album that came before it without any."""
    named, note = caption_of(visit, message)
    for one in visit.office.store.album(visit.chat_id, message.media_group_id):
        if one.note is None and one.athlete_id == visit.subject.id:
            await put(visit, one, named, note)


async def put(visit: Visit, row: ClipRow, named: Member | None, note: str) -> None:
    """Put a note under a clip, and give it to the athlete it names.

    Not to one whose guardian hasn't said yes: the clip may be in line already.
    """
    office = visit.office
    office.store.set_note(row.id, note)
    athlete = office.store.athlete(named.id) if named else None
    if athlete and athlete.id != row.athlete_id and not athlete.waits:
        await give(visit, row, athlete)
    office.board.renew()


async def edited(visit: Visit) -> None:
    """Take an edited caption as the clip's new note, and show it in the reply.

    Under the first clip of an album it counts for those that had the same.
    """
    message, store = visit.message, visit.office.store
    if message is None:
        return
    clip_id = store.clip_of_message(message.chat_id, message.message_id)
    row = visit.own_clip(clip_id or "")
    if row is None:
        return
    named, note = caption_of(visit, message)
    album = store.album(visit.chat_id, message.media_group_id)
    first = not album or album[0].id == row.id
    alike = [one for one in album if first and one.note == row.note]
    for one in alike or [row]:
        await put(visit, one, named, note)
        await _reword(visit, one.id)
    await visit.office.outbox.react(visit.chat_id, message.message_id, WRITTEN_DOWN)


async def _reword(visit: Visit, clip_id: str) -> None:
    """Put the note into the reply, where one was sent and can still be read."""
    row = visit.office.store.clip(clip_id)
    if row is not None and row.state == "analysed" and row.analysis is not None:
        with suppress(OutdatedAnalysis, KeyError):
            await visit.office.delivery.reword(row, from_json(row.analysis))
