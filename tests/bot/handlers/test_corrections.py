import dataclasses
from contextlib import closing
from datetime import UTC, datetime

import pytest

from analysis.corrections import Corrections
from analysis.corrections import to_json as corrections_to_json
from analysis.serialization import from_json, to_json
from analysis.types import EVENT_NAMES, Event
from bot.handlers.corrections import as_it_was, earlier, later, me, other, turn
from content.words import load_words
from tests.bot.analyses import analysis, refused
from tests.bot.visits import add_clip, office, press

CLIP = "tg-000000000001"
# Ten frames apart, but for the second landing, which comes a frame after the toe-off.
FRAMES = dict(zip(EVENT_NAMES, (5, 15, 25, 35, 45, 55, 56, 65, 75), strict=True))
KEYS = {1: 12, 2: 25, 3: 34, 4: 50, 5: 55, 6: 56, 7: 64, 8: 75}


def seen(**changes):
    found = analysis()
    phases = [
        dataclasses.replace(phase, frame=KEYS[phase.number]) for phase in found.phases
    ]
    events = {name: Event(frame / 30, frame, 0.01) for name, frame in FRAMES.items()}
    return dataclasses.replace(found, phases=tuple(phases), events=events, **changes)


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path, max_waiting=2)
    with closing(made.store):
        yield made


def add(counter, found, clip_id=CLIP, athlete=1):
    add_clip(counter.store, clip_id, datetime(2026, 7, 1, tzinfo=UTC), athlete=athlete)
    if found is not None:
        state = "refused" if found.refusal else "analysed"
        counter.store.finish(clip_id, state, analysis=to_json(found))


def tap(counter, handler, told=CLIP, update_id=7):
    return press(counter, handler, told, update_id=update_id)


def as_json(**corrected):
    return corrections_to_json(Corrections(**corrected))


def wanted(counter):
    return counter.store.clip(CLIP).wanted


async def test_not_me_asks_for_the_next_person(counter):
    add(counter, seen())
    await tap(counter, other)
    assert wanted(counter) == as_json(athlete=1, mirrored=False)
    assert counter.jobs.enqueued == [f"{CLIP}-2"]
    assert "Got it." in counter.outbox.texts[-1]
    assert counter.outbox.answers[-1] == 1, "the receipt points at the clip"


async def test_the_moments_of_one_person_are_not_anothers(counter):
    before = Corrections(1, {"touchdown_3": 1}, True)
    add(counter, seen(corrections=before))
    await tap(counter, other)
    assert wanted(counter) == as_json(athlete=2, mirrored=True)


async def test_a_refused_clip_may_show_somebody_else(counter):
    add(counter, refused("several_athletes"))
    await tap(counter, other)
    assert counter.jobs.enqueued == [f"{CLIP}-2"]


@pytest.mark.parametrize(("number", "athlete"), [(1, 3), (2, 1), (3, 2)])
async def test_a_number_asks_for_that_person(counter, number, athlete):
    add(counter, refused("several_athletes", people=3))
    await tap(counter, me, f"{CLIP}:{number}")
    assert wanted(counter) == as_json(athlete=athlete, mirrored=False)
    assert counter.jobs.enqueued == [f"{CLIP}-2"]


@pytest.mark.parametrize("number", ["0", "3", "many", ""])
async def test_a_number_nobody_has_is_an_old_button(counter, number):
    add(counter, refused("several_athletes", people=2))
    await tap(counter, me, f"{CLIP}:{number}")
    assert counter.jobs.enqueued == []
    assert counter.outbox.texts[-1] == load_words("en").text("bot.errors.old_button")


@pytest.mark.parametrize(
    ("handler", "number", "shifts"),
    [
        (earlier, 1, {"set": -1}),
        (later, 2, {"rear_foot_block_exit": 1}),
        (earlier, 3, {"front_foot_block_exit": -1}),
        (later, 4, {"crossing_1": 1}),
        (later, 5, {"touchdown_1": 1}),
        (later, 6, {"touchdown_1": 1}),
        (earlier, 7, {"toe_off_1": -1}),
        (earlier, 8, {"touchdown_3": -1}),
    ],
)
async def test_a_tap_moves_what_is_behind_the_phase(counter, handler, number, shifts):
    add(counter, seen())
    await tap(counter, handler, f"{CLIP}:{number}")
    assert wanted(counter)["shifts"] == shifts


async def test_shifts_add_up(counter):
    add(counter, seen(corrections=Corrections(1, {"touchdown_3": 1})))
    await tap(counter, later, f"{CLIP}:8")
    assert wanted(counter) == as_json(athlete=1, shifts={"touchdown_3": 2})


async def test_a_shift_back_is_no_shift(counter):
    add(counter, seen(corrections=Corrections(shifts={"toe_off_1": 1})))
    await tap(counter, earlier, f"{CLIP}:7")
    assert wanted(counter) is None
    assert counter.jobs.enqueued == [f"{CLIP}-2"]


