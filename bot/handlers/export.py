"""/export: everything kept of somebody, as a file for themselves."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.chat.messages import Document
from bot.handlers.request import Visit
from bot.replies.export import Kept, write_export
from bot.store import Comment

NAME = "sprint-starts.zip"
# What Telegram takes from bots is 50 MB; some of it goes to what is around the file.
MOST_BYTES = 49_000_000


async def export(visit: Visit) -> None:
    """Pack what is kept of this person and of who lives on their phone, and send it."""
    office, words = visit.office, visit.words
    await office.outbox.busy(visit.chat_id)
    clips = _clips(visit)
    you, told = _you(visit), words.text("bot.export.readme")
    packed = await asyncio.to_thread(_packed, you, clips, told)
    key = "bot.export.done"
    if len(packed) > MOST_BYTES:
        small = [replace(clip, stills={}) for clip in clips]
        packed = await asyncio.to_thread(_packed, you, small, told)
        key = "bot.export.no_pictures"
    if len(packed) > MOST_BYTES:
        await visit.say_words("bot.export.too_large")
        return
    document = Document(NAME, words.text(key, count=len(clips)))
    if not await visit.send_pictures(document, {NAME: packed}):
        await visit.say_words("bot.errors.kind")


def _clips(visit: Visit) -> list[Kept]:
    store, me = visit.office.store, visit.athlete.id
    kept = [one for one in store.squad(me) if one.kept]
    names = {me: "", **{one.id: one.name for one in kept}}
    return [
        Kept(
            row,
            name,
            store.stills(row.id),
            [_said(comment) for comment in store.comments(row.id)],
        )
        for athlete, name in names.items()
        for row in store.all_clips(athlete)
    ]


def _said(comment: Comment) -> Mapping[str, Any]:
    return {
        "author": comment.author,
        "said_at": comment.said_at.isoformat(),
        "text": comment.text,
        "voice": bool(comment.voice),
    }


def _you(visit: Visit) -> Mapping[str, Any]:
    athlete, store = visit.athlete, visit.office.store
    return {
        "id": athlete.id,
        "language": athlete.language,
        "timezone": athlete.timezone,
        "weekly": athlete.weekly,
        "weekly_time": asdict(athlete.weekly_time),
        "since": athlete.created_at.isoformat(),
        "about": asdict(athlete.about),
        "athletes": [one.name for one in store.squad(athlete.id) if one.kept],
        "coaches": [one.name for one in store.coaches(athlete.id)],
    }


def _packed(you: Mapping[str, Any], clips: list[Kept], told: str) -> bytes:
    # On disk when it is large, and gone when it is read.
    with tempfile.SpooledTemporaryFile(max_size=MOST_BYTES) as file:
        write_export(file, you, clips, told)
        file.seek(0)
        return file.read()
