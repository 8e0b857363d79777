"""Processes of the bot as if each were a machine: its own folder and name."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from benchmarks.load.telegram import TOKEN

ROOT = Path(__file__).parents[2]
READY_S = 300.0  # of a machine that is busy with other things


class Machine:
    """One process; ``role`` is chat, analyst or all."""

    def __init__(self, name, role, folder, process, log):
        self.name, self.role, self._folder = name, role, folder
        self._process, self._log = process, log

    def kill(self):
        """Kill it for good."""
        self._process.send_signal(signal.SIGKILL)

    async def stop(self):
        """End it as a supervisor would."""
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()

    async def ready(self):
        """Wait until it works."""
        async with asyncio.timeout(READY_S):
            while "ready as" not in self._log.read_text():
                if self._process.returncode is not None:
                    raise RuntimeError(self._log.read_text())
                await asyncio.sleep(0.05)

    def cpu_s(self):
        """How much time of a processor it took so far, in seconds."""
        words = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2]
        user, system = words.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def start(name, role, folder, database, address, **settings):
    """Start a machine of its own folder and name on a shared database."""
    place = folder / name
    place.mkdir()
    log = place / "log"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": f"{address}/bot",
        "TELEGRAM_BASE_FILE_URL": f"{address}/file/bot",
        "QUEUE_URL": database,
        "DATA_DIR": str(place / "data"),
        "EXECUTOR_ID": name,
        "ROLE": role,
        "MAX_WAITING": "100",
        "CLIPS_PER_DAY": "1000",
        "CLIPS_PER_HOUR": "1000",
        **{key.upper(): str(value) for key, value in settings.items()},
    }
    with log.open("w") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.load.process",
            cwd=ROOT,
            env=environment,
            stdout=file,
            stderr=file,
        )
    return Machine(name, role, place, process, log)
