import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Incoming, Store

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(place, clock):
    with closing(Store(place, clock)) as one:
        yield one


def update(id, person=1, text="secret words"):
    return Incoming(id, person, json.dumps({"text": text}))


def test_updates_wait_in_their_order(store, clock):
    assert store.take_in([update(900), update(901, 2)], "me") == [
        update(900),
        update(901, 2),
    ]
    clock.now += timedelta(seconds=1)
    store.take_in([update(899)], "me")  # overtaken on its way
    clock.now += timedelta(days=7)
    store.take_in([update(7)], "me")  # numbers begin anew after a week without any
    assert store.unhandled("me") == [(899, 1), (900, 1), (901, 2), (7, 1)]


def test_one_that_comes_twice_is_one_also_when_it_was_handled(store):
    store.take_in([update(1)], "me")
    assert store.take_in([update(1), update(2)], "me") == [update(2)]
    store.handled(1, "me")
    assert store.take_in([update(1)], "me") == []
    assert store.unhandled("me") == [(2, 1)]


def test_it_is_told_how_often_one_was_begun(store):
    store.take_in([update(1)], "me")
    assert [store.open_next(1, "me").tries for _ in range(2)] == [1, 2]
    store.put_back(1)
    assert store.open_next(1, "me").tries == 2
    store.handled(1, "me")
    assert store.open_next(1, "me") is None


def test_what_was_handled_is_forgotten_but_for_its_number(store):
    store.take_in([update(1)], "me")
    store.handled(1, "me")
    ((row),) = store._read("select * from inbox")
    assert (row["content"], row["person"], row["id"]) == (None, None, 1)


def test_numbers_go_when_telegram_cant_deliver_them_again(store, clock):
    store.take_in([update(1), update(2)], "me")
    store.handled(1, "me")
    clock.now += timedelta(days=2)
    store.drop_old_updates()
    assert store.take_in([update(1)], "me") == []
    clock.now += timedelta(days=2)
    store.drop_old_updates()
    assert store.take_in([update(1), update(2)], "me") == [update(1)]


def test_who_deletes_everything_leaves_no_word_behind(path, clock):
    with closing(Store(path, clock)) as store:
        store.meet(1)
        others = update(2, person=2, text="other words")
        store.take_in([update(1), others], "me")
        store.delete_athlete(1)
        assert store.unhandled("me") == [(2, 2)]
        written = b"".join(one.read_bytes() for one in path.parent.iterdir())
    assert b"secret words" not in written
    assert b"other words" in written


def test_what_the_dead_took_in_is_handled_by_the_living(store):
    store.take_in([update(1)], "dead")
    store.take_in([update(2, person=2)], "other")
    store.beat("other", 0)
    assert store.adopt_updates("me")
    assert store.unhandled("me") == [(1, 1)]
    assert not store.adopt_updates("me")


def test_who_handles_one_of_a_person_handles_all(store):
    first, second = update(1), update(2)
    assert store.take_in([first], "me") == [first]
    others = update(3, person=2)
    assert store.take_in([second, others], "other") == [others]
    assert store.unhandled("me") == [(1, 1), (2, 1)]
    for one in (first, second):
        store.handled(one.id, "me")
    assert store.take_in([update(4)], "other") == [update(4)]


def test_whoever_was_taken_over_from_begins_and_ends_nothing_more(store):
    store.take_in([update(1)], "hung")
    store.adopt_updates("me")
    assert store.open_next(1, "hung") is None
    store.handled(1, "hung")
    assert store.open_next(1, "me").tries == 1


def test_a_question_is_answered_by_one_update_however_often_that_is_handled(store):
    store.meet(1)
    store.ask(1, "v1:tz")
    store.take_in([update(1), update(2)], "me")
    assert [store.take_question(1, 1) for _ in range(2)] == ["v1:tz"] * 2
    assert store.athlete(1).asked is None
    assert store.take_question(1, 2) is None


def test_a_question_that_is_asked_again_stays(store):
    store.meet(1)
    store.ask(1, "v1:tz")
    store.take_in([update(1), update(2)], "me")
    for _ in range(2):  # killed after it was asked again
        assert store.take_question(1, 1) == "v1:tz"
        store.ask(1, "v1:tz")
    assert store.take_question(1, 2) == "v1:tz"


def test_a_link_still_works_for_the_update_that_used_it(store):
    store.meet(1)
    token = store.make_link("share", 1, "Ana")
    assert store.use_link(token, 5) is not None
    assert store.link(token, 5) is not None
    assert store.use_link(token, 5) is not None
    assert store.link(token, 6) is None
    assert store.use_link(token, 6) is None
