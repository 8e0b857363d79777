"""Receipts that were lost on their way, as the board sends and sweeps them."""

import asyncio
from contextlib import closing

import pytest

from bot.chat.faults import Unreachable
from tests.bot.jobs.clip_in_line import clip
from tests.bot.visits import office


@pytest.fixture
def made(tmp_path):
    one = office(tmp_path)
    with closing(one.store):
        yield one


async def test_a_receipt_whose_answer_was_lost_is_found_and_not_repeated(made):
    tried = []

    async def lost(*facts):
        tried.append(facts)
        raise Unreachable("reset", doubtful=True)

    row = clip(made, 1)
    made.outbox.send, made.outbox.standing = lost, {row.message_id + 3}
    await made.board.open(row)
    assert len(tried) == 1
    await made.board.close(row.id)
    assert made.outbox.deleted == [(1, row.message_id + 3)]


async def killed_while_sending(made, row):
    async def killed(*facts):
        raise asyncio.CancelledError

    sending, made.outbox.send = made.outbox.send, killed
    with pytest.raises(asyncio.CancelledError):
        await made.board.open(row)
    made.outbox.send = sending


async def test_a_receipt_sent_just_before_a_kill_is_found_and_goes_on(made):
    row = clip(made, 1)
    await killed_while_sending(made, row)
    made.outbox.standing = {row.message_id + 2}
    await made.board.open(row)
    assert made.outbox.sent == []
    assert made.store.clip(row.id).status_message_id == row.message_id + 2


async def test_a_lost_receipt_is_looked_for_after_what_was_known_when_it_was_sent(made):
    row = clip(made, 1)
    made.outbox.newest = row.message_id + 300
    await killed_while_sending(made, row)
    made.outbox.newest = 0
    made.outbox.standing = {row.message_id + 301}
    await made.board.open(row)
    assert made.outbox.sent == []
    assert made.store.clip(row.id).status_message_id == row.message_id + 301


async def test_a_lost_receipt_of_a_clip_that_ended_meanwhile_is_taken_away(made):
    row = clip(made, 1)
    await killed_while_sending(made, row)
    made.store.finish(row.id, "failed")
    made.outbox.standing = {row.message_id + 1}
    await made.board.sweep()
    await made.board.sweep()
    assert made.outbox.deleted == [(1, row.message_id + 1)]


async def test_nothing_is_looked_for_when_no_receipt_was_on_its_way(made):
    row = clip(made, 1)
    made.outbox.standing = {row.message_id + 1}
    await made.board.open(row)
    assert len(made.outbox.sent) == 1


async def test_a_message_that_is_known_is_not_taken_for_a_lost_one(made):
    first, row = clip(made, 1), clip(made, 2)
    await killed_while_sending(made, row)
    made.store.set_status_message(first.id, row.message_id + 1)
    made.outbox.standing = {row.message_id + 1}
    await made.board.open(row)
    assert len(made.outbox.sent) == 1


async def test_a_chat_has_one_receipt_on_its_way(made):
    """Of two that were lost at once each might be taken for the other."""
    first, second = clip(made, 1), clip(made, 2)
    going, begun = asyncio.Event(), []
    sending = made.outbox.send

    async def slow(*facts):
        begun.append(facts)
        await going.wait()
        return await sending(*facts)

    made.outbox.send = slow
    opening = [asyncio.create_task(made.board.open(row)) for row in (first, second)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(begun) == 1
    going.set()
    await asyncio.gather(*opening)
    assert len(begun) == 2


async def test_what_was_lost_in_a_chat_is_found_before_more_is_said_there(made):
    first, second = clip(made, 1), clip(made, 2)
    await killed_while_sending(made, first)
    made.store.finish(first.id, "analysed")
    made.outbox.standing = {first.message_id + 7}
    await made.board.open(second)
    assert made.outbox.deleted == [(1, first.message_id + 7)]
    assert made.store.clip(second.id).status_message_id is not None


async def test_a_receipt_that_was_noted_but_not_ticked_off_stays(made):
    row = clip(made, 1)
    await killed_while_sending(made, row)
    made.store.set_status_message(row.id, 40)
    await made.board.open(row)
    assert made.outbox.sent == []
    assert made.store.receipts_on_their_way() == []


async def test_while_nobody_can_tell_whether_a_receipt_was_lost_none_is_sent(made):
    async def busy(*facts):
        raise Unreachable("429", wait_s=60.0)

    row = clip(made, 1)
    await killed_while_sending(made, row)
    finding, made.outbox.find = made.outbox.find, busy
    made.outbox.standing = {row.message_id + 1}
    await made.board.open(row)
    assert made.outbox.sent == []
    made.outbox.find = finding
    made.store.finish(row.id, "failed")
    await made.board.sweep()
    assert made.outbox.deleted == [(1, row.message_id + 1)]
    assert made.store.receipts_on_their_way() == []


async def test_one_that_is_found_after_its_clip_was_deleted_goes_too(made):
    row, finding = clip(made, 1), made.outbox.find
    await killed_while_sending(made, row)
    made.outbox.standing = {row.message_id + 1}

    async def slow(*facts):
        made.store.delete_clip(row.id)
        return await finding(*facts)

    made.outbox.find = slow
    await made.board.open(row)
    assert made.outbox.sent == []
    assert made.outbox.deleted == [(1, row.message_id + 1)]
