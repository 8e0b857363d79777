"""What an error of ours looks like in the chat and in the log."""

import sqlite3

import pytest
from telegram import Update, User

from bot.handlers.errors import sorry


class Written(Update):
    """An update of somebody."""

    def __init__(self):
        super().__init__(7)
        self._effective_user = User(1, "Anna", False, language_code="en")


async def fails_with(counter, error):
    await sorry(counter, Written(), error)
    return counter.outbox.texts[-1]


@pytest.mark.parametrize(
    ("pragma", "trouble"),
    [("max_page_count = 1", "full"), ("query_only = 1", "read_only")],
)
async def test_a_history_that_takes_nothing_is_said_kindly_and_logged_in_a_line(
    counter, caplog, pragma, trouble
):
    counter.store._tables._db.execute(f"pragma {pragma}")
    with pytest.raises(sqlite3.OperationalError) as raised:
        for athlete in range(2, 2000):
            counter.store.meet(athlete)
    assert "My disk takes nothing more" in await fails_with(counter, raised.value)
    (record,) = caplog.records
    assert record.getMessage().startswith(f"update 7: the disk is {trouble}: ")
    assert record.exc_info is None


async def test_any_other_error_is_logged_whole(counter, caplog):
    assert "something went wrong" in await fails_with(counter, ValueError("odd"))
    (record,) = caplog.records
    assert record.getMessage() == "update 7 failed"
    assert record.exc_info is not None
