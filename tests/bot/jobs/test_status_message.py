import asyncio
from contextlib import closing, suppress

import pytest

from bot.chat.faults import Unreachable
from bot.chat.messages import Text
from bot.jobs import status_message
from tests.bot.jobs.clip_in_line import clip
from tests.bot.jobs.ending import ends_when_told_to
from tests.bot.visits import office
from tests.patience import PATIENCE_S


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setattr(status_message, "PAUSE_S", 0.01)
    one = office(tmp_path)
    with closing(one.store):
        yield one


@pytest.fixture
async def shown(made):
    """The board at work; gives the last text of a status message when it changed."""
    task = asyncio.create_task(made.board.run())
    seen = [0]

    async def text():
        async with asyncio.timeout(PATIENCE_S):
            while len(made.outbox.edited) == seen[0]:
                await asyncio.sleep(0.005)
        seen[0] = len(made.outbox.edited)
        return made.outbox.edited[-1][2]

    yield text
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_the_first_in_line_is_told_so(made):
    await made.board.open(clip(made, 1))
    assert made.outbox.texts == ["Got it. You&#x27;re next, about 40 s."]
    assert made.store.clip("tg-000000000001").status_message_id == 101


async def test_who_is_further_back_is_told_how_far(made):
    rows = [clip(made, number, athlete=number) for number in (1, 2, 3)]
    for row in rows:
        await made.board.open(row)
    assert made.outbox.texts[-1] == "Got it. 2 before this one, about 2 min."


async def test_the_stages_are_shown_in_place(made, shown):
    row = clip(made, 1)
    await made.board.open(row)
    for stage, done, words in [
        ("fetching", 0.0, "Fetching your clip"),
        ("finding", 0.0, "Finding you in the picture"),
        ("posing", 0.47, "Following your joints: 40 %"),
        ("drawing", 0.5, "Drawing the pictures"),
    ]:
        made.board.told(row.id, stage, done)
        assert await shown() == words
    assert made.store.clip(row.id).state == "analysing"
    assert {message_id for _, message_id, _ in made.outbox.edited} == {101}


async def test_small_steps_cost_no_edit(made, shown):
    row = clip(made, 1)
    await made.board.open(row)
    for done in (0.41, 0.42, 0.44, 0.49):
        made.board.told(row.id, "posing", done)
        await asyncio.sleep(0.03)
    assert len(made.outbox.edited) == 1


async def test_the_others_move_up_when_a_clip_is_done(made, shown):
    first, second = clip(made, 1), clip(made, 2, athlete=2)
    await made.board.open(first)
    await made.board.open(second)
    made.store.finish(first.id, "failed")
    await made.board.close(first.id)
    assert "next" in await shown()
    assert made.outbox.deleted == [(1, 101)]


async def test_who_is_far_back_is_not_told_every_step(made, shown):
    rows = [clip(made, number, athlete=number) for number in range(1, 13)]
    for row in rows:
        await made.board.open(row)
    for number, row in enumerate(rows[:3]):
        made.store.finish(row.id, "failed")
        await made.board.close(row.id)
        while not any("next" in text for _, _, text in made.outbox.edited[number:]):
            await shown()
    told = [text for chat_id, _, text in made.outbox.edited if chat_id == 12]
    assert told == ["Got it. 9 before this one, about 7 min."]


async def test_receipts_and_answers_find_room_between_the_places(made, monkeypatch):
    monkeypatch.setattr(status_message, "TOLD_AT_ONCE", 2)
    rows = [clip(made, number, athlete=number) for number in range(1, 7)]
    for row in rows:
        await made.board.open(row)
    made.store.finish(rows[0].id, "failed")
    await made.board.close(rows[0].id)
    assert len(made.board._worth_a_look()) == 2
    work = asyncio.create_task(made.board.run())
    try:
        async with asyncio.timeout(PATIENCE_S):  # in the end everybody is told
            while len({chat_id for chat_id, _, _ in made.outbox.edited}) < 5:
                await asyncio.sleep(0.01)
    finally:
        work.cancel()


