"""The people."""

from __future__ import annotations

from bot.store.database import HistoryFile
from bot.store.models import About, Athlete, WeeklyTime, as_text


class Athletes(HistoryFile):
    """The part of the history that knows the people."""

    def athlete(self, id: int) -> Athlete | None:
        """Get the athlete; None for somebody unknown, or who has deleted everything."""
        rows = self._read("select * from athletes where id = :id", id=id)
        return Athlete.of(rows[0]) if rows else None

    def meet(self, id: int, language: str | None = None) -> Athlete:
        """Get the athlete who writes or presses, made when new.

        A ``language`` given is that of their app and replaces the one known before.
        """
        (row,) = self._write(
            """insert into athletes (id, language, weekly, weekly_since, created_at)
            values (:id, :language, 1, :now, :now)
            on conflict (id) do update
            set language = coalesce(excluded.language, athletes.language)
            returning *""",
            id=id,
            language=language,
            now=as_text(self._now()),
        )
        return Athlete.of(row)

    def set_language(self, id: int, language: str | None) -> None:
        """Remember the language chosen; None means the app's."""
        self._write(
            "update athletes set chosen_language = :language where id = :id "
            "returning id",
            id=id,
            language=language,
        )

    def set_timezone(self, id: int, timezone: str | None) -> None:
        """Remember the athlete's zone by its proper name; None means the default."""
        self._write(
            "update athletes set timezone = :timezone where id = :id returning id",
            id=id,
            timezone=timezone,
        )

    def set_about(self, id: int, about: About) -> None:
        """Remember what the athlete told of themselves, in place of what was known.

        A guardian's yes is kept for the young only.
        """
        self._write(
            """update athletes set experience = :experience, age_group = :age,
                height_cm = :height,
                agreed_at = case when :young then agreed_at end
            where id = :id returning id""",
            id=id,
            experience=about.experience,
            age=about.age_group,
            height=about.height_cm,
            young=about.young,
        )

    def set_agreed(self, id: int, agreed: bool) -> None:
        """Remember a guardian's yes, or that it was taken back; the first yes stays."""
        self._write(
            """update athletes
            set agreed_at = case when :agreed then coalesce(agreed_at, :now) end
            where id = :id returning id""",
            id=id,
            agreed=agreed,
            now=as_text(self._now()),
        )

    def set_weekly(self, id: int, weekly: bool) -> None:
        """Turn the weekly summary on or off; repeating it changes nothing."""
        self._write(
            """update athletes set weekly = :weekly, weekly_since = :now
            where id = :id and weekly != :weekly returning id""",
            id=id,
            weekly=int(weekly),
            now=as_text(self._now()),
        )

    def set_weekly_time(self, id: int, wanted: WeeklyTime) -> None:
        """Remember when the summary is wanted; what has passed is not made up for."""
        self._write(
            """update athletes
            set weekly_day = :day, weekly_hour = :hour, weekly_since = :now
            where id = :id and (weekly_day, weekly_hour) != (:day, :hour)
            returning id""",
            id=id,
            day=wanted.day,
            hour=wanted.hour,
            now=as_text(self._now()),
        )

    def ask(self, id: int, data: str | None) -> None:
        """Remember what this person's next text answers; None for nothing."""
        self._write(
            """update athletes set asked = :data
            where id = :id and coalesce(asked, '') != coalesce(:data, '')
            returning id""",
            id=id,
            data=data,
        )

    def set_keep_days(self, id: int, days: int | None) -> None:
        """Remember for how long this person's clips are kept; None for ever."""
        self._write(
            "update athletes set keep_days = :days where id = :id returning id",
            id=id,
            days=days,
        )

    def block(self, id: int) -> None:
        """Stop the summaries of someone who has blocked the bot."""
        self.set_weekly(id, False)
