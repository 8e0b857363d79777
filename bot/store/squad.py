"""Who sees whom: athletes kept on a coach's phone, and those who share with one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.store.database import HistoryFile
from bot.store.models import Athlete, as_text

# What hangs on a clip and names its athlete, with the column of the clip.
OF_CLIPS = (("stills", "clip_id"), ("replies", "clip_id"))
# As many as fit into a number of JavaScript, too.
MOST_KEPT_IDS = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Member:
    """One athlete of a coach's squad; ``kept`` on the coach's phone, or sharing."""

    id: int
    name: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Coach:
    """Somebody who sees an athlete's clips, and what the athlete calls them."""

    id: int
    name: str


class Squad(HistoryFile):
    """The part of the history that knows who may see whose clips."""

    def keep(self, coach_id: int, name: str) -> Athlete:
        """Keep an athlete of this name on a coach's phone; the same one if known."""
        (row,) = self._write(
            """insert into athletes
                (id, weekly, weekly_since, created_at, kept_by, name)
            select coalesce(
                    (select id from athletes
                    where kept_by = :coach and lower(name) = lower(:name)),
                    :fresh),
                0, :now, :now, :coach, :name
            where true
            on conflict (id) do update set name = athletes.name returning *""",
            coach=coach_id,
            name=name,
            # Old buttons name athletes: no id may come again, of somebody else.
            fresh=-1 - secrets.randbelow(MOST_KEPT_IDS),
            now=as_text(self._now()),
        )
        return Athlete.of(row)

    def rename(self, coach_id: int, athlete_id: int, name: str) -> None:
        """Call an athlete of the squad by another name."""
        self._write(
            """update athletes set name = :name
            where id = :athlete and kept_by = :coach returning id""",
            coach=coach_id,
            athlete=athlete_id,
            name=name,
        )
        self._write(
            """update shares set name = :name
            where athlete_id = :athlete and coach_id = :coach returning since""",
            coach=coach_id,
            athlete=athlete_id,
            name=name,
        )

    def squad(self, coach_id: int) -> list[Member]:
        """A coach's athletes by name."""
        rows = self._read(
            """select * from (
                select id, name, 1 as kept from athletes where kept_by = :coach
                union all
                select athlete_id, name, 0 from shares where coach_id = :coach
            ) as members order by lower(name), id""",
            coach=coach_id,
        )
        return [Member(row["id"], row["name"], bool(row["kept"])) for row in rows]

    def coaches_who_want_summaries(self) -> list[Athlete]:
        """List people with a squad who want weekly summaries."""
        rows = self._read(
            """select * from athletes where weekly = 1 and (
                id in (select coach_id from shares)
                or id in (select kept_by from athletes)) order by id"""
        )
        return [Athlete.of(row) for row in rows]

    def called(self, person_id: int, athlete_id: int) -> str:
        """What somebody calls an athlete of their squad; empty for anybody else."""
        names = {one.id: one.name for one in self.squad(person_id)}
        return names.get(athlete_id, "")

    def share(self, athlete_id: int, name: str, coach: Coach) -> bool:
        """Let a coach see an athlete's clips; False when they did, or it is oneself."""
        return bool(
            self._write(
                """insert into shares (athlete_id, coach_id, name, coach, since)
                select :athlete, id, :name, :called, :now from athletes
                where id = :coach and id != :athlete
                on conflict do nothing returning since""",
                athlete=athlete_id,
                coach=coach.id,
                name=name,
                called=coach.name,
                now=as_text(self._now()),
            )
        )

    def unshare(self, athlete_id: int, coach_id: int) -> bool:
        """Let a coach no longer see an athlete's clips; False when they didn't."""
        self.look_at(coach_id, None, unless_not=athlete_id)
        return bool(
            self._write(
                """delete from shares
                where athlete_id = :athlete and coach_id = :coach returning since""",
                athlete=athlete_id,
                coach=coach_id,
            )
        )

    def coaches(self, athlete_id: int) -> list[Coach]:
        """List with whom an athlete shares, the first one first."""
        rows = self._read(
            """select coach_id, coach from shares where athlete_id = :athlete
            order by since, coach_id""",
            athlete=athlete_id,
        )
        return [Coach(row["coach_id"], row["coach"]) for row in rows]

    def sees(self, person_id: int, athlete_id: int) -> bool:
        """Whether somebody may see an athlete's clips."""
        return self.keeps(person_id, athlete_id) or person_id in [
            coach.id for coach in self.coaches(athlete_id)
        ]

    def keeps(self, person_id: int, athlete_id: int) -> bool:
        """Whether an athlete is this person, or lives on their phone."""
        rows = self._read(
            "select kept_by from athletes where id = :athlete", athlete=athlete_id
        )
        return person_id == athlete_id or [person_id] == [r["kept_by"] for r in rows]

    def look_at(
        self, person_id: int, athlete_id: int | None, *, unless_not: int | None = None
    ) -> None:
        """Look at this athlete's clips from now on; None for one's own.

        ``unless_not`` changes it only for who looks at that athlete now.
        """
        self._write(
            """update athletes set subject = :athlete where id = :person
            and (:only is null or subject = :only) returning id""",
            person=person_id,
            athlete=None if athlete_id == person_id else athlete_id,
            only=unless_not,
        )

    def give(self, clip_id: str, athlete_id: int) -> None:
        """Make a clip somebody else's, with all that hangs on it."""
        with self._together():
            for table, key in (*OF_CLIPS, ("clips", "id")):
                self._write(
                    f"""update {table} set athlete_id = :athlete where {key} = :clip
                    returning athlete_id""",
                    athlete=athlete_id,
                    clip=clip_id,
                )

    def take_over(self, kept_id: int, athlete_id: int, keeper_name: str) -> int | None:
        """Give the clips of a kept athlete to themself, who shares with the keeper.

        Returns
        -------
        int or None
            The keeper's id; None when the athlete is not kept (any more).
        """
        rows = self._read(
            "select kept_by, name from athletes where id = :id", id=kept_id
        )
        keeper = rows[0]["kept_by"] if rows else None
        if keeper is None or keeper == athlete_id:
            return None
        with self._together():
            self._tell_along(kept_id, athlete_id)
            for table in ("clips", "sent", *(table for table, _ in OF_CLIPS)):
                self._write(
                    f"""update {table} set athlete_id = :new where athlete_id = :old
                    returning athlete_id""",
                    new=athlete_id,
                    old=kept_id,
                )
            self.share(athlete_id, rows[0]["name"], Coach(keeper, keeper_name))
            self._keep_opened_link(kept_id, athlete_id, keeper)
            self._write(
                "update athletes set subject = :new where subject = :old returning id",
                new=athlete_id,
                old=kept_id,
            )
            self._write("delete from athletes where id = :id returning id", id=kept_id)
        return int(keeper)

    def _keep_opened_link(self, kept_id: int, athlete_id: int, keeper: int) -> None:
        """Let the link somebody opened stay known; any other goes with the kept."""
        self._write(
            """update links set athlete_id = :keeper
            where athlete_id = :old and opened_by = :new returning digest""",
            keeper=keeper,
            old=kept_id,
            new=athlete_id,
        )

    def _tell_along(self, kept_id: int, athlete_id: int) -> None:
        """Let somebody know of themselves what their coach told, and they did not."""
        self._write(
            """update athletes as me set
                experience = coalesce(me.experience, kept.experience),
                age_group = coalesce(me.age_group, kept.age_group),
                height_cm = coalesce(me.height_cm, kept.height_cm),
                agreed_at = coalesce(me.agreed_at, kept.agreed_at),
                faces_hidden = case when kept.faces_hidden = 1 then 1
                    else me.faces_hidden end
            from athletes as kept
            where me.id = :new and kept.id = :old returning 1 as told""",
            new=athlete_id,
            old=kept_id,
        )
