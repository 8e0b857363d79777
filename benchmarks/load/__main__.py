"""``make load``: receipts, turns, throughput and machines that die, on PostgreSQL.

The analysis only takes its time, so that what is measured is everything around it.
"""

import argparse
import asyncio
import math
import random
import statistics
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.machines import start
from benchmarks.load.telegram import telegram
from tests import postgres

PATIENCE_S = 900.0
TAKES_S = 3.0
ALBUMS = 1  # that point at the clip, of each reply


@dataclass
class Site:
    """A Telegram, machines on one database, and what started them."""

    telegram: object
    machines: list
    more: object

    async def answered(self, clips, count=None):
        """Wait until as many of these clips are answered as are asked for."""
        async with asyncio.timeout(PATIENCE_S):
            while sum(one.answered_s is not None for one in clips) < (
                len(clips) if count is None else count
            ):
                await asyncio.sleep(0.02)

    async def received(self, clips):
        """Wait until all these clips are in line."""
        async with asyncio.timeout(PATIENCE_S):
            while any(one.receipt_s is None for one in clips):
                await asyncio.sleep(0.02)

    def named(self, name):
        """The machine of this name."""
        return next(one for one in self.machines if one.name == name)


@asynccontextmanager
async def site(server, analysts, takes_s, **settings):
    """Open a chat and so many analysts on a new database."""
    database = postgres.new_database(server)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        one, address = await stack.enter_async_context(telegram())

        async def more(name, role):
            machine = await start(
                name, role, folder, database, address, load_takes_s=takes_s, **settings
            )
            stack.push_async_callback(machine.stop)
            await machine.ready()
            return machine

        machines = [await more("chat", "chat")]
        machines += await asyncio.gather(
            *(more(f"analyst-{n + 1}", "analyst") for n in range(analysts))
        )
        yield Site(one, machines, more)


async def receipts(server, clips, athletes, seconds):
    """Let athletes send clips at any time, each as many; how soon each was told."""
    async with site(server, 2, 1.0) as here:
        senders = [1 + number % athletes for number in range(clips)]
        chance = random.Random(1)
        moments = sorted(chance.uniform(0, seconds) for _ in senders)
        chat = here.named("chat")
        begun, before_s = time.monotonic(), chat.cpu_s()
        sent = []
        for athlete, moment in zip(senders, moments, strict=True):
            await asyncio.sleep(max(0, begun + moment - time.monotonic()))
            sent.append(here.telegram.send(athlete))
        await here.answered(sent)
        took = sorted(one.receipt_s - one.sent_s for one in sent)
        waits = [one.answered_s - one.sent_s for one in sent]
        return {
            "clips": clips,
            "athletes": athletes,
            "sent within": f"{seconds:.0f} s",
            "receipt median": f"{statistics.median(took):.2f} s",
            "receipt p95": f"{took[math.ceil(0.95 * clips) - 1]:.2f} s",
            "CPU of the chat": f"{(chat.cpu_s() - before_s) / clips:.2f} s a clip",
            "answer median": f"{statistics.median(waits):.1f} s",
            "answered": sum(one.answered_s is not None for one in sent),
            "albums twice": sum(one.albums > ALBUMS for one in sent),
        }


