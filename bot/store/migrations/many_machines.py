"""Steps from 18 on: what is owed, and what several processes share."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from bot.store.migrations.register import MIGRATIONS, of_athlete


@MIGRATIONS()
def m018_yours(db: Database) -> None:
    """Add whose faces are hidden, in which clips they are, and what deleting leaves.

    ``strays`` are status messages that must still be taken away though their clip is
    gone; ``spent`` the places in the day's quota of clips that were deleted.
    """
    db.table("athletes").add_column("faces_hidden", int, not_null_default=0)
    db.table("clips").add_column("faceless", int, not_null_default=0)
    db.table("strays").create(
        {"chat_id": int, "message_id": int}, pk=("chat_id", "message_id"), strict=True
    )
    spent = db.table("spent").create(
        {"athlete_id": int, "received_at": str},
        foreign_keys=of_athlete("spent"),
        not_null={"athlete_id", "received_at"},
        strict=True,
    )
    spent.create_index(["athlete_id"])


@MIGRATIONS()
def m019_line(db: Database) -> None:
    """Let several machines share the line.

    ``turn`` orders unfinished clips, those that are equal by ``queued_at``, when they
    came in line; ``stage`` and ``percent`` say how far one is that
    another process looks at. An executor is a process that works on the line.
    """
    clips = db.table("clips")
    clips.add_column("turn", int)
    clips.add_column("queued_at", str)
    clips.add_column("stage", str)
    clips.add_column("percent", int)
    # As SQL: the library knows no index of a part. Finished clips are many.
    db.execute(
        """create index "idx_clips_under_way" on "clips" ("chat_id", "turn")
        where coalesce(again, state) in ('waiting', 'analysing')"""
    )
    db.table("executors").create(
        {"id": str, "beats": int, "slots": int},
        pk="id",
        not_null={"beats", "slots"},
        strict=True,
    )


@MIGRATIONS()
def m020_inbox(db: Database) -> None:
    """Create the updates that Telegram may forget because we have them.

    ``content`` is Telegram's JSON, ``person`` whose it is: both are there until it is
    handled; the bare id stays a while, so that one delivered twice is handled once.
    ``question`` is what a text answers, ``used_by`` of a link the update that opened
    it: one that is handled anew after a crash finds both as before. ``holder`` is the
    process that handles it. No key leads to ``athletes``: who writes first is none yet.
    """
    db.table("inbox").create(
        {"id": int, "person": int, "content": str, "question": str, "tries": int}
        | {"received_at": str, "handled_at": str, "holder": str},
        pk="id",
        not_null={"tries", "received_at", "holder"},
        strict=True,
    )
    db.table("inbox").create_index(["handled_at", "received_at", "id"])
    db.table("inbox").create_index(["person"])
    db.table("links").add_column("used_by", int)


@MIGRATIONS()
def m021_owed(db: Database) -> None:
    """Create what we owe: replies to clips, and edits and deletions of messages.

    ``job`` and ``outcome`` of a reply hold JSON; ``holder`` is the process that sends
    it until ``due_at``, when another may try. A message without ``html`` is to be
    deleted, else to read so, with ``buttons`` in JSON.
    """
    replies = db.table("owed_replies").create(
        {"work_id": str, "clip_id": str, "athlete_id": int, "job": str}
        | {"outcome": str, "since": str, "tries": int, "due_at": str, "holder": str},
        pk="work_id",
        foreign_keys=[
            *of_athlete("owed_replies"),
            ForeignKey("owed_replies", "clip_id", "clips", "id", on_delete="CASCADE"),
        ],
        not_null={"clip_id", "athlete_id", "job", "outcome", "since", "tries"}
        | {"due_at"},
        strict=True,
    )
    replies.create_index(["due_at"])
    replies.create_index(["clip_id"])
    replies.create_index(["athlete_id"])
    db.table("owed_edits").create(
        {"chat_id": int, "message_id": int, "html": str, "buttons": str}
        | {"since": str, "tries": int, "due_at": str},
        pk=("chat_id", "message_id"),
        not_null={"since", "tries", "due_at"},
        strict=True,
    )
