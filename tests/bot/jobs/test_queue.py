"""The real engine on a real SQLite file, in this process."""

import asyncio
import contextlib
import logging
import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from dbos import DBOS

from bot.chat.faults import Rejected, TooBig, Unreachable
from bot.jobs import Jobs, reply_id
from bot.jobs.analysis_process import Crashed, Stopped, TookTooLong
from bot.jobs.artefacts import Artefacts
from bot.jobs.payload import failed, work_of
from bot.settings import Settings
from tests.patience import PATIENCE_S


class Bench:
    """Notes what the queue asks for; does what it is told to."""

    def __init__(self):
        self.analysed, self.delivered, self.loops = [], [], []
        self.running = self.most = self.ticks = 0
        self.troubles = []
        self.takes_s = 0.0

    async def analyse(self, job):
        self.loops.append((asyncio.get_running_loop(), threading.get_ident()))
        self.analysed.append(work_of(job))
        if self.troubles:
            raise self.troubles.pop(0)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(self.takes_s)
        finally:
            self.running -= 1
        return {"refusal": None}

    async def deliver(self, job, outcome):
        self.loops.append((asyncio.get_running_loop(), threading.get_ident()))
        self.delivered.append((work_of(job), outcome))

    async def tick(self):
        self.ticks += 1
        self.ticking = asyncio.current_task()
        await asyncio.sleep(self.takes_s)

    async def wait(self, deliveries):
        async with asyncio.timeout(PATIENCE_S):
            while len(self.delivered) < deliveries:
                await asyncio.sleep(0.02)


def job(number, athlete=1):
    clip_id = f"tg-{number:012d}"
    return {
        "clip_id": clip_id,
        "athlete_id": athlete,
        "chat_id": athlete,
        "file_id": "f",
    }


@pytest.fixture
def open_jobs(tmp_path):
    @contextlib.asynccontextmanager
    async def start(bench, **settings):
        chosen = Settings(_env_file=None, data_dir=tmp_path, **settings)
        Artefacts(chosen.queue_database_url).close()
        jobs = Jobs(chosen, bench.analyse, bench.deliver, bench.tick)
        await jobs.start()
        try:
            yield jobs
        finally:
            await jobs.stop()
            DBOS.destroy(destroy_registry=True)

    return start


async def test_steps_run_in_the_bots_own_loop_and_thread(open_jobs):
    bench = Bench()
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
    here = (asyncio.get_running_loop(), threading.get_ident())
    assert bench.loops == [here, here]


async def test_a_clip_is_analysed_and_delivered(open_jobs):
    bench = Bench()
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
        assert bench.delivered == [
            ("tg-000000000001", {"analysis": {"refusal": None}, "failure": None})
        ]


async def test_what_is_cleared_away_after_the_queue_still_has_threads(open_jobs):
    async with open_jobs(Bench()) as jobs:
        await jobs.states(["tg-000000000001"])
    assert await asyncio.to_thread(threading.get_ident) != threading.get_ident()


async def test_the_same_clip_twice_is_one_clip(open_jobs):
    bench = Bench()
    async with open_jobs(bench) as jobs:
        for _ in range(5):
            await jobs.enqueue(job(1))
        await bench.wait(1)
        await jobs.enqueue(job(1))
        await asyncio.sleep(1.5)
        assert bench.analysed == ["tg-000000000001"]
        assert len(bench.delivered) == 1


async def test_another_look_at_the_same_clip_is_work_of_its_own(open_jobs):
    bench = Bench()
    again = job(1) | {"look": 2, "corrections": {"mirrored": True}}
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
        for _ in range(3):
            await jobs.enqueue(again)
        await bench.wait(2)
        ids = ["tg-000000000001", "tg-000000000001-2"]
        assert [work for work, _ in bench.delivered] == ids
        assert bench.analysed == ids
        while set((await jobs.states([*ids, *map(reply_id, ids)])).values()) != {
            "done"
        }:
            await asyncio.sleep(0.05)
        await jobs.forget(ids)
        assert set((await jobs.states(ids)).values()) == {"unknown"}


