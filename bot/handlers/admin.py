"""For who runs the bot: how it is, who may use it. Nobody else is told of these."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import timedelta
from functools import wraps
from pathlib import Path

from analysis import ANALYSIS_VERSION
from bot.backup import age_of_newest
from bot.handlers import help
from bot.handlers.request import Visit
from bot.logs import errors_since
from bot.replies.admin import Status, status_page
from bot.steps import late_seconds

A_DAY = timedelta(days=1)
Handler = Callable[[Visit], Awaitable[None]]


def for_admins(handler: Handler) -> Handler:
    """To anybody else the command is as unknown as any other."""

    @wraps(handler)
    async def guarded(visit: Visit) -> None:
        admin = visit.athlete.id in visit.office.settings.admin_users
        await (handler if admin else help.help_)(visit)

    return guarded


@for_admins
async def status(visit: Visit) -> None:
    """Say how the bot is, without a name or a number of anybody's."""
    office, now = visit.office, visit.office.clock()
    folder = office.settings.data_dir
    taken = await asyncio.to_thread(_size_of, folder)
    waiting = office.store.unfinished()
    confined = office.analyst.confined
    people, kept = office.store.people()
    told = Status(
        waiting=len(waiting),
        oldest=now - waiting[0].received_at if waiting else None,
        workers=office.settings.workers,
        ended=office.store.ended_since(now - A_DAY),
        errors=errors_since(now - A_DAY),
        stages=late_seconds(),
        backup=age_of_newest(office.settings),
        backups=office.settings.backup_days > 0,
        people=people,
        kept=kept,
        free_bytes=shutil.disk_usage(folder).free,
        taken_bytes=taken,
        version=ANALYSIS_VERSION,
        confined=asdict(confined) if confined else None,
    )
    await visit.say(status_page(told, visit.words))


@for_admins
async def allow(visit: Visit) -> None:
    """Let the person with this id in."""
    await _decide(visit, True)


@for_admins
async def block(visit: Visit) -> None:
    """Keep the person with this id out, and take their clips out of line."""
    await _decide(visit, False)


@for_admins
async def invite(visit: Visit) -> None:
    """Make a link that lets one person in."""
    await visit.say_words("bot.admin.invite")
    # Alone in its message, to be forwarded as it is.
    link = visit.link("invite", visit.athlete.id)
    await visit.say_words("bot.admin.invitation", link=link)


async def _decide(visit: Visit, allowed: bool) -> None:
    word, office = visit.argument.strip(), visit.office
    if not word.isdecimal():
        await visit.say_words("bot.admin.which")
    elif int(word) in office.settings.admin_users:
        await visit.say_words("bot.admin.not_admins")
    else:
        office.store.let_in(int(word), allowed)
        if not allowed:
            await office.cancel(int(word))
        key = "allowed" if allowed else "blocked"
        await visit.say_words(f"bot.admin.{key}", id=word)


def _size_of(folder: Path) -> int:
    """Bytes of all files in a folder; some may go while they are counted."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
