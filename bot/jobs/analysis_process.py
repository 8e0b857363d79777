"""Runs one analysis in a child process that may crash, hang or be killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from analysis import ANALYSIS_VERSION
from analysis.errors import BreaksReader, ExitCode
from analysis.quantities import AthleteLevel
from analysis.refusal import refused
from analysis.serialization import to_json
from analysis.types import Refusal
from bot.sandbox.child import Child, environment
from bot.sandbox.confined_child import Order
from bot.sandbox.confinement import Confined
from content.words import FALLBACK

log = logging.getLogger(__name__)
Progress: TypeAlias = Callable[[str, float], None]

STDERR_BYTES = 4000
# Both leave the JSON behind.
ANSWERED = (ExitCode.ANALYSED, ExitCode.REFUSED)
CLIP, ANSWER = "clip", "analysis.json"
# Ends that come from outside: the system ran out of memory, somebody killed it.
KILLED = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# A good clip takes 0.7 GB of its own at most; of a machine's memory so much is left.
MEMORY_BYTES, SHARE_OF_MEMORY = 4_000_000_000, 0.75
# Two threads decode at most times; what takes longer is over time as well.
PROCESSORS = 2


class AnalystError(Exception):
    """The child left no answer."""


class Crashed(AnalystError):
    """It ended with a failure or a signal; another try may do better."""


class TookTooLong(AnalystError):
    """It was killed at the time limit; another try would take as long."""


class Stopped(AnalystError):
    """It was killed because nobody wants the answer any more."""


@dataclass(slots=True)
class Analyst:
    """Starts the analysis command and gives its answer, one child per clip.

    Attributes
    ----------
    module
        What ``python -m`` runs; tests put a stand-in here.
    options
        Further arguments of the command, e.g. which pose model.
    timeout_s
        After this long the child is killed.
    ahead
        A module whose ``make_ready`` loads what the command needs; "" for none.
    prepare
        A command for ``python -m`` that has to have succeeded before a child can work,
        such as to fetch what it can't fetch itself.
    readable
        Files the command reads beside the clip and the program.
    rooms
        Where children have the folders they may write to; the system's place for
        temporary files when not told.
    spare
        Whether a child waits ready for the next clip.
    """

    module: str = "analysis"
    options: Sequence[str] = ()
    timeout_s: float = 600.0
    ahead: str = ""
    prepare: Sequence[str] = ()
    readable: Sequence[Path] = ()
    rooms: Path | None = None
    spare: bool = False
    files: bool = True
    confined: Confined | None = None
    _waiting: Child | None = None
    _running: dict[str, Child] = field(default_factory=dict)
    _stopped: set[str] = field(default_factory=set)
    _preparing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _prepared: bool = False

    async def make_ready(self) -> None:
        """Find out how well a child can be confined here; keep it waiting if wanted.

        Where nothing can be loaded by a child that reads its own files only, files
        stay open to it, and the log says so.
        """
        child = await self._start()
        if await child.ready() is None and self.files:
            await child.end()
            self.files = False
            child = await self._start()
            await child.ready()
        self.confined = child.confined
        _tell(child.confined)
        if self.spare and self._waiting is None and child.waits:
            self._waiting = child
        else:
            await child.end()

    async def close(self) -> None:
        """End the child that waits."""
        if waiting := self._waiting:
            self._waiting = None
            await waiting.end()

    async def analyse(
        self,
        clip_id: str,
        video: Path,
        pictures: Path,
        progress: Progress,
        language: str = FALLBACK,
        corrections: Mapping[str, Any] | None = None,
        level: AthleteLevel = "trained",
        *,
        hide_faces: bool = False,
    ) -> dict[str, Any]:
        """Analyse one video file.

        Parameters
        ----------
        clip_id
            The name under which ``stop`` finds it.
        video
            The file.
        pictures
            An existing directory the pictures are written to.
        progress
            Called with each stage and how much of it is done, 0 to 1.
        language
            Language of the words on the pictures.
        corrections
            What the athlete corrected, in JSON.
        level
            Whose bands the checks have.
        hide_faces
            Whether no face may be seen on the pictures.

        Returns
        -------
        The JSON contract of ``analysis/README.md``, refusals included.

        Raises
        ------
        Crashed, TookTooLong, Stopped
        """
        given = [CLIP, "--json", ANSWER, "--pictures", "."]
        given += ["--language", language, "--progress", "json", *self.options]
        given += ["--level", level]
        if hide_faces:
            given += ["--hide-faces"]
        if corrections is not None:
            given += ["--corrections", json.dumps(corrections)]
        async with self._child(clip_id) as child:
            await asyncio.to_thread(shutil.copyfile, video, child.room / CLIP)
            tail = await self._follow(child, given, progress)
            if clip_id not in self._stopped:
                await asyncio.to_thread(child.hand_over, pictures)
        if clip_id in self._stopped:
            self._stopped.discard(clip_id)
            raise Stopped(clip_id)
        return _answer(child, tail, pictures / ANSWER, level)

    def stop(self, clip_id: str) -> bool:
        """Kill this clip's child process now; returns whether there was one."""
        child = self._running.get(clip_id)
        if child is None:
            return False
        self._stopped.add(clip_id)
        child.kill()
        return True

    async def _start(self) -> Child:
        await self._prepare()
        order = Order(
            self.module,
            self.ahead,
            _memory_bytes(),
            round(PROCESSORS * self.timeout_s) + 1,
            tuple(map(str, self.readable)),
            self.files,
        )
        return await Child.start(order, self.rooms)

    async def _prepare(self) -> None:
        async with self._preparing:
            if self._prepared or not self.prepare:
                return
            launcher = ["-m", "bot.sandbox.die_with_parent", str(os.getpid())]
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, *launcher, *self.prepare),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
                env=environment(os.environ, Path(tempfile.gettempdir())),
            )
            try:
                self._prepared = await child.wait() == 0
            finally:
                if child.returncode is None:
                    child.kill()
                    await child.wait()

    @contextlib.asynccontextmanager
    async def _child(self, clip_id: str) -> AsyncIterator[Child]:
        """The child that waits, or a new one; in the end another one waits."""
        child, self._waiting = self._waiting, None
        if child is None or not child.waits:
            if child is not None:
                await child.end()
            child = await self._start()
        self._running[clip_id] = child
        try:
            yield child
        finally:
            await child.end()
            del self._running[clip_id]
            if self.spare and self._waiting is None:
                self._waiting = await self._start()

    async def _follow(
        self, child: Child, given: Sequence[str], progress: Progress
    ) -> str:
        """Give the child its clip and read it to its end; the last of its errors."""
        told, errors = child.process.stdout, child.process.stderr
        assert told is not None
        assert errors is not None
        try:
            async with asyncio.timeout(self.timeout_s):
                await child.give(given)
                _, tail = await asyncio.gather(_report(told, progress), _tail(errors))
                await child.process.wait()
        except TimeoutError:
            raise TookTooLong(f"killed after {self.timeout_s:.0f} s") from None
        return tail