async def test_clips_are_begun_in_the_order_of_their_turns(open_jobs):
    bench = Bench()
    bench.takes_s = 0.1
    turns = {2: 3, 3: 5, 4: 1, 5: 3, 6: 2}
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        async with asyncio.timeout(PATIENCE_S):
            while not bench.analysed:
                await asyncio.sleep(0.01)
        for number, turn in turns.items():
            await jobs.enqueue(job(number) | {"turn": turn})
        await bench.wait(6)
    assert bench.analysed == [f"tg-{n:012d}" for n in (1, 4, 6, 2, 5, 3)]


async def test_where_the_chat_is_no_clip_is_looked_at(open_jobs):
    chat, analyst = Bench(), Bench()
    async with open_jobs(chat, role="chat") as jobs:
        await jobs.enqueue(job(1))
        await asyncio.sleep(1.5)
        assert chat.analysed == []
    async with open_jobs(analyst, role="analyst"), asyncio.timeout(PATIENCE_S):
        while not analyst.analysed:
            await asyncio.sleep(0.02)
        await asyncio.sleep(1.5)
    assert analyst.delivered == []
    async with open_jobs(chat, role="chat"):
        await chat.wait(1)
    assert chat.analysed == []


async def test_what_a_silent_process_had_begun_is_taken_over(open_jobs):
    silent, heir = Interrupted(), Bench()
    async with (
        open_jobs(silent, executor_id="silent") as jobs,
        asyncio.timeout(PATIENCE_S),
    ):
        await jobs.enqueue(job(1))
        await silent.begun.wait()
    async with open_jobs(heir, executor_id="heir") as jobs:
        await asyncio.sleep(1.5)
        assert heir.analysed == []
        assert await jobs.take_over(["silent"]) == 1
        assert await jobs.take_over(["silent"]) == 0
        await heir.wait(1)
    assert heir.analysed == ["tg-000000000001"]


@pytest.fixture
def read_only(open_jobs):
    """A switch that lets the queue's database take nothing, until switched back."""
    taken = [False]

    def switch(connection, *_):
        connection.execute(f"pragma query_only = {int(taken[0])}")

    sa.event.listen(sa.Pool, "checkout", switch)
    yield lambda on: taken.__setitem__(0, on)
    sa.event.remove(sa.Pool, "checkout", switch)


async def left(caplog, what):
    async with asyncio.timeout(PATIENCE_S):
        while what not in caplog.text:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)


async def resumed(jobs, name="local"):
    return [await jobs.resume([name]) for _ in range(3)]


async def test_a_clip_whose_analysis_cant_be_noted_is_analysed_anew(
    open_jobs, read_only, caplog
):
    bench, analyse = Bench(), Bench.analyse

    async def sick(job):
        found = await analyse(bench, job)
        read_only(len(bench.analysed) == 1)
        return found

    bench.analyse = sick
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await left(caplog, "tg-000000000001 is left, the disk is read_only")
        assert "parameters: (" not in caplog.text
        read_only(False)
        assert await resumed(jobs) == [0, 1, 0]
        await bench.wait(1)
    assert [outcome["failure"] for _, outcome in bench.delivered] == [None]


async def test_a_reply_that_cant_be_noted_as_sent_doesnt_block_its_athlete(
    open_jobs, read_only, caplog
):
    bench, deliver = Bench(), Bench.deliver

    async def sick(job, outcome):
        await deliver(bench, job, outcome)
        read_only(len(bench.delivered) == 1)

    bench.deliver = sick
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await left(caplog, "tg-000000000001:reply is left")
        read_only(False)
        await jobs.enqueue(job(2))
        assert await resumed(jobs) == [0, 1, 0]
        async with asyncio.timeout(PATIENCE_S):
            while "tg-000000000002" not in [work for work, _ in bench.delivered]:
                await asyncio.sleep(0.02)


async def test_a_clip_whose_end_cant_be_noted_ends_then(open_jobs, read_only, caplog):
    bench = Bench()
    async with open_jobs(bench) as jobs:
        reply = jobs.reply

        async def sick(*told):
            await reply(*told)
            read_only(True)

        jobs.reply = sick
        await jobs.enqueue(job(1))
        await left(caplog, "Exception encountered in asynchronous workflow")
        jobs.reply = reply
        read_only(False)
        assert await resumed(jobs) == [0, 1, 0]
        await bench.wait(1)
        async with asyncio.timeout(PATIENCE_S):
            while (await jobs.states(["tg-000000000001"]))["tg-000000000001"] != "done":
                await asyncio.sleep(0.02)
    assert len(bench.analysed) == len(bench.delivered) == 1


