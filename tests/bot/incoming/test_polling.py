import asyncio
import errno
import json
from types import SimpleNamespace

import pytest

from bot.incoming import polling
from bot.incoming.inbox import Inbox, NoUpdate
from bot.store import Store
from tests.patience import PATIENCE_S

KINDS = ["message"]


class Desk:
    """Takes updates in, or fails as it is told to."""

    def __init__(self):
        self.taken, self.troubles, self.came = [], [], asyncio.Event()

    async def take_in(self, updates):
        if updates and self.troubles:
            raise self.troubles.pop(0)
        self.taken += updates
        if updates:
            self.came.set()


@pytest.fixture
def no_pauses(monkeypatch):
    kept = []
    sleep = asyncio.sleep

    async def pause(seconds):
        kept.append(seconds)
        await sleep(0)

    monkeypatch.setattr(polling.asyncio, "sleep", pause)
    return kept


@pytest.fixture
async def desk(bot):
    one = Desk()
    asking = asyncio.create_task(polling.poll(bot, one.take_in, KINDS))
    yield one
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


async def test_updates_come_as_they_are(chat, new_person, desk):
    await new_person(1).says("hello")
    await desk.came.wait()
    (update,) = desk.taken
    assert update["message"]["text"] == "hello"


async def confirmed(chat):
    async with asyncio.timeout(PATIENCE_S):
        while chat._exchange.state.updates:
            await asyncio.sleep(0.005)


async def test_only_what_was_written_down_is_confirmed(chat, new_person, desk):
    desk.troubles = [OSError(errno.ENOSPC, "No space left on device")]
    await new_person(1).says("hello")
    while desk.troubles:
        await asyncio.sleep(0.005)
    assert len(chat._exchange.state.updates) == 1
    await desk.came.wait()
    assert len(desk.taken) == 1
    await confirmed(chat)


async def test_what_keeps_us_from_hearing_is_waited_out(
    client, new_person, desk, caplog, no_pauses
):
    for code, words in ((502, "Bad Gateway"), (409, "Conflict: made up")):
        fault = {"method": "getUpdates", "error_code": code, "description": words}
        await client.post("/chat/api/fault", content=json.dumps(fault))
    await new_person(1).says("hello")
    await desk.came.wait()
    await new_person(1).says("again")
    desk.came.clear()
    await desk.came.wait()
    assert "no connection: Bad Gateway" in caplog.text
    assert "another bot asks for updates with the same token" in caplog.text
    assert "Traceback" not in caplog.text


async def test_what_no_library_can_read_keeps_nothing_else_out(
    chat, new_person, bot, tmp_path
):
    handled, store = [], Store(tmp_path / "history.sqlite")

    async def handle(update):
        handled.append(update.update_id)

    def read(told):
        if told["message"]["text"] == "odd":
            raise KeyError("chat")
        return SimpleNamespace(update_id=told["update_id"])

    inbox = Inbox(store, read, handle, None)
    await new_person(1).says("odd")
    await new_person(1).says("hello")
    asking = asyncio.create_task(polling.poll(bot, inbox.take_in, KINDS))
    await confirmed(chat)
    while inbox.busy:
        await asyncio.sleep(0.005)
    assert len(handled) == 1
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    store.close()


async def test_an_answer_that_is_no_list_is_no_update(bot, monkeypatch):
    async def odd(*args, **facts):
        return {"ok": True}

    monkeypatch.setattr(type(bot), "do_api_request", odd)
    with pytest.raises(NoUpdate):
        await polling._ask(bot, 0, KINDS)
