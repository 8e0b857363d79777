"""A Telegram for ``make chaos``: the local chat, behind a road that may fail."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.localchat import LocalChat
from bot.localchat.files import Upload

LATENCY_S = 0.05
GIVEN_UP_S = 150.0  # longer than anything that is asked for later is put off
TIDIED_S = 30.0  # once all is answered
HANGS_S = 45.0  # longer than the bot waits for an answer
NOTED_WITHIN_S = 5.0  # after it was taken, on a machine that has much else to do
SENDS = ("sendmessage", "sendmediagroup")
ALBUM, WORDS = 0, 1  # the place in a reply, as its markers tell it
ANSWER = "v1:put:"  # a button that only a clip's answer has
FAILS = {
    "502": (502, {"description": "Bad Gateway"}),
    "403": (403, {"description": "Forbidden: bot was blocked by the user"}),
    "409": (409, {"description": "Conflict: terminated by other getUpdates request"}),
}


class Road:
    """Passes the bot's calls on to the chat, but for those that are to fail.

    Attributes
    ----------
    faults
        By method, how its next calls fail: ``429:seconds``, ``502``, ``403``, ``409``,
        ``before`` or ``after`` (the connection is reset before the chat heard the
        call, or after), ``hang`` (it hears it, and no answer comes).
    under_way
        How many messages to people are on their way.
    closed
        Whether nothing gets through at all.
    """

    def __init__(self, latency_s: float = LATENCY_S) -> None:
        self.faults: dict[str, deque[str]] = defaultdict(deque)
        self.closed = False
        self.failed: Counter[str] = Counter()
        self.under_way = 0
        self.url = ""
        self._latency_s = latency_s
        self._to = ""

    async def open(self, to: str) -> None:
        """Listen on a free port, and lead there."""
        self._to = to.rstrip("/")
        self._client = aiohttp.ClientSession()
        app = web.Application(client_max_size=100_000_000)
        app.router.add_route("*", "/{path:.*}", self._pass)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Stop listening."""
        await self._client.close()
        await self._runner.cleanup()

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        method = request.path.rpartition("/")[2].lower()
        sends = method in SENDS
        self.under_way += sends
        try:
            return await self._pass_on(request, method)
        finally:
            self.under_way -= sends

    async def _pass_on(self, request: web.Request, method: str) -> web.StreamResponse:
        try:
            body = await request.read()
        except ConnectionResetError:  # the bot was killed while it spoke
            return web.Response()
        fault = self.faults[method].popleft() if self.faults[method] else ""
        fault = "before" if self.closed else fault
        self.failed[fault] += bool(fault)
        if fault == "before":
            return _reset(request)
        if answer := _refusal(fault):
            return answer
        await asyncio.sleep(self._latency_s)
        try:
            answer = await self._ask(request, body)
        except aiohttp.ClientError:  # the chat is closing
            return _reset(request)
        if fault == "hang":
            await asyncio.sleep(HANGS_S)
        return _reset(request) if fault in ("after", "hang") else answer

    async def _ask(self, request: web.Request, body: bytes) -> web.Response:
        headers = {
            name: request.headers[name]
            for name in ("Content-Type",)
            if name in request.headers
        }
        async with self._client.request(
            request.method, f"{self._to}{request.path_qs}", data=body, headers=headers
        ) as answer:
            said = await answer.read()
            return web.Response(
                body=said, status=answer.status, content_type=answer.content_type
            )


def _refusal(fault: str) -> web.Response | None:
    if fault.startswith("429"):
        wait_s = int(fault.partition(":")[2])
        code, told = 429, {"description": f"Too Many Requests: retry after {wait_s}"}
        about: dict[str, Any] = {"parameters": {"retry_after": wait_s}}
    elif fault in FAILS:
        (code, told), about = FAILS[fault], {}
    else:
        return None
    return web.json_response(
        {"ok": False, "error_code": code, **told, **about}, status=code
    )


