"""What a child can still do, tried out by one that tries everything."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from bot.jobs.analysis_process import Analyst, TookTooLong
from bot.sandbox import bubblewrap

ROOT = Path(__file__).parents[3]
BREAKS_OUT = """
import ctypes, json, os, resource, socket, subprocess, sys
from pathlib import Path

answer, order = sys.argv[3], Path("clip").read_text().split()
found = {}

def attempt(name, deed):
    try:
        found[name] = deed() or "done"
    except BaseException as error:
        found[name] = type(error).__name__

def memory():
    bytearray(int(order[3]))

canary, bot, port = Path(order[0]), int(order[1]), int(order[2])
attempt("reads beside", canary.read_text)
attempt("writes beside", lambda: (canary.parent / "left").write_text("x"))
attempt("deletes beside", canary.unlink)
attempt("makes a link", lambda: os.symlink(canary, "link.jpg"))
attempt("connects", lambda: socket.create_connection(("127.0.0.1", port), 1))
attempt("asks a name", lambda: socket.getaddrinfo("localhost", 80))
attempt("opens a socket", lambda: socket.socket(socket.AF_UNIX))
attempt("starts a program", lambda: subprocess.run(["true"]))
attempt("forks", os.fork)
attempt("ends the bot", lambda: os.kill(bot, 0))
attempt("reads the bot's memory", lambda: open(f"/proc/{bot}/mem", "rb").close())
attempt("reads its environment", lambda: open(f"/proc/{bot}/environ").read())
attempt("takes memory", memory)
attempt("writes a large file", lambda: open("large", "wb").truncate(1 << 30))
attempt("writes at home", lambda: Path("own").write_text("x") and None)
found["variables"] = sorted(os.environ)
found["cores"] = resource.getrlimit(resource.RLIMIT_CORE)
Path("drawn.jpg").write_bytes(b"drawn")
Path("left.tmp").write_bytes(b"left")
Path(answer).write_text(json.dumps(found))
"""
# Without the right, out of sight, or on a disk that is read-only.
NEITHER = ("PermissionError", "FileNotFoundError", "OSError")
OF_A_CHILD = {
    *("PATH", "HOME", "LANG", "TZ", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH"),
    *("PYTHONDONTWRITEBYTECODE", "TMPDIR", "PYTHONWARNINGS", "XDG_CACHE_HOME"),
    *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLOCKSTART_DEBUG"),
    *("LC_CTYPE", "LC_ALL", "PWD"),
}


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Runs a program as a child does a clip's analysis; gives what it found."""
    programs, rooms, drawn = (tmp_path / name for name in ("code", "rooms", "drawn"))
    for folder in (programs, rooms, drawn):
        folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(programs))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    monkeypatch.setenv("QUEUE_URL", "postgresql://somebody:secret@host/name")

    async def run(source, order, **ways):
        (programs / "stranger.py").write_text(source)
        clip = tmp_path / "clip"
        clip.write_text(order)
        analyst = Analyst(module="stranger", rooms=rooms, **ways)
        if ways.get("spare"):
            await analyst.make_ready()
        try:
            found = await analyst.analyse("tg-1", clip, drawn, lambda *told: None)
        finally:
            await analyst.close()
        assert list(rooms.iterdir()) == []
        return found

    return run


async def tried(child, tmp_path, **ways):
    canary = tmp_path / "canary"
    canary.write_text("sings")
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        order = f"{canary} {os.getpid()} {port} {8 << 30}"
        found = await child(BREAKS_OUT, order, **ways)
    assert canary.read_text() == "sings"
    assert not (tmp_path / "left").exists()
    return found


def is_shut_in(found):
    for deed in ("reads beside", "writes beside", "deletes beside"):
        assert found[deed] in NEITHER, deed
    for deed in ("connects", "opens a socket", "starts a program", "forks"):
        assert found[deed] == "PermissionError", deed
    for deed in ("reads the bot's memory", "reads its environment"):
        assert found[deed] in NEITHER, deed
    assert found["ends the bot"] in ("PermissionError", "ProcessLookupError")
    assert found["asks a name"] == "gaierror"
    assert found["takes memory"] == "MemoryError"
    assert found["writes a large file"] == "OSError"
    assert found["writes at home"] == "done"
    assert found["cores"] == [0, 0]


async def test_a_child_reaches_nothing_but_its_room(child, tmp_path):
    found = await tried(child, tmp_path)
    is_shut_in(found)
    assert set(found["variables"]) <= OF_A_CHILD
    # Of what it left, only pictures come out.
    left = {path.name for path in (tmp_path / "drawn").iterdir()}
    assert left == {"analysis.json", "drawn.jpg"}


async def test_a_child_that_waited_is_shut_in_as_well(child, tmp_path):
    is_shut_in(await tried(child, tmp_path, spare=True))


@pytest.fixture
def bubblewrapped():
    """A machine that has bubblewrap and lets it have namespaces of its own."""
    if (program := shutil.which("bwrap")) is None:
        pytest.skip("no bubblewrap here: apt-get install bubblewrap")
    shut = "--unshare-net --unshare-pid --unshare-ipc --ro-bind / / --proc /proc"
    tried = subprocess.run(
        [program, *shut.split(), "true"], capture_output=True, text=True
    )
    if tried.returncode:
        pytest.skip(f"no namespaces for bubblewrap here: {tried.stderr.strip()}")


@pytest.mark.usefixtures("bubblewrapped")
async def test_behind_bubblewrap_it_is_the_same(child, tmp_path):
    assert bubblewrap.works()
    is_shut_in(await tried(child, tmp_path))


@pytest.mark.parametrize("wrapped", [False, True])
async def test_an_analysis_gets_ready_in_it(monkeypatch, request, wrapped):
    if wrapped:
        request.getfixturevalue("bubblewrapped")
    else:
        monkeypatch.setattr(bubblewrap, "works", lambda: False)
    analyst = Analyst(ahead="analysis.ready")
    await analyst.make_ready()
    assert analyst.files
    assert analyst.confined is not None


async def test_a_child_that_computes_for_ever_is_ended_by_its_processor_time(child):
    with pytest.raises(TookTooLong):
        await child("while True: pass", "", timeout_s=0.6)
