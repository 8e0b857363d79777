import asyncio
import errno
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.chat.faults import Unreachable
from bot.incoming import inbox as module
from bot.incoming.inbox import TRIES, Inbox, NoUpdate
from bot.store import Store
from tests import postgres
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[3]
TAKING_TURNS = Path(__file__).parent / "taking_turns.py"


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

    def open(self, holder="local"):
        return Inbox(self.store, self.read, self.handle, self.apologise, holder)


@pytest.fixture
def counter(tmp_path):
    with closing(Store(tmp_path / "history.sqlite")) as store:
        yield Counter(store)


async def calm(inbox):
    async with asyncio.timeout(PATIENCE_S):
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


async def test_one_that_was_overtaken_on_its_way_comes_before_those_that_wait(counter):
    inbox, counter.gates = counter.open(), {2: asyncio.Event()}
    for id in (2, 4, 3, 1):
        await inbox.take_in([told(id)])
        await asyncio.sleep(0)
    counter.gates[2].set()
    await calm(inbox)
    assert counter.handled == [2, 1, 3, 4]


@pytest.fixture
async def watching(counter, monkeypatch):
    """Two processes' inboxes on one history, that watch what the other takes in."""
    monkeypatch.setattr(module, "WATCH_S", 0.01)
    inboxes = [counter.open("one"), counter.open("other")]
    for name in ("one", "other"):
        counter.store.beat(name, 0)
    watching = [asyncio.create_task(inbox.watch()) for inbox in inboxes]
    yield inboxes
    for task in watching:
        task.cancel()


async def all_handled(counter, count):
    async with asyncio.timeout(PATIENCE_S):
        while len(counter.handled) < count:
            await asyncio.sleep(0.01)


async def test_what_comes_in_at_two_processes_is_handled_in_one_order(
    counter, watching
):
    one, other = watching
    counter.gates = {1: asyncio.Event()}
    await one.take_in([told(1)])
    await asyncio.sleep(0)
    await other.take_in([told(2), told(5, person=2)])
    await one.take_in([told(3)])
    await other.take_in([told(4)])
    await all_handled(counter, 1)
    await asyncio.sleep(0.1)
    assert counter.handled == [5]
    counter.gates[1].set()
    await all_handled(counter, 5)
    assert counter.handled == [5, 1, 2, 3, 4]


async def test_of_a_process_that_is_gone_another_handles_the_rest(counter, watching):
    _one, other = watching
    counter.store.take_in([module.incoming(told(1))], "gone")
    counter.store.beat("gone", 0)
    await other.take_in([told(2)])
    await asyncio.sleep(0.1)
    assert counter.handled == []
    (gone,) = [one for one in counter.store.beat("one", 0) if one.id == "gone"]
    counter.store.drop_executor(gone)
    await all_handled(counter, 2)
    assert counter.handled == [1, 2]


def two_processes(address, updates):
    """What two processes said they did, in order; each takes in every other update."""
    shares = (updates[::2], updates[1::2])
    started = [
        subprocess.Popen(
            [sys.executable, TAKING_TURNS, address, name, *share],
            env={"PATH": "", "PYTHONPATH": str(ROOT)},
            **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True},
        )
        for name, share in zip(("one", "other"), shares, strict=True)
    ]
    said = []
    try:
        for process in started:
            assert process.stdout.readline().split()[1] == "ready"
        for process in started:
            process.stdin.write("go\n")
            process.stdin.flush()
        # Each is told to end when all is handled, whoever did it.
        with closing(Store(address)) as store:
            while len(store._read("select id from inbox where content is null")) < len(
                updates
            ):
                time.sleep(0.05)
        for process in started:
            said += process.communicate("end\n", timeout=PATIENCE_S)[0].splitlines()
    finally:
        for process in started:
            process.kill()
            process.wait()
    told = [line.split() for line in said]
    return sorted((float(at), what, int(id)) for at, what, id in told)


def test_two_processes_handle_each_persons_updates_one_after_another(postgres_server):
    people = {id: id % 7 // 2 for id in range(1, 121)}
    said = two_processes(
        postgres.new_schema(postgres_server),
        [f"{id}:{person}" for id, person in people.items()],
    )
    for person in set(people.values()):
        own = [(at, what, id) for at, what, id in said if people.get(id) == person]
        begun = [(what, id) for _, what, id in own if what in ("begin", "end")]
        ids = [id for what, id in begun if what == "begin"]
        # One after another, and none twice.
        assert begun == [(what, id) for id in ids for what in ("begin", "end")]
        assert sorted(ids) == [id for id in people if people[id] == person]
        # None was there already when one that came after it was begun.
        taken = {id: at for at, what, id in own if what == "taken"}
        for at, what, id in own:
            if what == "begin":
                ended = ids[: ids.index(id)]
                assert not [
                    e for e in taken if e < id and e not in ended and taken[e] < at
                ], id


@pytest.mark.parametrize("step", ["open_next", "handled"])
async def test_a_history_that_is_away_for_a_moment_is_waited_for(
    counter, watching, monkeypatch, step
):
    works, troubles = getattr(counter.store, step), [RuntimeError("away")]

    def away(*told):
        if troubles:
            raise troubles.pop()
        return works(*told)

    monkeypatch.setattr(counter.store, step, away)
    one, _other = watching
    await one.take_in([told(1), told(2)])
    await all_handled(counter, 2)
    assert counter.handled == [1, 2]


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
    for task in dead._serving.values():  # as little as a killed process writes down
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
        counter.store.open_next(1, "local")
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
