"""The local chat's server: starts, stops, and lets in only this computer."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from bot.clock import Clock
from bot.localchat.bot_api import BotApi
from bot.localchat.message_hub import Exchange
from bot.localchat.page_api import PageApi
from bot.localchat.state import BOT_ID
from bot.localchat.telegram_errors import UPLOAD_BYTES

PAGE = Path(__file__).parent / "page"
log = logging.getLogger(__name__)

SWEEP_S = 3600.0
LOOPBACK = "127.0.0.1"
SAFETY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self';"
        " img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self';"
        " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LocalChat:
    """A small Telegram on this computer: the Bot API and a page to chat on."""

    def __init__(self) -> None:
        self.token = f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        self.clock = Clock()
        self._port = 0
        self._exchange: Exchange | None = None
        self._runner: web.AppRunner | None = None
        self._sweeper: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Address of the page."""
        return f"http://{LOOPBACK}:{self._port}/"

    @property
    def base_url(self) -> str:
        """Address of the Bot API, to which the token is appended."""
        return f"{self.url}bot"

    @property
    def base_file_url(self) -> str:
        """Address of the files, to which the token is appended."""
        return f"{self.url}file/bot"

    async def start(self, port: int, data_dir: Path) -> None:
        """Listen on the loopback address.

        Parameters
        ----------
        port
            0 for any free one.
        data_dir
            The conversation is kept in `localchat` below it.

        Raises
        ------
        OSError
            When the port is taken.
        """
        self._exchange = Exchange(data_dir / "localchat", self.clock)
        app = web.Application(
            middlewares=[self._only_this_computer], client_max_size=UPLOAD_BYTES
        )
        app.add_routes(BotApi(self._exchange, self.token).routes())
        app.add_routes(PageApi(self._exchange).routes())
        app.add_routes(
            [
                web.get("/", _index),
                web.get("/beside", _beside),
                web.static("/page", PAGE),
            ]
        )
        app.on_response_prepare.append(_add_safety)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """End polls and open pages, and stop listening."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeper
        if self._exchange is not None:
            self._exchange.end_waiting()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._exchange is not None:
            self._exchange.close()

    async def _sweep(self) -> None:
        while self._exchange is not None:
            try:
                self._exchange.shelf.sweep()
                self._exchange.state.tidy()
            except OSError as error:  # the folder vanished, or its disk is full
                log.warning("the chat's folder is not tidied: %s", error.strerror)
            await asyncio.sleep(SWEEP_S)

    @web.middleware
    async def _only_this_computer(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Turn away other sites' pages, also those behind a rebound name."""
        hosts = {f"{LOOPBACK}:{self._port}", f"localhost:{self._port}"}
        origin = request.headers.get("Origin", f"http://{request.host}")
        if request.host not in hosts or origin != f"http://{request.host}":
            raise web.HTTPForbidden(text="Only pages of this chat may ask.")
        site = request.headers.get("Sec-Fetch-Site", "none")
        if request.path not in ("/", "/beside") and site not in ("none", "same-origin"):
            raise web.HTTPForbidden(text="Only pages of this chat may ask.")
        return await handler(request)


async def _index(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


async def _beside(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "beside.html")


async def _add_safety(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in SAFETY.items():
        response.headers.setdefault(name, value)
