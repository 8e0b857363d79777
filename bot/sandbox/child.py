"""A confined child: started, waiting in a room of its own, given one clip, ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import stat
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from bot.sandbox import bubblewrap
from bot.sandbox.confined_child import Order
from bot.sandbox.confinement import FILE_BYTES, Confined

PROGRAM = Path(__file__).parents[2]
# All of the bot's environment that a child sees; no secret is among them.
NEEDED = (
    "PATH",
    "HOME",
    "LANG",
    "TZ",
    "PYTHONPATH",
    "PYTHONWARNINGS",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
    "XDG_CACHE_HOME",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "BLOCKSTART_DEBUG",
)
RESULTS = (".jpg", ".png", ".mp4", ".json", ".npz", ".csv")
MOST_RESULTS = 100


@dataclass(slots=True)
class Child:
    """A process that waits for a clip or looks at one.

    Attributes
    ----------
    room
        The folder it may write to, and finds the clip in; gone when it has ended.
    confined
        What it has given up, once it is ready.
    """

    process: Process
    room: Path
    confined: Confined | None = None

    @classmethod
    async def start(cls, order: Order, rooms: Path | None) -> Self:
        """Start one; in ``rooms`` its room is made."""
        room = await asyncio.to_thread(_new_room, rooms)
        before = await asyncio.to_thread(bubblewrap.behind, room) if order.files else []
        told = json.dumps(asdict(replace(order, wrapped=bool(before))))
        launcher = [sys.executable, "-P", "-m", "bot.sandbox.confined_child"]
        try:
            # Its own session: Ctrl-C on the terminal is for the bot, which decides.
            process = await asyncio.create_subprocess_exec(
                *before,
                *launcher,
                *(str(room), str(os.getpid()), told),
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                cwd=room,
                env=environment(os.environ, room),
                start_new_session=True,
            )
        except BaseException:
            shutil.rmtree(room, ignore_errors=True)
            raise
        return cls(process, room)

    @property
    def waits(self) -> bool:
        """Whether it is there to be given a clip."""
        return self.process.returncode is None

    async def ready(self) -> Confined | None:
        """What it has given up, as soon as it waits for a clip; None if it ended."""
        assert self.process.stdout is not None
        while self.confined is None:
            line = await self.process.stdout.readline()
            if not line:
                return None
            with contextlib.suppress(ValueError, KeyError, TypeError):
                self.confined = Confined(**json.loads(line)["ready"])
        return self.confined

    async def give(self, arguments: Sequence[str]) -> None:
        """Tell it the arguments of its module, on which it begins."""
        pipe = self.process.stdin
        assert pipe is not None
        with contextlib.suppress(ConnectionError):
            pipe.write(json.dumps(arguments).encode() + b"\n")
            await pipe.drain()
        pipe.close()

    def hand_over(self, folder: Path) -> None:
        """Move what it made to a folder: plain files of the kinds that it makes.

        It may have been taken over by the clip: nothing it left is followed or run.
        """
        made = sorted(self.room.iterdir())[:MOST_RESULTS]
        for path in made:
            found = path.lstat()
            plain = stat.S_ISREG(found.st_mode) and found.st_nlink == 1
            if plain and path.suffix in RESULTS and found.st_size <= FILE_BYTES:
                shutil.move(path, folder / path.name)

    def kill(self) -> None:
        """Kill it with everything it started."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def end(self) -> None:
        """Kill it, and remove its room."""
        self.kill()
        await self.process.wait()
        await asyncio.to_thread(shutil.rmtree, self.room, ignore_errors=True)


def _new_room(rooms: Path | None) -> Path:
    return Path(tempfile.mkdtemp(prefix="child-", dir=rooms)).resolve()


def environment(own: Mapping[str, str], room: Path) -> dict[str, str]:
    """All variables of a child: those needed of our own, and its folder for the rest.

    Parameters
    ----------
    own
        This process's.
    """
    kept = {
        name: value
        for name, value in own.items()
        if name in NEEDED or name.startswith("LC_")
    }
    paths = (str(PROGRAM), *filter(None, (kept.get("PYTHONPATH"),)))
    return kept | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(room),
    }
