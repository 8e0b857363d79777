"""Kills the bot, and lets its Telegram fail, over and over: ``make chaos``.

It is the real bot on a real history and queue, with a quick stand-in analysis, talking
to the local chat over loopback. What counts is what people have in their chats in the
end. ``--kills 12 --short`` is over in a minute or two.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks import chaos_bot
from benchmarks.chaos_chat import Found, Hall

PEOPLE = 6
CLIPS_A_ROUND = 3
REACHED_WITHIN_S = 10.0
SETTLE_EVERY = 10  # kills; else everything waits for ever longer
RANDOM = "any moment"
SIDES = ("before", "after")
# What fails, by method; each on a clip of its own.
FAULTS: dict[str, dict[str, list[str]]] = {
    "429 for 3 s on the receipt": {"sendmessage": ["429:3"]},
    "502 on everything sent": {
        "sendmessage": ["502"] * 2,
        "sendmediagroup": ["502"] * 2,
        "deletemessage": ["502"] * 6,
    },
    "502 on getFile": {"getfile": ["502"] * 4},
    "album reset before it is taken": {"sendmediagroup": ["before"]},
    "album reset after it is taken": {"sendmediagroup": ["after"]},
    "words reset before they are taken": {"sendmessage": ["", "before"]},
    "words reset after they are taken": {"sendmessage": ["", "after"]},
    "receipt reset after it is taken": {"sendmessage": ["after"]},
    "deletion reset": {"deletemessage": ["before", "after"]},
    "updates reset after they are given": {"getupdates": ["after"] * 3},
    "409 on getUpdates": {"getupdates": ["409"] * 3},
    "403 on the status message": {"editmessagetext": ["403"]},
}
LONG_FAULTS: dict[str, dict[str, list[str]]] = {
    "429 for 60 s on receipt and album": {
        "sendmessage": ["429:60"],
        "sendmediagroup": ["429:60"],
    },
    "no answer to the album": {"sendmediagroup": ["hang"]},
}


@dataclass
class Tally:
    """What the kills at one point came to."""

    kills: int = 0
    lost: int = 0
    words_twice: int = 0
    album_twice: int = 0
    clips: set[str] = field(default_factory=set)


class Bots:
    """Starts bots, each a copy of one that has everything loaded."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._making = multiprocessing.get_context("forkserver")
        self._making.set_forkserver_preload([chaos_bot.__name__])
        self.log = hall.folder / "bot.log"

    def start(self, point: str = "", side: str = "", turn: int = 0) -> BaseProcess:
        """Start one that is killed at this point, or not by itself."""
        facts = self._hall.settings, str(self.log), point, side, turn
        bot = self._making.Process(target=_become, args=facts, daemon=False)
        bot.start()
        return bot


def _become(*facts: object) -> None:
    sys.exit(chaos_bot.run(*facts))  # type: ignore[arg-type]


async def ended(bot: BaseProcess, seconds: float) -> bool:
    """Whether a bot has ended within that long."""
    until = time.monotonic() + seconds
    while bot.is_alive() and time.monotonic() < until:
        await asyncio.sleep(0.02)
    return not bot.is_alive()


async def stop(bot: BaseProcess) -> float:
    """End a bot as a supervisor does; seconds it took."""
    begun = time.monotonic()
    bot.terminate()
    await ended(bot, 40.0)
    return time.monotonic() - begun


async def kills(hall: Hall, wanted: int, dice: random.Random) -> dict[str, Tally]:
    """Kill so many bots while clips come in; what came of the clips, by point."""
    bots, tallies = Bots(hall), {}
    points = [*itertools.product(chaos_bot.POINTS, SIDES), (RANDOM, "")]
    places = itertools.cycle(dice.sample(points, len(points)))
    killed = 0
    while killed < wanted:
        point, side = next(places)
        tally = tallies.setdefault(f"{side} {point}".strip(), Tally())
        begun = time.monotonic()
        done = await _kill_one(hall, bots, (point, side), dice, tally)
        tally.kills += done
        killed += done
        how = "killed" if done else "not reached"
        took_s = time.monotonic() - begun
        print(f"{killed}: {how} {side} {point}, {took_s:.1f} s", file=sys.stderr)
        if done and killed % SETTLE_EVERY == 0:
            await _settled(hall, bots)
    _blame(await _settled(hall, bots), tallies)
    return tallies


async def _settled(hall: Hall, bots: Bots) -> Found:
    """Let a bot answer everything, and end it in good order."""
    bot = bots.start()
    found = await hall.settle()
    print(f"settled: {found.settled}, {await stop(bot):.1f} s to end", file=sys.stderr)
    return found


async def _kill_one(
    hall: Hall,
    bots: Bots,
    at: tuple[str, str],
    dice: random.Random,
    tally: Tally,
) -> bool:
    """Send clips before and after a bot starts, and have it killed; whether it was."""
    point, side = at
    people = [dice.randint(1, PEOPLE) for _ in range(CLIPS_A_ROUND)]
    tally.clips.add(await hall.send(people.pop()))
    told = ("", "", 0) if point == RANDOM else (point, side, dice.choice((1, 1, 2, 3)))
    bot = bots.start(*told)
    for person in people:
        await asyncio.sleep(dice.uniform(0.0, 0.4))
        tally.clips.add(await hall.send(person))
    waits_s = dice.uniform(0.2, 4.0) if point == RANDOM else REACHED_WITHIN_S
    reached = await ended(bot, waits_s)
    bot.kill()
    bot.join()
    if bot.exitcode != -signal.SIGKILL:
        raise RuntimeError(f"the bot ended by itself, with {bot.exitcode}")
    await hall.bury()
    return reached or point == RANDOM


