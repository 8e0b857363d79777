from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from analysis.serialization import to_json
from bot import maintenance
from bot.chat.faults import Unreachable
from bot.chat.messages import Album
from bot.jobs import reply_id
from bot.jobs.payload import failed
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office

SUNDAY = datetime(2026, 3, 8, 18, 0, tzinfo=UTC)


class Clock:
    """The store's and the rounds' time of day."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock(SUNDAY - timedelta(days=2))


@pytest.fixture
def made(tmp_path, clock):
    one = office(tmp_path, now=clock)
    with closing(one.store):
        yield one


def clip(made, clock, clip_id="tg-1", athlete=1, done=True):
    add_clip(made.store, clip_id, clock.now, athlete=athlete)
    if done:
        made.store.finish(clip_id, "analysed", analysis=to_json(analysis()))


async def test_a_clip_that_never_reached_the_queue_gets_there(made, clock):
    clip(made, clock, done=False)
    await maintenance.settle_clips(made)
    assert made.jobs.enqueued == ["tg-1"]


async def test_a_clip_that_killed_too_many_bots_is_told_as_failed(made, clock):
    clip(made, clock, done=False)
    made.jobs.known = {"tg-1": "lost"}
    await maintenance.settle_clips(made)
    assert made.jobs.replied == [("tg-1", failed("crashed"))]


@pytest.mark.parametrize(
    ("states", "end"),
    [
        ({"tg-1": "alive"}, "waiting"),
        ({"tg-1": "done", reply_id("tg-1"): "alive"}, "waiting"),
        ({"tg-1": "cancelled"}, "cancelled"),
        ({"tg-1": "done"}, "cancelled"),
        ({"tg-1": "done", reply_id("tg-1"): "lost"}, "failed"),
    ],
)
async def test_unfinished_clips_end_as_their_workflows_did(made, clock, states, end):
    clip(made, clock, done=False)
    made.jobs.known = states
    await maintenance.settle_clips(made)
    assert made.store.clip("tg-1").state == end
    assert made.jobs.enqueued == made.jobs.replied == []


@pytest.mark.parametrize(
    ("reply", "deleted", "edited"),
    [
        ("alive", [], []),
        ("done", [(1, 50)], []),
        ("unknown", [(1, 50)], []),
        ("lost", [], [(1, 50)]),
    ],
)
async def test_no_status_message_stays_for_ever(made, clock, reply, deleted, edited):
    clip(made, clock)
    made.store.set_status_message("tg-1", 50)
    made.jobs.known = {"tg-1": "done", reply_id("tg-1"): reply}
    for _ in range(2):
        await maintenance.make_rounds(made)
    assert made.outbox.deleted == deleted
    assert [shown[:2] for shown in made.outbox.edited] == edited
    assert all("went wrong on my side" in shown[2] for shown in made.outbox.edited)


async def test_a_status_message_that_cant_be_deleted_is_tried_another_time(made, clock):
    clip(made, clock)
    made.store.set_status_message("tg-1", 50)
    made.outbox.deletes = False
    await maintenance.make_rounds(made)
    made.outbox.deletes = True
    clock.now = made.store.next_due()
    for _ in range(2):
        await made.errands.do_due()
    assert made.outbox.deleted == [(1, 50)] * 2


async def test_the_status_of_a_clip_under_way_stays(made, clock):
    clip(made, clock, done=False)
    made.store.set_status_message("tg-1", 50)
    made.jobs.known = {"tg-1": "alive"}
    await maintenance.make_rounds(made)
    assert made.outbox.deleted == made.outbox.edited == []


async def test_pictures_nobody_will_send_are_dropped(made):
    made.artefacts.kept = {
        name: {"phase_1.jpg": b""} for name in ("tg-1", "tg-2", "tg-3")
    }
    made.jobs.known = {"tg-1": "alive", "tg-2": "done", reply_id("tg-2"): "alive"}
    await maintenance.drop_stray_pictures(made)
    assert set(made.artefacts.kept) == {"tg-1", "tg-2"}


async def test_a_reply_that_is_owed_keeps_its_pictures_and_status(made, clock):
    add_clip(made.store, "tg-1", clock.now)
    made.store.set_status_message("tg-1", 50)
    made.outbox.refuse(Album, Unreachable("502"))
    made.artefacts.kept = {"tg-1": {"phase_2.jpg": b"2", "phase_3.jpg": b"3"}}
    outcome = {"analysis": to_json(analysis()), "failure": None}
    await made.delivery.deliver(made.job_of(made.store.clip("tg-1")), outcome)
    made.jobs.known = {"tg-1": "done", reply_id("tg-1"): "done"}
    await maintenance.make_rounds(made)
    assert made.outbox.deleted == []
    assert set(made.artefacts.kept) == {"tg-1"}


@pytest.mark.parametrize("reply", ["lost", "done"])
async def test_an_outcome_that_never_reached_the_history_is_replied(made, clock, reply):
    add_clip(made.store, "tg-1", clock.now)
    made.jobs.known = {"tg-1": "done", reply_id("tg-1"): reply}
    job = made.job_of(made.store.clip("tg-1"))
    outcome = {"analysis": to_json(analysis()), "failure": None}
    made.jobs.handed_on["tg-1"] = job, outcome
    await maintenance.settle_clips(made)
    assert made.store.clip("tg-1").state == "analysed"
    assert len(made.outbox.sent) == 1


async def test_one_broken_round_doesnt_keep_the_others(made, clock, caplog):
    async def broken():
        raise RuntimeError("made up")

    made.jobs.states = broken
    clip(made, clock)
    clock.now = SUNDAY + timedelta(minutes=1)
    await maintenance.make_rounds(made)
    assert len(made.outbox.sent) == 1
    assert "round settle_clips failed" in caplog.text


async def test_after_a_restart_every_unfinished_clip_is_in_sight(made, clock):
    clip(made, clock, done=False)
    await maintenance.start_up(made)
    assert "Got it." in made.outbox.texts[0]
    assert made.jobs.enqueued == ["tg-1"]


def look_again(made, clock):
    clip(made, clock)
    made.store.look_again("tg-1", None, pressed=9)


async def test_another_look_that_never_reached_the_queue_gets_there(made, clock):
    look_again(made, clock)
    await maintenance.settle_clips(made)
    assert made.jobs.enqueued == ["tg-1-2"]


async def test_another_look_that_killed_too_many_bots_is_told(made, clock):
    look_again(made, clock)
    made.jobs.known = {"tg-1": "done", reply_id("tg-1"): "done", "tg-1-2": "lost"}
    await maintenance.settle_clips(made)
    assert made.jobs.replied == [("tg-1-2", failed("crashed"))]


@pytest.mark.parametrize(
    ("states", "end"),
    [
        ({"tg-1-2": "alive"}, "waiting"),
        ({"tg-1-2": "cancelled"}, "cancelled"),
        ({"tg-1-2": "done", reply_id("tg-1-2"): "lost"}, "failed"),
    ],
)
async def test_another_look_ends_as_its_workflow_did(made, clock, states, end):
    look_again(made, clock)
    made.jobs.known = states
    await maintenance.settle_clips(made)
    found = made.store.clip("tg-1")
    assert (found.state, found.again) == ("analysed", end)


async def test_after_a_restart_another_look_is_in_sight(made, clock):
    look_again(made, clock)
    await maintenance.start_up(made)
    assert "Got it." in made.outbox.texts[0]
    assert made.jobs.enqueued == ["tg-1-2"]


async def test_a_clip_deleted_while_the_queue_is_asked_is_not_queued_again(made, clock):
    clip(made, clock, done=False)

    async def while_it_deletes(ids):
        await made.forget(1)
        return dict.fromkeys(ids, "unknown")

    made.jobs.states = while_it_deletes
    await maintenance.settle_clips(made)
    assert made.jobs.enqueued == []
    assert made.store.athlete(1) is None
