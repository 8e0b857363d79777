"""A local chat on a free port, a real PTB bot on it, and a person to talk to it."""

import io
from contextlib import asynccontextmanager, closing

import httpx
import pytest
from PIL import Image
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.localchat import LocalChat
from tests.bot.visits import office
from tests.patience import PATIENCE_S


class Person:
    """Talks to the bot through the page's own calls."""

    def __init__(self, client, user):
        self._client = client
        self._user = user

    async def call(self, name, /, chat=0, **body):
        query = {"user": self._user, "chat": chat}
        answer = await self._client.post(
            f"/chat/api/{name}", params=query, json=body, timeout=PATIENCE_S
        )
        return answer.json()

    async def says(self, text, **more):
        return (await self.call("text", text=text, **more))["message"]

    async def uploads(self, data, **facts):
        answer = await self._client.post(
            "/chat/api/clip", params={"user": self._user, **facts}, content=data
        )
        return answer.json()

    async def reads(self, **facts):
        query = {"user": self._user, **facts}
        answer = await self._client.get("/chat/api/chat", params=query)
        return answer.json()

    async def reads_last(self):
        return (await self.reads())["messages"][-1]

    async def fetches(self, url):
        return await self._client.get(url)


@asynccontextmanager
async def open_chat(folder):
    server = LocalChat()
    await server.start(0, folder)
    yield server
    await server.stop()


async def meet(client):
    """Somebody the bot knows already."""
    somebody = Person(client, 1)
    await somebody.says("hello")
    return somebody


@pytest.fixture(autouse=True)
def durations_as_timedelta(monkeypatch):
    """PTB's coming way, so that it does not warn of the present one."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def pauses(monkeypatch):
    """The pauses between tries, in seconds: kept, not waited for."""
    kept = []

    async def sleep(seconds):
        kept.append(seconds)

    monkeypatch.setattr("bot.chat.patience.sleep", sleep)
    return kept


@pytest.fixture
def new_picture():
    def make(color="crimson", size=(640, 360), kind="JPEG"):
        data = io.BytesIO()
        Image.new("RGB", size, color).save(data, kind)
        return data.getvalue()

    return make


@pytest.fixture
def new_bot():
    """Bots on a chat; give them back with `shutdown`."""

    def make(chat, token=None):
        request = HTTPXRequest(read_timeout=30, write_timeout=PATIENCE_S)
        return Bot(
            token or chat.token,
            base_url=chat.base_url,
            base_file_url=chat.base_file_url,
            request=request,
        )

    return make


@pytest.fixture
async def chat(tmp_path):
    async with open_chat(tmp_path) as server:
        yield server


@pytest.fixture
async def client(chat):
    async with httpx.AsyncClient(base_url=chat.url) as one:
        yield one


@pytest.fixture
async def person(client):
    return await meet(client)


@pytest.fixture
def new_person(client):
    return lambda user: Person(client, user)


@pytest.fixture
async def bot(chat, new_bot):
    async with new_bot(chat) as one:
        yield one


@pytest.fixture
def counter(tmp_path):
    """An office that is open, with an empty history."""
    made = office(tmp_path)
    with closing(made.store):
        yield made
