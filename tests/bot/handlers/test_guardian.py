"""Clips of the young wait for a guardian's yes."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from analysis.serialization import to_json
from bot.handlers import callbacks
from bot.handlers.about import tell_age
from bot.handlers.callbacks import ACTIONS
from bot.handlers.guardian import LOOKS, guardian
from bot.handlers.request import OFFICE
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, press

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


async def tap(counter, handler, told=""):
    await press(counter, handler, told, message=SimpleNamespace(message_id=5))
    return counter.outbox.edited[-1][2]


async def pressed(counter, said):
    """Press a button the way it comes from the chat."""
    update = SimpleNamespace(
        update_id=1,
        callback_query=SimpleNamespace(id="1", data=f"v1:{said}"),
        effective_user=SimpleNamespace(id=1, first_name="Ann", language_code="en"),
        effective_message=SimpleNamespace(message_id=3),
    )
    await callbacks.press(update, SimpleNamespace(bot_data={OFFICE: counter}))


async def test_a_guardians_yes_is_for_the_young_and_the_first_one_counts(counter):
    assert "hasn&#x27;t said yes yet" in await tap(counter, tell_age, "under_16")
    assert counter.store.meet(1).waits
    for _ in range(2):
        await tap(counter, guardian, "yes")
    agreed_at = counter.store.meet(1).agreed_at
    assert agreed_at is not None
    await tap(counter, tell_age, "under_14")
    assert counter.store.meet(1).agreed_at == agreed_at
    await tap(counter, tell_age, "older")
    assert counter.store.meet(1).agreed_at is None
    assert not counter.store.meet(1).waits


@pytest.mark.parametrize("told", ["age:older", "about:forget", "guardian:yes"])
async def test_held_clips_go_in_line_when_nothing_holds_them_any_more(counter, told):
    await tap(counter, tell_age, "under_14")
    for number in (1, 2):
        add_clip(counter.store, f"tg-{number}", NOW, message_id=number)
        await counter.take(f"tg-{number}")
    asked, aside = counter.outbox.texts[-2:]
    assert ("say yes" in asked, "say yes" in aside) == (True, False)
    assert counter.jobs.enqueued == []
    assert counter.store.unfinished() == []

    action, _, choice = told.partition(":")
    await tap(counter, ACTIONS[action], choice)
    assert counter.jobs.enqueued == ["tg-1", "tg-2"]
    assert counter.store.held(1) == []


async def test_a_yes_taken_back_stops_what_is_in_line(counter):
    await tap(counter, tell_age, "under_14")
    await tap(counter, guardian, "yes")
    add_clip(counter.store, "tg-1", NOW)
    await counter.take("tg-1")
    assert "say yes" not in counter.outbox.texts[-1]
    html = await tap(counter, guardian, "back")
    assert "until a parent or guardian says yes again" in html
    assert counter.store.clip("tg-1").state == "cancelled"
    add_clip(counter.store, "tg-2", NOW)
    assert counter.store.clip("tg-2").state == "held"
    assert await counter.cancel(1) == 1
    assert counter.store.clip("tg-2").state == "cancelled"


async def test_not_yet_leaves_the_yes_at_hand(counter):
    await tap(counter, tell_age, "under_16")
    assert "until they say yes" in await tap(counter, guardian, "no")
    assert counter.store.meet(1).waits


@pytest.mark.parametrize("action", sorted(LOOKS))
async def test_no_clip_is_looked_at_again_without_the_yes(counter, action):
    add_clip(counter.store, "tg-1", NOW)
    counter.store.finish("tg-1", "analysed", analysis=to_json(analysis()))
    await tap(counter, tell_age, "under_14")
    await pressed(counter, f"{action}:tg-1:3")
    assert "Do they say yes?" in counter.outbox.texts[-1]
    assert counter.store.clip("tg-1").look == 1
    await pressed(counter, "phase:tg-1:3")  # what is there may be read
    assert "Phase 3 of 8" in counter.outbox.texts[-1]
