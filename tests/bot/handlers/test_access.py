from contextlib import closing
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from telegram import Chat, Message, MessageEntity, User
from telegram.ext import ApplicationHandlerStop

from bot.handlers.access import addressed, gate
from bot.handlers.request import OFFICE
from tests.bot.visits import office

BOT = User(99, "Coach", True, username="start_coach_bot")
ANNA = User(1, "Anna", False)
GROUP = Chat(-5, "supergroup")
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def said(text=None, kind=None, *, reply_to=None, caption=False):
    entities = [MessageEntity(kind, 0, len(text))] if kind else []
    words = (
        {"caption": text, "caption_entities": entities}
        if caption
        else {"text": text, "entities": entities}
    )
    answered = Message(1, NOW, GROUP, from_user=reply_to) if reply_to else None
    return Message(2, NOW, GROUP, from_user=ANNA, reply_to_message=answered, **words)


@pytest.mark.parametrize(
    "message",
    [
        said("/help", "bot_command"),
        said("/help@start_coach_bot", "bot_command"),
        said("@Start_Coach_Bot", "mention"),
        said("@start_coach_bot", "mention", caption=True),
        said("thanks", reply_to=BOT),
    ],
)
def test_in_a_group_commands_mentions_and_replies_are_for_us(message):
    assert addressed(message, BOT)


@pytest.mark.parametrize(
    "message",
    [
        said("nice start"),
        said("/help@other_bot", "bot_command"),
        said("@anna", "mention"),
        said("thanks", reply_to=ANNA),
    ],
)
def test_in_a_group_everything_else_is_none_of_our_business(message):
    assert not addressed(message, BOT)


def update(message=None, query=None, user=ANNA, chat=None):
    return SimpleNamespace(
        effective_user=user,
        effective_message=message,
        effective_chat=chat or Chat(1, "private"),
        message=message,
        callback_query=query,
    )


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path, allowed_users="1,2")
    with closing(made.store):
        yield made


def context(made):
    bot = SimpleNamespace(bot=BOT, username=BOT.username)
    return SimpleNamespace(bot_data={OFFICE: made}, bot=bot)


async def test_members_come_in(counter):
    await gate(update(said("hi")), context(counter))
    assert counter.outbox.sent == []


async def test_strangers_get_their_number_and_no_more(counter):
    stranger = User(3, "Eve", False)
    with pytest.raises(ApplicationHandlerStop):
        await gate(update(said("hi"), user=stranger), context(counter))
    ((chat, text),) = counter.outbox.sent
    assert chat == 3
    assert "this number: 3" in text.html


@pytest.mark.parametrize("user", [None, User(8, "Robot", True)])
async def test_nobody_and_other_bots_are_not_heard(counter, user):
    with pytest.raises(ApplicationHandlerStop):
        await gate(update(said("hi"), user=user), context(counter))
    assert counter.outbox.sent == []


async def test_a_group_is_asked_into_the_private_chat_when_it_calls(counter):
    with pytest.raises(ApplicationHandlerStop):
        await gate(update(said("/help", "bot_command"), chat=GROUP), context(counter))
    ((chat, text),) = counter.outbox.sent
    assert chat == GROUP.id
    assert text.buttons[0][0].url == "https://t.me/start_coach_bot"


async def test_a_group_that_talks_among_itself_is_left_alone(counter):
    with pytest.raises(ApplicationHandlerStop):
        await gate(update(said("nice start"), chat=GROUP), context(counter))
    assert counter.outbox.sent == []
