"""A Telegram that takes and gives at once, and notes when."""

import asyncio
import itertools
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

TOKEN = "1:load"
POLL_S = 10.0
BOT = {"id": 1, "is_bot": True, "first_name": "Coach", "username": "coach_bot"}
ALBUM, TEXT = "sendMediaGroup", "sendMessage"


@dataclass
class Clip:
    """What became of one clip: when, in seconds of this process."""

    number: int
    athlete: int
    sent_s: float
    receipt_s: float | None = None
    fetched_s: list[float] = field(default_factory=list)
    albums: int = 0
    answered_s: float | None = None


class Telegram:
    """The Bot API for one bot, and athletes who send clips to it."""

    def __init__(self):
        self.clips = {}
        self._numbers = itertools.count(1)
        self._waiting = {}
        self._new = asyncio.Event()

    def send(self, athlete):
        """Let an athlete send a clip."""
        number = next(self._numbers)
        clip = self.clips[number] = Clip(number, athlete, time.monotonic())
        video = {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}"}
        video |= {"width": 1, "height": 1, "duration": 1}
        self._hand(number, athlete, {"video": video})
        return clip

    def say(self, athlete, text):
        """Let an athlete write something."""
        number = next(self._numbers)
        command = {"type": "bot_command", "offset": 0, "length": len(text)}
        self._hand(number, athlete, {"text": text, "entities": [command]})

    def _hand(self, number, athlete, content):
        self._waiting[number] = {
            "update_id": number,
            "message": {
                "message_id": number,
                "date": int(time.time()),
                "chat": {"id": athlete, "type": "private"},
                "from": {"id": athlete, "is_bot": False, "first_name": "A"},
                **content,
            },
        }
        self._new.set()

    async def call(self, request):
        """Answer a method of the Bot API."""
        method = request.match_info["method"]
        values = dict(await request.post())
        answer = getattr(self, f"_{method}", None)
        result = await answer(values) if answer else True
        return web.json_response({"ok": True, "result": result})

    async def file(self, request):
        """Give a file: its own name, so that no two are the same video."""
        return web.Response(body=request.match_info["name"].encode())

    async def _getMe(self, _values):  # noqa: N802
        return BOT

    async def _getMyDescription(self, _values):  # noqa: N802
        return {"description": ""}

    async def _getMyShortDescription(self, _values):  # noqa: N802
        return {"short_description": ""}

    async def _getUpdates(self, values):  # noqa: N802
        offset, timeout = int(values.get("offset", 0)), int(values.get("timeout", 0))
        self._waiting = {n: one for n, one in self._waiting.items() if n >= offset}
        if not self._waiting and timeout:
            self._new.clear()
            try:
                async with asyncio.timeout(min(timeout, POLL_S)):
                    await self._new.wait()
            except TimeoutError:
                return []
        return list(self._waiting.values())[:100]

    async def _getFile(self, values):  # noqa: N802
        number = int(values["file_id"].removeprefix("file-"))
        self.clips[number].fetched_s.append(time.monotonic())
        unique = f"unique-{number}"
        return {"file_id": "f", "file_unique_id": unique, "file_path": f"clip-{number}"}

    async def _sendMessage(self, values):  # noqa: N802
        now = time.monotonic()
        answered = json.loads(values.get("reply_parameters", "{}"))
        clip = self.clips.get(answered.get("message_id"))
        if clip is not None and clip.receipt_s is None:
            clip.receipt_s = now
        elif clip is None:
            self._answered(int(values["chat_id"]), now)
        return self._message(values)

    async def _sendMediaGroup(self, values):  # noqa: N802
        answered = json.loads(values.get("reply_parameters", "{}"))
        clip = self.clips.get(answered.get("message_id"))
        if clip is not None:
            clip.albums += 1
        media = json.loads(values["media"])
        return [self._message(values) | self._picture() for _ in media]

    async def _sendPhoto(self, values):  # noqa: N802
        return self._message(values) | self._picture()

    async def _editMessageText(self, values):  # noqa: N802
        return self._message(values)

    def _answered(self, athlete, now):
        """The words come last: of the oldest clip of theirs that has its pictures."""
        theirs = [one for one in self.clips.values() if one.athlete == athlete]
        for clip in theirs:
            if clip.albums and clip.answered_s is None:
                clip.answered_s = now
                return

    def _message(self, values):
        chat = {"id": int(values["chat_id"]), "type": "private"}
        number = 10**6 + next(self._numbers_of_messages)
        return {"message_id": number, "date": int(time.time()), "chat": chat}

    _numbers_of_messages = itertools.count(1)

    def _picture(self):
        file = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
        return {"photo": [file]}


@asynccontextmanager
async def telegram():
    """Run it on loopback; gives it and its address."""
    one = Telegram()
    app = web.Application(client_max_size=2**28)
    app.router.add_post("/bot{token}/{method}", one.call)
    app.router.add_get("/file/bot{token}/{name}", one.file)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    try:
        yield one, f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()