@pytest.mark.parametrize(
    ("handler", "told", "words"),
    [
        (later, f"{CLIP}:7", "any later"),
        (earlier, f"{CLIP}:9", "see that moment"),
        (later, f"{CLIP}:", "see that moment"),
        (later, CLIP, "see that moment"),
        (later, "tg-9:3", "have that clip any more"),
        (other, "tg-9", "have that clip any more"),
        (turn, "", "have that clip any more"),
        (as_it_was, CLIP, "Nothing has been changed"),
    ],
)
async def test_what_cannot_be_is_said_and_not_queued(counter, handler, told, words):
    add(counter, seen())
    await tap(counter, handler, told)
    assert words in counter.outbox.texts[-1]
    assert counter.jobs.enqueued == []
    assert counter.store.clip(CLIP).look == 1


async def test_a_moment_that_was_not_seen_cannot_move(counter):
    found = seen()
    unseen = [
        dataclasses.replace(found.phases[0], frame=None, why="event_not_found"),
        *found.phases[1:],
    ]
    add(counter, dataclasses.replace(found, phases=tuple(unseen)))
    await tap(counter, later, f"{CLIP}:1")
    assert "see that moment" in counter.outbox.texts[-1]


@pytest.mark.parametrize("handler", [other, turn, as_it_was, earlier, later])
async def test_somebody_elses_clip_is_left_alone(counter, handler):
    add(counter, seen(), athlete=2)
    await tap(counter, handler, f"{CLIP}:7" if handler in (earlier, later) else CLIP)
    assert "have that clip any more" in counter.outbox.texts[-1]
    assert counter.jobs.enqueued == []


@pytest.mark.parametrize("handler", [other, as_it_was, earlier, turn])
async def test_while_it_is_looked_at_again_nothing_else_is_queued(counter, handler):
    add(counter, seen(corrections=Corrections(shifts={"set": -1})))
    await tap(counter, other, update_id=7)
    told = f"{CLIP}:7" if handler is earlier else CLIP
    await tap(counter, handler, told, update_id=8)
    assert "already looking" in counter.outbox.texts[-1]
    assert counter.jobs.enqueued == [f"{CLIP}-2"]


@pytest.mark.parametrize("handler", [other, later])
async def test_a_press_that_comes_twice_is_one_look(counter, handler):
    add(counter, seen())
    told = f"{CLIP}:8" if handler is later else CLIP
    for _ in range(2):
        await tap(counter, handler, told)
    assert set(counter.jobs.enqueued) == {f"{CLIP}-2"}
    counter.store.finish(CLIP, "analysed", to_json(seen()), look=2)
    await tap(counter, handler, told)
    assert counter.store.clip(CLIP).look == 2
    assert len(counter.outbox.texts) == 1, "the receipt"


async def test_there_is_a_limit_to_what_waits(counter):
    add(counter, seen())
    for number in (2, 3):
        add(counter, None, f"tg-{number}")
    await tap(counter, other)
    assert "You have 2 clips in line already" in counter.outbox.texts[-1]
    assert counter.store.clip(CLIP).look == 1


async def test_the_other_direction_is_said_at_once(counter):
    add(counter, seen())
    await tap(counter, turn)
    now = from_json(counter.store.clip(CLIP).analysis)
    assert (now.direction, now.near_side, now.front_leg) == (
        "right_to_left",
        "right",
        "left",
    )
    assert now.measures == seen().measures
    (said,) = counter.outbox.texts
    assert "from right to left" in said
    assert "Your left leg is the front one" in said
    assert counter.jobs.enqueued == []
    await tap(counter, turn, f"{CLIP}:back", update_id=8)
    assert counter.store.clip(CLIP).analysis == to_json(seen())
    assert "as it looks" in counter.outbox.texts[-1]


async def test_pressing_the_other_direction_twice_does_not_turn_it_back(counter):
    add(counter, seen())
    await tap(counter, turn, update_id=7)
    await tap(counter, turn, update_id=8)
    assert counter.store.clip(CLIP).analysis["corrections"]["mirrored"]


async def test_as_it_was_takes_everything_back(counter):
    add(counter, seen(corrections=Corrections(1, {"set": -1}, True)))
    await tap(counter, as_it_was)
    assert counter.store.clip(CLIP).again == "waiting"
    assert wanted(counter) is None
    assert counter.jobs.enqueued == [f"{CLIP}-2"]


async def test_a_mirrored_clip_is_as_it_was_without_another_look(counter):
    add(counter, seen())
    await tap(counter, turn, update_id=7)
    await tap(counter, as_it_was, update_id=8)
    assert counter.store.clip(CLIP).analysis == to_json(seen())
    assert counter.jobs.enqueued == []


async def test_cancel_takes_the_look_back_and_leaves_the_clip(counter):
    add(counter, seen())
    await tap(counter, other)
    assert await counter.cancel(1) == 1
    clip = counter.store.clip(CLIP)
    assert (clip.state, clip.again) == ("analysed", "cancelled")
    assert counter.jobs.cancelled == [f"{CLIP}-2"]
    assert "Taken back." in counter.outbox.edited[-1][2]


async def test_delete_forgets_every_look(counter):
    add(counter, seen())
    await tap(counter, other)
    await counter.forget(1)
    assert counter.store.clip(CLIP) is None
    assert counter.jobs.forgotten == [CLIP, f"{CLIP}-2"]
