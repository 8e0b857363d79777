"""What the page and the story tests may ask for."""

import asyncio
import json
import os
import time
from datetime import UTC, datetime

import httpx
import pytest
from telegram.error import Forbidden, RetryAfter

from bot.localchat import LocalChat
from bot.localchat.files import CLIP_LIFE_S
from tests.bot.localchat.refusing import refuses
from tests.patience import PATIENCE_S


def files_in(folder):
    return [one for one in (folder / "localchat").glob("*/*") if one.is_file()]


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("video", {"width": 640, "height": 360, "duration": 3}),
        ("animation", {"width": 640, "height": 360, "duration": 3}),
        ("document", {}),
        ("video_note", {"duration": 3}),
    ],
)
async def test_a_clip_reaches_the_bot_as_its_kind(bot, person, kind, facts):
    sent = await person.uploads(b"frames", kind=kind, caption="my start", **facts)
    message = (await bot.get_updates())[-1].message
    assert message.message_id == sent["message"]
    assert message.caption == "my start"
    clip = getattr(message, kind)
    assert clip.file_size == 6
    assert getattr(clip, "width", None) == facts.get("width")
    assert (message.document is not None) == (kind in ("document", "animation"))


async def test_a_picture_reaches_the_bot_as_a_photo(bot, person, new_picture):
    await person.uploads(new_picture(), kind="photo")
    assert (await bot.get_updates())[-1].message.photo[-1].width == 640


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (b"", {}),
        (b"x", {"kind": "hologram"}),
        (b"x", {"kind": "photo"}),
        (b"x", {"caption": "a" * 1025}),
        (b"x", {"width": "wide", "kind": "video"}),
        (b"x", {"user": "0"}),
    ],
)
async def test_an_odd_upload_is_refused_and_leaves_nothing(
    person, tmp_path, data, facts
):
    answer = await person.uploads(data, **facts)
    assert answer["ok"] is False
    assert files_in(tmp_path) == []


async def test_people_have_chats_of_their_own(bot, person, new_person):
    other = new_person(2)
    await other.says("hi")
    await bot.send_message(2, "for two")
    assert [one["text"] for one in (await other.reads())["messages"]] == [
        "hi",
        "for two",
    ]
    assert [one["text"] for one in (await person.reads())["messages"]] == ["hello"]


async def test_the_page_speaks_the_language_of_its_reader(person, new_person):
    assert (await person.reads())["words"]["today"] == "Today"
    chat = await new_person(2).reads(language="es-MX")
    assert (chat["language"], chat["words"]["today"]) == ("es", "Hoy")
    assert chat["words"]["picture_of"] == "{number} de {count}"


async def test_the_conversation_outlives_the_server(
    chat, bot, person, new_picture, new_person, tmp_path
):
    await bot.send_photo(1, new_picture(), caption="set")
    message = await bot.send_message(1, "first")
    await bot.edit_message_text("then", 1, message.message_id)
    await bot.set_message_reaction(1, message.message_id, "👀")
    gone = await bot.send_message(1, "gone")
    await bot.delete_message(1, gone.message_id)
    before = await person.reads()
    await chat.stop()
    for _ in range(2):
        again = LocalChat()
        await again.start(0, tmp_path)
        async with httpx.AsyncClient(base_url=again.url) as client:
            after = (await client.get("/chat/api/chat")).json()
            assert after | {"now": before["now"]} == before
            picture = await client.get(before["messages"][1]["media"]["url"])
            assert picture.status_code == 200
        await again.stop()


async def test_a_half_written_line_does_not_hurt(chat, person, tmp_path):
    before = await person.reads()
    await chat.stop()
    journal = tmp_path / "localchat" / "journal.jsonl"
    with journal.open("a") as file:
        file.write('{"kind": "message", "mess')
    again = LocalChat()
    await again.start(0, tmp_path)
    async with httpx.AsyncClient(base_url=again.url) as client:
        after = (await client.get("/chat/api/chat")).json()
        assert after | {"now": before["now"]} == before
    await again.stop()


async def test_clips_outlive_a_restart_but_not_a_day(chat, person, tmp_path, new_bot):
    await person.uploads(b"frames")
    await chat.stop()
    (clip,) = (tmp_path / "localchat" / "clips").iterdir()
    again = LocalChat()
    await again.start(0, tmp_path)
    async with new_bot(again) as bot:
        document = (await bot.get_updates())[-1].message.document
        assert await document.get_file()
    await again.stop()
    yesterday = time.time() - CLIP_LIFE_S - 60
    os.utime(clip, (yesterday, yesterday))
    last = LocalChat()
    await last.start(0, tmp_path)
    async with new_bot(last) as bot:
        with refuses("wrong file_id"):
            await bot.get_file(document.file_id)
    await last.stop()
    assert not clip.exists()


