from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.faults import Gone, Unreachable
from bot.chat.messages import Button, Text
from tests.bot.jobs.ending import ends_when_told_to
from tests.bot.visits import office

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
WORDS = Text("Taken back.", ((Button("Again", data="v1:resume:tg-1"),),))


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def made(tmp_path, clock):
    one = office(tmp_path, now=clock)
    with closing(one.store):
        yield one


async def goes_on(made, clock):
    """Let time go by until nothing is owed, or a week is over."""
    while (due := made.store.next_due()) and due < NOON + timedelta(days=7):
        clock.now = max(clock.now, due)
        await made.errands.do_due()


async def test_what_is_done_at_once_is_owed_no_more(made):
    await made.errands.delete(1, 50)
    await made.errands.edit(1, 51, WORDS)
    assert made.outbox.deleted == [(1, 50)]
    assert made.outbox.edited == [(1, 51, "Taken back.")]
    assert made.store.next_due() is None


async def test_a_deletion_that_fails_is_tried_until_it_is_done(made, clock):
    made.outbox.deletes = False
    await made.errands.delete(1, 50)
    clock.now += timedelta(seconds=1)
    await made.errands.do_due()
    made.outbox.deletes = True
    await goes_on(made, clock)
    assert made.outbox.deleted == [(1, 50)] * 3
    assert clock.now == NOON + timedelta(seconds=3)


async def test_an_edit_that_fails_keeps_its_words_and_buttons(made, clock):
    edit, troubles, shown = made.outbox.edit, [Unreachable("429", wait_s=30)], []

    async def faulty(chat_id, message_id, text, patience):
        if troubles:
            raise troubles.pop()
        shown.append(text)
        return await edit(chat_id, message_id, text)

    made.outbox.edit = faulty
    await made.errands.edit(1, 51, WORDS)
    await goes_on(made, clock)
    assert shown == [WORDS]
    assert clock.now == NOON + timedelta(seconds=30)


async def test_what_is_gone_or_too_old_to_be_deleted_is_left(made, clock):
    async def gone(*args):
        raise Gone("message to edit not found")

    made.outbox.edit = gone
    await made.errands.edit(1, 51, WORDS)
    assert made.store.next_due() is None
    made.outbox.deletes = False
    await made.errands.delete(1, 50)
    await goes_on(made, clock)
    assert made.store.next_due() is None
    assert clock.now > NOON + timedelta(hours=48)


async def test_to_who_deletes_everything_only_deletions_are_owed(made):
    async def away(*args):
        raise Unreachable("502")

    made.store.meet(1)
    made.outbox.deletes, made.outbox.edit = False, away
    await made.errands.delete(1, 50)
    await made.errands.edit(1, 51, WORDS)
    await made.forget(1)
    assert [one.message_id for one in made.store.owed_edits()] == [50]


async def test_the_rounds_end_when_told_to_though_news_come_in(made):
    assert await ends_when_told_to(made.errands.run, made.errands._news)
