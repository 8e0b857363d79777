"""A short form of ``make chaos``: few kills on the way in and out, and one fault."""

import random

import pytest

from benchmarks import chaos, chaos_bot
from benchmarks.chaos import Bots, kills, stop
from benchmarks.chaos_chat import Hall


@pytest.fixture
async def hall(tmp_path):
    one = Hall(tmp_path)
    await one.open()
    yield one
    await one.close()


async def test_killed_on_the_way_in_and_out_no_clip_is_lost(hall, monkeypatch):
    wanted = ("update written down", "clip added", "reply owed", "message noted")
    points = {name: chaos_bot.POINTS[name] for name in wanted}
    monkeypatch.setattr(chaos_bot, "POINTS", points)
    monkeypatch.setattr(chaos, "REACHED_WITHIN_S", 30.0)
    tallies = await kills(hall, 6, random.Random(1))
    assert sum(tally.kills for tally in tallies.values()) == 6
    found = hall.found()
    assert found.lost == found.stuck == []
    # Only what was taken just before a kill, and not noted, is said twice.
    assert found.repeated == []


async def test_what_telegram_fails_at_is_done_later(hall):
    faults = {"sendmediagroup": ["502", "429:1"], "deletemessage": ["502"] * 2}
    _, found = await chaos.fault(hall, faults)
    assert found.settled, found
    assert found.words_twice == found.album_twice == []
    assert sum(hall.road.failed.values()) == 4


async def test_a_bot_without_a_connection_ends_when_it_is_told_to(hall):
    hall.road.closed = True
    bot = Bots(hall).start()
    while not hall.road.failed:
        await chaos.ended(bot, 0.1)
    assert await stop(bot) < 25
    assert bot.exitcode == 0
