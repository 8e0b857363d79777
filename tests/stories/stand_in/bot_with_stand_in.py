"""The bot as it is, but for the module its analyst runs.

Each one is a copy of a process that has loaded all of it: loading takes seconds.
"""

import multiprocessing
import os
import sys

from bot import app
from bot.__main__ import main
from bot.jobs.analysis_process import Analyst

COPIES = multiprocessing.get_context("forkserver")


class Copy:
    """A running bot, to be asked and ended as a ``subprocess.Popen`` is."""

    def __init__(self, environment, log):
        COPIES.set_forkserver_preload([__name__])
        self._process = COPIES.Process(target=_become, args=(environment, str(log)))
        self._process.start()
        self.terminate, self.kill = self._process.terminate, self._process.kill

    def poll(self):
        return self._process.exitcode

    def wait(self, timeout=None):
        self._process.join(timeout)
        assert self.poll() is not None, f"it goes on after {timeout} s"
        return self.poll()


def _become(environment, log):
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["bot"]
    app._analyst = _stand_in
    sys.exit(main())


def _stand_in(settings):
    return Analyst(
        module="stand_in_analysis",
        timeout_s=settings.analysis_timeout_s,
        rooms=settings.table.absolute(),
    )
