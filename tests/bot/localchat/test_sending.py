"""New messages: what arrives, and what Telegram would refuse."""

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)
from telegram.error import NetworkError

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


async def test_a_photo_arrives_in_sizes_and_goes_again_by_its_id(
    bot, person, new_picture
):
    message = await bot.send_photo(
        1, new_picture(size=(1920, 1080)), caption="<i>set</i>", parse_mode="HTML"
    )
    small, large = message.photo
    assert (small.width, small.height) == (320, 180)
    assert (large.width, large.height) == (1280, 720)
    assert message.caption == "set"
    assert message.caption_entities[0].type == "italic"
    again = await bot.send_photo(1, large.file_id)
    assert again.photo == message.photo
    shown = await person.reads_last()
    picture = await person.fetches(shown["media"]["url"])
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert len(picture.content) == large.file_size


@pytest.mark.parametrize(
    ("method", "kind", "facts"),
    [
        ("send_video", "video", {"width": 640, "height": 360, "duration": 3}),
        ("send_animation", "animation", {"width": 640, "height": 360, "duration": 3}),
        ("send_document", "document", {}),
        ("send_video_note", "video_note", {"duration": 3, "length": 240}),
    ],
)
async def test_a_file_arrives_as_what_it_was_sent(bot, person, method, kind, facts):
    message = await getattr(bot, method)(1, b"moving", filename="a.mp4", **facts)
    sent = message.effective_attachment
    assert sent.file_size == 6
    for name, value in facts.items():
        found = getattr(sent, name)
        assert getattr(found, "total_seconds", lambda found=found: found)() == value
    shown = (await person.reads_last())["media"]
    assert shown["kind"] == kind
    assert (await person.fetches(shown["url"])).content == b"moving"
    again = await getattr(bot, method)(1, sent.file_id)
    assert again.effective_attachment.file_unique_id == sent.file_unique_id


async def test_a_caption_of_1024_arrives_and_one_of_1025_is_refused(
    bot, person, new_picture
):
    assert await bot.send_photo(1, new_picture(), caption="a" * 1024)
    with refuses("caption is too long"):
        await bot.send_photo(1, new_picture(), caption="a" * 1025)


async def test_a_photo_that_is_none_is_refused(bot, person):
    with refuses("IMAGE_PROCESS_FAILED"):
        await bot.send_photo(1, b"no picture")


async def test_a_photo_too_long_in_shape_is_refused(bot, person, new_picture):
    with refuses("PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(1, new_picture(size=(2100, 100)))


async def test_a_photo_over_10_mb_is_refused(bot, person, new_picture):
    heavy = new_picture() + bytes(10_000_000)
    with refuses("too big for a photo"):
        await bot.send_photo(1, heavy)


async def test_an_upload_over_50_mb_is_refused(bot, person):
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(1, bytes(50_000_001), filename="a.mp4")


async def test_an_empty_file_is_refused(bot, person):
    with refuses("file must be non-empty"):
        await bot.send_document(1, b"", filename="a.mp4")


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("no-such-id", "wrong file identifier"),
        ("https://example.org/a.jpg", "failed to get HTTP URL content"),
    ],
)
async def test_a_file_that_can_not_be_had_is_refused(bot, person, source, complaint):
    with refuses(complaint):
        await bot.send_photo(1, source)


async def test_a_file_id_keeps_its_kind(bot, person, new_picture):
    photo = (await bot.send_photo(1, new_picture())).photo[-1]
    with refuses("can't use file of type photo as video"):
        await bot.send_video(1, photo.file_id)


async def test_an_album_arrives_whole(bot, person, new_picture):
    known = (await bot.send_photo(1, new_picture("navy"))).photo[-1].file_id
    album = await bot.send_media_group(
        1,
        [
            InputMediaPhoto(new_picture(), caption="<b>set</b>", parse_mode="HTML"),
            InputMediaPhoto(known),
            InputMediaVideo(b"moving", width=640, height=360),
        ],
    )
    assert len({one.media_group_id for one in album}) == 1
    assert album[0].caption == "set"
    assert album[1].photo[-1].file_id == known
    shown = (await person.reads())["messages"][-3:]
    assert {one["album"] for one in shown} == {album[0].media_group_id}
    assert [one["media"]["kind"] for one in shown] == ["photo", "photo", "video"]


@pytest.mark.parametrize("items", [1, 11])
async def test_an_album_of_one_or_eleven_is_refused(bot, person, new_picture, items):
    known = (await bot.send_photo(1, new_picture())).photo[-1].file_id
    with refuses("from 2 to 10"):
        await bot.send_media_group(1, [InputMediaPhoto(known)] * items)


async def test_an_album_does_not_mix_files_and_photos(bot, person, new_picture):
    mixed = [InputMediaPhoto(new_picture()), InputMediaDocument(b"text")]
    with refuses("can't be mixed"):
        await bot.send_media_group(1, mixed)


async def test_an_albums_caption_has_a_limit_too(bot, person, new_picture):
    album = [InputMediaPhoto(new_picture(), caption="a" * 1025)] * 2
    with refuses("caption is too long"):
        await bot.send_media_group(1, album)
    assert (await person.reads_last())["text"] == "hello"


async def test_a_chat_action_shows_until_the_next_message(bot, person):
    await bot.send_chat_action(1, "upload_photo")
    assert (await person.reads())["action"] == "upload_photo"
    await bot.send_message(1, "here")
    assert (await person.reads())["action"] is None
