"""Takes updates that Telegram posts, and says yes only when they are written down."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from hmac import compare_digest
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot

from bot.chat.faults import as_faults
from bot.chat.patience import ALWAYS, insist
from bot.incoming.inbox import NoUpdate, Read
from bot.settings import Settings
from bot.store.disk import trouble_of

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1_000_000  # an update is a few kilobytes
CLOSING_S = 3.0


class Webhook:
    """The server behind the address that Telegram knows.

    Parameters
    ----------
    secret
        What a post must carry.
    take_in
        Writes updates down; what it raises leaves them with Telegram.
    read
        Makes an update of Telegram's JSON; it raises for what is none.
    """

    def __init__(
        self,
        secret: str,
        take_in: Callable[[Sequence[object]], Awaitable[None]],
        read: Read,
    ) -> None:
        self._secret, self._take_in, self._read = secret, take_in, read

    @contextlib.asynccontextmanager
    async def listening(self, host: str, port: int, path: str) -> AsyncIterator[int]:
        """Listen as long as this is open; gives the port, for 0 a free one."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.add_routes([web.post(f"/{path}", self._post)])
        if path:
            app.add_routes([web.post(f"/{path}/", self._post)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield runner.addresses[0][1]
        finally:
            await runner.cleanup()

    async def _post(self, request: web.Request) -> web.Response:
        told = request.headers.get(SECRET_HEADER, "").encode(errors="replace")
        if not compare_digest(told, self._secret.encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        update = self._update_in(await request.read())
        if update is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            await self._take_in([update])
        except NoUpdate:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        except Exception as error:
            why = trouble_of(error) or type(error).__name__
            log.error("an update is left with Telegram: %s", why)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response()

    def _update_in(self, body: bytes) -> object | None:
        """The update of a post; None when the library can't make one of it."""
        try:
            update = json.loads(body)
            return update if self._read(update) else None
        except Exception as error:  # whatever a stranger can put into it
            log.warning("a post is no update: %s", type(error).__name__)
            return None


async def listen(
    bot: Bot,
    webhook: Webhook,
    settings: Settings,
    kinds: list[str],
    ready: Callable[[], None],
) -> None:
    """Listen until cancelled, and have Telegram post here; ``ready`` when it does.

    The webhook stays set when the bot ends: taken down, Telegram would keep what is
    sent meanwhile for whoever asks.
    """
    address = settings.webhook_url
    assert address is not None and settings.webhook_secret is not None
    secret = settings.webhook_secret.get_secret_value()
    path = urlsplit(address).path.strip("/")

    async def announce(_number: int) -> None:
        with as_faults():
            await bot.set_webhook(
                address,
                secret_token=secret,
                allowed_updates=kinds,
                drop_pending_updates=False,
            )

    place = settings.webhook_listen, settings.webhook_port, path
    async with webhook.listening(*place):
        await insist(announce, ALWAYS)
        ready()
        await asyncio.Event().wait()