async def test_clearing_leaves_no_message_and_no_file(
    bot, person, new_picture, tmp_path
):
    await person.says("a secret")
    await bot.get_updates(offset=-1)
    await person.uploads(b"frames")
    await bot.send_photo(1, new_picture())
    await bot.get_updates(offset=(await bot.get_updates())[-1].update_id + 1)
    await person.call("clear")
    assert (await person.reads())["messages"] == []
    journal = tmp_path / "localchat" / "journal.jsonl"
    assert "a secret" not in journal.read_text()
    assert files_in(tmp_path) == []


async def test_clearing_leaves_what_another_chat_shows(
    bot, person, new_person, new_picture
):
    other = new_person(2)
    await other.says("hello")
    sent = await bot.send_photo(1, new_picture())
    await bot.send_photo(2, sent.photo[-1].file_id)
    await person.call("clear")
    shown = (await other.reads_last())["media"]["url"]
    assert (await other.fetches(shown)).status_code == 200
    await other.call("clear")
    assert (await other.fetches(shown)).status_code == 404


async def read_event(lines):
    async for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
            return name, json.loads((await anext(lines)).removeprefix("data: "))
    return None


async def test_the_clock_is_set_for_good_and_the_bot_hears_of_it(
    chat, person, tmp_path
):
    heard = []

    async def hear():
        heard.append(chat.clock())

    chat.clock.when_set(hear)
    answer = await person.call("clock", to="2126-03-10T18:00:00+01:00")
    assert answer["now"].startswith("2126-03-10T17:00:")
    assert [time.isoformat()[:16] for time in heard] == ["2126-03-10T17:00"]
    await person.says("What day is it?")
    date = (await person.reads_last())["date"]
    assert datetime.fromtimestamp(date, UTC).date().isoformat() == "2126-03-10"
    assert (await person.call("clock", to="2126-03-10T18:00:00"))["ok"] is False
    await chat.stop()
    await chat.start(0, tmp_path)
    assert chat.clock().year == 2126


async def test_events_tell_what_happens(bot, client, person):
    async with client.stream("GET", "/chat/api/events", timeout=PATIENCE_S) as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ": hello"
        sent = await bot.send_message(1, "hi")
        name, message = await read_event(lines)
        assert (name, message["text"]) == ("message", "hi")
        await bot.send_chat_action(1, "typing")
        assert await read_event(lines) == ("action", "typing")
        await bot.delete_message(1, sent.message_id)
        assert await read_event(lines) == ("gone", [sent.message_id])
        await bot.set_my_commands([("film", "how to film")])
        name, about = await read_event(lines)
        assert (name, about["commands"][0]["command"]) == ("about", "film")


async def test_an_open_page_does_not_hold_up_the_end(chat, client):
    async with client.stream("GET", "/chat/api/events", timeout=PATIENCE_S) as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        async with asyncio.timeout(PATIENCE_S):
            await chat.stop()
        assert [line async for line in lines if line] == []


async def test_a_fault_comes_as_often_as_asked(bot, person):
    await person.call(
        "fault",
        method="sendMessage",
        error_code=429,
        description="Too Many Requests: retry after 3",
        retry_after=3,
        times=2,
    )
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "hi")
    assert await bot.send_message(1, "hi")
    await person.call(
        "fault",
        method="sendMessage",
        error_code=403,
        description="Forbidden: bot was blocked by the user",
    )
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(1, "hi")


async def test_a_file_that_could_run_code_is_only_offered_for_saving(bot, person):
    await bot.send_document(1, b"<script>1</script>", filename="a.html")
    url = (await person.reads_last())["media"]["url"]
    answer = await person.fetches(url)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"


async def test_a_caption_can_be_edited_and_no_text(bot, person):
    clip = (await person.uploads(b"frames", caption="wet"))["message"]
    await person.call("caption", message=clip, caption="dry #1")
    changed = (await bot.get_updates())[-1].edited_message
    assert (changed.message_id, changed.caption) == (clip, "dry #1")
    assert changed.edit_date is not None
    assert (await person.reads_last())["caption"] == "dry #1"
    await person.call("caption", message=clip, caption="")
    assert (await bot.get_updates(offset=-1))[0].edited_message.caption is None
    text = await person.says("hello")
    assert not (await person.call("caption", message=text, caption="x"))["ok"]
