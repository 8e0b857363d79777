"""Stories: people talk to the real bot through the local chat, and all is written down.

    async with story(tmp_path, monkeypatch, "Three weeks") as told:
        olena = await told.person("Olena", language="uk")
        await olena.says("/start")
        await olena.presses("Як знімати")
        await olena.sends(clip("faults"), caption="spikes, wet")
        await told.at("2026-03-08T18:01")
        told.matches_the_docs()

Everything is as when it runs, but for the analysis, which knows its starts by heart,
and the time: it stands still, and moves on by a little with every word.
"""

import asyncio
import contextlib
import json
import os
import re
from datetime import UTC, datetime, timedelta
from difflib import unified_diff
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from bot import app
from bot.app import Service
from bot.clock import Clock
from bot.jobs import queue
from bot.localchat import LocalChat
from bot.settings import Settings
from tests.patience import PATIENCE_S
from tests.stories.stored_analyst import StoredAnalyst
from tests.stories.transcript import Transcript

DOCS = Path(__file__).parents[2] / "docs" / "stories.md"
BEGIN = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # a Monday
A_WORD_S = 20.0
CALM = 3  # looks in a row that find nothing going on
LOOK_S = 0.01


class StillClock(Clock):
    """Shows the time it was set to."""

    def __call__(self):
        return BEGIN + timedelta(seconds=self.ahead_s)


