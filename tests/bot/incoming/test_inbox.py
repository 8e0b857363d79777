import asyncio
import errno
from contextlib import closing
from types import SimpleNamespace

import pytest

from bot.chat.faults import Unreachable
from bot.incoming import inbox as module
from bot.incoming.inbox import TRIES, Inbox, NoUpdate
from bot.store import Store


def told(id, person=1, **facts):
    return {
        "update_id": id,
        "message": {"from": {"id": person}, "text": "hush"},
        **facts,
    }


class Update(SimpleNamespace):
    """What the library would make of an update."""

    def to_dict(self):
        return told(self.update_id)


class Counter:
    """Handles updates as it is told to, and keeps what it did."""

    def __init__(self, store):
        self.store = store
        self.handled, self.sorry, self.troubles = [], [], []
        self.gates = {}

    def read(self, update):
        if update.get("bad"):
            raise TypeError("no update")
        return Update(update_id=update["update_id"])

    async def handle(self, update):
        if gate := self.gates.get(update.update_id):
            await gate.wait()
        if self.troubles:
            raise self.troubles.pop(0)
        self.handled.append(update.update_id)

    async def apologise(self, update, error):
        self.sorry.append((update.update_id, error))

    def open(self):
        return Inbox(self.store, self.read, self.handle, self.apologise)


@pytest.fixture
def counter(tmp_path):
    with closing(Store(tmp_path / "history.sqlite")) as store:
        yield Counter(store)


async def calm(inbox):
    async with asyncio.timeout(10):
        while inbox.busy:
            await asyncio.sleep(0.001)


async def test_updates_are_handled_once_and_forgotten(counter):
    inbox = counter.open()
    for _ in range(2):
        await inbox.take_in([told(1), told(2)])
        await calm(inbox)
    assert counter.handled == [1, 2]
    assert counter.store.unhandled("local") == []


async def test_people_are_served_side_by_side_and_each_in_their_order(counter):
    inbox, counter.gates = counter.open(), {1: asyncio.Event()}
    await inbox.take_in([told(1), told(2), told(3, person=2)])
    while counter.handled != [3]:
        await asyncio.sleep(0)
    counter.gates[1].set()
    await calm(inbox)
    assert counter.handled == [3, 1, 2]


async def test_someone_with_many_updates_takes_one_place(counter, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 2)
    inbox, counter.gates = counter.open(), {1: asyncio.Event()}
    await inbox.take_in([*(told(n) for n in range(1, 9)), told(9, person=2)])
    while counter.handled != [9]:
        await asyncio.sleep(0)
    counter.gates[1].set()
    await calm(inbox)


async def test_what_waited_when_the_bot_was_killed_is_handled_then(counter):
    dead, counter.gates = counter.open(), {1: asyncio.Event()}
    await dead.take_in([told(1), told(2)])
    await asyncio.sleep(0.01)
    for task in dead._serving:  # as little as a killed process writes down
        task.get_coro().close()
    dead._serving.clear()

    counter.gates.clear()
    inbox = counter.open()
    inbox.start()
    await calm(inbox)
    assert counter.handled == [1, 2]


async def test_a_stopped_bot_finishes_what_it_began(counter):
    inbox, counter.gates = counter.open(), {1: asyncio.Event()}
    await inbox.take_in([told(1), told(2)])
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.05, counter.gates[1].set)
    await inbox.stop()
    assert counter.handled == [1]
    assert counter.store.unhandled("local") == [(2, 1)]


async def test_what_lasts_too_long_for_a_stopped_bot_counts_no_try(
    counter, monkeypatch
):
    monkeypatch.setattr(module, "DRAIN_S", 0.01)
    counter.gates = {1: asyncio.Event()}
    for _ in range(TRIES + 2):
        inbox = counter.open()
        inbox.start()
        await inbox.take_in([told(1)])
        await asyncio.sleep(0)
        await inbox.stop()
    counter.gates.clear()
    inbox = counter.open()
    inbox.start()
    await calm(inbox)
    assert (counter.handled, counter.sorry) == ([1], [])


async def test_an_update_that_killed_too_many_bots_is_given_up(counter, caplog):
    inbox = counter.open()
    counter.store.take_in([module.incoming(told(1))], "local")
    for _ in range(TRIES):
        counter.store.open_update(1)
    inbox.start()
    await calm(inbox)
    assert counter.handled == []
    assert counter.sorry == [(1, None)]
    assert "update 1 (message) is given up" in caplog.text
    assert "hush" not in caplog.text
    assert counter.store.unhandled("local") == []


async def test_what_goes_wrong_is_told_and_the_line_moves_on(counter):
    inbox, error = counter.open(), ValueError("made up")
    counter.troubles = [error]
    await inbox.take_in([told(1), told(2)])
    await calm(inbox)
    assert counter.sorry == [(1, error)]
    assert counter.handled == [2]


async def test_an_update_nobody_can_read_is_passed_over(counter, caplog):
    inbox = counter.open()
    await inbox.take_in([told(1, bad=True), told(2)])
    await calm(inbox)
    assert counter.handled == [2]
    assert "update 1 can't be read: TypeError" in caplog.text


async def test_an_answer_that_doesnt_get_through_is_tried_again(counter, pauses):
    inbox = counter.open()
    counter.troubles = [Unreachable("502")] * 3
    await inbox.take_in([told(1)])
    await calm(inbox)
    assert counter.handled == [1]
    assert counter.sorry == []
    assert pauses == [1, 2, 4]


async def test_on_a_full_disk_people_are_told_once_and_nothing_is_lost(
    counter, monkeypatch
):
    monkeypatch.setattr(module, "FULL_PAUSE_S", 0.01)
    inbox = counter.open()
    full = OSError(errno.ENOSPC, "No space left on device")
    counter.troubles = [full] * 3
    await inbox.take_in([told(1)])
    await calm(inbox)
    assert counter.sorry == [(1, full)]
    assert counter.handled == [1]


async def test_what_the_full_disk_doesnt_take_is_left_with_telegram(counter):
    inbox, db = counter.open(), counter.store._tables._db
    pages = db.execute("pragma page_count").fetchone()[0]
    db.execute(f"pragma max_page_count = {pages}")
    much = told(1, more="x" * 100_000)
    for _ in range(2):
        with pytest.raises(Exception, match="full"):
            await inbox.take_in([much])
    assert [id for id, _ in counter.sorry] == [1]
    db.execute("pragma max_page_count = 1000000")
    await inbox.take_in([much])
    await calm(inbox)
    assert counter.handled == [1]


@pytest.mark.parametrize(
    "odd", [[], "text", {}, {"update_id": "1"}, {"update_id": True}, None]
)
async def test_what_has_no_number_is_no_update(counter, odd):
    with pytest.raises(NoUpdate):
        await counter.open().take_in([odd])


def test_whose_it_is_is_read_from_whatever_it_is():
    sender = {"from": {"id": 5}}
    for kind in module.KINDS:
        assert module.incoming({"update_id": 1, kind: sender}).person == 5
    for odd in ({}, {"message": []}, {"message": {"from": 3}}, {"poll": sender}):
        assert module.incoming({"update_id": 1, **odd}).person == 0
