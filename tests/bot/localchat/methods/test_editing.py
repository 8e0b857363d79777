"""Messages that change after they were sent."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from tests.bot.localchat.refusing import refuses

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("go", callback_data="v1:go")]])


@pytest.fixture
async def text(bot, person):
    return await bot.send_message(1, "1st in line", reply_markup=BUTTONS)


@pytest.fixture
async def photo(bot, person, new_picture):
    return await bot.send_photo(1, new_picture(), caption="set")


async def test_a_text_changes_in_place(bot, person, text):
    await bot.edit_message_text("measuring", 1, text.message_id, reply_markup=BUTTONS)
    shown = await person.reads_last()
    assert (shown["id"], shown["text"]) == (text.message_id, "measuring")
    assert shown["edited"]
    assert shown["buttons"]


async def test_an_edit_without_buttons_takes_them_away(bot, person, text):
    edited = await bot.edit_message_text("measuring", 1, text.message_id)
    assert edited.reply_markup is None
    assert (await person.reads_last())["buttons"] == []


@pytest.mark.parametrize("words", ["1st in line", " 1st in line\n"])
async def test_an_edit_that_changes_nothing_is_refused(bot, text, words):
    with refuses("message is not modified"):
        await bot.edit_message_text(words, 1, text.message_id, reply_markup=BUTTONS)


async def test_other_buttons_are_a_change(bot, text):
    edited = await bot.edit_message_reply_markup(1, text.message_id, reply_markup=None)
    assert edited.reply_markup is None
    assert edited.edit_date is None
    with refuses("message is not modified"):
        await bot.edit_message_reply_markup(1, text.message_id, reply_markup=None)


async def test_an_edit_that_is_too_long_is_refused(bot, text):
    with refuses("message is too long"):
        await bot.edit_message_text("a" * 4097, 1, text.message_id)


async def test_a_missing_message_can_not_be_edited(bot, person):
    with refuses("message to edit not found"):
        await bot.edit_message_text("x", 1, 5)


async def test_a_persons_message_can_not_be_edited(bot, person):
    theirs = await person.says("mine")
    with refuses("message can't be edited"):
        await bot.edit_message_text("yours", 1, theirs)


async def test_a_caption_changes_in_place(bot, person, photo):
    await bot.edit_message_caption(
        1, photo.message_id, caption="<b>exit</b>", parse_mode="HTML"
    )
    shown = await person.reads_last()
    assert shown["caption"] == "exit"
    assert shown["media"]["kind"] == "photo"


async def test_text_and_caption_are_not_each_other(bot, text, photo):
    with refuses("no text in the message to edit"):
        await bot.edit_message_text("x", 1, photo.message_id)
    with refuses("no caption in the message to edit"):
        await bot.edit_message_caption(1, text.message_id, caption="x")


async def test_a_picture_changes_in_place(bot, person, photo, new_picture):
    edited = await bot.edit_message_media(
        InputMediaPhoto(new_picture("navy", (300, 200)), caption="then"),
        1,
        photo.message_id,
    )
    assert (edited.photo[-1].width, edited.caption) == (300, "then")
    shown = await person.reads_last()
    assert (shown["id"], shown["media"]["width"]) == (photo.message_id, 300)


async def test_a_deleted_message_is_gone(bot, person, text):
    assert await bot.delete_message(1, text.message_id)
    assert (await person.reads_last())["text"] == "hello"
    with refuses("message to delete not found"):
        await bot.delete_message(1, text.message_id)


async def test_many_messages_go_at_once_and_missing_ones_do_not_matter(
    bot, person, text, photo
):
    assert await bot.delete_messages(1, [text.message_id, 5, photo.message_id])
    assert [one["text"] for one in (await person.reads())["messages"]] == ["hello"]


async def test_a_reaction_shows_and_goes(bot, person):
    message = await person.says("look")
    await bot.set_message_reaction(1, message, "👀")
    assert (await person.reads_last())["reactions"] == ["👀"]
    await bot.set_message_reaction(1, message, None)
    assert (await person.reads_last())["reactions"] == []


async def test_a_reaction_bots_do_not_have_is_refused(bot, person):
    message = await person.says("look")
    with refuses("REACTION_INVALID"):
        await bot.set_message_reaction(1, message, "🏃")
    with refuses("REACTIONS_TOO_MANY"):
        await bot.set_message_reaction(1, message, ["👀", "🔥"])


async def test_a_press_reaches_the_bot_and_its_answer_the_person(bot, person, text):
    pressed = await person.call("press", message=text.message_id, data="v1:go")
    query = (await bot.get_updates())[-1].callback_query
    assert query.id == pressed["query"]
    assert (query.data, query.from_user.id) == ("v1:go", 1)
    assert query.message.text == "1st in line"
    await query.answer("noted", show_alert=True)
    answers = (await person.reads())["answers"]
    assert answers == [{"query": query.id, "text": "noted", "alert": True}]


async def test_a_press_is_answered_once(bot, person, text):
    pressed = await person.call("press", message=text.message_id, data="v1:go")
    await bot.answer_callback_query(pressed["query"])
    with refuses("query is too old"):
        await bot.answer_callback_query(pressed["query"])


async def test_an_old_press_can_not_be_answered(bot, person, text, monkeypatch):
    pressed = await person.call("press", message=text.message_id, data="v1:go")
    monkeypatch.setattr("bot.localchat.message_hub.CALLBACK_LIFE_S", -1.0)
    with refuses("query is too old"):
        await bot.answer_callback_query(pressed["query"])


async def test_an_answer_over_200_is_refused(bot, person, text):
    pressed = await person.call("press", message=text.message_id, data="v1:go")
    with refuses("MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(pressed["query"], "a" * 201)


async def test_a_button_that_is_not_there_can_not_be_pressed(person, text):
    answer = await person.call("press", message=text.message_id, data="v1:other")
    assert answer["ok"] is False
