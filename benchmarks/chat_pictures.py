"""Takes pictures of the local chat as people see it: ``-m benchmarks.chat_pictures``.

Two people talk to the bot, with the real analysis of two rendered starts, and a
browser writes ``docs/chat_390.jpg`` (a phone), ``docs/chat_1280.jpg`` (two chats side
by side) and ``docs/reply.png`` (all of one reply).
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.async_api import Browser, async_playwright

from bot import app
from bot.app import Service
from bot.localchat import LocalChat
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS, CLIPS = ROOT / "docs", ROOT / "tests" / "clips"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
# As high as one reply is, which must not scroll.
REPLY, SHARPNESS = {"width": 390, "height": 2080}, 1.5
A_CLIP_S, LOOK_S, SETTLED_S = 180.0, 0.5, 3.0
QUALITY = 85
# Pictures further down wait until they are scrolled to.
SHOWN = """() => [...document.images].every((one) =>
    one.complete || one.getBoundingClientRect().top > innerHeight)"""


class Person:
    """Somebody who talks to the bot through the page's own calls."""

    def __init__(self, client: httpx.AsyncClient, user: int) -> None:
        self._client, self.user = client, user

    async def says(self, text: str) -> None:
        """Write a text."""
        await self._post("text", {}, json={"text": text})

    async def sends(self, clip: str, caption: str) -> None:
        """Send a rendered start, and wait for the reply to it."""
        content = (CLIPS / f"{clip}.mp4").read_bytes()
        query = {"name": f"{clip}.mp4", "caption": caption, "type": "video/mp4"}
        await self._post("clip", query, content=content)
        async with asyncio.timeout(A_CLIP_S):
            while not await self._has_an_album():
                await asyncio.sleep(LOOK_S)
        await asyncio.sleep(SETTLED_S)  # the words follow

    async def _has_an_album(self) -> bool:
        answer = await self._client.get("/chat/api/chat", params={"user": self.user})
        return any(one["album"] for one in answer.json()["messages"])

    async def _post(self, call: str, query: dict[str, str], **body: Any) -> None:
        params = {"user": self.user, **query}
        answer = await self._client.post(f"/chat/api/{call}", params=params, **body)
        answer.raise_for_status()


@asynccontextmanager
async def _chat(folder: Path) -> AsyncIterator[LocalChat]:
    """The local chat with the bot on it."""
    chat, stop = LocalChat(), asyncio.Event()
    await chat.start(0, folder)
    service = Service(chat.token, chat.base_url, chat.base_file_url, local=True)
    settings = Settings(data_dir=folder, telegram_bot_token=None)
    running = asyncio.create_task(app.run(settings, service, stop, chat.clock))
    try:
        yield chat
    finally:
        stop.set()
        await running
        await chat.stop()


async def _talk(url: str) -> tuple[Person, Person]:
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        people = []
        for name, language in (("Maya", "en"), ("Ana", "es")):
            told = {"name": name, "language": language}
            answer = await client.post("/chat/api/person", json=told)
            people.append(Person(client, answer.json()["user"]))
        maya, ana = people
        await maya.sends("D_faults", "4th rep, spikes, wet")
        await ana.says("/start")
        await ana.sends("A_borzov60", "")
    return maya, ana


async def _take(
    browser: Browser, url: str, size: Any, name: str, sharpness: float = 1.0
) -> None:
    page = await browser.new_page(viewport=size, device_scale_factor=sharpness)
    await page.goto(url)
    await asyncio.sleep(SETTLED_S)  # its stream of events never ends
    for frame in page.frames:
        await frame.wait_for_function(SHOWN)
    if name.endswith(".png"):
        await page.screenshot(path=DOCS / name)
    else:
        await page.screenshot(path=DOCS / name, type="jpeg", quality=QUALITY)
    await page.close()


async def main() -> None:
    """Play the scene and take the pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with TemporaryDirectory() as folder:
        async with _chat(Path(folder)) as chat, async_playwright() as playwright:
            maya, ana = await _talk(chat.url)
            browser = await playwright.chromium.launch(executable_path=chromium)
            phone = f"{chat.url}?user={maya.user}"
            desk = f"{chat.url}beside?left={maya.user}&right={ana.user}"
            await _take(browser, phone, PHONE, "chat_390.jpg")
            await _take(browser, desk, DESK, "chat_1280.jpg")
            await _take(browser, phone, REPLY, "reply.png", SHARPNESS)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
