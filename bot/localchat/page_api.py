"""The routes the chat page calls; tests use them to play a person.

All take `?user=ID` (default 1), and optionally `name` and `language` of that
user, and `chat` for a group they are in; all answer JSON, a refusal being
`{"ok": false, "description": ...}`.

=========================  ====================================================
GET  /chat/api/chat        the conversation: `messages` (see `view`), `commands`,
                           `bot`, `username` (the bot's), `action` (None, or what it
                           is doing), `answers` (the last to presses), `language`
                           and `words` (of the page itself), `me`,
                           `group` (its title, None in one's own chat), `now` (of
                           the bot's clock, Unix s)
GET  /chat/api/events      the same as it happens (server-sent events: `message`,
                           `gone`, `action`, `answer`, `about`, `clock`)
POST /chat/api/text        JSON `{"text", "reply_to"?}`; gives `{"message": id}`
POST /chat/api/clip        the body is the file; query: `kind` (document, video,
                           animation, video_note, photo, voice, audio), `name`,
                           `type`, `width`, `height` (px), `duration` (s),
                           `caption`, `reply_to`, `album` (the same for all sent
                           together); gives `{"message": id}`
POST /chat/api/caption     JSON `{"message": id, "caption"}` edits one's own
POST /chat/api/press       JSON `{"message": id, "data"}`; gives `{"query": id}`
POST /chat/api/clock       JSON `{"to": ISO time with zone}` sets the bot's clock,
                           `{"ahead_s": 0}` back to the computer's; answers when
                           the bot has made its rounds, with `{"now"}`
GET  /chat/api/people      who there is: `people` (`id`, `name`, `language`),
                           `groups` (`id`, `title`, `members`) and the `languages`
                           the bot speaks
POST /chat/api/person      JSON `{"name", "language"}` adds one; gives `{"user": id}`
POST /chat/api/group       JSON `{"title", "members": [ids]}` brings them and the bot
                           together; gives `{"chat": id}`
POST /chat/api/clear       forgets the conversation and its files
POST /chat/api/fault       JSON `{"method", "error_code", "description",
                           "retry_after"?, "times"?}`: the next calls of that
                           method by the bot are refused so
GET  /chat/media/PATH      a picture or clip of the conversation
=========================  ====================================================
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from aiohttp import web

from bot.localchat.files import FOLDERS, Upload
from bot.localchat.message_hub import Exchange
from bot.localchat.page_view import conversation
from bot.localchat.state import Json
from bot.localchat.telegram_errors import PERSON_UPLOAD_BYTES, Refused, check_caption
from content.words import languages

ACTION_S = 5.0
PULSE_S = 15.0
_SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp"}

Answer = Callable[[web.Request], Awaitable[Json]]


def _json(answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **await answer(request)})
        except Refused as refused:
            return web.json_response(refused.as_json(), status=refused.code)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response(
                {"ok": False, "description": f"Bad Request: {error!r}"}, status=400
            )

    return handler


class PageApi:
    """Answers the page's requests.

    Parameters
    ----------
    exchange
        Where messages pass.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def routes(self) -> list[web.RouteDef]:
        """Give the routes to add to an application."""
        return [
            web.get("/chat/api/chat", _json(self._chat)),
            web.get("/chat/api/events", self._events),
            web.post("/chat/api/text", _json(self._text)),
            web.post("/chat/api/clip", _json(self._clip)),
            web.post("/chat/api/caption", _json(self._caption)),
            web.post("/chat/api/press", _json(self._press)),
            web.get("/chat/api/people", _json(self._people)),
            web.post("/chat/api/person", _json(self._person)),
            web.post("/chat/api/group", _json(self._group)),
            web.post("/chat/api/clock", _json(self._clock)),
            web.post("/chat/api/clear", _json(self._clear)),
            web.post("/chat/api/fault", _json(self._fault)),
            web.get("/chat/media/{path:.+}", self._media),
        ]

    def _user(self, request: web.Request) -> int:
        user = int(request.query.get("user", "1"))
        if user < 1:
            raise ValueError("user must be above 0")
        return user

    def _chat_id(self, request: web.Request) -> int:
        """The group asked for, where this person is in it; else their own chat."""
        user, chat = self._user(request), int(request.query.get("chat", "0"))
        group = self._exchange.state.groups.get(chat)
        if chat and (group is None or user not in group["members"]):
            raise Refused("Bad Request: not a member of this chat")
        return chat or user

    def _meet(self, request: web.Request, named: bool = True) -> int:
        user, facts = self._user(request), request.query
        name = facts.get("name", "") if named else ""
        self._exchange.meet(user, name, facts.get("language", ""))
        return user

    async def _chat(self, request: web.Request) -> Json:
        user = self._meet(request)
        chat = self._chat_id(request)
        action, since = self._exchange.actions.get(chat, ("", 0.0))
        return conversation(self._exchange.state, user, chat) | {
            "action": action if time.time() - since < ACTION_S else None,
            "answers": list(self._exchange.answers[user]),
            "now": self._exchange.clock().timestamp(),
        }

    async def _text(self, request: web.Request) -> Json:
        body = await request.json()
        user = self._meet(request)
        reply_to, chat = int(body.get("reply_to", 0)), self._chat_id(request)
        message = self._exchange.say(user, body["text"], reply_to, chat)
        return {"message": message["message_id"]}

    async def _clip(self, request: web.Request) -> Json:
        facts = request.query
        kind = facts.get("kind", "document")
        if kind not in FOLDERS:
            raise Refused(f"Bad Request: unknown kind {kind}")
        check_caption(facts.get("caption", ""))
        # The name is the file's here.
        user, chat = self._meet(request, named=False), self._chat_id(request)
        reply_to = int(facts.get("reply_to", 0))
        upload = await self._receive(request)
        try:
            if upload.size == 0:
                raise Refused("Bad Request: file must be non-empty")
            shelf = self._exchange.shelf
            file = await shelf.add(upload, kind, facts, clip=True)
        finally:
            upload.path.unlink(missing_ok=True)
        message = self._exchange.show(
            user,
            file,
            facts.get("caption", ""),
            reply_to=reply_to,
            chat=chat,
            album=facts.get("album", ""),
        )
        return {"message": message["message_id"]}

    async def _receive(self, request: web.Request) -> Upload:
        path = self._exchange.shelf.arriving()
        size = 0
        try:
            with path.open("wb") as file:
                async for chunk in request.content.iter_chunked(1 << 16):
                    size += len(chunk)
                    if size > PERSON_UPLOAD_BYTES:
                        raise Refused("Request Entity Too Large", 413)
                    file.write(chunk)
        except BaseException:
            path.unlink()
            raise
        name = PurePosixPath(request.query.get("name", "clip.mp4")).name
        return Upload(path, name, request.query.get("type", "video/mp4"))

    async def _caption(self, request: web.Request) -> Json:
        body, user = await request.json(), self._meet(request)
        at = int(body["message"]), body["caption"], self._chat_id(request)
        self._exchange.reword(user, *at)
        return {}

    async def _press(self, request: web.Request) -> Json:
        body = await request.json()
        user, chat = self._user(request), self._chat_id(request)
        pressed, data = int(body["message"]), body["data"]
        return {"query": self._exchange.press(user, pressed, data, chat)}

    async def _people(self, request: web.Request) -> Json:
        state = self._exchange.state
        people = [
            {
                "id": one["id"],
                "name": one["first_name"],
                "language": one["language_code"],
            }
            for one in state.people.values()
        ]
        return {
            "people": people,
            "groups": list(state.groups.values()),
            "languages": languages(),
        }

    async def _person(self, request: web.Request) -> Json:
        body = await request.json()
        name = body["name"].strip()[:64]
        if not name:
            raise Refused("Bad Request: a name is needed")
        return {"user": self._exchange.add_person(name, body["language"])["id"]}

    async def _group(self, request: web.Request) -> Json:
        body = await request.json()
        members = [int(one) for one in body["members"]]
        group = self._exchange.add_group(body["title"].strip()[:64], members)
        return {"chat": group["id"]}

    async def _clock(self, request: web.Request) -> Json:
        body, clock = await request.json(), self._exchange.clock
        if "to" in body:
            to = datetime.fromisoformat(body["to"])
            ahead_s = clock.ahead_s + (to - clock()).total_seconds()
        else:
            ahead_s = float(body["ahead_s"])
        await self._exchange.set_clock(ahead_s)
        return {"now": clock().isoformat()}

    async def _clear(self, request: web.Request) -> Json:
        self._exchange.clear(self._chat_id(request))
        return {}

    async def _fault(self, request: web.Request) -> Json:
        body = await request.json()
        fault = Refused(
            body["description"], int(body["error_code"]), body.get("retry_after")
        )
        faults = self._exchange.faults[body["method"].lower()]
        faults += [fault] * int(body.get("times", 1))
        return {"waiting": len(faults)}

    async def _media(self, request: web.Request) -> web.StreamResponse:
        file = self._exchange.state.file_at(request.match_info["path"])
        if file is None or not self._exchange.shelf.where(file).exists():
            raise web.HTTPNotFound
        shown = file.mime in _SHOWN or file.mime.startswith(("video/", "audio/"))
        headers = {
            "Content-Type": file.mime if shown else "application/octet-stream",
            "Cache-Control": "private, max-age=86400",  # a path never changes
        }
        if not shown:
            headers["Content-Disposition"] = "attachment"
        return web.FileResponse(self._exchange.shelf.where(file), headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        whose = self._user(request), self._chat_id(request)
        with self._exchange.listeners.listen(*whose) as queue:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            await _pass_on(queue, response)
        return response


async def _pass_on(
    queue: asyncio.Queue[tuple[str, Any] | None], response: web.StreamResponse
) -> None:
    """Write events until the server says good-bye or the page has gone."""
    try:
        while True:
            try:
                async with asyncio.timeout(PULSE_S):
                    event = await queue.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if event is None:
                return
            name, data = event
            text = f"event: {name}\ndata: {json.dumps(data)}\n\n"
            await response.write(text.encode())
    except ConnectionResetError:
        return
