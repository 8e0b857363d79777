from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from analysis.serialization import to_json
from bot.handlers.phase_detail import drill, phase, turn, why
from tests.bot.analyses import analysis, refused
from tests.bot.visits import add_clip, press

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
CLIP = "tg-000000000001"


def add(counter, found, athlete=1, state="analysed"):
    add_clip(counter.store, CLIP, NOON, athlete=athlete)
    counter.store.finish(CLIP, state, analysis=to_json(found))


def tap(counter, handler, told=CLIP):
    return press(counter, handler, told, message=SimpleNamespace(message_id=5))


async def test_a_phase_opens_below_the_reply_and_turns_in_place(counter):
    add(counter, analysis())
    await tap(counter, phase, f"{CLIP}:3")
    assert "Phase 3 of 8" in counter.outbox.texts[-1]
    assert counter.outbox.edited == []
    await tap(counter, turn, f"{CLIP}:4")
    assert "Phase 4 of 8" in counter.outbox.edited[-1][2]


@pytest.mark.parametrize("number", ["", "0", "9", "x", "²"])
async def test_a_phase_that_isnt_one_is_brought_into_range(counter, number):
    add(counter, analysis())
    await tap(counter, phase, f"{CLIP}:{number}")
    assert "of 8: " in counter.outbox.texts[-1]


async def test_reason_and_drill_belong_to_the_one_thing_to_work_on(counter):
    add(counter, analysis())
    await tap(counter, why)
    await tap(counter, drill)
    reason, training = counter.outbox.texts
    assert "A push cut short" in reason
    assert "Do push-outs onto a soft mat" in training


@pytest.mark.parametrize("handler", [why, drill])
async def test_a_button_of_an_old_reply_to_what_is_now_fine_is_answered(
    counter, handler
):
    add(counter, analysis(off=()))
    await tap(counter, handler)
    assert "before the checklist changed" in counter.outbox.texts[-1]


@pytest.mark.parametrize("handler", [phase, turn, why, drill])
async def test_a_clip_of_somebody_else_or_without_numbers_is_not_shown(
    counter, handler
):
    add(counter, analysis(), athlete=2)
    await tap(counter, handler)
    shown = [*counter.outbox.texts, *(edit[2] for edit in counter.outbox.edited)]
    assert "have that clip any more" in shown[-1]


async def test_a_refused_clip_has_no_phases(counter):
    add(counter, refused(), state="refused")
    await tap(counter, phase, f"{CLIP}:1")
    assert "have that clip any more" in counter.outbox.texts[-1]
