"""Stills stay with their clip: of the newest thirty and the first, and no longer."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from bot.store import Store
from bot.store.stills import NEWEST_KEPT
from tests.bot.visits import add_clip

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FILES = {"still_1.jpg": b"one", "still_3.jpg": b"three", "stills.json": b"{}"}


@pytest.fixture
def store(place):
    with closing(Store(place)) as made:
        yield made


def add(store, number, athlete=1, state="analysed", files=FILES):
    clip_id = f"c{number:02d}"
    add_clip(
        store,
        clip_id,
        NOON + timedelta(days=number),
        athlete=athlete,
        message_id=number,
    )
    store.finish(clip_id, state)
    store.keep_stills(clip_id, files)
    return clip_id


def kept(store, athlete=1):
    return [row.id for row in store.clips_with_stills(athlete)]


def test_stills_are_given_as_they_were_kept(store):
    assert store.stills(add(store, 1)) == FILES
    assert store.stills("unknown") == {}


def test_keeping_again_replaces(store):
    clip = add(store, 1)
    store.keep_stills(clip, {"still_2.jpg": b"two"})
    assert store.stills(clip) == {"still_2.jpg": b"two"}


def test_clips_come_newest_first_and_only_the_athletes_own_analysed_ones(store):
    for number in (2, 1, 3):
        add(store, number)
    add(store, 4, athlete=2)
    add(store, 5, state="refused")
    assert kept(store) == ["c03", "c02", "c01"]
    assert kept(store, 2) == ["c04"]


def test_a_clip_without_stills_is_not_listed(store):
    add(store, 1, files={})
    assert kept(store) == []


def test_the_newest_thirty_and_the_first_stay(store):
    for number in range(1, NEWEST_KEPT + 5):
        add(store, number)
    last = NEWEST_KEPT + 4
    newest = [f"c{number:02d}" for number in range(last, last - NEWEST_KEPT, -1)]
    assert kept(store) == [*newest, "c01"]
    assert store.stills("c02") == {}


def test_another_athletes_clips_push_nothing_out(store):
    for number in range(1, 4):
        add(store, number)
    for number in range(4, NEWEST_KEPT + 10):
        add(store, number, athlete=2)
    assert kept(store) == ["c03", "c02", "c01"]


def test_nothing_is_kept_of_a_clip_that_is_gone(store):
    store.keep_stills("c99", FILES)
    assert store.stills("c99") == {}


def test_stills_go_with_the_athlete(store):
    add(store, 1)
    add(store, 2, athlete=2)
    store.delete_athlete(1)
    assert store.stills("c01") == {}
    assert store.stills("c02") == FILES


def test_stills_that_went_leave_no_trace_in_the_file(path):
    with closing(Store(path)) as store:
        add(store, 1, files={"still_1.jpg": b"the athlete's own knee" * 500})
        store.delete_athlete(1)
        for file in path.parent.iterdir():
            assert b"the athlete's own knee" not in file.read_bytes()


def test_stills_are_still_there_after_the_bot_comes_back(place):
    with closing(Store(place)) as store:
        add(store, 1)
    with closing(Store(place)) as store:
        assert store.stills("c01") == FILES


def test_no_orphan_can_be_written(path):
    Store(path).close()
    database = Database(path)
    keys = {(k.column, k.other_table) for k in database.table("stills").foreign_keys}
    assert keys == {("clip_id", "clips"), ("athlete_id", "athletes")}
    database.close()