@contextlib.asynccontextmanager
async def story(folder, monkeypatch, title, **settings):
    """Open the local chat and run the bot on it; both end with the story."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    analyst, made = StoredAnalyst(), []
    _watch(monkeypatch, analyst, made)
    chat, stop = LocalChat(), asyncio.Event()
    chat.clock = StillClock()
    await chat.start(0, folder)
    service = Service(chat.token, chat.base_url, chat.base_file_url, local=True)
    chosen = Settings(_env_file=None, data_dir=folder, **settings)
    running = asyncio.create_task(app.run(chosen, service, stop, chat.clock))
    try:
        async with httpx.AsyncClient(base_url=chat.url, timeout=PATIENCE_S) as client:
            told = Story(title, client, chat, analyst, made, running)
            await told.settle()
            yield told
    finally:
        stop.set()
        await running
        await chat.stop()
        queue.DBOS.destroy(destroy_registry=True)


def _watch(monkeypatch, analyst, made):
    """Put the analyst in his place, and keep what the bot is made of in ``made``."""

    def kept(make):
        def making(*facts):
            made.append(make(*facts))
            return made[-1]

        return making

    async def no_edits(board):
        await asyncio.Event().wait()

    monkeypatch.setattr(app, "_analyst", lambda settings: analyst)
    monkeypatch.setattr(app, "_office", kept(app._office))
    monkeypatch.setattr(app, "_inbox", kept(app._inbox))
    # How far a clip is depends on the machine: only its receipt is told.
    monkeypatch.setattr(app.StatusBoard, "run", no_edits)
    monkeypatch.setattr(queue, "POLL_S", 0.05)


class Story:
    """One story: its people, its time, and what was said so far."""

    def __init__(self, title, client, chat, analyst, made, running):
        self.transcript = Transcript(title)
        self.people, self.groups = {}, {}
        self._client, self._chat, self._analyst = client, chat, analyst
        self._made, self._running = made, running

    async def person(self, name, language="en"):
        """Somebody new, who has a phone in this language."""
        user = (await self.post("person", name=name, language=language))["user"]
        self.people[name] = Person(self, name, user)
        return self.people[name]

    async def group(self, title, *members):
        """People and the bot in one chat; pass it on as ``chat``."""
        ids = [one.user for one in members]
        self.groups[title] = (await self.post("group", title=title, members=ids))[
            "chat"
        ]
        return title

    async def at(self, time):
        """Set the clock (UTC), and wait until the bot has done what was due."""
        to = datetime.fromisoformat(time).replace(tzinfo=UTC)
        self.transcript.time(to)
        await self.post("clock", to=to.isoformat())
        await self.settle()
        await self.hear()

    async def works(self):
        """Let the clips be analysed that wait, and read what comes of them."""
        self._analyst.work()
        await self.settle(working=True)
        self._analyst.rest()
        await self.hear()

    def on(self):
        """A little time goes by."""
        self._chat.clock.ahead_s += A_WORD_S

    async def post(self, call, query=None, **body):
        answer = await self._client.post(f"/chat/api/{call}", params=query, json=body)
        return self._good(answer)

    async def upload(self, query, content):
        answer = await self._client.post(
            "/chat/api/clip", params=query, content=content
        )
        return self._good(answer)

    async def read(self, query):
        return self._good(await self._client.get("/chat/api/chat", params=query))

    def _good(self, answer):
        told = answer.json()
        assert told["ok"], told
        return told

    async def settle(self, working=False):
        """Wait until the bot has nothing to do; while ``working``, no clip either."""
        calm = 0
        try:
            async with asyncio.timeout(PATIENCE_S):
                while calm < CALM:
                    await asyncio.sleep(LOOK_S)
                    calm = calm + 1 if self._is_calm(working) else 0
        except TimeoutError:
            raise AssertionError("the bot doesn't come to rest") from None

    def _is_calm(self, working):
        if self._running.done():
            self._running.result()
        if len(self._made) < 2:
            return False
        office, _inbox = self._made
        store = office.store
        if self._chat._exchange.state.updates or store.unhandled("local"):
            return False
        waiting = store.unfinished() or store.newcomers()
        if self._analyst.held and not working:
            return True
        owed = store.with_status_left() or store.next_due()
        return not (waiting or owed or office.artefacts.work_ids())

    async def hear(self):
        """Write down what has come since, for everybody, in its order."""
        for name, chat in self._chats():
            shown = await self.read(chat)
            self.transcript.hear(name if self._several else None, shown)
        self.transcript.write_heard()

    @property
    def _several(self):
        return len(self.people) + len(self.groups) > 1

    def _chats(self):
        for name, person in self.people.items():
            yield name, {"user": person.user}
        for title, chat in self.groups.items():
            first = next(iter(self.people.values()))
            yield title, {"user": first.user, "chat": chat}

    def matches_the_docs(self):
        """Compare with docs/stories.md; STORIES=write puts it there."""
        text, page = self.transcript.text(), DOCS.read_text()
        if os.environ.get("STORIES") == "write":
            DOCS.write_text(_with_part(page, self.transcript.title, text))
            return
        written = _part(page, self.transcript.title)
        differs = "\n".join(unified_diff(written.split("\n"), text.split("\n"), n=1))
        assert not differs, (
            "docs/stories.md tells it otherwise: read aloud what changed, then write it"
            f" there with STORIES=write\n{differs}"
        )


def _part(page, title):
    """The part of the page under this heading; empty when there is none."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    found = (one for one in parts if one.startswith(f"## {title}\n"))
    return next(found, "").strip()


def _with_part(page, title, text):
    old = _part(page, title)
    return page.replace(old, text) if old else f"{page.rstrip()}\n\n{text}\n"


