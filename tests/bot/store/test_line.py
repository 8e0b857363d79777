"""Whose turn is when, and who works on the line."""

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import About, Executor, Report, Store
from tests.bot.visits import add_clip

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Lane:
    """A store, and workers who take whoever is first in line."""

    def __init__(self, store):
        self.store, self.number, self.begun = store, 0, []

    def send(self, athlete, count=1):
        ids = []
        for _ in range(count):
            self.number += 1
            ids.append(f"tg-{self.number:03d}")
            sent = NOON + timedelta(seconds=self.number)
            add_clip(self.store, ids[-1], sent, athlete=athlete)
        return ids

    def begin(self):
        """A worker takes the next clip; whose it is."""
        clips = map(self.store.clip, self.store.line())
        clip = next(one for one in clips if (one.again or one.state) == "waiting")
        self.store.report(clip.id, Report("fetching", 0))
        self.begun.append(clip.athlete_id)
        return clip

    def end(self, clip):
        self.store.finish(clip.id, "analysed", look=clip.look)

    def work(self, count):
        for _ in range(count):
            self.end(self.begin())
        return self.begun[-count:]


@pytest.fixture
def lane(place):
    with closing(Store(place)) as store:
        yield Lane(store)


def test_athletes_take_turns_and_each_ones_oldest_clip_goes_first(lane):
    lane.send(1, 3)
    lane.send(2, 2)
    lane.send(3)
    assert lane.work(6) == [1, 2, 3, 1, 2, 1]


def test_a_flood_holds_another_up_by_the_running_clip_at_most(lane):
    lane.send(1, 20)
    lane.work(8)
    running = lane.begin()
    (mine,) = lane.send(2)
    assert lane.store.line_ahead(mine) == 1
    lane.end(running)
    assert lane.work(3) == [2, 1, 1]


def test_who_joins_a_flood_late_gets_every_other_turn(lane):
    lane.send(1, 20)
    lane.work(8)
    running = lane.begin()
    lane.send(2, 3)
    lane.end(running)
    assert lane.work(7) == [2, 1, 2, 1, 2, 1, 1]


def test_with_several_workers_a_newcomer_is_next_too(lane):
    lane.send(1, 20)
    running = [lane.begin() for _ in range(3)]
    lane.send(2, 2)
    lane.send(3)
    lane.end(running[0])
    assert lane.begin().athlete_id == 2
    assert lane.begin().athlete_id == 3


def test_newcomers_without_end_starve_nobody(lane):
    lane.send(1, 4)
    for newcomer in range(2, 30):
        running = lane.begin()
        lane.send(newcomer)
        lane.end(running)
    assert lane.begun.count(1) == 4


def test_of_many_that_are_sent_at_once_everyone_gets_as_many(lane):
    for _ in range(5):
        for athlete in range(1, 13):
            lane.send(athlete)
    counts = Counter(lane.work(28))
    assert set(counts.values()) == {2, 3}
    assert len(counts) == 12


def test_a_clip_looked_at_again_comes_after_ones_new_clips(lane):
    (first,) = lane.send(1)
    lane.work(1)
    second, third = lane.send(1, 2)
    lane.store.look_again(first, None, 7)
    (other,) = lane.send(2)
    assert lane.store.line() == [second, other, third, first]


def test_a_clip_that_was_held_comes_in_line_when_it_is_let_go(lane):
    lane.store.meet(2)
    lane.store.set_about(2, About(age_group="under_14"))
    held = lane.send(2, 2)
    waiting = lane.send(1, 3)
    assert lane.store.line() == waiting
    lane.store.set_agreed(2, True)
    assert lane.store.release(2) == held
    line = lane.store.line()
    assert [line.index(one) for one in held] == [1, 3]


def test_a_clip_that_is_nowhere_in_line_has_nobody_before_it(lane):
    assert lane.store.line_ahead("unknown") == 0


def test_how_far_a_clip_is_can_be_read_elsewhere_until_it_ends(lane):
    (clip,) = lane.send(1)
    assert lane.store.reports() == {}
    assert lane.store.report(clip, Report("posing", 40))
    assert lane.store.reports() == {clip: Report("posing", 40)}
    assert lane.store.clip(clip).state == "analysing"
    lane.store.finish(clip, "cancelled")
    assert lane.store.reports() == {}
    assert not lane.store.report(clip, Report("posing", 50))


def test_another_look_begins_without_what_was_told_of_the_one_before(lane):
    (clip,) = lane.send(1)
    lane.work(1)
    lane.store.look_again(clip, None, 7)
    assert lane.store.reports() == {}


def test_every_beat_counts_and_everyone_is_listed(lane):
    lane.store.beat("a", 1)
    lane.store.beat("b", 2)
    assert lane.store.beat("a", 3) == [Executor("a", 2, 3), Executor("b", 1, 2)]


def test_who_beats_again_is_not_dropped(lane):
    (heard,) = lane.store.beat("a", 1)
    lane.store.beat("a", 1)
    assert not lane.store.drop_executor(heard)
    (heard,) = [one for one in lane.store.beat("b", 1) if one.id == "a"]
    assert lane.store.drop_executor(heard)
    assert lane.store.beat("b", 1) == [Executor("b", 2, 1)]
