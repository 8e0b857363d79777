"""The history: athletes, their clips, what was sent. All that speaks SQL.

A ``Store`` belongs to the thread that made it (another one is refused): the bot's event
loop makes it and calls it there, never from a worker thread. A call takes from a
fraction of a millisecond to a few, so it may block the loop.

The SQL is what SQLite and PostgreSQL both understand, and no more.
"""

from __future__ import annotations

from bot.store.access import Access
from bot.store.analysed import Analysed
from bot.store.athletes import Athletes
from bot.store.attempts import work_ids
from bot.store.comments import Comment, Comments
from bot.store.line import Executor, Line, Report
from bot.store.links import Link, LinkKind, Links
from bot.store.models import (
    About,
    Athlete,
    Candidate,
    ClipRow,
    EndState,
    OpenState,
    State,
)
from bot.store.notes import Notes
from bot.store.outgoing import Sent
from bot.store.replies import Part, Replies
from bot.store.samples import Newcomer, Samples
from bot.store.squad import Coach, Member, Squad
from bot.store.stills import Stills

__all__ = [
    "About",
    "Athlete",
    "Candidate",
    "ClipRow",
    "Coach",
    "Comment",
    "EndState",
    "Executor",
    "Link",
    "LinkKind",
    "Member",
    "Newcomer",
    "OpenState",
    "Part",
    "Report",
    "State",
    "Store",
]


class Store(
    Access,
    Analysed,
    Athletes,
    Comments,
    Line,
    Links,
    Notes,
    Replies,
    Samples,
    Sent,
    Squad,
    Stills,
):
    """Everything the bot remembers: ``Store(path)``, or ``Store(address)``."""

    def delete_clip(self, id: str) -> list[str]:
        """Delete one clip with everything that was made of it, for good.

        Returns
        -------
        list of str
            Names of every look at it: their traces in the queue must go too.
        """
        with self._together():
            clips = self._write(
                "delete from clips where id = :id returning id, look", id=id
            )
            works = [work for one in clips for work in work_ids(id, one["look"])]
            for work in works:
                self._write(
                    """delete from sent where substr(key, 1, length(:mark)) = :mark
                    returning key""",
                    mark=f"{work}:",
                )
        self._tables.wipe()
        return works

    def delete_athlete(self, id: int) -> list[str]:
        """Delete everything about the athlete and who they keep, for good.

        Returns
        -------
        list of str
            Names of every look at the clips: their traces in the queue must go too.
        """
        with self._together():
            clips = self._write(
                """delete from clips where athlete_id in
                    (select id from athletes where :id in (id, kept_by))
                returning id, look""",
                id=id,
            )
            # What hangs on them goes with them.
            self._write("delete from athletes where id = :id returning id", id=id)
        self._tables.wipe()
        return sorted(
            work for clip in clips for work in work_ids(clip["id"], clip["look"])
        )
