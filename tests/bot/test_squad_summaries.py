"""A squad's week is told to its coach once, and only when there was a start."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from analysis.serialization import to_json
from bot.squad_summaries import send_squad_summaries
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office

SUNDAY = datetime(2026, 3, 8, 18, 1, tzinfo=UTC)
COACH = 1


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    made.store._now = made.clock
    with closing(made.store):
        made.store.meet(COACH)
        made.store.keep(COACH, "Cleo")
        yield made


def starts(counter, at, name="Ben"):
    """A start of somebody of the squad, analysed at once."""
    clip_id = f"c{at:%d%H}"
    set_clock(counter, at)
    athlete = counter.store.keep(COACH, name)
    add_clip(counter.store, clip_id, at, athlete=COACH)
    counter.store.give(clip_id, athlete.id)
    counter.store.finish(clip_id, "analysed", to_json(analysis()))


def set_clock(counter, at):
    counter.clock.ahead_s = (at - datetime.now(UTC)).total_seconds()


async def rounds(counter, *times):
    for at in times:
        set_clock(counter, at)
        await send_squad_summaries(counter)
    return [text for text in counter.outbox.texts if "squad" in text]


async def test_it_comes_once_a_week_also_after_downtime(counter):
    starts(counter, SUNDAY - timedelta(days=2))
    late = SUNDAY + timedelta(days=1)
    (told,) = await rounds(counter, SUNDAY - timedelta(hours=1), late, late)
    assert "<b>Ben</b> · 1 start: " in told
    assert "No start this week: Cleo." in told
    starts(counter, SUNDAY + timedelta(days=4))
    assert len(await rounds(counter, SUNDAY + timedelta(days=7))) == 2


async def test_a_week_without_any_start_is_not_told(counter):
    starts(counter, SUNDAY - timedelta(days=9))
    assert await rounds(counter, SUNDAY) == []


async def test_who_wants_no_summaries_gets_none(counter):
    starts(counter, SUNDAY - timedelta(days=2))
    counter.store.set_weekly(COACH, False)
    assert await rounds(counter, SUNDAY) == []


async def test_one_that_fails_is_tried_again(counter):
    starts(counter, SUNDAY - timedelta(days=2))
    counter.outbox.gone = True
    assert await rounds(counter, SUNDAY) == []
    counter.outbox.gone = False
    assert len(await rounds(counter, SUNDAY + timedelta(minutes=5))) == 1
