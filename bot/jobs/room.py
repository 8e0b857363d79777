"""Room on the disk: what was accepted waits until there is some again."""

from __future__ import annotations

import logging
import shutil
from asyncio import sleep
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from bot.jobs.analysis_process import Crashed
from bot.store.disk import Trouble, trouble_of

log = logging.getLogger(__name__)

# A clip of 20 MB, its pictures twice, and what the databases write meanwhile.
LEAST_FREE_BYTES = 100_000_000
PAUSE_S = 30.0
T = TypeVar("T")


def is_full(folder: Path) -> bool:
    """Whether a new clip might not fit on this folder's disk."""
    return shutil.disk_usage(folder).free < LEAST_FREE_BYTES


async def outlast(
    call: Callable[[], Awaitable[T]], what: str, folder: Path | None = None
) -> T:
    """Call again and again as long as it is the disk that makes it fail.

    Parameters
    ----------
    what
        What waits, for the log.
    folder
        Where a child of ours writes, if there is one.
    """
    while True:
        try:
            return await call()
        except Exception as error:
            trouble = _trouble(error, folder)
            if trouble is None:
                raise
            log.error("%s waits, the disk is %s: %s", what, trouble, error)
        await sleep(PAUSE_S)


def _trouble(error: Exception, folder: Path | None) -> Trouble | None:
    """What the disk did; the analyst can't tell it from another crash."""
    if folder and isinstance(error, Crashed) and is_full(folder):
        return "full"
    return trouble_of(error)
