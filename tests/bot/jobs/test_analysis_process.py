import asyncio
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from bot.jobs.analysis_process import Analyst, Crashed, Stopped, TookTooLong
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[3]
CHILD = "bot.sandbox.confined_child"

STAND_IN = """
import json, os, signal, sys, time
clip, answer = sys.argv[1], sys.argv[3]
order = open(clip).read()
print(json.dumps({"stage": "posing", "done": 0.5}), flush=True)
print("noise of a native library", flush=True)
if order == "crash":
    os.kill(os.getpid(), signal.SIGSEGV)
if order == "fail":
    sys.exit("the model is broken")
if order == "hang":
    time.sleep(600)
if order == "chatty":
    sys.stderr.write("x" * 200_000 + "the end")
    sys.exit(1)
if order == "repeat":
    with open(answer, "w") as file:
        json.dump(sys.argv[1:], file)
elif order != "silent":
    refusal = "nobody" if order == "refuse" else None
    with open(answer, "w") as file:
        json.dump({"refusal": refusal}, file)
sys.exit(3 if order == "refuse" else 0)
"""


@pytest.fixture
def analyse(tmp_path, monkeypatch):
    (tmp_path / "stand_in.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(tmp_path)]))
    pictures = tmp_path / "pictures"
    pictures.mkdir()

    def start(order, analyst=None, progress=lambda stage, done: None, **ways):
        clip = tmp_path / "clip"
        clip.write_text(order)
        analyst = analyst or Analyst(module="stand_in")
        return analyst.analyse("tg-1", clip, pictures, progress, **ways)

    return start


def children():
    command = ["ps", "-ww", "-o", "args=", "--ppid", str(os.getpid())]
    listed = subprocess.run(command, capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if CHILD in line]


async def test_the_command_is_told_the_language_of_the_pictures(analyse):
    asked = await analyse("repeat", language="uk")
    assert asked[asked.index("--language") + 1] == "uk"
    asked = await analyse("repeat")
    assert asked[asked.index("--language") + 1] == "en"


async def test_the_answer_is_what_the_command_wrote(analyse):
    assert await analyse("good") == {"refusal": None}


async def test_a_refusal_is_an_answer_too(analyse):
    assert await analyse("refuse") == {"refusal": "nobody"}


async def test_progress_is_told_and_noise_ignored(analyse):
    told = []
    await analyse("good", progress=lambda stage, done: told.append((stage, done)))
    assert told == [("posing", 0.5)]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("fail", "exit code 1: the model is broken"),
        ("silent", "exit code 0"),
    ],
)
async def test_a_child_without_an_answer_has_crashed(analyse, order, words):
    with pytest.raises(Crashed, match=words):
        await analyse(order)


async def test_only_the_end_of_long_complaints_is_kept(analyse):
    with pytest.raises(Crashed, match=r"xthe end$") as caught:
        await analyse("chatty")
    assert len(str(caught.value)) < 5000


async def test_a_child_that_hangs_is_killed_in_time(analyse):
    with pytest.raises(TookTooLong):
        async with asyncio.timeout(PATIENCE_S):
            await analyse("hang", Analyst(module="stand_in", timeout_s=0.8))
    assert children() == []


async def test_a_child_is_killed_when_told_to(analyse):
    analyst = Analyst(module="stand_in")
    assert not analyst.stop("tg-1")
    task = asyncio.create_task(analyse("hang", analyst))
    while not children():
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)
    assert analyst.stop("tg-1")
    with pytest.raises(Stopped):
        async with asyncio.timeout(PATIENCE_S):
            await task
    assert children() == []
    assert not analyst.stop("tg-1")


async def test_a_stopped_clip_may_be_sent_again(analyse):
    analyst = Analyst(module="stand_in")
    task = asyncio.create_task(analyse("hang", analyst))
    while not analyst.stop("tg-1"):
        await asyncio.sleep(0.02)
    with pytest.raises(Stopped):
        await task
    assert await analyse("good", analyst) == {"refusal": None}


async def test_cancelling_the_waiter_kills_the_child(analyse):
    task = asyncio.create_task(analyse("hang"))
    while not children():
        await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == []


async def test_the_command_is_told_what_was_corrected(analyse):
    wanted = {"athlete": 1, "shifts": {"set": -1}, "mirrored": False}
    asked = await analyse("repeat", corrections=wanted)
    assert json.loads(asked[asked.index("--corrections") + 1]) == wanted
    assert "--corrections" not in await analyse("repeat", corrections=None)


async def test_the_command_is_told_whose_face_to_hide(analyse):
    assert "--hide-faces" in await analyse("repeat", hide_faces=True)
    assert "--hide-faces" not in await analyse("repeat")


async def test_the_command_is_told_whose_bands_to_judge_by(analyse):
    asked = await analyse("repeat", level="developing")
    assert asked[asked.index("--level") + 1] == "developing"
    asked = await analyse("repeat")
    assert asked[asked.index("--level") + 1] == "trained"


async def test_a_child_waits_ready_is_taken_by_the_next_clip_and_replaced(analyse):
    analyst = Analyst(module="stand_in", spare=True)
    assert children() == []
    await analyst.make_ready()
    (waiting,) = ids()
    assert await analyse("good", analyst) == {"refusal": None}
    (other,) = ids()
    assert other != waiting
    await analyst.close()
    assert children() == []


async def test_a_child_that_died_while_it_waited_is_not_missed(analyse):
    analyst = Analyst(module="stand_in", spare=True)
    await analyst.make_ready()
    (waiting,) = ids()
    os.kill(waiting, signal.SIGKILL)
    while analyst._waiting.waits:
        await asyncio.sleep(0.02)
    assert await analyse("good", analyst) == {"refusal": None}
    await analyst.close()


async def test_without_a_spare_none_waits(analyse):
    analyst = Analyst(module="stand_in")
    await analyst.make_ready()
    assert analyst.confined is not None
    assert children() == []


async def test_a_waiting_child_takes_no_processor_time():
    analyst = Analyst(module="stand_in", spare=True)
    await analyst.make_ready()
    (waiting,) = ids()
    before = used(waiting)
    await asyncio.sleep(1.0)
    assert used(waiting) == before
    await analyst.close()


async def test_a_clip_that_breaks_its_reader_is_refused_by_that_name(analyse, caplog):
    found = await analyse("crash")
    assert found["refusal"]["code"] == "breaks_reader"
    assert "SIGSEGV" in caplog.text


async def test_what_has_to_be_there_is_prepared_once(analyse, tmp_path):
    (tmp_path / "fetches.py").write_text(
        "import sys; open(sys.argv[1], 'a').write('x')"
    )
    analyst = Analyst(module="stand_in", prepare=("fetches", str(tmp_path / "there")))
    for _ in range(2):
        await analyse("good", analyst)
    assert (tmp_path / "there").read_text() == "x"


def ids():
    """Ids of the children that have begun to be children."""
    command = ["ps", "-ww", "-o", "pid=,stat=,args=", "--ppid", str(os.getpid())]
    listed = subprocess.run(command, capture_output=True, text=True).stdout
    lines = [line.split() for line in listed.splitlines() if CHILD in line]
    return [int(line[0]) for line in lines if not line[1].startswith("Z")]


def used(process):
    """Ticks of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])
