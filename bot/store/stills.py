"""Small pictures of finished clips, kept to be asked for or to be laid over others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter

from bot.store.database import HistoryFile, Place, opened
from bot.store.models import ClipRow

STILLS_OF = "select name, content from stills where clip_id = :clip"
# Of each athlete; 31 clips of eight stills and a path are about 11 MB.
NEWEST_KEPT = 30


class Stills(HistoryFile):
    """The part of the history that knows the stills."""

    def keep_stills(self, clip_id: str, files: Mapping[str, bytes]) -> None:
        """Keep a finished clip's stills instead of those it had.

        Those of the athlete's first clip and of the newest thirty stay, others go.
        Nothing is kept of a clip that is gone meanwhile.
        """
        with self._together():
            self._put_stills(clip_id, files)
            self._drop_old(clip_id)

    def _put_stills(self, clip_id: str, files: Mapping[str, bytes]) -> None:
        self._write(
            "delete from stills where clip_id = :clip returning name", clip=clip_id
        )
        for name, content in files.items():
            self._write(
                """insert into stills (clip_id, athlete_id, name, content)
                select id, athlete_id, :name, :content from clips
                where id = :clip returning name""",
                clip=clip_id,
                name=name,
                content=content,
            )

    def stills(self, clip_id: str) -> dict[str, bytes]:
        """Give a clip's stills by name; empty when none are kept."""
        rows = self._read(STILLS_OF, clip=clip_id)
        return {row["name"]: row["content"] for row in rows}

    def still(self, clip_id: str, phase: int) -> bytes | None:
        """Give one key frame of a clip; None when it is not kept."""
        rows = self._read(
            "select content from stills where clip_id = :clip and name = :name",
            clip=clip_id,
            name=f"still_{phase}.jpg",
        )
        return rows[0]["content"] if rows else None

    def phases_kept(self, athlete_id: int) -> dict[str, frozenset[int]]:
        """Tell of which phases there are key frames, by clip."""
        rows = self._read(
            """select clip_id, substr(name, 7, 1) as phase from stills
            where athlete_id = :athlete and name like 'still__.jpg'
            order by clip_id""",
            athlete=athlete_id,
        )
        return {
            clip: frozenset(int(row["phase"]) for row in kept)
            for clip, kept in groupby(rows, itemgetter("clip_id"))
        }

    def clips_with_stills(self, athlete_id: int) -> list[ClipRow]:
        """List the athlete's analysed clips that have stills, newest first."""
        rows = self._read(
            """select * from clips where athlete_id = :athlete and state = 'analysed'
            and id in (select clip_id from stills where athlete_id = :athlete)
            order by received_at desc, id desc""",
            athlete=athlete_id,
        )
        return [ClipRow.of(row) for row in rows]

    def _drop_old(self, clip_id: str) -> None:
        self._write(
            """with kept as (
                select id, row_number() over (
                    order by received_at desc, id desc) as from_end,
                    row_number() over (order by received_at, id) as from_start
                from clips where id in (select clip_id from stills)
                and athlete_id = (select athlete_id from clips where id = :clip))
            delete from stills where clip_id in (
                select id from kept where from_end > :newest and from_start > 1)
            returning clip_id""",
            clip=clip_id,
            newest=NEWEST_KEPT,
        )


@contextmanager
def reading_stills(place: Place) -> Iterator[Callable[[str], dict[str, bytes]]]:
    """Read clips' stills, as :meth:`Stills.stills` does, in a thread of one's own."""
    with closing(opened(place)) as tables:

        def stills(clip_id: str) -> dict[str, bytes]:
            rows = tables.rows(STILLS_OF, {"clip": clip_id})
            return {row["name"]: row["content"] for row in rows}

        yield stills
