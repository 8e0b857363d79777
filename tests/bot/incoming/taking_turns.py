"""A process that takes updates in, beside others, and tells how it handles them.

    python taking_turns.py ADDRESS NAME UPDATES...

Each update is ``id:person``. It prints when it has taken one in, chose and ended one.
"""

import asyncio
import sys
import time
from functools import partial
from types import SimpleNamespace

from bot.incoming.inbox import Inbox
from bot.store import Store

TAKES_S = 0.01


class Telling(Store):
    """Remembers when it was last asked for the next update."""

    def open_next(self, person, holder):
        """Give it as usual."""
        self.asked_at = time.monotonic()
        return super().open_next(person, holder)


def tell(what, id, at=None):
    print(at or time.monotonic(), what, id, flush=True)


async def handle(store, update):
    tell("begin", update.update_id, store.asked_at)
    await asyncio.sleep(TAKES_S)
    tell("end", update.update_id)


async def main(address, name, *updates):
    store = Telling(address)
    store.beat(name, 0)
    inbox = Inbox(
        store,
        lambda told: SimpleNamespace(update_id=told["update_id"]),
        partial(handle, store),
        lambda *_: asyncio.sleep(0),
        name,
    )
    watching = asyncio.create_task(inbox.watch())
    tell("ready", 0)
    await asyncio.to_thread(sys.stdin.readline)
    for one in updates:
        id, person = map(int, one.split(":"))
        await inbox.take_in(
            [{"update_id": id, "message": {"from": {"id": person}, "text": "hush"}}]
        )
        tell("taken", id)
        await asyncio.sleep(0)
    await asyncio.to_thread(sys.stdin.readline)
    watching.cancel()
    await inbox.stop()
    store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
