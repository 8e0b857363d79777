import dataclasses
import re
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.corrections import Corrections
from bot.chat.callback_data import FIELDS
from bot.handlers import callbacks
from bot.handlers.request import OFFICE
from bot.replies import coaching
from bot.replies.phase_detail import phase_page
from content.words import load_words
from tests.bot.analyses import analysis, refused
from tests.bot.visits import office

BOT = Path(callbacks.__file__).parents[1]
SOURCES = [path for path in BOT.rglob("*.py") if BOT / "localchat" not in path.parents]


async def press(made, data):
    query = SimpleNamespace(id="1", data=data)
    update = SimpleNamespace(
        update_id=1,
        callback_query=query,
        effective_user=SimpleNamespace(id=1, first_name="Ann", language_code="en"),
        effective_message=SimpleNamespace(message_id=3),
    )
    await callbacks.press(update, SimpleNamespace(bot_data={OFFICE: made}))


@pytest.mark.parametrize(
    "data", ["v1:unheard:of", "v0:film", "v2:film", "", "rubbish", None]
)
async def test_a_button_of_another_version_gets_a_sentence(tmp_path, data):
    made = office(tmp_path)
    with closing(made.store):
        await press(made, data)
        assert made.outbox.texts == [
            "That button is from an older message. Here is what I can do: /help"
        ]


@pytest.mark.parametrize(
    "data", ["v1:chk:", "v1:chk:0", "v1:chk:99", "v1:chk:x", "v1:chk:²"]
)
async def test_a_phase_that_isnt_one_is_brought_into_range(tmp_path, data):
    made = office(tmp_path)
    with closing(made.store):
        await press(made, data)
        assert "of 8: " in made.outbox.edited[0][2]


@pytest.mark.parametrize("data", ["v1:show:tg-1", "v1:all:", "v1:all:tg-9"])
async def test_a_clip_that_is_gone_is_said_to_be_gone(tmp_path, data):
    made = office(tmp_path)
    with closing(made.store):
        await press(made, data)
        assert "have that clip any more" in made.outbox.texts[-1]


def names_of(text):
    return {button.data.split(":")[1] for row in text.buttons for button in row}


def test_every_action_has_a_button_and_every_button_an_action():
    written = re.compile(r'(?:callback_data|_button|_members)\(\s*"(\w+)"')
    made = {name for path in SOURCES for name in written.findall(path.read_text())}
    for number in range(1, 9):
        made |= names_of(phase_page(number, analysis(), "tg-1", load_words()))
    corrected = dataclasses.replace(analysis(), corrections=Corrections(athlete=1))
    made |= names_of(coaching.coaching(corrected, "tg-1", load_words())[-1])
    made |= names_of(coaching.coaching(refused("nobody"), "tg-1", load_words())[-1])
    # No longer made, but in chats.
    assert set(callbacks.ACTIONS) == set(FIELDS) == made | {"chk", "hist"}
