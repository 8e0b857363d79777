import pytest

from bot.chat import lost_message
from bot.chat.faults import Unreachable
from bot.chat.lost_message import find
from bot.chat.messages import Button, Text
from bot.chat.telegram_outbox import TelegramOutbox

NOT_NOW = {
    "method": "editMessageReplyMarkup",
    "error_code": 429,
    "description": "Too Many Requests",
    "retry_after": 9,
}
MINE, OTHER = (((Button("Take it back", data=f"v1:stop:{one}"),),) for one in "12")


async def test_a_message_is_known_by_its_buttons(chat, new_bot, person):
    async with new_bot(chat) as telegram:
        killed, box = TelegramOutbox(telegram, print), TelegramOutbox(telegram, print)
        begin = (await killed.send(1, Text("Got it.", MINE))).message_id
        around = [begin - 2, begin - 1, begin, begin + 1]
        assert await box.find(1, around, MINE) == begin
        assert await box.find(1, [begin - 1, begin + 1], MINE) is None
        assert await box.find(2, around, MINE) is None
    shown = [one["text"] for one in (await person.reads())["messages"]]
    assert shown[-1] == "Got it."


async def test_what_was_sent_meanwhile_keeps_its_buttons(chat, new_bot, person):
    async with new_bot(chat) as telegram:
        box = TelegramOutbox(telegram, print)
        sent = await box.send(1, Text("Well done.", OTHER))
        assert box.newest == sent.message_id
        assert await box.find(1, [sent.message_id], MINE) is None
    shown = (await person.reads())["messages"][-1]
    assert OTHER[0][0].data in str(shown)


async def test_another_message_keeps_no_button_that_is_not_its_own(
    chat, new_bot, person
):
    async with new_bot(chat) as telegram:
        killed, box = TelegramOutbox(telegram, print), TelegramOutbox(telegram, print)
        other = (await killed.send(1, Text("Well done.", OTHER))).message_id
        mine = (await killed.send(1, Text("Got it.", MINE))).message_id
        assert await box.find(1, [other, mine], MINE) == mine
    shown = {one["id"]: one["buttons"] for one in (await person.reads())["messages"]}
    assert shown[other] == []
    assert MINE[0][0].data in str(shown[mine])


async def test_while_telegram_asks_to_wait_the_search_waits(
    chat, new_bot, person, pauses
):
    async with new_bot(chat) as telegram:
        killed, box = TelegramOutbox(telegram, print), TelegramOutbox(telegram, print)
        mine = (await killed.send(1, Text("Got it.", MINE))).message_id
        await person.call("fault", **NOT_NOW)
        assert await box.find(1, [mine], MINE) == mine
    assert pauses == [9.0]


async def test_with_nobody_to_ask_nothing_is_known():
    async def away(*facts):
        raise Unreachable("502")

    with pytest.raises(Unreachable):
        await find(away, 1, [1, 2], OTHER)


async def test_a_search_that_takes_too_long_goes_on_another_time(monkeypatch):
    monkeypatch.setattr(lost_message, "LOOKED_FOR_S", -1.0)
    with pytest.raises(Unreachable):
        await find(print, 1, [1], OTHER)


async def test_what_is_sent_while_the_search_must_wait_keeps_its_buttons(
    chat, new_bot, person, monkeypatch
):
    """The number that is asked about is taken by an answer meanwhile."""
    async with new_bot(chat) as telegram:
        box = TelegramOutbox(telegram, print)
        newest = (await box.send(1, Text("hi"))).message_id

        async def answered(_seconds):
            await box.send(1, Text("Well done.", OTHER))

        monkeypatch.setattr("bot.chat.patience.sleep", answered)
        await person.call("fault", **NOT_NOW)
        assert await box.find(1, [newest + 1], MINE) is None
    shown = (await person.reads())["messages"][-1]
    assert shown["id"] == newest + 1
    assert OTHER[0][0].data in str(shown)
