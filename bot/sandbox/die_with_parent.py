"""Runs a module so that it dies with the process that started it.

    python -m bot.sandbox.die_with_parent PARENT_PID MODULE [ARGUMENT ...]

The analysis may crash, hang or be killed without harm to the bot; this is the other
direction: a bot that is killed leaves no analysis behind.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
# Who wrote to the bot is answered first: a receipt takes a moment, an analysis seconds.
POLITE = 10


def die_with(parent: int) -> None:
    """Have this process killed as soon as ``parent`` is gone.

    The kernel does it on Linux; elsewhere a thread looks every half second.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def main() -> None:
    """Tie this process to its parent, then become the module."""
    die_with(int(sys.argv[1]))
    os.nice(POLITE)
    module = sys.argv[2]
    sys.argv = [module, *sys.argv[3:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
