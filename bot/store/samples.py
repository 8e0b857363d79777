"""Who waits for the sample: a row each, from the tap until it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import HistoryFile
from bot.store.models import as_text


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who waits for the sample, and our message that says so."""

    athlete_id: int
    message_id: int


class Samples(HistoryFile):
    """The part of the history that knows who waits for the sample."""

    def want_sample(self, athlete_id: int, message_id: int) -> None:
        """Remember that they wait, and under which message."""
        self._write(
            """insert into samples (athlete_id, message_id, asked_at)
            select id, :message, :now from athletes where id = :athlete
            on conflict (athlete_id) do update set message_id = excluded.message_id
            returning athlete_id""",
            athlete=athlete_id,
            message=message_id,
            now=as_text(self._now()),
        )

    def newcomers(self) -> list[Newcomer]:
        """Who waits, the first one first."""
        rows = self._read(
            "select athlete_id, message_id from samples order by asked_at, athlete_id"
        )
        return [Newcomer(**row) for row in rows]

    def waits_for_sample(self, athlete_id: int) -> bool:
        """Whether they wait."""
        return athlete_id in [one.athlete_id for one in self.newcomers()]

    def sample_settled(self, athlete_id: int) -> None:
        """They wait no longer."""
        self._write(
            "delete from samples where athlete_id = :athlete returning athlete_id",
            athlete=athlete_id,
        )