def _reset(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@dataclass
class Found:
    """What people have in their chats: of each clip, and what else is left there.

    ``repeated``: clips of which something is there twice that the bot had noted.
    ``bare``: how many answers have no buttons, or another message's.
    """

    clips: int = 0
    lost: list[str] = field(default_factory=list)
    words_twice: list[str] = field(default_factory=list)
    album_twice: list[str] = field(default_factory=list)
    no_album: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    bare: int = 0

    @property
    def settled(self) -> bool:
        """Whether everything is answered, and nothing else stands in a chat."""
        return not self.lost and not self.stuck


class Hall:
    """The chat, the road to it, and people who send clips."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.road = Road()
        self.sent: dict[str, tuple[int, int]] = {}  # by clip: person and message
        self.cut_off: Counter[tuple[str, int]] = Counter()  # by clip and place
        self._chat = LocalChat()
        self._number = 0

    async def open(self) -> None:
        """Open the chat and the road to it."""
        await self._chat.start(0, self.folder / "telegram")
        await self.road.open(self._chat.url)

    async def close(self) -> None:
        """Close both."""
        await self.road.close()
        await self._chat.stop()

    @property
    def settings(self) -> dict[str, str]:
        """What the bot needs to know to get here."""
        return {
            "DATA_DIR": str(self.folder / "data"),
            "TELEGRAM_BOT_TOKEN": self._chat.token,
            "TELEGRAM_BASE_URL": f"{self.road.url}/bot",
            "TELEGRAM_BASE_FILE_URL": f"{self.road.url}/file/bot",
            "CLIPS_PER_DAY": "100000",
            "CLIPS_PER_HOUR": "100000",
            "MAX_WAITING": "1000",
            "WORKERS": "2",
            "BACKUP_DAYS": "0",
        }

    async def send(self, person: int) -> str:
        """Have somebody send a clip that nobody sent before; its id in the bot."""
        exchange = self._chat._exchange
        assert exchange is not None
        self._number += 1
        exchange.meet(person, f"Athlete {person}", "en")
        path = exchange.shelf.arriving()
        path.write_text(f"clip {self._number}")
        upload = Upload(path, "start.mp4", "video/mp4")
        file = await exchange.shelf.add(upload, "document", {}, clip=True)
        message = exchange.show(person, file)
        clip = f"tg-{exchange.state.number:012d}"  # the update came right after it
        self.sent[clip] = person, message["message_id"]
        return clip

    async def bury(self) -> None:
        """Note what the chat took of a killed bot just before it could write it down.

        Only that may be said twice: after a restart nobody can know of it.
        """
        killed_at = time.time()
        while self.road.under_way:
            await asyncio.sleep(0.02)
        if not (replies := self._replies()):
            return  # nor may there be a history yet
        with closing(sqlite3.connect(self.folder / "data" / "history.sqlite")) as file:
            noted = {key for (key,) in file.execute("select key from sent")}
        for (clip, place), dates in replies.items():
            late_s = killed_at - max(dates)
            if f"{clip}:{place}" not in noted and late_s < NOTED_WITHIN_S:
                self.cut_off[clip, place] = len(dates)

    def found(self) -> Found:
        """Count what came of every clip."""
        replies, found = self._replies(), Found(len(self.sent))
        for clip in self.sent:
            told, shown = len(replies[clip, WORDS]), len(replies[clip, ALBUM])
            found.lost += [clip] * (told == 0)
            found.words_twice += [clip] * (told > 1)
            found.album_twice += [clip] * (shown > 1)
            found.no_album += [clip] * (shown == 0 and told > 0)
        found.repeated = [
            part[0]
            for part, dates in replies.items()
            if len(dates) - 1 > self.cut_off[part]
        ]
        others = [
            message.get("text", "?")
            for message in self._messages()
            if "media_group_id" not in message and not _clip_told(message)
        ]
        # Only an answer is longer than a line.
        found.stuck = [text for text in others if "\n" not in text]
        found.bare = len(others) - len(found.stuck)
        return found

    def _replies(self) -> defaultdict[tuple[str, int], list[float]]:
        """When each part of each clip's reply was taken, by clip and place."""
        clips = {message: clip for clip, (_, message) in self.sent.items()}
        replies: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
        groups = set()
        for message in self._messages():
            group = message.get("media_group_id")
            answered = message.get("reply_to_message", {}).get("message_id", 0)
            if clip := _clip_told(message):
                replies[clip, WORDS].append(message["date"])
            elif group and group not in groups and answered in clips:
                replies[clips[answered], ALBUM].append(message["date"])
            groups.add(group)
        return replies

    def _messages(self) -> Iterator[dict[str, Any]]:
        """All that the bot has in the chats of who sent clips."""
        exchange = self._chat._exchange
        assert exchange is not None
        for person in {person for person, _ in self.sent.values()}:
            for message in exchange.state.messages[person].values():
                if message["from"]["is_bot"]:
                    yield message

    async def settle(self) -> Found:
        """Wait until all is answered and tidied, or nothing moves any more."""
        found, moved = self.found(), time.monotonic()
        while not found.settled and time.monotonic() - moved < (
            GIVEN_UP_S if found.lost else TIDIED_S
        ):
            await asyncio.sleep(0.2)
            now = self.found()
            if now != found:
                found, moved = now, time.monotonic()
        return self.found()


def _clip_told(message: dict[str, Any]) -> str:
    """The clip whose answer's words this is; empty for another message."""
    buttons = json.dumps(message.get("reply_markup", {}))
    return buttons.partition(ANSWER)[2].partition('"')[0].partition(":")[0]
