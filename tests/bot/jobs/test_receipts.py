"""Receipts that were lost on their way, as the board sends and sweeps them."""

import asyncio

import pytest

from bot.chat.faults import Unreachable
from tests.bot.jobs.clip_in_line import clip


async def test_a_receipt_whose_answer_was_lost_is_found_and_not_repeated(counter):
    tried = []

    async def lost(*facts):
        tried.append(facts)
        raise Unreachable("reset", doubtful=True)

    row = clip(counter, 1)
    counter.outbox.send, counter.outbox.standing = lost, {row.message_id + 3}
    await counter.board.open(row)
    assert len(tried) == 1
    await counter.board.close(row.id)
    assert counter.outbox.deleted == [(1, row.message_id + 3)]


async def killed_while_sending(counter, row):
    async def killed(*facts):
        raise asyncio.CancelledError

    sending, counter.outbox.send = counter.outbox.send, killed
    with pytest.raises(asyncio.CancelledError):
        await counter.board.open(row)
    counter.outbox.send = sending


async def test_a_receipt_sent_just_before_a_kill_is_found_and_goes_on(counter):
    row = clip(counter, 1)
    await killed_while_sending(counter, row)
    counter.outbox.standing = {row.message_id + 2}
    await counter.board.open(row)
    assert counter.outbox.sent == []
    assert counter.store.clip(row.id).status_message_id == row.message_id + 2


async def test_a_lost_receipt_is_looked_for_after_what_was_known_when_it_was_sent(
    counter,
):
    row = clip(counter, 1)
    counter.outbox.newest = row.message_id + 300
    await killed_while_sending(counter, row)
    counter.outbox.newest = 0
    counter.outbox.standing = {row.message_id + 301}
    await counter.board.open(row)
    assert counter.outbox.sent == []
    assert counter.store.clip(row.id).status_message_id == row.message_id + 301


async def test_a_lost_receipt_of_a_clip_that_ended_meanwhile_is_taken_away(counter):
    row = clip(counter, 1)
    await killed_while_sending(counter, row)
    counter.store.finish(row.id, "failed")
    counter.outbox.standing = {row.message_id + 1}
    await counter.board.sweep()
    await counter.board.sweep()
    assert counter.outbox.deleted == [(1, row.message_id + 1)]


async def test_nothing_is_looked_for_when_no_receipt_was_on_its_way(counter):
    row = clip(counter, 1)
    counter.outbox.standing = {row.message_id + 1}
    await counter.board.open(row)
    assert len(counter.outbox.sent) == 1


async def test_a_message_that_is_known_is_not_taken_for_a_lost_one(counter):
    first, row = clip(counter, 1), clip(counter, 2)
    await killed_while_sending(counter, row)
    counter.store.set_status_message(first.id, row.message_id + 1)
    counter.outbox.standing = {row.message_id + 1}
    await counter.board.open(row)
    assert len(counter.outbox.sent) == 1


async def test_a_chat_has_one_receipt_on_its_way(counter):
    """Of two that were lost at once each might be taken for the other."""
    first, second = clip(counter, 1), clip(counter, 2)
    going, begun = asyncio.Event(), []
    sending = counter.outbox.send

    async def slow(*facts):
        begun.append(facts)
        await going.wait()
        return await sending(*facts)

    counter.outbox.send = slow
    opening = [asyncio.create_task(counter.board.open(row)) for row in (first, second)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(begun) == 1
    going.set()
    await asyncio.gather(*opening)
    assert len(begun) == 2


async def test_what_was_lost_in_a_chat_is_found_before_more_is_said_there(counter):
    first, second = clip(counter, 1), clip(counter, 2)
    await killed_while_sending(counter, first)
    counter.store.finish(first.id, "analysed")
    counter.outbox.standing = {first.message_id + 7}
    await counter.board.open(second)
    assert counter.outbox.deleted == [(1, first.message_id + 7)]
    assert counter.store.clip(second.id).status_message_id is not None


async def test_a_receipt_that_was_noted_but_not_ticked_off_stays(counter):
    row = clip(counter, 1)
    await killed_while_sending(counter, row)
    counter.store.set_status_message(row.id, 40)
    await counter.board.open(row)
    assert counter.outbox.sent == []
    assert counter.store.receipts_on_their_way() == []


async def test_while_nobody_can_tell_whether_a_receipt_was_lost_none_is_sent(counter):
    async def busy(*facts):
        raise Unreachable("429", wait_s=60.0)

    row = clip(counter, 1)
    await killed_while_sending(counter, row)
    finding, counter.outbox.find = counter.outbox.find, busy
    counter.outbox.standing = {row.message_id + 1}
    await counter.board.open(row)
    assert counter.outbox.sent == []
    counter.outbox.find = finding
    counter.store.finish(row.id, "failed")
    await counter.board.sweep()
    assert counter.outbox.deleted == [(1, row.message_id + 1)]
    assert counter.store.receipts_on_their_way() == []


async def test_one_that_is_found_after_its_clip_was_deleted_goes_too(counter):
    row, finding = clip(counter, 1), counter.outbox.find
    await killed_while_sending(counter, row)
    counter.outbox.standing = {row.message_id + 1}

    async def slow(*facts):
        counter.store.delete_clip(row.id)
        return await finding(*facts)

    counter.outbox.find = slow
    await counter.board.open(row)
    assert counter.outbox.sent == []
    assert counter.outbox.deleted == [(1, row.message_id + 1)]
