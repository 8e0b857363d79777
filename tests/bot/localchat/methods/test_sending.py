"""New messages: what arrives, and what Telegram would refuse."""

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)

from tests.bot.localchat.refusing import refuses


def keyboard(*data):
    row = [InlineKeyboardButton("press", callback_data=one) for one in data]
    return InlineKeyboardMarkup([row])


async def test_a_text_arrives_with_its_entities(bot, person):
    message = await bot.send_message(1, "<b>Low</b> out, see /film", parse_mode="HTML")
    assert message.text == "Low out, see /film"
    assert message.parse_entities() == {
        message.entities[0]: "Low",
        message.entities[1]: "/film",
    }
    assert message.chat.id == 1
    assert message.from_user.is_bot
    shown = await person.reads_last()
    assert shown["from"] == "bot"
    assert [one["type"] for one in shown["entities"]] == ["bold", "bot_command"]


async def test_a_text_of_4096_arrives_and_one_of_4097_is_refused(bot, person):
    assert len((await bot.send_message(1, "a" * 4096)).text) == 4096
    with refuses("message is too long"):
        await bot.send_message(1, "a" * 4097)


async def test_length_counts_utf16_units_after_the_markup_is_read(bot, person):
    fits = "<b>" + "🏃" * 2048 + "</b>"
    assert await bot.send_message(1, fits, parse_mode="HTML")
    with refuses("message is too long"):
        await bot.send_message(1, "🏃" * 2049)


@pytest.mark.parametrize("text", [" ", "\n", "<b> </b>"])
async def test_an_empty_text_is_refused(bot, person, text):
    with refuses("message text is empty"):
        await bot.send_message(1, text, parse_mode="HTML")


async def test_bad_html_is_refused(bot, person):
    with refuses("can't parse entities: Can't find end tag"):
        await bot.send_message(1, "<b>x", parse_mode="HTML")


async def test_another_parse_mode_is_refused(bot, person):
    with refuses("unsupported parse_mode"):
        await bot.send_message(1, "*x*", parse_mode="MarkdownV2")


async def test_a_stranger_has_no_chat(bot, person):
    with refuses("chat not found"):
        await bot.send_message(2, "hi")


async def test_buttons_arrive_in_their_rows(bot, person):
    buttons = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("a", callback_data="v1:a")],
            [
                InlineKeyboardButton("b", callback_data="v1:b"),
                InlineKeyboardButton("c", url="https://example.org"),
            ],
        ]
    )
    message = await bot.send_message(1, "choose", reply_markup=buttons)
    assert message.reply_markup == buttons
    shown = (await person.reads_last())["buttons"]
    assert [[one["text"] for one in row] for row in shown] == [["a"], ["b", "c"]]
    assert shown[1][1]["url"] == "https://example.org"


async def test_callback_data_of_64_bytes_arrives_and_of_65_is_refused(bot, person):
    assert await bot.send_message(1, "x", reply_markup=keyboard("é" * 32))
    with refuses("BUTTON_DATA_INVALID"):
        await bot.send_message(1, "x", reply_markup=keyboard("é" * 32 + "a"))


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"text": " ", "callback_data": "a"}, "BUTTON_TEXT_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "url": "javascript:x"}, "BUTTON_URL_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed"),
        ({"text": "a", "callback_data": "a", "style": "pink"}, "BUTTON_STYLE_INVALID"),
    ],
)
async def test_a_button_telegram_would_not_show_is_refused(
    bot, person, button, complaint
):
    with refuses(complaint):
        await bot.send_message(1, "x", reply_markup={"inline_keyboard": [[button]]})


async def test_a_hundred_and_one_buttons_are_refused(bot, person):
    rows = InlineKeyboardMarkup(
        [[InlineKeyboardButton("a", callback_data=str(n))] for n in range(101)]
    )
    with refuses("REPLY_MARKUP_TOO_LONG"):
        await bot.send_message(1, "x", reply_markup=rows)


async def test_a_reply_quotes_its_message(bot, person):
    asked = await person.says("how low?")
    message = await bot.send_message(
        1, "very", reply_parameters=ReplyParameters(message_id=asked)
    )
    assert message.reply_to_message.text == "how low?"
    assert (await person.reads_last())["reply_to"] == {"id": asked, "text": "how low?"}


async def test_a_reply_to_a_message_that_is_gone(bot, person):
    with refuses("message to be replied not found"):
        await bot.send_message(1, "x", reply_parameters=ReplyParameters(5))
    loose = ReplyParameters(5, allow_sending_without_reply=True)
    assert (await bot.send_message(1, "x", reply_parameters=loose)).text == "x"


async def test_a_chat_action_shows_until_the_next_message(bot, person):
    await bot.send_chat_action(1, "upload_photo")
    assert (await person.reads())["action"] == "upload_photo"
    await bot.send_message(1, "here")
    assert (await person.reads())["action"] is None
