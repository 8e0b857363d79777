"""A process has a name of its own, on its machine and where machines share work."""

import asyncio
import subprocess
import sys

import psycopg
import pytest

from bot import running
from bot.__main__ import REFUSED
from bot.running import AlreadyRunning, NameTaken
from bot.store import name_lock
from bot.store.name_lock import NameLock
from tests.bot.visits import settings
from tests.patience import PATIENCE_S
from tests.postgres import new_schema

HOLDS = """
import asyncio, sys
from bot.store.name_lock import NameLock
async def hold():
    lock = NameLock(*sys.argv[1:])
    print(await lock.take(), flush=True)
    await asyncio.sleep(600)
asyncio.run(hold())
"""


def test_two_processes_of_one_name_are_refused(tmp_path):
    chosen = settings(data_dir=tmp_path)
    with running.only_one(chosen):
        with pytest.raises(AlreadyRunning, match="local"), running.only_one(chosen):
            pass
        with running.only_one(settings(data_dir=tmp_path, executor_id="second")):
            pass
    with running.only_one(chosen):
        pass


@pytest.fixture
def shared(postgres_server):
    return new_schema(postgres_server)


@pytest.fixture
def holder(shared):
    """Another process that works as ``chat``."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, shared, "chat"], stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout.readline() == b"True\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(name_lock, "PAUSE_S", 0.01)


def start(tmp_path, shared, **variables):
    return subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        env={"DATA_DIR": str(tmp_path), "QUEUE_URL": shared, "PATH": "", **variables}
        | {"TELEGRAM_BOT_TOKEN": "1:token", "EXECUTOR_ID": "chat"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )


def test_the_same_name_on_another_machine_is_refused_in_plain_words(
    tmp_path, shared, holder
):
    second = start(tmp_path, shared)
    assert second.returncode == REFUSED
    (line,) = second.stderr.splitlines()
    assert "already works as chat" in line
    assert "EXECUTOR_ID" in line


async def test_a_killed_process_frees_its_name(shared, holder, impatient):
    again, another = NameLock(shared, "chat"), NameLock(shared, "analyst")
    assert not await again.take()
    assert await another.take()
    await another.close()
    holder.kill()
    name_lock.PAUSE_S = 0.3
    assert await again.take()
    assert await again.keep()
    await again.close()


async def cut_off(shared):
    """What a server does that is restarted."""
    async with await psycopg.AsyncConnection.connect(shared) as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
        )


async def test_whoever_loses_the_name_to_another_stops(
    tmp_path, shared, monkeypatch, impatient
):
    monkeypatch.setattr(running, "LOOK_S", 0.2)
    chosen = settings(data_dir=tmp_path, queue_url=shared, executor_id="chat")
    working, ended = asyncio.Event(), asyncio.Event()

    async def work():
        working.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with asyncio.timeout(PATIENCE_S):
        first = asyncio.create_task(running.run(chosen, work, asyncio.Event()))
        await working.wait()
        await cut_off(shared)
        await asyncio.sleep(0.5)  # nobody else wants it
        assert not first.done()
        other = NameLock(shared, "chat")
        while not await other._try():
            await cut_off(shared)
        with pytest.raises(NameTaken, match="chat"):
            await first
    assert ended.is_set()
    await other.close()


async def test_what_goes_wrong_in_the_work_is_told(tmp_path):
    async def work():
        raise ValueError("made up")

    with pytest.raises(ValueError, match="made up"):
        await running.run(settings(data_dir=tmp_path), work, asyncio.Event())
