"""Machines that share one PostgreSQL, in short: ``make load`` measures at length."""

import asyncio

from benchmarks.load.__main__ import deaths, site
from bot.jobs.queue import REPLIES_AT_ONCE

QUICK = {"load_beat_s": 0.5, "load_silent_s": 4.0}


async def test_no_clip_is_lost_when_an_analyst_and_the_chat_die_for_good(
    postgres_server,
):
    told = await deaths(
        postgres_server, 8, takes_s=1.5, chat_too=True, analysts=2, **QUICK
    )
    assert told["answered"] == 8
    # Only what Telegram had just taken when the chat was killed.
    assert told["answered twice"] <= REPLIES_AT_ONCE


async def test_what_is_taken_back_ends_at_once_where_it_is_looked_at(postgres_server):
    async with site(postgres_server, 1, takes_s=600) as here:
        mine = here.telegram.send(1)
        async with asyncio.timeout(60):
            while not mine.fetched_s:
                await asyncio.sleep(0.05)
            here.telegram.say(1, "/cancel")
            theirs = here.telegram.send(2)
            while not theirs.fetched_s:
                await asyncio.sleep(0.05)
    assert mine.answered_s is None
    assert len(mine.fetched_s) == 1
