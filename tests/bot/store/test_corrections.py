"""Clips looked at again, on a real SQLite file and a real PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Store
from tests.bot.visits import add_clip

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FIRST = {"analysis_version": "1", "refusal": None, "measures": []}
SECOND = FIRST | {"analysis_version": "2"}
REFUSED = FIRST | {"refusal": {"code": "no_start"}}
WANTED = {"athlete": 1, "shifts": {"set": -1}, "mirrored": False}


class Clock:
    time = NOON

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(place, clock):
    one = Store(place, now=clock)
    add(one)
    one.finish("c1", "analysed", FIRST)
    one.set_pictures("c1", {"strip.jpg": "old", "phase_1.jpg": "old"})
    yield one
    one.close()


def add(store, id="c1", minute=0, athlete=1):
    add_clip(store, id, NOON + timedelta(minutes=minute), athlete=athlete, message_id=7)


def test_a_clip_that_was_never_corrected_has_been_looked_at_once(store):
    clip = store.clip("c1")
    assert (clip.look, clip.again, clip.wanted, clip.pressed) == (1, None, None, None)
    assert clip.work_id == "c1"
    assert not clip.under_way


def test_another_look_is_written_down_with_what_is_wanted(store):
    assert store.look_again("c1", WANTED, pressed=40)
    clip = store.clip("c1")
    assert (clip.look, clip.again, clip.wanted, clip.pressed) == (
        2,
        "waiting",
        WANTED,
        40,
    )
    assert clip.work_id == "c1-2"
    assert clip.under_way


def test_meanwhile_the_clip_is_what_it_was(store):
    store.look_again("c1", WANTED, pressed=40)
    assert store.set_state("c1", "analysing")
    clip = store.clip("c1")
    assert (clip.state, clip.again, clip.analysis) == ("analysed", "analysing", FIRST)
    assert [row.id for row in store.history(1, 10)] == ["c1"]
    assert [row.id for row in store.analysed_between(1, None, NOON + timedelta(1))] == [
        "c1"
    ]


def test_it_is_in_line_like_a_new_clip_behind_those_i_sent_before(store):
    add(store, "c2", minute=1)
    store.look_again("c1", WANTED, pressed=40)
    add(store, "theirs", minute=2, athlete=2)
    assert {row.id for row in store.waiting(1)} == {"c1", "c2"}
    assert {row.id for row in store.unfinished()} == {"c1", "c2", "theirs"}
    assert store.line_ahead("c2") < store.line_ahead("c1")


@pytest.mark.parametrize("state", ["analysed", "refused"])
def test_a_new_answer_takes_the_old_ones_place(store, state):
    store.look_again("c1", WANTED, pressed=40)
    found = SECOND if state == "analysed" else REFUSED
    assert store.finish("c1", state, found, look=2)
    clip = store.clip("c1")
    assert (clip.state, clip.analysis, clip.wanted) == (state, found, None)
    assert clip.analysis_version == found["analysis_version"]
    assert clip.refusal_code == (None if state == "analysed" else "no_start")
    assert clip.pictures["phase_1.jpg"] == "old", "it may still be in the chat"
    assert clip.before == FIRST
    assert not clip.under_way
    assert len(store.history(1, 10)) == 1


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_without_an_answer_the_old_one_stays(store, state):
    before = store.clip("c1")
    store.look_again("c1", WANTED, pressed=40)
    assert store.finish("c1", state, look=2)
    clip = store.clip("c1")
    assert (clip.state, clip.analysis) == ("analysed", FIRST)
    assert clip.pictures == before.pictures
    assert clip.finished_at == before.finished_at
    assert not clip.under_way


def test_a_look_ends_once(store):
    store.look_again("c1", WANTED, pressed=40)
    assert store.finish("c1", "analysed", SECOND, look=2)
    store.set_pictures("c1", {"strip.jpg": "new"})
    assert store.finish("c1", "analysed", SECOND, look=2)
    assert store.clip("c1").pictures["strip.jpg"] == "new"
    assert not store.finish("c1", "cancelled", look=2)


def test_what_was_taken_back_is_not_answered_any_more(store):
    store.look_again("c1", WANTED, pressed=40)
    store.finish("c1", "cancelled", look=2)
    assert not store.finish("c1", "analysed", SECOND, look=2)
    store.look_again("c1", None, pressed=41)
    assert not store.finish("c1", "analysed", SECOND, look=2)
    clip = store.clip("c1")
    assert (clip.analysis, clip.again, clip.look) == (FIRST, "waiting", 3)


def test_pressing_twice_is_one_look(store):
    assert store.look_again("c1", WANTED, pressed=40)
    assert not store.look_again("c1", WANTED, pressed=41)
    store.finish("c1", "analysed", SECOND, look=2)
    assert not store.look_again("c1", WANTED, pressed=40), "Telegram repeats itself"
    assert store.look_again("c1", WANTED, pressed=42)
    assert store.clip("c1").look == 3


def test_what_waits_or_is_gone_is_not_looked_at_again(store):
    add(store, "c2")
    assert not store.look_again("c2", WANTED, pressed=40)
    assert not store.look_again("nothing", WANTED, pressed=42)


@pytest.mark.parametrize("ended", ["cancelled", "failed"])
def test_what_was_taken_back_or_failed_can_be_looked_at_after_all(store, ended):
    add(store, "c2")
    store.finish("c2", ended)
    assert store.look_again("c2", None, pressed=40)
    assert [row.id for row in store.waiting(1)] == ["c2"]
    store.finish("c2", "analysed", SECOND, look=2)
    assert store.clip("c2").state == "analysed"


def test_a_refused_clip_can_be_looked_at_again(store, clock):
    add(store, "c2")
    store.finish("c2", "refused", REFUSED)
    clock.time += timedelta(days=8)
    assert store.look_again("c2", WANTED, pressed=40)
    store.finish("c2", "analysed", SECOND, look=2)
    assert store.clip("c2").refusal_code is None
    week = store.analysed_between(1, clock.time, clock.time + timedelta(hours=1))
    assert [row.id for row in week] == ["c2"], "it counts from when it was judged"


def test_a_corrected_clip_counts_for_its_first_week_only(store, clock):
    store.look_again("c1", WANTED, pressed=40)
    clock.time += timedelta(days=8)
    store.finish("c1", "analysed", SECOND, look=2)
    assert store.clip("c1").finished_at == NOON
    assert store.analysed_between(1, NOON + timedelta(days=1), clock.time) == []


def test_names_are_exchanged_at_once_and_once_per_press(store):
    assert store.amend("c1", SECOND, pressed=40)
    assert not store.amend("c1", FIRST, pressed=40)
    clip = store.clip("c1")
    assert (clip.analysis, clip.look, clip.pictures["strip.jpg"]) == (SECOND, 1, "old")


def test_names_are_not_exchanged_under_a_look(store):
    store.look_again("c1", WANTED, pressed=40)
    assert not store.amend("c1", SECOND, pressed=41)


def test_a_deleted_athlete_names_every_look(store):
    store.look_again("c1", WANTED, pressed=40)
    store.finish("c1", "analysed", SECOND, look=2)
    store.look_again("c1", None, pressed=41)
    assert store.delete_athlete(1) == ["c1", "c1-2", "c1-3"]
    assert not store.finish("c1", "analysed", SECOND, look=3)
