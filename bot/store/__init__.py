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
from bot.store.comments import Comment, Comments
from bot.store.faces import Faces
from bot.store.inbox import Inbox, Incoming, Opened
from bot.store.leftovers import Leftovers
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
from bot.store.owed import Owed, OwedEdit, OwedReply, Owing
from bot.store.replies import Part, Replies
from bot.store.retention import Retention
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
    "Incoming",
    "Link",
    "LinkKind",
    "Member",
    "Newcomer",
    "OpenState",
    "Opened",
    "OwedEdit",
    "OwedReply",
    "Owing",
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
    Faces,
    Inbox,
    Leftovers,
    Line,
    Links,
    Notes,
    Owed,
    Replies,
    Retention,
    Samples,
    Sent,
    Squad,
    Stills,
):
    """Everything the bot remembers: ``Store(path)``, or ``Store(address)``."""
