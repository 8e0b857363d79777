"""The history: athletes, their clips, what was sent. All that speaks SQL.

A ``Store`` belongs to the thread that made it (SQLite's driver enforces this): the
bot's event loop makes it and calls it there, never from a worker thread. A call takes
from a fraction of a millisecond to a few, so it may block the loop.
"""

from __future__ import annotations

from bot.store.access import Access
from bot.store.analysed import Analysed
from bot.store.athletes import Athletes
from bot.store.attempts import work_ids
from bot.store.comments import Comment, Comments
from bot.store.inbox import Inbox, Incoming, Opened
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
from bot.store.owed import Owed, OwedEdit, OwedReply
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
    "Incoming",
    "Link",
    "LinkKind",
    "Member",
    "Newcomer",
    "OpenState",
    "Opened",
    "OwedEdit",
    "OwedReply",
    "Part",
    "State",
    "Store",
]


class Store(
    Access,
    Analysed,
    Athletes,
    Comments,
    Inbox,
    Links,
    Notes,
    Owed,
    Replies,
    Samples,
    Sent,
    Squad,
    Stills,
):
    """Everything the bot remembers, in one SQLite file: ``Store(path)``."""

    def delete_clip(self, id: str) -> list[str]:
        """Delete one clip with everything that was made of it, for good.

        Returns
        -------
        list of str
            Names of every look at it: their traces in the queue must go too.
        """
        with self._db.atomic():
            clips = self._write(
                "delete from clips where id = :id returning id, look", id=id
            )
            works = [work for one in clips for work in work_ids(id, one["look"])]
            for work in works:
                self._db.table("sent").delete_where("key glob ?", [f"{work}:*"])
        self._empty_log()
        return works

    def delete_athlete(self, id: int) -> list[str]:
        """Delete everything about the athlete and who they keep, for good.

        Returns
        -------
        list of str
            Names of every look at the clips: their traces in the queue must go too.
        """
        with self._db.atomic():
            clips = self._write(
                """delete from clips where athlete_id in
                    (select id from athletes where :id in (id, kept_by))
                returning id, look""",
                id=id,
            )
            self._db.table("athletes").delete_where("id = ?", [id])  # cascades
            self._db.table("owed_edits").delete_where("chat_id = ?", [id])
            self.forget_updates(id)
        self._empty_log()
        return sorted(
            work for clip in clips for work in work_ids(clip["id"], clip["look"])
        )

    def _empty_log(self) -> None:
        """Empty the write-ahead log, which still holds old pages until then."""
        self._db.execute("pragma wal_checkpoint(truncate)").fetchall()
