"""The routes a bot calls: methods and file downloads, as at Telegram."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from secrets import compare_digest
from typing import Any

from aiohttp import web

from bot.localchat.message_hub import Exchange
from bot.localchat.methods import bot_profile, editing, sending
from bot.localchat.request import Call, read_call
from bot.localchat.telegram_errors import Refused

Method = Callable[[Exchange, Call], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getme": bot_profile.get_me,
    "getupdates": bot_profile.get_updates,
    "getwebhookinfo": bot_profile.get_webhook_info,
    "deletewebhook": bot_profile.delete_webhook,
    "setmycommands": bot_profile.set_my_commands,
    "getmycommands": bot_profile.get_my_commands,
    "deletemycommands": bot_profile.delete_my_commands,
    "setchatmenubutton": bot_profile.set_chat_menu_button,
    "getfile": bot_profile.get_file,
    "sendmessage": sending.send_message,
    "sendmediagroup": sending.send_media_group,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "setmessagereaction": editing.set_message_reaction,
    "answercallbackquery": editing.answer_callback_query,
}
for _kind in ("photo", "video", "document", "animation", "videonote", "voice", "audio"):
    METHODS[f"send{_kind}"] = sending.send_media
for _name in bot_profile.PROFILE_TEXTS:
    METHODS[f"setmy{_name}"] = bot_profile.set_profile_text
    METHODS[f"getmy{_name}"] = bot_profile.get_profile_text

_log = logging.getLogger(__name__)


class BotApi:
    """Answers a bot's requests.

    Parameters
    ----------
    exchange
        Where messages pass.
    token
        The only one that is let in.
    """

    def __init__(self, exchange: Exchange, token: str) -> None:
        self._exchange = exchange
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        """Give the routes to add to an application."""
        return [
            web.get("/file/bot{token}/{path:.+}", self._download),
            web.get("/bot{token}/{method}", self._call),
            web.post("/bot{token}/{method}", self._call),
        ]

    async def _call(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
            return web.json_response({"ok": True, "result": await self._run(request)})
        except Refused as refused:
            return web.json_response(refused.as_json(), status=refused.code)
        except ConnectionResetError:  # the bot ended while it spoke
            return web.Response()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # A value of a shape no method expects: Telegram answers 400 too.
            _log.warning("%s: %r", request.match_info["method"], error)
            bad = Refused(f"Bad Request: can't parse the request: {error!r}")
            return web.json_response(bad.as_json(), status=400)

    def _check_token(self, request: web.Request) -> None:
        if not compare_digest(
            request.match_info["token"].encode(), self._token.encode()
        ):
            raise Refused("Unauthorized", 401)

    async def _run(self, request: web.Request) -> Any:
        name = request.match_info["method"].lower()
        method = METHODS.get(name)
        if method is None:
            raise Refused("Not Found: method not found", 404)
        call = await read_call(request, self._exchange.shelf)
        try:
            if self._exchange.faults[name]:
                raise self._exchange.faults[name].pop(0)
            return await method(self._exchange, call)
        finally:
            call.discard()

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            file = self._exchange.state.file_at(request.match_info["path"])
            if file is None or not self._exchange.shelf.where(file).exists():
                raise Refused("Not Found", 404)
        except Refused as refused:
            return web.json_response(refused.as_json(), status=refused.code)
        return web.FileResponse(self._exchange.shelf.where(file))
