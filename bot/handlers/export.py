"""/export: everything kept of somebody, as a file for themselves."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.chat.messages import Document
from bot.handlers.request import Visit
from bot.replies.export import Kept, TooLarge, write_export
from bot.store import Comment
from bot.store.database import Place
from bot.store.stills import reading_stills
from content.words import Words

NAME = "sprint-starts.zip"
# What Telegram takes from bots is 50 MB; some of it goes to what is around the file.
MOST_BYTES = 49_000_000


async def export(visit: Visit) -> None:
    """Pack what is kept of this person and of who lives on their phone, and send it."""
    office, words = visit.office, visit.words
    await office.outbox.busy(visit.chat_id)
    clips, you = _clips(visit), _you(visit)
    path = office.settings.history
    try:
        packed, left_out = await asyncio.to_thread(_packed, path, you, clips, words)
    except TooLarge:
        await visit.say_words("bot.export.too_large")
        return
    said = words.text("bot.export.done", count=len(clips))
    document = Document(NAME, " ".join((said, *_left_out(left_out, words))))
    if not await visit.send_pictures(document, {NAME: packed}):
        await visit.say_words("bot.errors.kind")


def _left_out(count: int, words: Words) -> tuple[str, ...]:
    return (words.text("bot.export.left_out", count=count),) if count else ()


def _clips(visit: Visit) -> list[Kept]:
    store, me = visit.office.store, visit.athlete.id
    kept = [one for one in store.squad(me) if one.kept]
    names = {me: "", **{one.id: one.name for one in kept}}
    clips = [
        Kept(row, name, [_said(comment) for comment in store.comments(row.id)])
        for athlete, name in names.items()
        for row in store.all_clips(athlete)
    ]
    return sorted(clips, key=lambda one: (one.row.received_at, one.row.id))


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
        "faces_hidden": athlete.faces_hidden,
        "keep_days": athlete.keep_days,
        "athletes": [one.name for one in store.squad(athlete.id) if one.kept],
        "coaches": [one.name for one in store.coaches(athlete.id)],
    }


def _packed(
    history: Place, you: Mapping[str, Any], clips: list[Kept], words: Words
) -> tuple[bytes, int]:
    """The file and how many clips are in it without their pictures."""

    def told(left_out: int) -> str:
        said = (words.text(f"bot.export.{part}") for part in ("readme", "not_in_here"))
        return "\n\n".join((*said, *_left_out(left_out, words)))

    # On disk when it is large, and gone when it is read.
    with (
        tempfile.SpooledTemporaryFile(max_size=MOST_BYTES) as file,
        reading_stills(history) as stills,
    ):
        left_out = write_export(file, you, clips, stills, told, MOST_BYTES)
        file.seek(0)
        return file.read(), left_out
