"""Who may use the bot, as far as who runs it said so in a chat."""

from __future__ import annotations

from datetime import datetime

from bot.store.database import HistoryFile
from bot.store.models import as_text


class Access(HistoryFile):
    """The part of the history that knows who was let in or kept out."""

    def let_in(self, id: int, allowed: bool) -> None:
        """Let somebody in, or keep them out; the last word counts."""
        self._write(
            """insert into access (id, allowed, changed_at)
            values (:id, :allowed, :now)
            on conflict (id) do update set allowed = excluded.allowed,
                changed_at = excluded.changed_at, told_at = null
            returning id""",
            id=id,
            allowed=int(allowed),
            now=as_text(self._now()),
        )

    def may_enter(self, id: int) -> bool | None:
        """Whether somebody was let in; None when nothing was said of them."""
        rows = self._read("select allowed from access where id = :id", id=id)
        return bool(rows[0]["allowed"]) if rows else None

    def told_once(self, id: int) -> bool:
        """Whether it is time to tell somebody that they are kept out: only once."""
        return bool(
            self._write(
                """update access set told_at = :now
                where id = :id and told_at is null returning id""",
                id=id,
                now=as_text(self._now()),
            )
        )

    def people(self) -> tuple[int, int]:
        """How many people talk to the bot, and how many athletes they keep."""
        (row,) = self._read(
            """select count(*) filter (where kept_by is null) as people,
                count(kept_by) as kept from athletes"""
        )
        return row["people"], row["kept"]

    def ended_since(self, since: datetime) -> dict[str, dict[str, int]]:
        """How many clips ended how, by state; those not answered by their reason."""
        rows = self._read(
            """select state, coalesce(refusal_code, '') as why, count(*) as count
            from clips where finished_at >= :since group by state, why
            order by count desc, why""",
            since=as_text(since),
        )
        ended: dict[str, dict[str, int]] = {}
        for row in rows:
            ended.setdefault(row["state"], {})[row["why"]] = row["count"]
        return ended

    def sent_since(self, chat_id: int, since: datetime) -> list[datetime]:
        """When the clips came that a chat sent since then and that count, in order.

        Those that were deleted count too.
        """
        rows = self._read(
            """select received_at from clips where chat_id = :chat
            and received_at >= :since and state not in ('failed', 'cancelled')
            union all
            select received_at from spent where athlete_id = :chat
            and received_at >= :since
            order by received_at""",
            chat=chat_id,
            since=as_text(since),
        )
        return [datetime.fromisoformat(row["received_at"]) for row in rows]
