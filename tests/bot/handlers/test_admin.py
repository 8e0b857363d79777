"""For who runs the bot: how it is, and who may use it."""

import logging
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from telegram.ext import ApplicationHandlerStop

from analysis.serialization import to_json
from bot.backup import STAMP
from bot.handlers import admin
from bot.handlers.access import gate
from bot.handlers.links import start
from bot.handlers.privacy import delete
from bot.handlers.request import OFFICE
from bot.handlers.settings import speak
from bot.logs import COUNTED
from bot.sandbox.confinement import Confined
from bot.summaries import send_summaries
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, visit

ADMIN, ANNA = 9, 5
SUNDAY = datetime(2030, 3, 10, 18, 1, tzinfo=UTC)


@pytest.fixture
def counter(tmp_path):
    COUNTED.errors.clear()
    made = office(tmp_path, admin_users=str(ADMIN), invite_only=True)
    with closing(made.store):
        yield made


UPDATES = count(1)


async def comes(counter, text, user=ANNA):
    """Whether somebody who writes this may come in."""
    message = SimpleNamespace(text=text)
    update = SimpleNamespace(
        update_id=next(UPDATES),
        effective_user=SimpleNamespace(id=user, is_bot=False, language_code="en"),
        effective_chat=SimpleNamespace(type="private"),
        effective_message=message,
        message=message,
        callback_query=None,
    )
    try:
        await gate(update, SimpleNamespace(bot_data={OFFICE: counter}))
    except ApplicationHandlerStop:
        return False
    return True


async def test_status_counts_and_names_nobody(counter, monkeypatch):
    now = counter.clock()
    for number, state in enumerate(("analysed", "refused", "failed"), 1):
        add_clip(counter.store, f"c{number}", now, athlete=ANNA)
        counter.store.finish(f"c{number}", state, refusal_code=f"why_{state}")
    add_clip(counter.store, "c4", now - timedelta(minutes=7), athlete=ANNA)
    counter.store.keep(ANNA, "Ben")
    monkeypatch.setattr(admin, "late_seconds", lambda: {"finding": 2.46, "posing": 3.0})
    COUNTED.handle(logging.makeLogRecord({"name": "bot.jobs", "levelno": 40}))
    await admin.status(visit(counter, athlete=ADMIN))
    told = counter.outbox.texts[-1]
    assert "In line: 1 clip, for 7 min." in told
    assert "Answered in the last 24 hours: 1." in told
    assert "Refused: 1 (why_refused 1)." in told
    assert "Failed: 1 (why_failed 1)." in told
    assert "Errors in the log since I started: bot.jobs 1." in told
    assert "People: 2, and 1 athletes on their phones." in told
    assert "Seconds a stage takes of late: finding 2.5, posing 3.0." in told
    assert "There is no backup yet." in told
    assert "Ben" not in told


async def test_status_tells_the_age_of_the_newest_backup(counter):
    folder = counter.settings.backups
    folder.mkdir()
    for days in (3, 1):
        made_at = datetime.now(UTC) - timedelta(days=days)
        (folder / f"{made_at:{STAMP}}.zip").touch()
    await admin.status(visit(counter, athlete=ADMIN))
    assert "Last backup: 24 h ago." in counter.outbox.texts[-1]


async def test_status_says_how_well_clips_are_kept_in(counter):
    async def told():
        await admin.status(visit(counter, athlete=ADMIN))
        return counter.outbox.texts[-1]

    assert "How well the room" in await told()
    counter.analyst.confined = Confined(network=True, files=True, processes=True)
    assert "read in a closed room" in await told()
    counter.analyst.confined = Confined(processes=True)
    assert "Still open: the network, files." in await told()


@pytest.mark.parametrize(
    "command", [admin.status, admin.allow, admin.block, admin.invite]
)
async def test_to_anybody_else_these_commands_are_unknown(counter, command):
    await command(visit(counter, athlete=ANNA, argument="5"))
    assert "What I can do" in counter.outbox.texts[-1]
    assert counter.store.may_enter(ANNA) is None


async def test_who_is_allowed_comes_in_and_who_is_blocked_is_told_once(counter):
    assert not await comes(counter, "hi")
    assert "not on my list" in counter.outbox.texts[-1]
    await admin.allow(visit(counter, athlete=ADMIN, argument=str(ANNA)))
    assert await comes(counter, "hi")
    await admin.block(visit(counter, athlete=ADMIN, argument=str(ANNA)))
    before = len(counter.outbox.texts)
    assert not await comes(counter, "hi")
    assert not await comes(counter, "hello?")
    assert len(counter.outbox.texts) == before + 1
    assert "has closed it for you" in counter.outbox.texts[-1]


async def test_a_block_counts_over_the_list_and_takes_clips_out_of_line(tmp_path):
    made = office(tmp_path, admin_users=str(ADMIN), allowed_users=str(ANNA))
    with closing(made.store):
        add_clip(made.store, "c1", made.clock(), athlete=ANNA)
        await admin.block(visit(made, athlete=ADMIN, argument=str(ANNA)))
        assert made.store.waiting(ANNA) == []
        assert not await comes(made, "hi")


async def test_who_runs_the_bot_is_never_kept_out(counter):
    await admin.block(visit(counter, athlete=ADMIN, argument=str(ADMIN)))
    assert await comes(counter, "hi", user=ADMIN)


@pytest.mark.parametrize("argument", ["", "Anna", "@anna", "-5"])
async def test_who_is_meant_is_said_by_number(counter, argument):
    await admin.allow(visit(counter, athlete=ADMIN, argument=argument))
    assert "/allow 123456789" in counter.outbox.texts[-1]


async def test_an_invitation_lets_one_person_in_and_nobody_kept_out(counter):
    await admin.invite(visit(counter, athlete=ADMIN))
    token = counter.outbox.texts[-1].rpartition("start=")[2]
    counter.store.let_in(6, False)
    assert not await comes(counter, f"/start {token}", user=6)
    assert await comes(counter, f"/start {token}")
    await start(visit(counter, athlete=ANNA, argument=token))
    assert "Hello!" in counter.outbox.texts[-2] + counter.outbox.texts[-1]
    assert not await comes(counter, f"/start {token}", user=7)
    assert await comes(counter, "hi")


async def test_who_is_kept_out_gets_no_summary(counter):
    counter.clock.ahead_s = (SUNDAY - datetime.now(UTC)).total_seconds()
    counter.store.let_in(ANNA, False)
    add_clip(counter.store, "c1", SUNDAY - timedelta(days=1), athlete=ANNA)
    counter.store.finish("c1", "analysed", to_json(analysis()))
    await send_summaries(counter)
    assert counter.outbox.sent == []


async def test_their_menu_keeps_its_commands_through_settings_and_delete(counter):
    await speak(visit(counter, athlete=ADMIN, pressed="lang:app"))
    await delete(visit(counter, athlete=ADMIN, pressed="del:yes"))
    for menu in counter.outbox.menus:
        assert "status" in dict(menu.commands)