async def test_only_what_is_in_nobodys_hands_is_resumed_and_that_if_it_fits(
    open_jobs, monkeypatch
):
    bench = Interrupted()
    async with open_jobs(bench) as jobs, asyncio.timeout(PATIENCE_S):
        await jobs.enqueue(job(1))
        await bench.begun.wait()
        assert await resumed(jobs) == [0, 0, 0]
        with monkeypatch.context() as full:
            full.setattr("bot.jobs.queue.is_full", lambda folder: True)
            assert await resumed(jobs, "another") == [0, 0, 0]
        assert await jobs.resume(["another"]) == 1


async def test_several_athletes_go_side_by_side(open_jobs):
    bench = Bench()
    bench.takes_s = 1.5
    async with open_jobs(bench, workers=2) as jobs:
        for number in (1, 2, 3):
            await jobs.enqueue(job(number, athlete=number))
        await bench.wait(3)
    assert bench.most == 2


async def test_a_crash_is_tried_again(open_jobs):
    bench = Bench()
    bench.troubles = [Crashed("exit code -11")]
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
    assert len(bench.analysed) == 2
    assert bench.delivered[0][1]["failure"] is None


@pytest.mark.parametrize(
    ("trouble", "failure", "tries"),
    [
        (Crashed("exit code -11"), "crashed", 3),
        (TookTooLong("600 s"), "too_slow", 1),
        (Rejected("wrong file_id"), "file_gone", 1),
        (TooBig("File is too big"), "too_big", 1),
        (Unreachable("502"), "file_gone", 1),
    ],
)
async def test_a_clip_that_fails_for_good_is_told(open_jobs, trouble, failure, tries):
    bench = Bench()
    bench.troubles = [trouble] * 3
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
    assert bench.delivered[0][1] == failed(failure)
    assert len(bench.analysed) == tries


async def test_a_reply_telegram_did_not_take_is_not_sent_by_the_queue_again(open_jobs):
    bench, tries = Bench(), []

    async def deliver(job, outcome):
        tries.append(work_of(job))
        raise Unreachable("away for a day")

    bench.deliver = deliver
    async with open_jobs(bench) as jobs, asyncio.timeout(PATIENCE_S):
        await jobs.enqueue(job(1))
        reply = reply_id("tg-000000000001")
        while (await jobs.states([reply]))[reply] != "lost":
            await asyncio.sleep(0.05)
    assert tries == ["tg-000000000001"]


async def test_a_reply_that_waits_for_telegram_waits_on_after_a_restart(
    open_jobs, monkeypatch
):
    monkeypatch.setattr("bot.jobs.queue.DRAIN_S", 0.1)
    bench, begun = Bench(), asyncio.Event()

    async def waiting(job, outcome):
        begun.set()
        await asyncio.Event().wait()

    bench.deliver = waiting
    async with open_jobs(bench) as jobs, asyncio.timeout(PATIENCE_S):
        await jobs.enqueue(job(1))
        await begun.wait()
    again = Bench()
    async with open_jobs(again):
        await again.wait(1)
    assert again.analysed == []


async def test_a_stopped_clip_is_not_answered(open_jobs):
    bench = Bench()
    bench.troubles = [Stopped("tg")]
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        async with asyncio.timeout(PATIENCE_S):
            while (await jobs.states(["tg-000000000001"]))["tg-000000000001"] != "done":
                await asyncio.sleep(0.05)
        assert bench.delivered == []


async def test_cancelled_clips_are_out_of_line(open_jobs):
    bench = Bench()
    bench.takes_s = 600
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await jobs.enqueue(job(2))
        async with asyncio.timeout(PATIENCE_S):
            while not bench.running:
                await asyncio.sleep(0.02)
        await jobs.cancel(["tg-000000000001", "tg-000000000002", "tg-000000000003"])
        async with asyncio.timeout(PATIENCE_S):
            while bench.running:
                await asyncio.sleep(0.02)
        states = await jobs.states([f"tg-{n:012d}" for n in (1, 2, 3)])
        assert list(states.values()) == ["cancelled", "cancelled", "unknown"]
        assert bench.analysed == ["tg-000000000001"]


