"""Whatever isn't a clip gets one fitting answer, chosen by what Telegram sends."""

from contextlib import closing
from types import SimpleNamespace

import pytest
from telegram import Update
from telegram.ext import Application, ExtBot

from bot.handlers import register
from bot.handlers.request import OFFICE
from tests.bot.visits import office

PERSON = {"id": 1, "is_bot": False, "first_name": "Maya", "language_code": "en"}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 9}
LINK = "https://youtu.be/start"


def link(offset=0):
    return {"type": "url", "offset": offset, "length": len(LINK)}


@pytest.fixture
async def arrives(tmp_path):
    """Let a message arrive at the bot as registered; gives what it says."""
    made = office(tmp_path)
    application = Application.builder().bot(ExtBot("1:a")).updater(None).build()
    application.bot._bot_user = SimpleNamespace(username="coach_bot", id=9)
    application._initialized = True
    application.bot_data[OFFICE] = made
    register(application)

    async def arrive(**content):
        chat = {"id": 1, "type": "private"}
        message = {"message_id": 5, "date": 1, "chat": chat, "from": PERSON, **content}
        update = {"update_id": len(made.outbox.sent) + 1, "message": message}
        await application.process_update(Update.de_json(update, application.bot))
        return made.outbox.texts[-1] if made.outbox.sent else None

    with closing(made.store):
        arrive.office = made
        yield arrive


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"text": f"look {LINK}", "entities": [link(5)]}, "open links"),
        ({"photo": [FILE | {"width": 9, "height": 9}]}, "nice picture"),
        ({"document": FILE | {"mime_type": "image/png"}}, "nice picture"),
        ({"document": FILE | {"mime_type": "application/pdf"}}, "only look at videos"),
        ({"voice": FILE | {"duration": 2}}, "can&#x27;t listen"),
        ({"audio": FILE | {"duration": 2}}, "can&#x27;t listen"),
        (
            {
                "sticker": FILE
                | {"width": 9, "height": 9, "type": "regular"}
                | {"is_animated": False, "is_video": True}
            },
            "show me a start",
        ),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "nothing in that for me"),
        (
            {"contact": {"phone_number": "1", "first_name": "A"}},
            "nothing in that for me",
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, "only look at videos"),
        ({"text": "hello"}, "can&#x27;t chat"),
    ],
)
async def test_what_is_no_clip_gets_one_fitting_answer(arrives, content, said):
    assert said in await arrives(**content)
    assert len(arrives.office.outbox.sent) == 1


async def test_what_the_app_says_itself_gets_no_answer(arrives):
    assert (
        await arrives(message_auto_delete_timer_changed={"message_auto_delete_time": 9})
        is None
    )


async def test_a_link_may_be_part_of_what_was_asked_for(arrives):
    store = arrives.office.store
    store.meet(1)
    store.ask(1, "v1:add_athlete")
    answer = await arrives(text=f"Ben {LINK}", entities=[link(4)])
    assert [one.name for one in store.squad(1)] == [f"Ben {LINK}"]
    assert f"You keep Ben {LINK}" in answer
    assert len(arrives.office.outbox.sent) == 1