def _answer(
    child: Child, tail: str, answer: Path, level: AthleteLevel
) -> dict[str, Any]:
    """What the child found, by how it ended.

    Raises
    ------
    Crashed, TookTooLong
    """
    code = child.process.returncode or 0
    end = _signal(code)
    if end == signal.SIGXCPU:
        raise TookTooLong("out of processor time")
    if end and end not in KILLED:
        # The clip broke a decoder, and would again.
        why = Refusal(BreaksReader.code, end.name)
        log.error("a clip broke its reader (%s): %s", end.name, tail)
        found = refused(ANALYSIS_VERSION, None, why)
        return to_json(replace(found, level=level))
    if code not in ANSWERED or not answer.exists():
        raise Crashed(f"exit code {code}: {tail}")
    try:
        contract: dict[str, Any] = json.loads(answer.read_bytes())
    except ValueError as error:
        raise Crashed(f"no JSON: {error}") from None
    return contract


def _signal(code: int) -> signal.Signals | None:
    """The signal that ended a process; bubblewrap adds 128 as a shell does."""
    number = -code if code < 0 else code - 128
    return signal.Signals(number) if number in set(signal.Signals) else None


def _memory_bytes() -> int:
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(MEMORY_BYTES, round(SHARE_OF_MEMORY * there))


def _tell(confined: Confined | None) -> None:
    """Log what a child that decodes has given up, and above all what not."""
    if confined is None:
        log.error("no child gets ready to analyse")
        return
    lacking = [name for name, had in asdict(confined).items() if not had]
    if lacking:
        log.warning("this system can't keep a child from: %s", ", ".join(lacking))
    else:
        log.info("a child has no network, no files but its own, no other process")


async def _report(lines: asyncio.StreamReader, progress: Progress) -> None:
    while True:
        try:
            line = await lines.readline()
        except ValueError:  # longer than any of ours
            continue
        if not line:
            return
        with contextlib.suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            progress(str(told["stage"]), float(told["done"]))


async def _tail(stream: asyncio.StreamReader) -> str:
    kept = b""
    while chunk := await stream.read(STDERR_BYTES):
        kept = (kept + chunk)[-STDERR_BYTES:]
    return kept.decode(errors="replace").strip()