class Person:
    """Somebody in a story; ``chat`` is a group's title, else their own chat."""

    def __init__(self, story, name, user):
        self.story, self.name, self.user = story, name, user

    def _query(self, chat=None):
        group = self.story.groups[chat] if chat else 0
        return {"user": self.user, "chat": group}

    async def says(self, text, chat=None, reply_to=None):
        """Write a text, and read what the bot has to say to that."""
        body = {"text": text}
        if reply_to:
            body["reply_to"] = (await self._message(reply_to, chat))["id"]
        await self._do("text", chat, **body)
        self.story.transcript.say(self._who(chat), text, reply_to)
        await self._wait()

    async def sends(self, content, name="start.mp4", caption="", chat=None, hold=False):
        """Send a clip; the reply comes at once, unless it is held until ``works``."""
        await self._upload(content, "document", name, "video/mp4", caption, chat)
        if not hold:
            await self.story.works()

    async def sends_together(self, contents, caption="", chat=None):
        """Send several clips as one album; the caption stands under the first."""
        for number, content in enumerate(contents, 1):
            told = caption if number == 1 else ""
            facts = f"start{number}.mp4", "video/mp4", told, chat
            await self._upload(content, "video", *facts, wait=False, album="together")
        await self._wait()
        await self.story.works()

    async def rewords(self, name, caption, chat=None):
        """Change what stands under the newest clip of this file name."""
        messages = await self._messages(chat)
        sent = [one for one in messages if (one["media"] or {}).get("name") == name]
        self.story.transcript.send(self._who(chat), f"{name} (edited)", caption)
        await self._do("caption", chat, message=sent[-1]["id"], caption=caption)
        await self._wait()

    async def shows(self, content, name="me.jpg", caption="", chat=None):
        """Send a photo."""
        await self._upload(content, "photo", name, "image/jpeg", caption, chat)

    async def speaks(self, seconds=4, chat=None, reply_to=None):
        """Send a voice message."""
        told = f"a voice message of {seconds} s"
        facts = {"duration": seconds}
        if reply_to:
            facts["reply_to"] = (await self._message(reply_to, chat))["id"]
        await self._upload(b"voice", "voice", told, "audio/ogg", "", chat, **facts)

    async def presses(self, label, chat=None):
        """Press the newest button of this name (or data that begins so)."""
        message, button = await self._button(label, chat)
        self.story.transcript.press(self._who(chat), button["text"])
        if button["data"] is None:
            raise AssertionError(f"{label} opens {button['url']}: use `opens`")
        body = {"message": message["id"], "data": button["data"]}
        await self._do("press", chat, **body)
        await self._wait()
        shown = await self.story.read(self._query(chat))
        self.story.transcript.answers(shown["answers"])

    async def link(self, chat=None):
        """The newest link that leads to the bot, out of a text or a button."""
        for message in reversed(await self._messages(chat)):
            text = json.dumps(message, ensure_ascii=False)
            if found := re.search(r"https://t\.me/\w+\?start=[\w-]+", text):
                return found.group()
        raise AssertionError("no link to the bot")

    async def opens(self, link):
        """Open a link that leads to the bot, as a tap on it does."""
        token = parse_qs(urlsplit(link).query)["start"][0]
        self.story.transcript.note(f"{self.name} opens the link.")
        self.story.transcript.skip(f"/start {token}")
        await self._do("text", None, text=f"/start {token}")
        await self._wait()

    async def reads(self, words, chat=None):
        """Make sure that these words are there."""
        await self._message(words, chat)

    async def _upload(
        self, content, kind, name, mime, caption, chat, wait=True, **facts
    ):
        self.story.on()
        query = {"kind": kind, "name": name, "type": mime, "caption": caption}
        await self.story.upload({**self._query(chat), **query, **facts}, content)
        self.story.transcript.send(self._who(chat), name, caption)
        if wait:
            await self._wait()

    def _who(self, chat):
        return f"{self.name} in {chat}" if chat else self.name

    async def _do(self, call, chat, **body):
        self.story.on()
        await self.story.post(call, self._query(chat), **body)

    async def _wait(self):
        await self.story.settle()
        await self.story.hear()

    async def _messages(self, chat):
        return (await self.story.read(self._query(chat)))["messages"]

    async def _message(self, words, chat):
        messages = await self._messages(chat)
        for message in reversed(messages):
            if words in (message["text"] or message["caption"] or ""):
                return message
        said = [one["text"] or one["caption"] for one in messages]
        raise AssertionError(f"nobody said {words!r}, only {said}")

    async def _button(self, label, chat):
        seen = []
        for message in reversed(await self._messages(chat)):
            for button in [one for row in message["buttons"] for one in row]:
                data = button["data"] or ""
                if button["text"] == label or data.startswith(label):
                    return message, button
                seen.append(button["text"])
        raise AssertionError(f"no button {label!r} among {seen}")
