"""Somebody deletes everything while the bot is at work for them."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from analysis.serialization import to_json
from bot import maintenance
from bot.handlers.corrections import other
from bot.handlers.history import show_again
from bot.handlers.progress import progress
from bot.jobs.payload import failed
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, press, visit

JOB = {"clip_id": "tg-1", "athlete_id": 1, "chat_id": 1, "file_id": "f"}
SUNDAY = datetime(2026, 3, 8, 18, 0, tzinfo=UTC)


class Clock:
    """The bot's time of day, which a test sets."""

    now = SUNDAY - timedelta(days=2)

    def __call__(self):
        return self.now


@pytest.fixture
def made(tmp_path):
    one = office(tmp_path, now=Clock())
    with closing(one.store):
        for clip_id in ("tg-1", "tg-2"):
            add_clip(one.store, clip_id, SUNDAY - timedelta(days=2))
        yield one


async def a_clip_is_taken(made):
    await made.take("tg-1")


async def a_clip_is_answered(made):
    made.artefacts.kept["tg-1"] = {"phase_2.jpg": b"2", "still_2.jpg": b"clean"}
    outcome = {"analysis": to_json(analysis()), "failure": None}
    await made.delivery.deliver(JOB, outcome)


async def a_failure_is_told(made):
    await made.delivery.deliver(JOB, failed("crashed"))


async def a_clip_is_looked_at_again(made):
    made.store.finish("tg-1", "analysed", analysis=to_json(analysis()))
    await press(made, other, "tg-1")


async def an_old_reply_is_shown(made):
    made.store.finish("tg-1", "analysed", analysis=to_json(analysis()))
    await press(made, show_again, "tg-1")


async def progress_is_shown(made):
    made.store.finish("tg-1", "analysed", analysis=to_json(analysis()))
    await progress(visit(made))


async def the_week_is_summed_up(made):
    made.store.finish("tg-1", "analysed", analysis=to_json(analysis()))
    made.clock.now = SUNDAY + timedelta(minutes=1)
    await maintenance.make_rounds(made)


async def the_bot_starts_again(made):
    await maintenance.start_up(made)


@pytest.mark.parametrize(
    "work",
    [
        a_clip_is_taken,
        a_clip_is_answered,
        a_failure_is_told,
        a_clip_is_looked_at_again,
        an_old_reply_is_shown,
        progress_is_shown,
        the_week_is_summed_up,
        the_bot_starts_again,
    ],
)
async def test_who_deletes_everything_meanwhile_stays_unknown(made, work):
    send, sent = made.outbox.send, []

    async def while_it_deletes(*args, **facts):
        sent.append(args)
        if len(sent) == 1:
            await made.forget(1)
        return await send(*args, **facts)

    made.outbox.send = while_it_deletes
    await work(made)
    assert sent
    enqueued = list(made.jobs.enqueued)
    await maintenance.make_rounds(made)
    for clip_id in ("tg-1", "tg-2"):
        made.board.told(clip_id, "posing", 0.5)
    assert made.jobs.enqueued == enqueued
    database = Database(made.settings.history_path)
    rows = {name: database[name].count for name in database.table_names()}
    database.close()
    assert {name for name, count in rows.items() if count} == {"_sqlite_migrations"}
    assert made.artefacts.kept == {}
