from types import SimpleNamespace

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TimedOut

from bot.chat.faults import Rejected, Unreachable
from bot.chat.messages import Album, Button, Menu, Photo, Picture, Profile, Text
from bot.chat.patience import ONCE
from bot.chat.telegram_outbox import TelegramOutbox


class FakeBot:
    """Notes every call; raises what it is told to first."""

    def __init__(self, *troubles):
        self.troubles, self.calls = list(troubles), []

    def __getattr__(self, method):
        async def call(*args, **kwargs):
            self.calls.append((method, args, kwargs))
            if self.troubles:
                trouble = self.troubles.pop(0)
                if trouble is not None:
                    raise trouble
            photo = [SimpleNamespace(file_id="small"), SimpleNamespace(file_id="large")]
            message = SimpleNamespace(message_id=7, photo=photo)
            return [message] * 2 if method == "send_media_group" else message

        return call


@pytest.fixture
def outbox(pauses):
    blocked = []

    def make(*troubles):
        box = TelegramOutbox(FakeBot(*troubles), blocked.append)
        box.blocked = blocked
        return box

    return make


def calls(box):
    return [method for method, _, _ in box._bot.calls]


async def test_a_text_goes_out_as_html_with_its_buttons(outbox):
    box = outbox()
    buttons = ((Button("Delete", data="v1:del:yes", style="danger"),),)
    sent = await box.send(5, Text("<b>hi</b>", buttons))
    assert sent.message_id == 7
    (method, (chat, html), facts) = box._bot.calls[0]
    assert (method, chat, html, facts["parse_mode"]) == (
        "send_message",
        5,
        "<b>hi</b>",
        "HTML",
    )
    (button,) = facts["reply_markup"].inline_keyboard[0]
    assert (button.callback_data, button.url, button.style) == (
        "v1:del:yes",
        None,
        "danger",
    )


async def test_an_album_gives_the_largest_file_id_of_each_picture(outbox):
    box = outbox()
    album = Album((Picture("a.jpg", "first"), Picture("b.jpg")))
    sent = await box.send(5, album, {"a.jpg": b"jpeg", "b.jpg": "known-file-id"})
    assert calls(box) == ["send_media_group"]
    assert sent.file_ids == {"a.jpg": "large", "b.jpg": "large"}


async def test_a_film_ends_an_album_and_goes_alone_as_a_video(outbox):
    box, film = outbox(), Picture("slow.mp4", "slow")
    contents = {"a.jpg": b"jpeg", "slow.mp4": b"film", "slow.jpg": b"small"}
    await box.send(5, Album((Picture("a.jpg"), film)), contents)
    (_, (_, media), _) = box._bot.calls.pop()
    assert [one.type for one in media] == ["photo", "video"]
    sent = await box.send(5, Album((film,)), {"slow.mp4": "known-file-id"})
    (method, (chat, content), facts) = box._bot.calls[0]
    assert (method, chat, content) == ("send_video", 5, "known-file-id")
    assert (facts["caption"], facts["parse_mode"]) == ("slow", "HTML")
    assert "width" not in facts
    assert sent.file_ids == {"slow.mp4": "large"}


async def test_a_photo_goes_out_with_its_words_and_buttons(outbox):
    box = outbox()
    photo = Photo("a.jpg", "<b>look</b>", ((Button("Film", data="v1:film"),),))
    sent = await box.send(5, photo, {"a.jpg": b"jpeg"}, answers=3)
    assert sent.file_ids == {"a.jpg": "large"}
    (method, (chat, content), facts) = box._bot.calls[0]
    assert (method, chat, content) == ("send_photo", 5, b"jpeg")
    assert (facts["caption"], facts["parse_mode"]) == ("<b>look</b>", "HTML")
    assert facts["reply_markup"].inline_keyboard[0][0].callback_data == "v1:film"
    assert facts["reply_parameters"].message_id == 3


