"""Puts a child behind bubblewrap, where that program is installed and may work.

It gives the child a view of the machine in which everything but one folder is
read-only, there is no network, and no process but the child's own.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

PATIENCE_S = 10.0


def behind(room: Path) -> list[str]:
    """What to put before a command that may write to that folder only.

    Empty where there is no bubblewrap, or where the kernel or a container forbids it.
    """
    return _command(_program(), room) if works() else []


@cache
def works() -> bool:
    """Whether it can be used here: it is tried, once."""
    if not (program := _program()):
        return False
    with tempfile.TemporaryDirectory() as room:
        try:
            tried = subprocess.run(
                [*_command(program, Path(room)), "true"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE_S,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return tried.returncode == 0


def _program() -> str:
    return shutil.which("bwrap") or ""


def _command(program: str, room: Path) -> list[str]:
    away = ["--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent"]
    seen = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    own = ["--bind", str(room), str(room), "--chdir", str(room)]
    return [program, *away, *seen, *own]
