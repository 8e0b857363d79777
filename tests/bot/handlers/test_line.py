from analysis.serialization import to_json
from bot.handlers.clip import take_clip
from bot.handlers.line import resume, stop
from tests.bot.analyses import analysis
from tests.bot.incoming import film, message
from tests.bot.visits import visit


async def test_one_clip_is_taken_back_by_its_button_and_looked_at_after_all(counter):
    for number in (1, 2):
        sent = message(number, document=film())
        await take_clip(visit(counter, message=sent, update_id=number))
    await stop(visit(counter, pressed="stop:tg-000000000001"))
    assert [row.id for row in counter.store.waiting(1)] == ["tg-000000000002"]
    assert counter.outbox.edited[-1][2] == "Taken back."
    await stop(visit(counter, pressed="stop:tg-000000000001"))
    assert counter.outbox.texts[-1] == "That one is no longer in line."
    await resume(visit(counter, pressed="resume:tg-000000000001"))
    assert len(counter.store.waiting(1)) == 2
    assert counter.jobs.enqueued[-1] == "tg-000000000001-2"


async def test_a_look_that_was_taken_back_puts_right_the_same_after_all(counter):
    store, id = counter.store, "tg-000000000001"
    await take_clip(visit(counter, message=message(1, document=film()), update_id=1))
    store.finish(id, "analysed", to_json(analysis()))
    store.look_again(id, {"slow_motion": 4}, 2)
    await stop(visit(counter, pressed=f"stop:{id}", update_id=3))
    await resume(visit(counter, pressed=f"resume:{id}", update_id=4))
    assert store.clip(id).wanted["slow_motion"] == 4
    assert counter.jobs.enqueued[-1] == f"{id}-3"


async def test_a_clip_isnt_looked_at_after_all_while_the_line_is_full(counter):
    for number in range(1, 7):
        sent = message(number, document=film())
        await take_clip(visit(counter, message=sent, update_id=number))
        if number == 1:
            await stop(visit(counter, pressed="stop:tg-000000000001"))
    await resume(visit(counter, pressed="resume:tg-000000000001", update_id=9))
    assert "You have 5 clips in line already" in counter.outbox.texts[-1]
    assert len(counter.store.waiting(1)) == 5
