"""Gives every bad input to a child of its own, as the bot does: ``make bad-inputs``.

Each has to end as an analysis or a named refusal, within limits, with nothing left
behind, no sibling opened and no address called. Fails when one does not.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from benchmarks.bad_inputs.corpus import PHONE, Bad, chosen, corpus
from benchmarks.bad_inputs.films import made
from bot.jobs.analysis_process import Analyst, AnalystError

PATIENCE_S = 120.0
READ = "analysis"
MAKING = asyncio.Lock()
# Ends that are neither an analysis nor a refusal that names what is wrong.
BAD_ENDS = ("Crashed", "TookTooLong", "breaks_reader")


@dataclass(frozen=True, slots=True)
class Ended:
    """How one input ended: as an analysis, by a refusal's code, or an error's name."""

    bad: Bad
    how: str
    seconds: float
    said: str = ""
    peak_bytes: int = 0


class Watched:
    """A film beside all inputs and a listener, and whether either was asked.

    Attributes
    ----------
    sibling, address
        What inputs name.
    calls
        How often somebody called.
    """

    def __init__(self, folder: Path) -> None:
        self.sibling = folder / "sibling.mp4"
        self.sibling.write_bytes(made(PHONE))
        self.address = ""
        self.calls = 0
        self.touch()

    def touch(self) -> None:
        """Have the next reading of the sibling show in its time of access."""
        os.utime(self.sibling, (1, time.time()))

    @property
    def opened(self) -> bool:
        """Whether the sibling was read."""
        return self.sibling.stat().st_atime > 1

    def shows(self) -> bool:
        """Whether a reading shows on this disk at all."""
        self.sibling.read_bytes()
        seen = self.opened
        self.touch()
        return seen

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Count who calls the address."""

        async def called(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.calls += 1
            writer.close()

        async with await asyncio.start_server(called, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            self.address = f"http://127.0.0.1:{port}/film.mp4"
            yield


def analyst(rooms: Path, *, whole: bool) -> Analyst:
    """What reads them: the whole analysis, or only what touches the file."""
    if not whole:
        return Analyst(
            module="benchmarks.bad_inputs.reader",
            timeout_s=PATIENCE_S,
            rooms=rooms,
            readable=[Path(__file__).parents[1]],
        )
    return Analyst(
        timeout_s=PATIENCE_S,
        rooms=rooms,
        readable=[Path(platformdirs.user_cache_dir("blockstart"))],
    )


async def tried(bad: Bad, reader: Analyst, folder: Path) -> Ended:
    """Give one input to a child."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        clip, drawn = Path(place) / "clip", Path(place) / "drawn"
        # One at a time: some encoders and muxers don't work side by side.
        async with MAKING:
            clip.write_bytes(await asyncio.to_thread(bad.make))
        drawn.mkdir()
        start = time.monotonic()
        how, said, peak = READ, "", 0
        try:
            found = await reader.analyse(place, clip, drawn, lambda *told: None)
            peak = found.get("peak_bytes", 0)
            if found["refusal"] is not None:
                how, said = found["refusal"]["code"], found["refusal"]["detail"]
        except AnalystError as error:
            how, said = type(error).__name__, str(error)
        return Ended(bad, how, time.monotonic() - start, said, peak)


async def all_tried(
    inputs: Iterable[Bad], reader: Analyst, folder: Path, at_once: int
) -> list[Ended]:
    """Give each input to a child of its own, some side by side."""
    waiting = iter(inputs)

    async def work() -> list[Ended]:
        return [await tried(bad, reader, folder) for bad in waiting]

    parts = await asyncio.gather(*(work() for _ in range(at_once)))
    return [one for part in parts for one in part]


def table(ended: Sequence[Ended]) -> str:
    """A row for each group: how many, how they ended, the slowest."""
    lines = [
        "| what is bad | inputs | how they ended | slowest | most memory |",
        "|---|--:|---|--:|--:|",
    ]
    for group in dict.fromkeys(one.bad.group for one in ended):
        of_it = [one for one in ended if one.bad.group == group]
        ends = Counter(one.how for one in of_it).most_common()
        told = ", ".join(f"{how} {count}" for how, count in ends)
        slowest = max(one.seconds for one in of_it)
        most = max(one.peak_bytes for one in of_it) / 1e6
        row = (group, len(of_it), told, f"{slowest:.1f} s", f"{most:.0f} MB")
        lines.append("| " + " | ".join(map(str, row)) + " |")
    return "\n".join(lines)


async def show(options: argparse.Namespace) -> int:
    """Try them, print the table and what is wrong; 1 if anything is."""
    with tempfile.TemporaryDirectory() as place:
        folder, rooms = Path(place) / "inputs", Path(place) / "rooms"
        for one in (folder, rooms):
            one.mkdir()
        watched = Watched(Path(place))
        shows = watched.shows()
        async with watched.listening():
            inputs = corpus(watched.sibling, watched.address)
            if options.each:
                inputs = chosen(inputs, options.each)
            reader = analyst(rooms, whole=options.whole)
            ended = await all_tried(inputs, reader, folder, options.at_once)
        left = [*folder.iterdir(), *rooms.iterdir()]
        bad = [one for one in ended if one.how in BAD_ENDS]
        print(table(ended))
        for one in bad:
            print(f"{one.bad.group}, {one.bad.name}: {one.how} {one.said[-300:]}")
        _print_rest(watched, len(left), shows)
        return int(bool(bad or left or watched.opened or watched.calls))


def _print_rest(watched: Watched, left: int, shows: bool) -> None:
    opened = ("yes" if watched.opened else "no") if shows else "this disk does not tell"
    print(f"files left {left}, calls {watched.calls}, sibling opened: {opened}")


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="make bad-inputs")
    parser.add_argument("--each", type=int, help="only so many of each kind")
    parser.add_argument("--whole", action="store_true", help="the whole analysis")
    parser.add_argument("--at-once", type=int, default=2)
    return asyncio.run(show(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
