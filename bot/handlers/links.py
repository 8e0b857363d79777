"""A link that somebody opened: ``/start`` with its token behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from bot.handlers import first, sharing
from bot.handlers.request import Visit
from bot.store import Link, LinkKind

OpensLink: TypeAlias = Callable[[Visit, Link, str], Awaitable[None]]


async def invited(visit: Visit, link: Link, token: str) -> None:
    """Say hello to who is in already; the link stays for somebody else."""
    await first.start(visit)


# Each uses the link up when what it offers was taken.
LINKS: Mapping[LinkKind, OpensLink] = {
    "invite": invited,
    "share": sharing.open_share,
    "take_over": sharing.open_take_over,
}


async def start(visit: Visit) -> None:
    """Do what the link offers; say hello without one."""
    if not visit.argument:
        await first.start(visit)
        return
    store, me = visit.office.store, visit.athlete.id
    link = store.link(visit.argument, visit.update_id)
    if link is not None and link.kind in LINKS:
        await LINKS[link.kind](visit, link, visit.argument)
    elif opened := store.link_opened(visit.argument, me):
        await sharing.opened_before(visit, opened)
    elif store.may_enter(me):
        await first.start(visit)  # let in by this very link, or by one before
    else:
        await visit.say_words("bot.errors.old_link")
