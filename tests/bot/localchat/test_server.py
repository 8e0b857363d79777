"""Only this computer, and only the chat's own page, is let in."""

import asyncio
import shutil
import stat

import pytest

from bot.localchat import LocalChat, server
from tests.patience import PATIENCE_S

PATHS = ("/", "/chat/api/chat", "/page/chat.js")


async def test_it_listens_on_loopback_alone(chat):
    assert chat.url.startswith("http://127.0.0.1:")
    assert chat.base_url == f"{chat.url}bot"
    assert chat.base_file_url == f"{chat.url}file/bot"


@pytest.mark.parametrize("path", PATHS)
async def test_the_page_is_there(client, path):
    answer = await client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_page_asks_no_one_else(client):
    html = (await client.get("/")).text
    assert "//" not in html.replace("<!doctype html>", "")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://other.example"},
        {"Origin": "null"},
    ],
)
async def test_other_names_and_other_pages_are_turned_away(client, path, headers):
    assert (await client.get(path, headers=headers)).status_code == 403


async def test_another_site_may_link_here_but_not_ask(client):
    away = {"Sec-Fetch-Site": "cross-site"}
    assert (await client.get("/", headers=away)).status_code == 200
    assert (await client.get("/chat/api/chat", headers=away)).status_code == 403
    text = {"text": "hi"}
    answer = await client.post("/chat/api/text", headers=away, json=text)
    assert answer.status_code == 403


async def test_a_rebound_name_does_not_reach_the_bots_methods(chat, client):
    headers = {"Host": "rebound.example"}
    answer = await client.post(f"/bot{chat.token}/getMe", headers=headers)
    assert answer.status_code == 403


async def test_the_folder_is_closed_to_others(chat, tmp_path):
    mode = (tmp_path / "localchat").stat().st_mode
    assert stat.S_IMODE(mode) == 0o700


@pytest.mark.parametrize("path", ["/page/../server.py", "/page/%2e%2e/server.py"])
async def test_only_the_pages_files_are_served(client, path):
    assert (await client.get(path)).status_code in (403, 404)


async def test_a_folder_that_vanished_keeps_it_neither_from_sweeping_nor_from_ending(
    tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr(server, "SWEEP_S", 0.01)
    chat = LocalChat()
    await chat.start(0, tmp_path)
    shutil.rmtree(tmp_path / "localchat")
    async with asyncio.timeout(PATIENCE_S):
        while "not tidied: No such file" not in caplog.text:
            await asyncio.sleep(0.01)
    (tmp_path / "localchat").mkdir()
    async with asyncio.timeout(PATIENCE_S):
        while not list((tmp_path / "localchat").iterdir()):
            await asyncio.sleep(0.01)
    shutil.rmtree(tmp_path / "localchat")
    await chat.stop()