def _blame(found: Found, tallies: dict[str, Tally]) -> None:
    """Count for each point what came of the clips that were sent meanwhile."""
    for tally in tallies.values():
        tally.lost = len(tally.clips & set(found.lost))
        tally.words_twice = len(tally.clips & set(found.words_twice))
        tally.album_twice = len(tally.clips & set(found.album_twice))


async def fault(hall: Hall, faults: dict[str, list[str]]) -> tuple[float, Found]:
    """Let a bot meet faults with a clip; how long all took, and what came of it."""
    bot = Bots(hall).start()
    for method, kinds in faults.items():
        hall.road.faults[method].extend(kinds)
    begun = time.monotonic()
    await hall.send(1)
    await hall.send(2)
    found = await hall.settle()
    took_s = time.monotonic() - begun
    await stop(bot)
    return took_s, found


async def outage(hall: Hall, seconds: float) -> tuple[float, Found]:
    """Let nothing get through for a while, with clips under way; then as ``fault``."""
    bot = Bots(hall).start()
    for person in range(1, PEOPLE + 1):
        await hall.send(person)
    await asyncio.sleep(2.5)
    hall.road.closed = True
    await asyncio.sleep(seconds)
    hall.road.closed = False
    begun = time.monotonic()
    found = await hall.settle()
    took_s = time.monotonic() - begun
    await stop(bot)
    return took_s, found


async def unreachable(hall: Hall) -> float:
    """How long a bot takes to end that never had a connection."""
    hall.road.closed = True
    bot = Bots(hall).start()
    await asyncio.sleep(4.0)
    return await stop(bot)


def print_kills(tallies: dict[str, Tally], found: Found, cut_off: int) -> None:
    """Print a line for each point, and the sum."""
    print(
        f"\n{'killed':38} {'kills':>5} {'clips':>5} {'lost':>5} {'twice: words':>12}"
        f" {'album':>5}"
    )
    total: Counter[str] = Counter()
    for place, tally in tallies.items():
        row = {
            "kills": tally.kills,
            "clips": len(tally.clips),
            "lost": tally.lost,
            "words": tally.words_twice,
            "album": tally.album_twice,
        }
        total.update(row)
        _print_row(place, row)
    _print_row("all", total)
    print(f"answers that lost their buttons: {found.bare}")
    stuck = sorted(set(found.stuck))
    print(f"messages that stay for ever: {len(found.stuck)} {stuck[:3]}")
    print(f"messages that were taken just before a kill, and not noted: {cut_off}")
    print(f"said twice though noted: {len(found.repeated)} {found.repeated[:3]}")


def _print_row(place: str, row: dict[str, int] | Counter[str]) -> None:
    print(
        f"{place:38} {row['kills']:5} {row['clips']:5} {row['lost']:5}"
        f" {row['words']:12} {row['album']:5}",
        flush=True,
    )


def _print_fault(name: str, took_s: float, found: Found) -> None:
    print(
        f"{name:38} {took_s:6.1f} {len(found.lost):5} {len(found.words_twice):12}"
        f" {len(found.album_twice):5} {len(found.stuck):5}",
        flush=True,
    )


async def main(arguments: Sequence[str]) -> int:
    """Kill and fail, and print both tables; 1 for what is lost, repeated or stays."""
    options = _options(arguments)
    dice = random.Random(options.seed)
    if options.folder:
        options.folder.mkdir(parents=True)
        return int(await _all(options.folder, options, dice) > 0)
    with tempfile.TemporaryDirectory() as place:
        return int(await _all(Path(place), options, dice) > 0)


async def _all(place: Path, options: argparse.Namespace, dice: random.Random) -> int:
    hall = await _opened(place / "kills")
    tallies = await kills(hall, options.kills, dice)
    found = hall.found()
    print_kills(tallies, found, len(hall.cut_off))
    lost = len(found.lost) + len(found.repeated) + len(found.stuck)
    await hall.close()
    print(
        f"\n{'fault':38} {'s':>6} {'lost':>5} {'twice: words':>12} {'album':>5}"
        f" {'stuck':>5}"
    )
    chosen = dict(itertools.islice(FAULTS.items(), 3 if options.short else None))
    for name, faults in (chosen if options.short else chosen | LONG_FAULTS).items():
        hall = await _opened(place / name)
        took_s, found = await fault(hall, faults)
        _print_fault(name, took_s, found)
        lost += len(found.lost)
        await hall.close()
    hall = await _opened(place / "outage")
    took_s, found = await outage(hall, options.outage)
    _print_fault(f"nothing for {options.outage:.0f} s, then", took_s, found)
    await hall.close()
    hall = await _opened(place / "unreachable")
    print(
        f"SIGTERM while it starts without a connection: {await unreachable(hall):.1f} s"
    )
    await hall.close()
    return lost + len(found.lost)


async def _opened(place: Path) -> Hall:
    place.mkdir()
    hall = Hall(place)
    await hall.open()
    return hall


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="bots to kill (200)")
    parser.add_argument("--outage", type=float, default=60.0, help="seconds (60)")
    parser.add_argument("--short", action="store_true", help="fewer faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="a new one, kept with all logs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
