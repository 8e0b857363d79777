import asyncio

import pytest
from telegram.error import InvalidToken, NetworkError, TimedOut

from bot import app
from bot.app import Service
from bot.chat.faults import UnknownToken, Unreachable
from content.words import languages
from tests.bot.visits import FakeOutbox, settings


class Starting:
    """An application that can't start at first."""

    def __init__(self, *troubles):
        self.troubles = list(troubles)

    async def initialize(self):
        if self.troubles:
            raise self.troubles.pop(0)


async def test_a_missing_connection_is_waited_for(pauses):
    await app._connect(Starting(NetworkError("down"), TimedOut()))
    assert pauses == [1, 2]


async def test_a_wrong_token_is_not_waited_for(pauses):
    with pytest.raises(UnknownToken):
        await app._connect(Starting(NetworkError("down"), InvalidToken()))
    assert pauses == [1]


async def test_it_ends_at_once_while_it_waits_for_a_connection(tmp_path, monkeypatch):
    waits = asyncio.Event()

    async def connect(_application):
        waits.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(app, "_connect", connect)
    stop = asyncio.Event()
    service = Service("1:token", "http://127.0.0.1:9/bot")
    running = asyncio.create_task(app.run(settings(data_dir=tmp_path), service, stop))
    await waits.wait()
    stop.set()
    await running


def test_a_server_of_ones_own_has_a_limit_too():
    own, telegrams = Service("1:t", "http://127.0.0.1:8081/bot"), Service("1:t")
    assert own.most_bytes(settings()) == 200_000_000
    assert own.most_bytes(settings(max_file_mb=50)) == 50_000_000
    assert telegrams.most_bytes(settings()) == 20_000_000


async def test_menus_and_profile_are_told_per_language_and_kind_of_chat():
    outbox = FakeOutbox()
    await app._present(outbox, {})
    told = {(menu.scope, menu.language) for menu in outbox.menus}
    spoken = {None, *languages()}
    assert told == {(scope, one) for scope in ("private", "groups") for one in spoken}
    assert {profile.language for profile in outbox.profiles} == spoken
    (groups,) = [m for m in outbox.menus if (m.scope, m.language) == ("groups", "uk")]
    assert ("film", "Як знімати") in groups.commands
    assert "history" not in dict(groups.commands)


async def test_a_refused_menu_keeps_nobody_from_starting(caplog):
    outbox = FakeOutbox()

    async def set_menu(menu, patience=None):
        raise Unreachable("retry after 80000")

    outbox.set_menu = set_menu
    await app._present(outbox, {})
    assert "stay as they were" in caplog.text
