"""Runs one analysis in a child process that may crash, hang or be killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from analysis.errors import ExitCode
from analysis.quantities import AthleteLevel
from content.words import FALLBACK

Progress: TypeAlias = Callable[[str, float], None]

STDERR_BYTES = 4000
# Both leave the JSON behind.
ANSWERED = (ExitCode.ANALYSED, ExitCode.REFUSED)
DIES_WITH_PARENT = "bot.jobs.die_with_parent"


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
    """

    module: str = "analysis"
    options: Sequence[str] = ()
    timeout_s: float = 600.0
    _running: dict[str, Process] = field(default_factory=dict)
    _stopped: set[str] = field(default_factory=set)

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
        answer = pictures / "analysis.json"
        command = self._command(video, answer, pictures, language)
        command += ["--level", level]
        if hide_faces:
            command += ["--hide-faces"]
        if corrections is not None:
            command += ["--corrections", json.dumps(corrections)]
        async with self._child(clip_id, command) as child:
            tail = await self._follow(child, progress)
        if clip_id in self._stopped:
            self._stopped.discard(clip_id)
            raise Stopped(clip_id)
        if child.returncode not in ANSWERED or not answer.exists():
            raise Crashed(f"exit code {child.returncode}: {tail}")
        contract: dict[str, Any] = json.loads(answer.read_text())
        return contract

    def stop(self, clip_id: str) -> bool:
        """Kill this clip's child process now; returns whether there was one."""
        child = self._running.get(clip_id)
        if child is None:
            return False
        self._stopped.add(clip_id)
        _kill(child)
        return True

    def _command(
        self, video: Path, answer: Path, pictures: Path, language: str
    ) -> list[str]:
        launcher = [
            sys.executable,
            "-m",
            "bot.jobs.die_with_parent",
            str(os.getpid()),
            self.module,
        ]
        outputs = ["--json", str(answer), "--pictures", str(pictures)]
        ways = ["--language", language, "--progress", "json", *self.options]
        return [*launcher, str(video), *outputs, *ways]

    @contextlib.asynccontextmanager
    async def _child(self, clip_id: str, command: list[str]) -> AsyncIterator[Process]:
        # Its own session: Ctrl-C on the terminal is for the bot, which then decides.
        child = await asyncio.create_subprocess_exec(
            *command, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
        self._running[clip_id] = child
        try:
            yield child
        finally:
            _kill(child)
            await child.wait()
            del self._running[clip_id]

    async def _follow(self, child: Process, progress: Progress) -> str:
        """Read the child to its end; the last of its standard error."""
        assert child.stdout is not None
        assert child.stderr is not None
        try:
            async with asyncio.timeout(self.timeout_s):
                _, tail = await asyncio.gather(
                    _report(child.stdout, progress), _tail(child.stderr)
                )
                await child.wait()
        except TimeoutError:
            raise TookTooLong(f"killed after {self.timeout_s:.0f} s") from None
        return tail


async def _report(lines: asyncio.StreamReader, progress: Progress) -> None:
    async for line in lines:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            progress(str(told["stage"]), float(told["done"]))


async def _tail(stream: asyncio.StreamReader) -> str:
    kept = b""
    while chunk := await stream.read(STDERR_BYTES):
        kept = (kept + chunk)[-STDERR_BYTES:]
    return kept.decode(errors="replace").strip()


def _kill(child: Process) -> None:
    """Kill the child with everything it started."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