async def test_one_picture_alone_goes_as_a_photo(outbox):
    box = outbox()
    sent = await box.send(5, Album((Picture("a.jpg", "only"),)), {"a.jpg": b"jpeg"})
    assert calls(box) == ["send_photo"]
    assert sent.file_ids == {"a.jpg": "large"}


@pytest.mark.parametrize(
    "message",
    [
        Text("hi"),
        Album((Picture("a.jpg"),)),
        Album((Picture("a.jpg"), Picture("b.jpg"))),
    ],
    ids=["text", "photo", "album"],
)
async def test_an_answer_points_at_its_message_while_that_is_there(outbox, message):
    box = outbox()
    await box.send(5, message, {"a.jpg": "a", "b.jpg": "b"}, answers=3)
    (_, _, facts) = box._bot.calls[0]
    assert facts["reply_parameters"].message_id == 3
    assert facts["reply_parameters"].allow_sending_without_reply


async def test_an_answer_is_tried_four_times(outbox):
    box = outbox(NetworkError("502"), TimedOut(), NetworkError("502"))
    assert (await box.send(5, Text("hi"))).message_id == 7
    assert calls(box) == ["send_message"] * 4
    box = outbox(*[TimedOut()] * 4)
    with pytest.raises(Unreachable):
        await box.send(5, Text("hi"))


async def test_who_asks_says_how_often_it_is_tried(outbox):
    for speak in (
        lambda box: box.send(5, Text("hi"), patience=ONCE),
        lambda box: box.edit(5, 7, Text("hi"), ONCE),
        lambda box: box.set_menu(Menu(()), ONCE),
    ):
        box = outbox(NetworkError("502"))
        with pytest.raises(Unreachable):
            await speak(box)
        assert len(calls(box)) == 1


async def test_what_telegram_refuses_is_not_tried_again(outbox):
    box = outbox(BadRequest("can't parse entities"))
    with pytest.raises(Rejected):
        await box.send(5, Text("hi"))
    assert calls(box) == ["send_message"]


@pytest.mark.parametrize(
    "trouble", [Forbidden("bot was blocked by the user"), BadRequest("Chat not found")]
)
async def test_a_chat_that_cant_be_written_to_is_reported(outbox, trouble):
    box = outbox(trouble)
    assert await box.send(5, Text("hi")) is None
    assert box.blocked == [5]


@pytest.mark.parametrize(
    ("trouble", "done"),
    [
        (None, True),
        (BadRequest("Message is not modified: same content"), True),
        (BadRequest("Message to edit not found"), False),
        (BadRequest("Message can't be edited"), False),
        (Forbidden("blocked"), False),
    ],
)
async def test_an_edit_tells_whether_the_text_is_there_now(outbox, trouble, done):
    assert await outbox(trouble).edit(5, 7, Text("hi")) is done


async def test_an_edit_refused_for_another_reason_is_an_error(outbox):
    with pytest.raises(Rejected):
        await outbox(BadRequest("can't parse entities")).edit(5, 7, Text("hi"))


@pytest.mark.parametrize("trouble", [BadRequest("query is too old"), NetworkError("x")])
async def test_courtesies_never_fail(outbox, trouble):
    await outbox(trouble).answer("1")
    await outbox(trouble).react(5, 7, "👀")
    await outbox(trouble).busy(5)


@pytest.mark.parametrize(
    ("troubles", "gone"),
    [
        ([], True),
        ([BadRequest("Message to delete not found")], True),
        ([Forbidden("blocked")], True),
        ([NetworkError("502")] * 3, True),
        ([NetworkError("502")] * 4, False),
    ],
)
async def test_deleting_tells_whether_it_is_worth_another_time(outbox, troubles, gone):
    assert await outbox(*troubles).delete(5, 7) is gone


async def test_a_menu_that_is_refused_stays_as_it_was(outbox):
    await outbox(BadRequest("language code")).set_menu(Menu((), language="xx"))


