"""What came in: every update, written down before Telegram may forget it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.store.database import HistoryFile
from bot.store.models import as_text

# Telegram delivers an update for one day at most; ids of handled ones outlive that.
KEPT = timedelta(days=3)
# By their numbers; these begin anew after a week without any update.
IN_ORDER = "substr(received_at, 1, 10), id"


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it came: its id, whose it is (0 when nobody's), Telegram's JSON."""

    id: int
    person: int
    content: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An update, and how often it was begun, this time included."""

    id: int
    content: str
    tries: int


class Inbox(HistoryFile):
    """The part of the history that knows the updates that wait to be handled."""

    def take_in(self, updates: Sequence[Incoming], holder: str) -> list[Incoming]:
        """Write updates down, all or none; those that this process is to handle.

        That is ``holder``, unless another process has some of the same person's that
        wait: who handles one of a person handles all, so that they keep their order.
        """
        ours, now = [], as_text(self._now())
        with self._together():
            # In one order, else two processes might wait for each other.
            for person in sorted({one.person for one in updates}):
                self._tables.alone_with(person)
            for one in updates:
                added = self._write(
                    """insert into inbox (id, person, content, tries, received_at,
                        holder)
                    values (:id, :person, :content, 0, :now, coalesce(
                        (select holder from inbox where person = :person
                            and handled_at is null order by id limit 1), :holder))
                    on conflict (id) do nothing returning holder""",
                    id=one.id,
                    person=one.person,
                    content=one.content,
                    now=now,
                    holder=holder,
                )
                ours += [one for row in added if row["holder"] == holder]
        return ours

    def unhandled(self, holder: str) -> list[tuple[int, int]]:
        """Ids of the updates that a process is to handle, in their order.

        Each with whose it is.
        """
        rows = self._read(
            f"""select id, coalesce(person, 0) as person from inbox
            where handled_at is null and holder = :holder
            order by {IN_ORDER}""",
            holder=holder,
        )
        return [(row["id"], row["person"]) for row in rows]

    def adopt_updates(self, holder: str) -> bool:
        """Let a process handle what waits for those that are gone; whether any does.

        Of each person all or nothing.
        """
        orphans = """handled_at is null and holder != :holder
            and holder not in (select id from executors)"""
        rows = self._read(
            f"select distinct person from inbox where {orphans}", holder=holder
        )
        adopted = []
        for row in rows:
            with self._together():
                self._tables.alone_with(row["person"])
                adopted += self._write(
                    f"""update inbox set holder = :holder
                    where person = :person and {orphans} returning id""",
                    person=row["person"],
                    holder=holder,
                )
        return bool(adopted)

    def open_next(self, person: int, holder: str) -> Opened | None:
        """Begin to handle a person's next update.

        None when nothing waits, or another process is to handle it.
        """
        rows = self._write(
            f"""update inbox set tries = tries + 1 where id = (
                select id from inbox where coalesce(person, 0) = :person
                    and handled_at is null and holder = :holder
                order by {IN_ORDER} limit 1)
            returning id, content, tries""",
            person=person,
            holder=holder,
        )
        return Opened(**rows[0]) if rows else None

    def put_back(self, id: int) -> None:
        """Take back that an update was begun: it was no fault of its own."""
        self._write(
            """update inbox set tries = tries - 1
            where id = :id and handled_at is null returning id""",
            id=id,
        )

    def handled(self, id: int, holder: str) -> None:
        """Forget what an update said, but not that it came.

        Unless another process is to handle it by now.
        """
        self._write(
            """update inbox set content = null, person = null, question = null,
                handled_at = :now
            where id = :id and handled_at is null and holder = :holder
            returning id""",
            id=id,
            holder=holder,
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
