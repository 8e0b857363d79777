"""A process of the bot: it works under a name of its own until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
from asyncio import FIRST_COMPLETED
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, TypeAlias

from bot.settings import Settings

log = logging.getLogger(__name__)

LOOK_S = 5.0
Doing: TypeAlias = Callable[[], Coroutine[Any, Any, object]]


class AlreadyRunning(Exception):
    """Another process works under the same name on the same data."""


class NameTaken(AlreadyRunning):
    """Another process works under the same name with the same PostgreSQL."""


async def run(settings: Settings, work: Doing, stop: asyncio.Event) -> None:
    """Work until ``stop`` is set, whatever is done or waited for then.

    Raises
    ------
    AlreadyRunning
        When another process has the same ``executor_id``, at once or, when it took
        the name while the shared database was away, later.
    Exception
        What the work raises.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with only_one(settings):
        async with _only_one_anywhere(settings) as keep:
            tasks = [asyncio.create_task(one()) for one in (work, stop.wait, keep)]
            try:
                await asyncio.wait(tasks, return_when=FIRST_COMPLETED)
                if not tasks[0].done():
                    log.info("stopping")
            finally:
                for task in tasks:
                    task.cancel()
                ended = await asyncio.gather(*tasks, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


@contextlib.contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold a lock: two processes of one name would run every job twice."""
    path = settings.data_dir / f"{settings.executor_id}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(settings.executor_id) from None
        yield


@contextlib.asynccontextmanager
async def _only_one_anywhere(settings: Settings) -> AsyncIterator[Doing]:
    """Hold the name where machines share a database.

    Gives what sees to it from then on, until it raises ``NameTaken``.
    """
    if not isinstance(settings.history, str):
        yield asyncio.Event().wait
        return
    # Who keeps the history in a file needs no driver for servers.
    from bot.store.name_lock import NameLock

    lock = NameLock(settings.history, settings.executor_id)

    async def keep() -> None:
        while await lock.keep():
            await asyncio.sleep(LOOK_S)
        raise NameTaken(settings.executor_id)

    if not await lock.take():
        raise NameTaken(settings.executor_id)
    try:
        yield keep
    finally:
        await lock.close()
