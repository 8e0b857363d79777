"""What we owe: replies to clips that ended, edits and deletions of our messages.

A clip's way is kept in its row and here: it waits, is analysed, ends and owes its
reply in one transaction, and is answered and cleared away when that row is gone.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.store.attempts import work_id
from bot.store.clips import Clips
from bot.store.models import EndState, as_text

# As long as a reply with a film may take to be sent; then another may try.
HELD = timedelta(minutes=15)
# Messages in private chats: people's clips, and ours.
KNOWN = """select message_id as id from clips where chat_id > 0
    union select status_message_id from clips where chat_id > 0
    union select last_words_id from clips where chat_id > 0
    union select replies.message_id from replies
        join clips on clips.id = clip_id where chat_id > 0
    union select message_id from owed_edits where chat_id > 0"""


@dataclass(frozen=True, slots=True)
class Owing:
    """What a reply is made of: the queue's job and outcome."""

    job: Mapping[str, Any]
    outcome: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwedReply:
    """A reply that is to be sent: the queue's job and outcome, since when, which try.

    ``tries`` counts this one too.
    """

    work_id: str
    job: Mapping[str, Any]
    outcome: Mapping[str, Any]
    since: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class OwedEdit:
    """What a message of ours is to read; None for a message that is to go."""

    chat_id: int
    message_id: int
    html: str | None
    buttons: list[list[dict[str, Any]]]
    since: datetime
    tries: int


