"""A button's data can be made up: it moves nothing of anybody else's."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from analysis.serialization import to_json
from bot.chat.callback_data import FIELDS, read
from bot.handlers.callbacks import ACTIONS
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, visit

ANNA, EVE = 5, 6
# Something that fits each field of a button's data.
FIT = {
    "clip": "tg-1",
    "phase": "3",
    "before": "tg-1",
    "person": "2",
    "choice": "yes",
    "value": "1",
    "page": "0",
}
OF_SOMEBODY = [
    action for action, fields in FIELDS.items() if {"clip", "athlete"} & set(fields)
]
TABLES = ("clips", "stills", "links", "shares", "comments")
NOTE = "knee feels better today"


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        add_clip(made.store, "tg-1", datetime.now(UTC), athlete=ANNA)
        made.store.set_note("tg-1", NOTE)
        made.store.finish("tg-1", "analysed", to_json(analysis()))
        made.store.keep_stills("tg-1", {"still_3.jpg": b"\xff"})
        made.store.keep(ANNA, "Ben")
        made.store.meet(EVE)
        yield made


def of_anna(counter):
    """Every row about Anna, Ben and the clip."""
    path = counter.settings.history_path
    with closing(sqlite3.connect(path)) as history:
        return {
            table: history.execute(f"select * from {table} where {owner}").fetchall()
            for table, owner in (
                ("athletes", f"id != {EVE}"),
                *((table, f"athlete_id != {EVE}") for table in TABLES),
            )
        }


@pytest.mark.parametrize("action", OF_SOMEBODY)
async def test_a_made_up_button_shows_and_changes_nothing_of_anybody_else(
    counter, action
):
    (ben,) = counter.store.squad(ANNA)
    fit = FIT | {"athlete": str(ben.id)}
    data = ":".join(["v1", action, *(fit[field] for field in FIELDS[action])])
    assert read(data).action == action
    before = of_anna(counter)
    pressed = data.removeprefix("v1:")
    await ACTIONS[action](visit(counter, athlete=EVE, pressed=pressed))
    assert of_anna(counter) == before
    assert counter.jobs.enqueued == counter.jobs.cancelled == []
    told = repr(counter.outbox.sent) + repr(counter.outbox.edited)
    assert NOTE not in told
    assert "Ben" not in told
    assert {chat for chat, _ in counter.outbox.sent} <= {EVE}
    assert all("still" not in name for held in counter.outbox.contents for name in held)
