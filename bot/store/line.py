"""The line of everyone's clips: whose turn is when, and who works on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.store.database import HistoryFile

# Refers to the last look: a clip looked at again keeps its own state meanwhile.
UNDER_WAY = "coalesce(again, state) in ('waiting', 'analysing')"
# As the queue, which knows no more than turns and when it was given a clip.
IN_LINE = "coalesce(turn, 0), coalesce(queued_at, received_at), id"


def next_turn(chat: str) -> str:
    """SQL for the turn of a chat's new clip; turns go up, equal ones by their coming.

    A chat's own turns are two apart, so that between any two of them every other chat
    gets one. Who has nothing in line comes right after the clips that are looked at
    now: so many clips of one chat hold another up by the running one at most, and
    newcomers in any number hold nobody up by more than one each.
    """
    return f"""(select max(turn) from (
        select coalesce(
            max(case when coalesce(again, state) = 'analysing' then turn end),
            min(turn) - 1, 0) + 1 as turn from clips where {UNDER_WAY}
        union all
        select max(turn) + 2 from clips where chat_id = {chat} and {UNDER_WAY}
        ) as turns)"""


@dataclass(frozen=True, slots=True)
class Executor:
    """A process that works on the line; ``beats`` goes up while it lives.

    ``slots`` is how many clips it analyses at once.
    """

    id: str
    beats: int
    slots: int


@dataclass(frozen=True, slots=True)
class Report:
    """How far the analysis of a clip is: its stage, and how much of that in percent."""

    stage: str
    percent: int


class Line(HistoryFile):
    """The part of the history that knows the line, and who works on it."""

    def line(self) -> list[str]:
        """Ids of everyone's unfinished clips in the order they are looked at."""
        rows = self._read(f"select id from clips where {UNDER_WAY} order by {IN_LINE}")
        return [row["id"] for row in rows]

    def line_ahead(self, clip_id: str) -> int:
        """How many clips of everyone come before this one; 0 when it is not waiting.

        Chats take turns, see :func:`next_turn`: whoever has sent less may still come
        in before it.
        """
        line = self.line()
        return line.index(clip_id) if clip_id in line else 0

    def report(self, clip_id: str, report: Report) -> bool:
        """Note how far a clip is, for who shows it; False when nobody waits for it."""
        return bool(
            self._write(
                f"""update clips set stage = :stage, percent = :percent,
                    state = case when again is null then 'analysing' else state end,
                    again = case when again is not null then 'analysing' end
                where id = :id and {UNDER_WAY} returning id""",
                id=clip_id,
                stage=report.stage,
                percent=report.percent,
            )
        )

    def reports(self) -> Mapping[str, Report]:
        """How far the clips are that others look at."""
        rows = self._read(
            f"""select id, stage, percent from clips
            where {UNDER_WAY} and coalesce(again, state) = 'analysing'
            and stage is not null"""
        )
        return {row["id"]: Report(row["stage"], row["percent"]) for row in rows}

    def beat(self, executor_id: str, slots: int) -> list[Executor]:
        """Say that this process lives; everyone who ever said so and isn't dropped."""
        self._write(
            """insert into executors (id, beats, slots) values (:id, 1, :slots)
            on conflict (id) do update
            set beats = executors.beats + 1, slots = excluded.slots returning id""",
            id=executor_id,
            slots=slots,
        )
        rows = self._read("select id, beats, slots from executors order by id")
        return [Executor(**row) for row in rows]

    def drop_executor(self, executor: Executor) -> bool:
        """Take a process off the list, unless it has said meanwhile that it lives."""
        return bool(
            self._write(
                """delete from executors where id = :id and beats = :beats
                returning id""",
                id=executor.id,
                beats=executor.beats,
            )
        )