async def test_a_forgotten_clip_leaves_no_trace(open_jobs):
    bench = Bench()
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
        ids = ["tg-000000000001", reply_id("tg-000000000001")]
        while set((await jobs.states(ids)).values()) != {"done"}:
            await asyncio.sleep(0.05)
        await jobs.forget(["tg-000000000001"])
        assert set((await jobs.states(ids)).values()) == {"unknown"}


class Interrupted(Bench):
    """Stops analysing when told to, as the analyst does whose child is killed."""

    def __init__(self):
        super().__init__()
        self.begun, self.stop = asyncio.Event(), asyncio.Event()

    async def analyse(self, job):
        self.begun.set()
        await self.stop.wait()
        raise Stopped(job["clip_id"])


async def test_a_clip_forgotten_under_way_is_no_error(open_jobs):
    bench, records = Interrupted(), []
    listener = logging.Handler()
    listener.emit = records.append
    engine = logging.getLogger("dbos")
    engine.addHandler(listener)
    async with open_jobs(bench) as jobs, asyncio.timeout(PATIENCE_S):
        await jobs.enqueue(job(1))
        await bench.begun.wait()
        await jobs.cancel(["tg-000000000001"])
        await jobs.forget(["tg-000000000001"])
        bench.stop.set()
        while not any("no longer owned" in one.getMessage() for one in records):
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
    engine.removeHandler(listener)
    assert [one.getMessage() for one in records if one.levelno >= logging.ERROR] == []
    assert bench.delivered == []


async def test_asking_about_nothing_touches_nothing(open_jobs):
    bench = Bench()
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
        await jobs.cancel([])
        await jobs.forget([])
        assert await jobs.states([]) == {}
        assert (await jobs.states(["tg-000000000001"]))["tg-000000000001"] != "unknown"


async def test_the_schedule_makes_the_rounds(open_jobs):
    bench = Bench()
    async with open_jobs(bench):
        await asyncio.to_thread(DBOS.trigger_schedule, "tick")
        async with asyncio.timeout(PATIENCE_S):
            while not bench.ticks:
                await asyncio.sleep(0.02)


async def test_purging_keeps_what_telegram_may_still_repeat(open_jobs):
    bench = Bench()
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
        assert await jobs.purge() == 0
        assert (await jobs.states(["tg-000000000001"]))["tg-000000000001"] != "unknown"


async def test_purging_deletes_what_is_old(open_jobs, monkeypatch):
    monkeypatch.setattr("bot.jobs.queue.KEEP", timedelta(seconds=-60))
    bench = Bench()
    bench.takes_s = 0.0
    async with open_jobs(bench) as jobs:
        await jobs.enqueue(job(1))
        await bench.wait(1)
        ids = ["tg-000000000001", reply_id("tg-000000000001")]
        while set((await jobs.states(ids)).values()) != {"done"}:
            await asyncio.sleep(0.05)
        assert await jobs.purge() >= 2
        assert set((await jobs.states(ids)).values()) == {"unknown"}


async def test_rounds_that_are_being_made_end_before_the_engine(open_jobs):
    bench = Bench()
    bench.takes_s = 600.0
    async with open_jobs(bench):
        await asyncio.to_thread(DBOS.trigger_schedule, "tick")
        async with asyncio.timeout(PATIENCE_S):
            while not bench.ticks:
                await asyncio.sleep(0.02)
        assert not bench.ticking.done()
    assert bench.ticking.cancelled()


async def test_no_clip_is_begun_while_the_queue_ends(open_jobs, monkeypatch, caplog):
    destroy = DBOS.destroy

    def slowly(**options):
        time.sleep(0.5)
        destroy(**options)

    monkeypatch.setattr("bot.jobs.queue.POLL_S", 0.02)
    monkeypatch.setattr(DBOS, "destroy", slowly)
    bench = Bench()
    bench.takes_s = 600.0
    async with open_jobs(bench) as jobs, asyncio.timeout(PATIENCE_S):
        for athlete in range(4):
            await jobs.enqueue(job(athlete, athlete))
        while not bench.analysed:
            await asyncio.sleep(0.01)
    assert len(bench.analysed) == 1
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def test_a_queue_that_never_started_can_be_stopped(tmp_path):
    bench = Bench()
    settings = Settings(_env_file=None, data_dir=tmp_path)
    await Jobs(settings, bench.analyse, bench.deliver, bench.tick).stop()
