"""The bot itself: its name, menu, updates and downloads."""

import asyncio
import time

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Update,
)
from telegram.error import Conflict, InvalidToken

from bot.localchat import LocalChat
from tests.bot.localchat.refusing import refuses


async def test_the_bot_knows_itself(bot):
    me = await bot.get_me()
    assert me.is_bot
    assert me.id == int(bot.token.split(":")[0])


async def test_a_wrong_token_is_refused(chat, client, new_bot):
    with pytest.raises(InvalidToken):
        async with new_bot(chat, "7000000001:wrong"):
            pass
    answer = await client.post("/bot7000000001:wrong/getMe")
    assert answer.status_code == 401
    assert answer.json() == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }


async def test_the_token_is_new_with_every_server():
    assert LocalChat().token != LocalChat().token


async def test_an_unknown_method_is_refused(chat, client):
    answer = await client.post(f"/bot{chat.token}/sendTelepathy")
    assert (answer.status_code, answer.json()["error_code"]) == (404, 404)


async def test_a_value_of_a_wrong_shape_is_a_bad_request(chat, client, person):
    for body in (
        {"chat_id": 1, "message_id": "x", "text": "y"},
        {"chat_id": 1, "message_id": [1], "text": "y"},
    ):
        answer = await client.post(f"/bot{chat.token}/editMessageText", json=body)
        assert answer.status_code == 400
        assert answer.json()["description"].startswith("Bad Request: ")


async def test_form_json_and_query_say_the_same(chat, client, person):
    address = f"/bot{chat.token}/sendMessage"
    values = {"chat_id": "1", "text": "hi"}
    for how in ({"data": values}, {"json": values}, {"params": values}):
        answer = await client.post(address, **how)
        assert answer.json()["result"]["text"] == "hi"


async def test_updates_come_again_until_they_are_confirmed(bot, person):
    await person.says("second")
    first, second = await bot.get_updates()
    assert [one.message.text for one in (first, second)] == ["hello", "second"]
    assert len(await bot.get_updates()) == 2
    assert await bot.get_updates(offset=second.update_id) == (second,)
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_negative_offset_counts_from_the_end(bot, person):
    await person.says("second")
    (last,) = await bot.get_updates(offset=-1)
    assert last.message.text == "second"
    assert len(await bot.get_updates()) == 1


async def test_updates_outlive_the_server(chat, person, new_bot, tmp_path):
    await chat.stop()
    later = LocalChat()
    await later.start(0, tmp_path)
    async with new_bot(later) as bot:
        (update,) = await bot.get_updates()
        assert update.message.text == "hello"
    await later.stop()


async def test_a_poll_waits_for_the_next_update(bot, person):
    (known,) = await bot.get_updates()
    poll = asyncio.create_task(
        bot.get_updates(
            offset=known.update_id + 1, timeout=50, allowed_updates=["message"]
        )
    )
    await asyncio.sleep(0.2)
    assert not poll.done()
    began = time.monotonic()
    await person.says("now")
    assert (await poll)[0].message.text == "now"
    assert time.monotonic() - began < 40


async def test_a_poll_without_news_ends_in_time(bot, chat):
    began = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert time.monotonic() - began > 0.9


async def test_a_second_poller_ends_the_first(bot, chat, new_bot):
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)
    async with new_bot(chat) as other:
        await other.get_updates()
    with pytest.raises(Conflict):
        await first


async def test_a_waiting_poll_does_not_hold_up_the_end(tmp_path, new_bot):
    chat = LocalChat()
    await chat.start(0, tmp_path)
    bot = new_bot(chat)
    await bot.initialize()
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await asyncio.sleep(0.2)
    began = time.monotonic()
    await chat.stop()
    assert time.monotonic() - began < 40
    with pytest.raises(Conflict):
        await poll
    await bot.shutdown()


async def test_a_command_is_an_entity(bot, person):
    await person.says("/start film")
    message = (await bot.get_updates())[-1].message
    assert message.text == "/start film"
    (entity,) = message.entities
    assert (entity.type, entity.offset, entity.length) == ("bot_command", 0, 6)


async def test_a_person_has_a_name_and_a_language(bot, client):
    query = {"user": 7, "name": "Mara", "language": "de-CH"}
    await client.post("/chat/api/text", params=query, json={"text": "hoi"})
    (update,) = await bot.get_updates()
    assert update.effective_user.first_name == "Mara"
    assert update.effective_user.language_code == "de-CH"
    assert update.effective_chat.id == 7
    assert isinstance(update, Update)


async def test_there_is_no_webhook(bot, person):
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_the_narrowest_menu_shows(bot, person):
    private, mine = BotCommandScopeAllPrivateChats(), BotCommandScopeChat(1)
    for name, scope, language in (
        ("default", None, None),
        ("german", None, "de"),
        ("private", private, None),
        ("mine", mine, None),
    ):
        await bot.set_my_commands([(name, "does it")], scope, language_code=language)
        assert await bot.get_my_commands(scope, language_code=language) == (
            BotCommand(name, "does it"),
        )
    shown = [(await person.reads())["commands"][0]["command"]]
    for scope in (mine, private):
        await bot.delete_my_commands(scope)
        shown.append((await person.reads())["commands"][0]["command"])
    assert shown == ["mine", "private", "default"]


async def test_a_command_telegram_would_not_take_is_refused(bot, chat):
    with refuses("BOT_COMMAND_INVALID"):
        await bot.set_my_commands([("Not-Good", "x")])
    with refuses("BOT_COMMAND_DESCRIPTION_INVALID"):
        await bot.set_my_commands([("good", "x" * 257)])


async def test_the_bots_words_show_in_the_persons_language(bot, client, person):
    await bot.set_my_name("Coach")
    await bot.set_my_description("Measures starts")
    await bot.set_my_description("Misst Starts", language_code="de")
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_name()).name == "Coach"
    assert (await bot.get_my_short_description()).short_description == "Short"
    assert (await bot.get_my_description("de")).description == "Misst Starts"
    assert (await person.reads())["bot"] == {
        "name": "Coach",
        "description": "Measures starts",
    }
    query = {"user": 1, "language": "de"}
    await client.post("/chat/api/text", params=query, json={"text": "hoi"})
    assert (await person.reads())["bot"]["description"] == "Misst Starts"
    with refuses("too long"):
        await bot.set_my_name("a" * 65)


async def test_a_clip_can_be_fetched(bot, person):
    await person.uploads(b"frames", name="start.mov", type="video/quicktime")
    document = (await bot.get_updates())[-1].message.document
    assert (document.file_name, document.mime_type) == ("start.mov", "video/quicktime")
    assert document.file_size == 6
    file = await document.get_file()
    assert file.file_path.endswith(".mov")
    assert bytes(await file.download_as_bytearray()) == b"frames"


async def test_a_clip_over_telegrams_20_mb_can_be_fetched_here(bot, person):
    await person.uploads(bytes(20_000_001))
    document = (await bot.get_updates())[-1].message.document
    assert (await document.get_file()).file_size == 20_000_001


async def test_an_unknown_file_can_not_be_fetched(bot, chat, client):
    with refuses("wrong file_id"):
        await bot.get_file("no-such-id")
    for address in ("documents/file_1.mp4", "../journal.jsonl", "%2e%2e/journal.jsonl"):
        answer = await client.get(f"/file/bot{chat.token}/{address}")
        assert answer.status_code == 404
    answer = await client.get("/file/bot7000000001:wrong/documents/file_1.mp4")
    assert answer.status_code == 401
