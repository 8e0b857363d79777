"""Whether work that waits for news ends when it is told to."""

import asyncio

from tests.patience import PATIENCE_S

MOMENTS = 6  # at which it may be told so, each a turn of the loop after news came


async def ends_when_told_to(run, news):
    """Whether ``run`` ends at each moment: asyncio's ``wait_for`` forgets some."""
    for turns in range(MOMENTS):
        running = asyncio.create_task(run())
        while not news._waiters:
            await asyncio.sleep(0)
        news.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        running.cancel()
        done, _ = await asyncio.wait([running], timeout=PATIENCE_S)
        if not done:
            return False
    return True
