from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageEntity, User

from bot.handlers.gate import addressed

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
