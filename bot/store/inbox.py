"""What came in: every update, written down before Telegram may forget it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.store.database import HistoryFile
from bot.store.models import as_text

# Telegram delivers an update for one day at most; ids of handled ones outlive that.
KEPT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it came: its id, whose it is (0 when nobody's), Telegram's JSON."""

    id: int
    person: int
    content: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The content of an update, and how often it was begun, this time included."""

    content: str
    tries: int


class Inbox(HistoryFile):
    """The part of the history that knows the updates that wait to be handled."""

    def take_in(self, updates: Iterable[Incoming], holder: str) -> list[Incoming]:
        """Write updates down, all or none; those that are new, in their order.

        ``holder`` is the process that will handle them.
        """
        new, now = [], as_text(self._now())
        with self._together():
            for one in updates:
                added = self._write(
                    """insert into inbox (id, person, content, tries, received_at,
                        holder)
                    values (:id, :person, :content, 0, :now, :holder)
                    on conflict (id) do nothing returning id""",
                    id=one.id,
                    person=one.person,
                    content=one.content,
                    now=now,
                    holder=holder,
                )
                new += [one] * len(added)
        return new

    def unhandled(self, holder: str) -> list[tuple[int, int]]:
        """Ids of the updates that a process is to handle, in the order they came.

        Each with whose it is.
        """
        rows = self._read(
            """select id, coalesce(person, 0) as person from inbox
            where handled_at is null and holder = :holder order by received_at, id""",
            holder=holder,
        )
        return [(row["id"], row["person"]) for row in rows]

    def adopt_updates(self, holder: str) -> bool:
        """Let a process handle what waits for those that are gone; whether any does."""
        return bool(
            self._write(
                """update inbox set holder = :holder
                where handled_at is null and holder != :holder
                and holder not in (select id from executors) returning id""",
                holder=holder,
            )
        )

    def open_update(self, id: int) -> Opened | None:
        """Begin to handle an update; None when it was handled, or deleted."""
        rows = self._write(
            """update inbox set tries = tries + 1
            where id = :id and handled_at is null returning content, tries""",
            id=id,
        )
        return Opened(**rows[0]) if rows else None

    def put_back(self, id: int) -> None:
        """Take back that an update was begun: it was no fault of its own."""
        self._write(
            """update inbox set tries = tries - 1
            where id = :id and handled_at is null returning id""",
            id=id,
        )

    def handled(self, id: int) -> None:
        """Forget what an update said, but not that it came."""
        self._write(
            """update inbox set content = null, person = null, question = null,
                handled_at = :now
            where id = :id and handled_at is null returning id""",
            id=id,
            now=as_text(self._now()),
        )

    def drop_old_updates(self) -> None:
        """Drop the ids of updates that Telegram can't deliver once more."""
        self._write(
            "delete from inbox where handled_at < :oldest returning id",
            oldest=as_text(self._now() - KEPT),
        )

    def take_question(self, person: int, update_id: int) -> str | None:
        """What a person's text answers; it is answered by this update only."""
        with self._together():
            found = self._read(
                """select question from inbox where id = :id and question is not null
                union all
                select asked from athletes where id = :person and asked is not null""",
                id=update_id,
                person=person,
            )
            if len(found) == 1:
                self._answer_once(person, update_id, found[0]["question"])
        return found[0]["question"] if found else None

    def _answer_once(self, person: int, update_id: int, question: str) -> None:
        self._write(
            "update inbox set question = :question where id = :id returning id",
            question=question,
            id=update_id,
        )
        self._write(
            """update athletes set asked = null
            where id = :person and asked = :question returning id""",
            person=person,
            question=question,
        )
