"""What went out, and what may stand in a chat without our knowing."""

from datetime import UTC, datetime

import pytest

from bot.store import Store
from tests.bot.visits import add_clip

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(place):
    store = Store(place)
    yield store
    store.close()


def test_unknown_numbers_are_those_of_no_message_of_anybodys(store):
    assert store.newest_message() == 0
    add_clip(store, "c1", NOON, athlete=1, message_id=10)
    add_clip(store, "c2", NOON, athlete=2, message_id=13)
    store.set_status_message("c1", 12)
    store.mark_sent("c1:0", 15, athlete_id=1)
    assert store.newest_message() == 13
    assert store.unknown_messages(10, most=3) == [11, 14, 16]


def test_groups_count_for_themselves(store):
    add_clip(store, "c1", NOON, athlete=1, message_id=10)
    add_clip(store, "c2", NOON, athlete=-5, message_id=0)
    store.set_status_message("c2", 900)
    assert store.newest_message() == 10


def test_receipts_on_their_way_are_known_until_they_are_noted(store):
    add_clip(store, "c1", NOON, athlete=1, message_id=10)
    add_clip(store, "c2", NOON, athlete=2, message_id=12)
    store.mark_before("c1:receipt", 11, athlete_id=1)
    store.mark_before("c1:receipt", 14, athlete_id=1)
    assert store.was_sent("c1:receipt") == 14
    assert [row.id for row in store.receipts_on_their_way()] == ["c1"]
    assert [row.id for row in store.receipts_on_their_way(1)] == ["c1"]
    assert store.receipts_on_their_way(2) == []
    store.unmark("c1:receipt")
    assert store.receipts_on_their_way() == []