async def test_what_is_tried_again_arrives_once(chat, new_bot, person, pauses):
    for code, more in ((502, {}), (429, {"retry_after": 9})):
        fault = {"method": "sendMessage", "error_code": code, "description": "made up"}
        await person.call("fault", **fault, **more)
    async with new_bot(chat) as telegram:
        sent = await TelegramOutbox(telegram, print).send(1, Text("hi"))
    said = [one for one in (await person.reads())["messages"] if one["from"] == "bot"]
    assert [(one["id"], one["text"]) for one in said] == [(sent.message_id, "hi")]
    assert pauses == [1, 9]


async def test_a_menu_is_filled_or_taken_away_where_it_belongs(outbox):
    box = outbox()
    await box.set_menu(Menu((("film", "How to film"),), language="es"))
    await box.set_menu(Menu((("film", "How to film"),), chat_id=7))
    await box.set_menu(Menu((), chat_id=7))
    await box.set_menu(Menu((("film", "How to film"),), scope="groups"))
    (private, here, gone, groups) = box._bot.calls
    assert private[0] == here[0] == "set_my_commands"
    assert (private[1][1].type, private[1][2]) == ("all_private_chats", "es")
    assert (groups[1][1].type, groups[1][2]) == ("all_group_chats", None)
    assert here[1][0][0].command == "film"
    assert (here[1][1].chat_id, here[1][2]) == (7, None)
    assert (gone[0], gone[1][0].chat_id) == ("delete_my_commands", 7)


async def test_a_profile_is_changed_only_where_it_differs(chat, new_bot, person):
    profile = Profile("Short", "Long", "es")
    async with new_bot(chat) as telegram:
        box = TelegramOutbox(telegram, print)
        await box.set_profile(profile)
        assert (await telegram.get_my_description("es")).description == "Long"
        for method in ("setMyDescription", "setMyShortDescription"):
            fault = {"method": method, "error_code": 400, "description": "too often"}
            await person.call("fault", **fault)
        await box.set_profile(profile)  # asks for no change
        await box.set_profile(Profile("New", "New", "es"))  # both are refused
        short = await telegram.get_my_short_description("es")
    assert short.short_description == "Short"


async def test_a_clip_is_fetched_when_telegram_is_back(
    chat, new_bot, person, pauses, tmp_path
):
    async with new_bot(chat) as telegram:
        sent = await telegram.send_document(1, b"moving", filename="a.mp4")
        fault = {"method": "getFile", "error_code": 502, "description": "Bad Gateway"}
        await person.call("fault", **fault, times=15)
        file_id = sent.document.file_id
        await TelegramOutbox(telegram, print).fetch(file_id, tmp_path / "clip")
    assert (tmp_path / "clip").read_bytes() == b"moving"
    assert sum(pauses) > 9 * 60


async def test_a_clip_that_is_gone_is_not_waited_for(chat, new_bot, pauses, tmp_path):
    async with new_bot(chat) as telegram:
        with pytest.raises(Rejected):
            await TelegramOutbox(telegram, print).fetch("gone", tmp_path / "clip")
    assert pauses == []


@pytest.mark.parametrize("alts", [True, False])
async def test_what_a_picture_shows_is_told_only_where_a_chat_takes_it(
    chat, new_bot, person, new_picture, alts
):
    two = tuple(Picture(name, alt=f"the {name}") for name in ("strip", "card"))
    contents = {one.name: new_picture() for one in two}
    async with new_bot(chat) as telegram:
        box = TelegramOutbox(telegram, print, alts)
        await box.send(1, Album(two), contents)
        await box.send(1, Album(two[:1]), contents)
    shown = [one["media"] for one in (await person.reads())["messages"]]
    told = [one["alt"] for one in shown if one]
    assert told == (["the strip", "the card", "the strip"] if alts else [""] * 3)
