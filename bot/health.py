"""Whether the bot is well, told over HTTP to who runs it: ``/healthz``, ``/metrics``.

``/healthz`` is 200 when work is taken and done, else 503 with the reasons;
``/healthz/live`` is 200 as long as the loop turns. No secret and nobody's id is told,
and it listens on this machine only unless told otherwise.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias, get_args

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from analysis.errors import Refused, codes_of
from bot.jobs.payload import Failure
from bot.jobs.room import is_full
from bot.metrics import (
    FAILURES,
    FREE_BYTES,
    OLDEST_S,
    REFUSALS,
    REGISTRY,
    WAITING,
)

Line: TypeAlias = Callable[[], tuple[int, datetime | None]]
ENOUGH_S = 5.0  # a disk that takes longer than this to write a byte is not well


class HealthPortTaken(Exception):
    """Nothing can listen on ``HEALTH_PORT``."""


class Health:
    """How this process is.

    Parameters
    ----------
    folder
        Where the history and the queue lie.

    Attributes
    ----------
    serving
        Whether updates are taken; set by who takes them.
    line
        Gives how many clips are unfinished and when the oldest was sent, once there
        is a history to ask; called in the loop.
    """

    def __init__(self, folder: Path) -> None:
        _count_from_nothing()
        self._folder = folder
        self.serving = False
        self.line: Line = lambda: (0, None)

    @contextlib.asynccontextmanager
    async def listen(self, host: str, port: int) -> AsyncIterator[int]:
        """Answer on this port while the block runs; gives the port. 0 answers nowhere.

        Raises
        ------
        HealthPortTaken
        """
        if not port:
            yield 0
            return
        app = web.Application()
        app.router.add_get("/healthz", self._ready)
        app.router.add_get("/healthz/live", self._live)
        app.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                raise HealthPortTaken(port) from error
            yield port
        finally:
            await runner.cleanup()

    async def _live(self, _request: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def _ready(self, _request: web.Request) -> web.Response:
        wrong = await self.wrong()
        told = {"live": True, "ready": not wrong, "wrong": wrong}
        return web.json_response(told, status=503 if wrong else 200)

    async def wrong(self) -> list[str]:
        """What keeps the bot from its work, in codes; nothing when it is well."""
        wrong = [] if self.serving else ["not_serving"]
        try:
            async with asyncio.timeout(ENOUGH_S):
                well = await asyncio.to_thread(_takes_clips, self._folder)
        except (OSError, TimeoutError):
            well = False
        if not well:
            wrong.append("disk")
        return wrong

    async def _metrics(self, _request: web.Request) -> web.Response:
        waiting, oldest = self.line()
        WAITING.set(waiting)
        OLDEST_S.set(_age_s(oldest))
        # Formatting takes some milliseconds, the disk may take any time.
        text = await asyncio.to_thread(_exposition, self._folder)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _count_from_nothing() -> None:
    """Show every kind at 0: Prometheus sees no growth in what begins at 1."""
    for code in codes_of(Refused):
        REFUSALS.labels(code)
    for why in get_args(Failure):
        FAILURES.labels(why)


def _age_s(moment: datetime | None) -> float:
    if moment is None:
        return 0.0
    return max((datetime.now(UTC) - moment).total_seconds(), 0.0)


def _exposition(folder: Path) -> bytes:
    with contextlib.suppress(OSError):
        FREE_BYTES.set(shutil.disk_usage(folder).free)
    return generate_latest(REGISTRY)


def _takes_clips(folder: Path) -> bool:
    """Whether there is room for a clip on a disk that can be written to."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"\0")
        file.flush()
    return not is_full(folder)