class Owed(Clips):
    """The part of the history that knows what is still to be said and tidied."""

    def end_owing(
        self,
        clip_id: str,
        look: int,
        owed: Owing,
        state: EndState,
        analysis: Mapping[str, Any] | None = None,
        refusal_code: str | None = None,
    ) -> bool:
        """End a look at a clip and owe its reply, both or neither; see ``finish``.

        What is owed for an earlier look is not: this reply says it all.
        """
        with self._together():
            if not self.finish(clip_id, state, analysis, refusal_code, look):
                return False
            work, now = work_id(clip_id, look), as_text(self._now())
            self._write(
                """delete from owed_replies
                where clip_id = :clip and work_id != :work returning work_id""",
                clip=clip_id,
                work=work,
            )
            self._write(
                """insert into owed_replies (work_id, clip_id, athlete_id, job,
                    outcome, since, tries, due_at)
                select :work, id, athlete_id, :job, :outcome, :now, 0, :now
                from clips where id = :clip
                on conflict (work_id) do nothing returning work_id""",
                work=work,
                clip=clip_id,
                job=json.dumps(dict(owed.job)),
                outcome=json.dumps(dict(owed.outcome)),
                now=now,
            )
        return True

    def due_replies(self) -> list[tuple[str, int]]:
        """Works whose replies may be tried now, each with its chat, oldest first."""
        rows = self._read(
            """select work_id, chat_id from owed_replies
            join clips on clips.id = clip_id
            where due_at <= :now order by since, work_id""",
            now=as_text(self._now()),
        )
        return [(row["work_id"], row["chat_id"]) for row in rows]

    def owes_reply(self, work_id: str) -> bool:
        """Whether this look's reply is still to be sent."""
        sql = "select work_id from owed_replies where work_id = :work"
        return bool(self._read(sql, work=work_id))

    def claim_reply(self, work_id: str, holder: str) -> OwedReply | None:
        """Take it upon a process to send a reply; None when it isn't due."""
        now = self._now()
        rows = self._write(
            """update owed_replies set tries = tries + 1, holder = :holder,
                due_at = :until
            where work_id = :work and due_at <= :now
            returning job, outcome, since, tries""",
            work=work_id,
            holder=holder,
            now=as_text(now),
            until=as_text(now + HELD),
        )
        return next((_reply(work_id, row) for row in rows), None)

    def release_replies(self, holder: str) -> None:
        """Let anybody try what a process held when it ended."""
        self._write(
            """update owed_replies set holder = null, due_at = :now
            where holder = :holder returning work_id""",
            holder=holder,
            now=as_text(self._now()),
        )

    def adopt_replies(self, holder: str) -> None:
        """Let anybody try what processes held that are gone; not what this one does."""
        self._write(
            """update owed_replies set holder = null, due_at = :now
            where holder != :holder and holder not in (select id from executors)
            returning work_id""",
            holder=holder,
            now=as_text(self._now()),
        )

    def put_off_reply(self, work_id: str, seconds: float) -> None:
        """Try a reply again after that long."""
        self._write(
            """update owed_replies set holder = null, due_at = :due
            where work_id = :work returning work_id""",
            work=work_id,
            due=as_text(self._now() + timedelta(seconds=seconds)),
        )

    def reply_done(self, work_id: str) -> None:
        """Nothing is owed for this look any more."""
        self._write(
            "delete from owed_replies where work_id = :work returning work_id",
            work=work_id,
        )

    def owe_edit(
        self,
        chat_id: int,
        message_id: int,
        html: str | None = None,
        buttons: object = (),
    ) -> None:
        """Owe an edit, or without ``html`` a deletion; what was owed before is not."""
        self._write(
            """insert into owed_edits (chat_id, message_id, html, buttons, since,
                tries, due_at)
            values (:chat, :message, :html, :buttons, :now, 0, :now)
            on conflict (chat_id, message_id) do update set html = excluded.html,
                buttons = excluded.buttons, tries = 0, due_at = excluded.due_at
            returning message_id""",
            chat=chat_id,
            message=message_id,
            html=html,
            buttons=json.dumps(buttons),
            now=as_text(self._now()),
        )

    def owed_edits(self) -> list[OwedEdit]:
        """List all that is owed, whenever it is due; the oldest first."""
        rows = self._read("select * from owed_edits order by since, message_id")
        return [_edit(row) for row in rows]

    def due_edits(self) -> list[OwedEdit]:
        """What may be tried now, the oldest first."""
        rows = self._read(
            """select * from owed_edits where due_at <= :now
            order by since, message_id""",
            now=as_text(self._now()),
        )
        return [_edit(row) for row in rows]

    def put_off_edit(self, edit: OwedEdit, seconds: float) -> None:
        """Try an edit again after that long."""
        self._write(
            """update owed_edits set tries = tries + 1, due_at = :due
            where chat_id = :chat and message_id = :message returning tries""",
            chat=edit.chat_id,
            message=edit.message_id,
            due=as_text(self._now() + timedelta(seconds=seconds)),
        )

    def edit_done(self, chat_id: int, message_id: int) -> None:
        """Nothing is owed for this message any more."""
        self._write(
            """delete from owed_edits
            where chat_id = :chat and message_id = :message returning tries""",
            chat=chat_id,
            message=message_id,
        )

    def newest_message(self) -> int:
        """The highest number of a message in a private chat that we know; 0 for none.

        Telegram counts the messages of all private chats of a bot in one row.
        """
        (row,) = self._read(f"select max(id) as id from ({KNOWN}) as known")
        return row["id"] or 0

    def unknown_messages(self, after: int, most: int) -> list[int]:
        """The next numbers after one that are of no message in our history."""
        rows = self._read(
            f"""select id from ({KNOWN}) as known where id > :after
            union select message_id from sent where message_id > :after""",
            after=after,
        )
        known = {row["id"] for row in rows}
        unknown = (id for id in itertools.count(after + 1) if id not in known)
        return list(itertools.islice(unknown, most))

    def next_due(self) -> datetime | None:
        """When the next of all this may be tried; None when nothing is owed."""
        (row,) = self._read(
            """select min(due_at) as due from (select due_at from owed_replies
            union all select due_at from owed_edits) as owed"""
        )
        return datetime.fromisoformat(row["due"]) if row["due"] else None


def _reply(work_id: str, row: Mapping[str, Any]) -> OwedReply:
    job, outcome = json.loads(row["job"]), json.loads(row["outcome"])
    since = datetime.fromisoformat(row["since"])
    return OwedReply(work_id, job, outcome, since, row["tries"])


def _edit(row: Mapping[str, Any]) -> OwedEdit:
    return OwedEdit(
        row["chat_id"],
        row["message_id"],
        row["html"],
        json.loads(row["buttons"] or "[]"),
        datetime.fromisoformat(row["since"]),
        row["tries"],
    )
