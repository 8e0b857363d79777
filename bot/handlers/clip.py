"""A clip comes in: checked by its size and type, queued, confirmed."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

from telegram import Message

from bot import steps
from bot.chat.telegram_objects import seconds_of
from bot.handlers import history
from bot.handlers.notes import caption_of, put, share, whose_and_note
from bot.handlers.request import Visit
from bot.jobs.room import is_full
from bot.replies.again import known
from bot.replies.numbers import clock_text
from bot.store import ClipRow
from bot.time_zones import zone
from content.words import Words

log = logging.getLogger(__name__)

MB = 1_000_000
LIMIT_S = 60
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
VIDEO_ENDINGS = frozenset(
    (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".3gp", ".mts", ".hevc", ".mpg")
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A video in a message; size and length None where Telegram omits them."""

    kind: str
    file_id: str
    size_bytes: int | None
    duration_s: float | None
    file_unique_id: str | None = None


async def take_clip(visit: Visit) -> None:
    """Put the clip in line, or say kindly why not."""
    assert visit.message is not None
    clip = attachment_in(visit.message)
    if clip is None:
        await visit.answer(visit.words.text("bot.clip.not_a_clip"))
    elif objection := objection_to(clip, visit.words, visit.office.most_bytes):
        await visit.answer(objection)
    elif known := _known(visit, clip):
        await _answer_again(visit, known, visit.message)
    else:
        await _put_in_line(visit, visit.message, clip)


def _known(visit: Visit, clip: Attachment) -> ClipRow | None:
    """The clip of the same file that came before; not of this very message."""
    store = visit.office.store
    if clip.file_unique_id is None or store.clip(_id(visit)) is not None:
        return None
    return visit.clip(store.same_file(visit.chat_id, clip.file_unique_id) or "")


async def _answer_again(visit: Visit, row: ClipRow, message: Message) -> None:
    """Show what was said of the same file before; it counts once."""
    named, note = caption_of(visit, message)
    if named or note:
        await put(visit, row, named, note or row.note or "")
        row = visit.office.store.clip(row.id) or row
    if row.state == "held" or row.under_way:
        await visit.answer(visit.words.text("bot.clip.known_waits"))
        return
    answers = message.message_id if visit.private else None
    text = known(row.id, visit.words)
    await visit.office.outbox.send(visit.chat_id, text, answers=answers)
    await history.send_reply(visit, row)


async def _put_in_line(visit: Visit, message: Message, clip: Attachment) -> None:
    store, clip_id = visit.office.store, _id(visit)
    if store.clip(clip_id) is None and (enough := _enough(visit)):
        await visit.answer(enough)
        return
    # Nothing is awaited between the check and adding it, and the clip is written down
    # before anything can fail: from here on a restart finds it.
    whose, note = whose_and_note(visit, message)
    new = store.add_clip(
        id=clip_id,
        athlete_id=whose,
        chat_id=visit.chat_id,
        received_at=message.date,
        kind=clip.kind,
        file_id=clip.file_id,
        message_id=message.message_id if visit.private else 0,
        note=note,
        album=message.media_group_id,
        file_unique_id=clip.file_unique_id,
    )
    if new:
        late_s = (visit.office.clock() - message.date).total_seconds()
        size = clip.size_bytes
        steps.note("received", clip_id, kind=clip.kind, bytes=size, late_s=late_s)
    if new and message.caption:
        await share(visit, message)
    await visit.office.take(clip_id)
    if new and visit.private:
        await visit.office.outbox.react(visit.chat_id, message.message_id, "👀")
    if new:
        await _hint(visit, clip)


def _enough(visit: Visit) -> str | None:
    """Why no more clips can be taken now, in words; None when they can."""
    office, words, now = visit.office, visit.words, visit.office.clock()
    if is_full(office.settings.data_dir):
        log.error("a clip is not taken: the disk is full")
        return words.text("bot.errors.no_room")
    waiting = office.store.waiting(visit.chat_id)
    if len(waiting) >= office.settings.max_waiting:
        return words.text("bot.clip.full", count=len(waiting))
    sent = office.store.sent_since(visit.chat_id, now - A_DAY)
    lasting = office.settings.clips_per_day, A_DAY, "bot.clip.quota"
    short = office.settings.clips_per_hour, AN_HOUR, "bot.clip.hour_quota"
    for most, span, key in (lasting, short):
        counted = [one for one in sent if one > now - span]
        if len(counted) >= most:
            home = zone(visit.athlete.timezone, office.settings.default_timezone)
            again = clock_text(counted[-most] + span, home, words.language)
            return words.text(key, most=most, time=again)
    return None


def _id(visit: Visit) -> str:
    """The clip's id: that of the update, so that one delivered twice is one."""
    return f"tg-{visit.update_id:012d}"


async def _hint(visit: Visit, clip: Attachment) -> None:
    """Say once a week what a clip loses on the way it was sent."""
    squeezed = clip.kind in ("video", "animation") and visit.office.squeezes
    small = clip.kind == "video_note"
    if (squeezed or small) and visit.office.store.may_hint(visit.athlete.id):
        await visit.answer(
            visit.words.text(f"bot.clip.{'small' if small else 'as_file'}")
        )


def attachment_in(message: Message) -> Attachment | None:
    """Find the video in a message, whichever way it was sent."""
    # An animation also carries a document of itself: asked for first.
    for kind in ("video", "animation", "video_note"):
        if media := getattr(message, kind):
            length_s = seconds_of(media.duration)
            return Attachment(
                kind, media.file_id, media.file_size, length_s, media.file_unique_id
            )
    file = message.document
    if file is None or not is_video(file.mime_type, file.file_name):
        return None
    return Attachment(
        "document", file.file_id, file.file_size, None, file.file_unique_id
    )


def is_video(mime_type: str | None, name: str | None) -> bool:
    """Whether a file says it is a video, by its type or its name."""
    if (mime_type or "").startswith("video/"):
        return True
    return PurePath(name or "").suffix.lower() in VIDEO_ENDINGS


def objection_to(clip: Attachment, words: Words, most_bytes: float) -> str | None:
    """What keeps us from fetching this clip, in words; None when nothing does."""
    if (clip.size_bytes or 0) > most_bytes:
        # Rounded up: 20.02 MB would read as no more than the limit.
        size = math.ceil((clip.size_bytes or 0) / MB * 10) / 10
        return words.text("bot.clip.too_large", size=size, limit=round(most_bytes / MB))
    if (clip.duration_s or 0) > LIMIT_S:
        length = round(clip.duration_s or 0)
        return words.text("bot.clip.too_long", length=length, limit=LIMIT_S)
    return None