async def test_the_message_may_stay_with_its_last_words(made):
    row = clip(made, 1)
    await made.board.open(row)
    await made.board.close(row.id, Text("Taken back."))
    assert made.outbox.edited == [(1, 101, "Taken back.")]
    assert made.store.clip(row.id).status_message_id is None


@pytest.mark.parametrize("last_words", [None, Text("Taken back.")])
async def test_what_cant_be_cleared_now_is_owed(made, last_words):
    async def down(*args):
        raise Unreachable("no connection")

    row = clip(made, 1)
    await made.board.open(row)
    made.outbox.deletes, made.outbox.edit = False, down
    await made.board.close(row.id, last_words)
    assert made.store.clip(row.id).status_message_id is None
    ((owed),) = made.store.owed_edits()
    assert (owed.chat_id, owed.message_id) == (1, 101)
    assert owed.html == (last_words and last_words.html)


async def test_a_clip_that_is_shown_twice_at_a_time_has_one_message(made):
    row = clip(made, 1)
    await asyncio.gather(made.board.open(row), made.board.open(row))
    await made.board.open(row)
    assert len(made.outbox.sent) == 1


async def test_after_a_restart_the_same_message_goes_on(made, shown):
    row = clip(made, 1)
    made.store.set_status_message(row.id, 77)
    await made.board.open(made.store.clip(row.id))
    assert "next" in await shown()
    assert made.outbox.edited[0][1] == 77
    assert made.outbox.sent == []
    await made.board.close(row.id)
    assert made.outbox.deleted == [(1, 77)]


async def test_a_clip_that_is_faster_than_its_receipt_keeps_none(made):
    row, sending = clip(made, 1), made.outbox.send

    async def slow(*facts):
        made.store.finish(row.id, "failed")
        return await sending(*facts)

    made.outbox.send = slow
    await made.board.open(row)
    assert made.outbox.deleted == [(1, 101)]


async def test_a_clip_that_has_ended_gets_no_receipt(made):
    row = clip(made, 1)
    made.store.finish(row.id, "failed")
    await made.board.open(row)
    assert made.outbox.sent == []


async def test_a_fault_of_one_chat_doesnt_stop_the_board(made, shown):
    troubles = [Unreachable("no connection")]
    edit = made.outbox.edit

    async def faulty(chat_id, message_id, text: Text, patience):
        if troubles:
            raise troubles.pop()
        return await edit(chat_id, message_id, text)

    made.outbox.edit = faulty
    row = clip(made, 1)
    await made.board.open(row)
    made.board.told(row.id, "finding", 0.0)
    await asyncio.sleep(0.05)
    made.board.told(row.id, "drawing", 0.0)
    assert await shown() == "Drawing the pictures"


async def test_without_a_receipt_the_clip_goes_on(made):
    async def down(*args, **_):
        raise Unreachable("no connection")

    made.outbox.send = down
    row = clip(made, 1)
    await made.board.open(row)
    made.board.told(row.id, "posing", 0.5)
    await made.board.close(row.id)
    assert made.outbox.edited == made.outbox.deleted == []


async def test_a_receipt_that_could_not_be_sent_is_sent_with_a_later_round(made):
    async def down(*args, **_):
        raise Unreachable("no connection")

    row, sending = clip(made, 1), made.outbox.send
    made.outbox.send = down
    await made.board.open(row)
    await made.board.sweep()
    made.outbox.send = sending
    await made.board.sweep()
    await made.board.sweep()
    assert len(made.outbox.sent) == 1
    assert made.board.shows(row.id)


async def test_the_last_word_about_a_clip_taken_back_is_not_heard(made, shown):
    row = clip(made, 1)
    made.store.finish(row.id, "analysed", analysis={"analysis_version": "1"})
    made.board.told(row.id, "posing", 0.4)
    made.store.look_again(row.id, None, pressed=9)
    await made.board.open(made.store.clip(row.id))
    made.board.told(row.id, "finding", 0.0)
    assert await shown() == "Finding you in the picture"
    assert made.store.clip(row.id).again == "analysing"


async def test_the_board_ends_when_told_to_though_news_come_in(made):
    row = clip(made, 1)
    await made.board.open(row)
    made.board.told(row.id, "posing", 0.5)  # else it waits without an end
    assert await ends_when_told_to(made.board.run, made.board._changed)
