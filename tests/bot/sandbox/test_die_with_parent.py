import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[3]


def test_the_child_dies_with_a_parent_that_is_killed(tmp_path):
    (tmp_path / "sleeper.py").write_text(
        "import time\nprint('up', flush=True)\ntime.sleep(600)"
    )
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os, subprocess, sys, time\n"
            "launcher = [sys.executable, '-m', 'bot.sandbox.die_with_parent']\n"
            "child = subprocess.Popen([*launcher, "
            "str(os.getpid()), 'sleeper'], stdout=subprocess.PIPE)\n"
            "child.stdout.readline()\n"
            "print(child.pid, flush=True)\n"
            "time.sleep(600)",
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])},
    )
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + PATIENCE_S
    while _alive(child):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_child_whose_parent_is_gone_already_ends():
    command = [sys.executable, "-m", "bot.sandbox.die_with_parent", "1", "this"]
    assert subprocess.run(command, cwd=ROOT).returncode == 1


def _alive(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
