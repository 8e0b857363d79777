import asyncio
import gc

import pytest
from telegram import Update, User
from telegram.error import InvalidToken, NetworkError, TimedOut

from bot import app
from bot.app import AlreadyRunning, OnePerPerson
from bot.chat.faults import UnknownToken, Unreachable
from content.words import languages
from tests.bot.visits import FakeOutbox, settings


class Press(Update):
    """An update of somebody."""

    def __init__(self, number, user):
        super().__init__(number)
        self._effective_user = User(user, "A", False)


async def test_people_are_served_side_by_side_and_each_in_their_order():
    turns, done = OnePerPerson(), []

    async def handle(name, seconds):
        await asyncio.sleep(seconds)
        done.append(name)

    updates = [("slow", 1, 0.05), ("after", 1, 0.0), ("other", 2, 0.01)]
    await asyncio.gather(
        *(
            turns.process_update(Press(number, user), handle(name, seconds))
            for number, (name, user, seconds) in enumerate(updates)
        )
    )
    assert done == ["other", "slow", "after"]


async def test_turns_of_people_who_left_are_forgotten():
    turns = OnePerPerson()
    await turns.process_update(Press(1, 1), asyncio.sleep(0))
    gc.collect()
    assert not turns._turns


def test_two_processes_of_one_name_are_refused(tmp_path):
    chosen = settings(data_dir=tmp_path)
    with app._only_one(chosen):
        with pytest.raises(AlreadyRunning, match="local"), app._only_one(chosen):
            pass
        with app._only_one(settings(data_dir=tmp_path, executor_id="second")):
            pass
    with app._only_one(chosen):
        pass


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
