"""Who lives says so; who is silent for long is taken over from."""

from contextlib import closing

import pytest

from bot.jobs import heartbeat
from bot.jobs.heartbeat import BEAT_S, SILENT_S, Heartbeat
from bot.store import Store


class Jobs:
    def __init__(self):
        self.taken, self.looked = [], []

    async def resume(self, living):
        self.looked.append(living)
        return 0

    async def take_over(self, executor_ids):
        self.taken += executor_ids
        return len(executor_ids)


@pytest.fixture
def time(monkeypatch):
    """A clock of this process: a list of one number, in seconds."""
    now = [1000.0]
    monkeypatch.setattr(heartbeat.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "history.sqlite")) as made:
        yield made


def listener(store, slots=1):
    told = []
    one = Heartbeat(store, Jobs(), "me", slots, told.append)
    return one, told


async def test_whoever_lives_keeps_its_work(store, time):
    me, told = listener(store)
    for _ in range(20):
        store.beat("other", 2)
        await me.beat()
        time[0] += BEAT_S
    assert me.jobs.taken == []
    assert set(told) == {3}


async def test_whoever_is_silent_is_taken_over_from_within_a_minute(store, time):
    store.beat("other", 2)
    me, told = listener(store)
    waited_s = 0.0
    while not me.jobs.taken:
        await me.beat()
        time[0] += BEAT_S
        waited_s += BEAT_S
        assert waited_s < 60
    assert waited_s > SILENT_S
    assert me.jobs.taken == ["other"]
    assert told[-1] == 1
    assert [one.id for one in store.beat("me", 1)] == ["me"]


async def test_nobody_takes_over_from_oneself(store, time):
    me, _ = listener(store)
    await me.beat()
    time[0] += 10 * SILENT_S
    await me.beat()
    assert me.jobs.taken == []


async def test_whoever_comes_back_is_known_again(store, time):
    store.beat("other", 2)
    me, told = listener(store)
    await me.beat()
    time[0] += 2 * SILENT_S
    await me.beat()
    store.beat("other", 2)
    await me.beat()
    assert me.jobs.taken == ["other"]
    assert told == [3, 1, 3]


async def test_every_minute_one_looks_for_what_is_in_nobodys_hands(store, time):
    store.beat("other", 2)
    me, _ = listener(store)
    for _ in range(24):
        time[0] += BEAT_S
        store.beat("other", 2)
        await me.beat()
    assert me.jobs.looked == [["me", "other"]] * 2
