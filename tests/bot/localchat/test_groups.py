"""Several people and the bot in one chat."""

import pytest

NAME = "@local_start_coach_bot"


@pytest.fixture
async def squad(person, new_person):
    """Two people in a group: what one may do in it, and its number."""
    other = (await person.call("person", name="Olena", language="uk"))["user"]
    told = await person.call("group", title="Squad", members=[1, other])
    return told["chat"], new_person(other)


async def heard(bot):
    """The texts the bot gets to see."""
    updates = await bot.get_updates()
    return [(one.message.from_user.first_name, one.message.text) for one in updates]


async def test_a_bot_hears_in_a_group_only_what_is_meant_for_it(bot, person, squad):
    chat, olena = squad
    await olena.says("We start at six", chat=chat)
    await olena.says(f"{NAME} who was best?", chat=chat)
    await person.says("/progress", chat=chat)
    await person.says("/progress@another_bot", chat=chat)
    said = (await bot.send_message(chat, "Write to me alone")).message_id
    await olena.says("Why?", reply_to=said, chat=chat)
    assert await heard(bot) == [
        ("Athlete", "hello"),
        ("Olena", f"{NAME} who was best?"),
        ("Athlete", "/progress"),
        ("Olena", "Why?"),
    ]


async def test_all_members_see_who_said_what(bot, person, new_person, squad):
    chat, olena = squad
    await olena.says("Привіт усім", chat=chat)
    shown = (await person.reads(chat=chat))["messages"]
    assert [(one["sender"]["name"], one["language"]) for one in shown] == [
        ("Olena", "uk")
    ]
    assert (await person.reads(chat=chat))["group"] == "Squad"
    stranger = (await person.call("person", name="Max", language="es"))["user"]
    refused = await new_person(stranger).reads(chat=chat)
    assert refused["description"] == "Bad Request: not a member of this chat"
    told = await olena.reads()
    assert [one["text"] for one in told["messages"]] == []


async def test_people_are_listed_with_their_groups(client, person, squad):
    listed = (await client.get("/chat/api/people")).json()
    assert [one["name"] for one in listed["people"]] == ["Athlete", "Olena"]
    assert [one["title"] for one in listed["groups"]] == ["Squad"]


async def test_a_button_in_a_group_is_pressed_by_whoever_presses_it(bot, person, squad):
    chat, olena = squad
    keys = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await bot.send_message(chat, "Ready?", reply_markup=keys)
    await olena.call("press", message=sent.message_id, data="go", chat=chat)
    query = (await bot.get_updates())[-1].callback_query
    assert (query.from_user.first_name, query.message.chat.id) == ("Olena", chat)


async def test_a_voice_message_reaches_the_bot_and_can_be_passed_on(bot, person, squad):
    facts = {"kind": "voice", "name": "well.ogg", "type": "audio/ogg", "duration": 4}
    assert (await person.uploads(b"a voice", **facts))["ok"]
    voice = (await bot.get_updates())[-1].message.voice
    assert (voice.duration.total_seconds(), voice.mime_type) == (4, "audio/ogg")
    await bot.send_voice(squad[0], voice.file_id, caption="From your coach")
    passed = (await person.reads(chat=squad[0]))["messages"][-1]
    assert (passed["media"]["kind"], passed["caption"]) == ("voice", "From your coach")
    assert (await person.fetches(passed["media"]["url"])).content == b"a voice"


async def test_a_question_that_wants_an_answer_says_so_to_the_page(bot, person):
    field = {"force_reply": True, "input_field_placeholder": "Your note"}
    await bot.send_message(1, "What do you say?", reply_markup=field)
    assert (await person.reads_last())["asks"] == "Your note"
