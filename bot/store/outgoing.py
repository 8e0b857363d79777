"""What went out: a marker per message, a row per athlete and week for summaries."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store.database import HistoryFile
from bot.store.models import Candidate, as_text

RECEIPT = ":receipt"  # ends the marker of one that is being sent
CLAIM_LASTS = timedelta(minutes=10)
CLAIM_TRIES = 3


class Sent(HistoryFile):
    """The part of the history that knows what was sent."""

    def was_sent(self, key: str) -> int | None:
        """Id of the message sent under this key, None when none was."""
        rows = self._read("select message_id from sent where key = :key", key=key)
        return rows[0]["message_id"] if rows else None

    def mark_sent(self, key: str, message_id: int, *, athlete_id: int) -> None:
        """Remember the message sent under this key; the first one stays.

        Nothing is remembered of an athlete who is deleted meanwhile.
        """
        self._write(
            """insert into sent (key, athlete_id, message_id, sent_at)
            select :key, id, :message, :now from athletes where id = :athlete
            on conflict (key) do nothing returning key""",
            key=key,
            athlete=athlete_id,
            message=message_id,
            now=as_text(self._now()),
        )

    def mark_before(self, key: str, message_id: int, *, athlete_id: int) -> None:
        """Remember, before a message is sent, the number that it comes after."""
        self._write(
            """insert into sent (key, athlete_id, message_id, sent_at)
            select :key, id, :message, :now from athletes where id = :athlete
            on conflict (key) do update set message_id = excluded.message_id
            returning key""",
            key=key,
            athlete=athlete_id,
            message=message_id,
            now=as_text(self._now()),
        )

    def unmark(self, key: str) -> None:
        """Forget a marker."""
        self._write("delete from sent where key = :key returning key", key=key)

    def summary_candidates(self, now: datetime) -> list[Candidate]:
        """List who wants summaries and has analysed clips.

        Clips that finish at ``now`` or later are left for the next time.
        """
        rows = self._read(
            """with last as (
                select athlete_id, max(week) as week, max(covers_until) as until
                from summaries where sent_at is not null group by athlete_id)
            select athletes.id as athlete_id,
                coalesce(chosen_language, language) as language,
                timezone, weekly_day, weekly_hour, weekly_since,
                last.week as last_week, last.until as covered_until,
                min(received_at) filter (where finished_at >= coalesce(last.until, ''))
                    as first_received_at,
                max(received_at) as last_received_at
            from athletes
            left join last on last.athlete_id = athletes.id
            join clips on clips.athlete_id = athletes.id
            where weekly = 1 and state = 'analysed' and finished_at < :now
            group by athletes.id, last.week, last.until order by athletes.id""",
            now=as_text(now),
        )
        return [Candidate.of(row) for row in rows]

    def last_summary(self, athlete_id: int) -> str | None:
        """ISO week of the last summary sent; None before the first."""
        (row,) = self._read(
            """select max(week) as week from summaries
            where athlete_id = :athlete and sent_at is not null""",
            athlete=athlete_id,
        )
        week: str | None = row["week"]
        return week

    def claim_summary(self, athlete_id: int, week: str, until: datetime) -> bool:
        """Take it upon the caller to send this week's summary, of clips to ``until``.

        Only one caller gets True. When that one doesn't report
        :meth:`summary_sent` within ten minutes, the summary can be claimed again,
        three times in all: a summary whose sending was cut off between Telegram and
        the report may so arrive twice, but not for ever. False too when a summary
        of this or a later week was sent, or summaries were turned off meanwhile.
        """
        now = self._now()
        claimed = self._write(
            """insert into summaries (athlete_id, week, covers_until, claimed_at, tries)
            select id, :week, :until, :now, 1 from athletes
            where id = :athlete and weekly = 1 and not exists (
                select 1 from summaries
                where athlete_id = :athlete and sent_at is not null and week >= :week)
            on conflict (athlete_id, week) do update
            set covers_until = excluded.covers_until, claimed_at = excluded.claimed_at,
                tries = summaries.tries + 1
            where summaries.sent_at is null and summaries.claimed_at <= :stale
                and summaries.tries < :tries
            returning week""",
            athlete=athlete_id,
            week=week,
            until=as_text(until),
            now=as_text(now),
            stale=as_text(now - CLAIM_LASTS),
            tries=CLAIM_TRIES,
        )
        return bool(claimed)

    def unclaim_summary(self, athlete_id: int, week: str) -> None:
        """Give a claim back whose summary was certainly not sent; it counts no try."""
        self._write(
            """update summaries set claimed_at = '', tries = tries - 1
            where athlete_id = :athlete and week = :week and sent_at is null
            returning week""",
            athlete=athlete_id,
            week=week,
        )

    def summary_sent(self, athlete_id: int, week: str) -> None:
        """Report that a claimed summary reached Telegram; repeating changes nothing."""
        self._write(
            """update summaries set sent_at = :now
            where athlete_id = :athlete and week = :week and sent_at is null
            returning week""",
            athlete=athlete_id,
            week=week,
            now=as_text(self._now()),
        )