async def turns(server, clips, athletes, at):
    """Send all at once: how many of each athlete were begun when ``at`` were."""
    async with site(server, 1, 0.2) as here:
        order = [1 + number // (clips // athletes) for number in range(clips)]
        sent = [here.telegram.send(athlete) for athlete in order]
        await here.answered(sent)
        begun = sorted(sent, key=lambda one: one.fetched_s[0])
        counts = Counter(one.athlete for one in begun[:at])
        each = [counts[athlete] for athlete in range(1, athletes + 1)]
    return {
        "clips": clips,
        "athletes": athletes,
        f"of the first {at}: fewest of one": min(each),
        "most of one": max(each),
    }


async def flood(server, clips):
    """One athlete floods; how many clips were begun before another's only one."""
    async with site(server, 1, 0.5) as here:
        many = [here.telegram.send(1) for _ in range(clips)]
        while len([one for one in many if one.fetched_s]) < clips // 3:
            await asyncio.sleep(0.02)
        other = here.telegram.send(2)
        await here.answered([other])
        between = [
            one
            for one in many
            if one.fetched_s and other.sent_s < one.fetched_s[0] < other.fetched_s[0]
        ]
    return {"flood of": clips, "begun between another's sending and turn": len(between)}


async def throughput(server, most, clips, takes_s):
    """Clips a minute with that many analysts and fewer, all waiting at once."""
    rates = {}
    async with site(server, most, takes_s) as here:
        for analysts in range(most, 0, -1):
            senders = range(1, 1 + clips * analysts)
            sent = [here.telegram.send(athlete) for athlete in senders]
            await here.answered(sent)
            # From when all wait and all are at work to when the last clip is taken.
            in_line_s = max(one.receipt_s for one in sent)
            begun = sorted(one.fetched_s[0] for one in sent)
            begun = [one for one in begun[analysts:] if one > in_line_s]
            rates[analysts] = 60 * (len(begun) - 1) / (begun[-1] - begun[0])
            await here.named(f"analyst-{analysts}").stop()
    return [
        {
            "analysts": analysts,
            "clips a minute": f"{rate:.1f}",
            "times one": f"{rate / rates[1]:.2f}",
        }
        for analysts, rate in sorted(rates.items())
    ]


async def deaths(server, clips, takes_s, chat_too, analysts=3, **settings):
    """Kill all analysts but one for good while they work, and the chat if asked."""
    async with site(server, analysts, takes_s, **settings) as here:
        sent = [here.telegram.send(1 + number % 4) for number in range(clips)]
        # What isn't received yet is another matter: whether Telegram gives it again.
        await here.received(sent)
        await here.answered(sent, 2)
        for number in range(1, analysts):
            here.named(f"analyst-{number}").kill()
        killed = time.monotonic()
        under_way = [one for one in sent if one.fetched_s and one.answered_s is None]
        if chat_too:
            here.named("chat").kill()
            await here.more("another-chat", "chat")
        await here.answered(sent)
        again = [one.fetched_s[1] - killed for one in under_way if one.fetched_s[1:]]
    return {
        "clips": clips,
        "analysts killed": f"{analysts - 1} of {analysts}",
        "the chat too": "yes" if chat_too else "no",
        "under way then": len(under_way),
        "begun anew after": f"{max(again):.0f} s at most" if again else "-",
        "answered": sum(one.answered_s is not None for one in sent),
        "answered twice": sum(one.albums > ALBUMS for one in sent),
    }


def show(title, *rows):
    """Print a table."""
    print(f"\n{title}\n")
    names = list(rows[0])
    print(f"| {' | '.join(names)} |\n|{'---|' * len(names)}")
    for row in rows:
        print(f"| {' | '.join(str(row[name]) for name in names)} |", flush=True)


async def measure(only):
    """Measure all, or what is asked for."""
    with postgres.server() as server:
        if "receipts" in only:
            show(
                "Receipts",
                await receipts(server, 300, 60, 150),
                await receipts(server, 300, 60, 0),
            )
        if "turns" in only:
            show("Turns", await turns(server, 60, 12, 28))
            show("A flood", await flood(server, 30))
        if "throughput" in only:
            title = f"Throughput, of an analysis of {TAKES_S:.0f} s"
            show(title, *await throughput(server, 3, 25, TAKES_S))
        if "deaths" in only:
            show(
                "Machines that die",
                await deaths(server, 24, 3.0, chat_too=False),
                await deaths(server, 24, 3.0, chat_too=True),
            )


PARTS = ("receipts", "turns", "throughput", "deaths")

if __name__ == "__main__":
    parser = argparse.ArgumentParser("python -m benchmarks.load", description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, metavar="PART")
    asyncio.run(measure(parser.parse_args().parts))
