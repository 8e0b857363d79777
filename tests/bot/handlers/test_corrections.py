import dataclasses
from contextlib import closing
from datetime import UTC, datetime

import pytest

from analysis.corrections import Corrections
from analysis.corrections import to_json as corrections_to_json
from analysis.serialization import from_json, to_json
from analysis.types import EVENT_NAMES, Event, Note
from bot.handlers.corrections import (
    as_it_was,
    back,
    do,
    earlier,
    fix,
    later,
    me,
    other,
    put,
    turn,
)
from content.words import load_words
from tests.bot.analyses import analysis, refused
from tests.bot.visits import add_clip, office, press

CLIP = "tg-000000000001"
WHO = f"{CLIP}:who"
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


def offered(message):
    """What the button says that does what a page tells."""
    (said,) = [one.data for row in message.buttons for one in row if ":do:" in one.data]
    return said.removeprefix("v1:do:")


def wanted(counter):
    return counter.store.clip(CLIP).wanted


async def test_not_me_asks_for_the_next_person(counter):
    add(counter, seen())
    await tap(counter, do, WHO)
    assert wanted(counter) == as_json(athlete=1, mirrored=False)
    assert counter.jobs.enqueued == [f"{CLIP}-2"]
    receipt = next(n for n, t in enumerate(counter.outbox.texts) if "Got it." in t)
    assert counter.outbox.answers[receipt] == 1, "it points at the clip"


async def test_the_moments_of_one_person_are_not_anothers(counter):
    before = Corrections(1, {"touchdown_3": 1}, True)
    add(counter, seen(corrections=before))
    await tap(counter, do, WHO)
    assert wanted(counter) == as_json(athlete=2, mirrored=True)


async def test_a_refused_clip_may_show_somebody_else(counter):
    add(counter, refused("several_athletes"))
    await tap(counter, do, WHO)
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
    assert counter.jobs.enqueued == [], "it is explained first"
    page = counter.outbox.sent[-1][1]
    assert "33 ms" in page.html
    await tap(counter, do, offered(page), update_id=8)
    assert wanted(counter)["shifts"] == shifts


async def test_shifts_add_up(counter):
    add(counter, seen(corrections=Corrections(1, {"touchdown_3": 1})))
    await tap(counter, do, f"{CLIP}:touchdown_3:1")
    assert wanted(counter) == as_json(athlete=1, shifts={"touchdown_3": 2})


async def test_a_shift_back_is_no_shift(counter):
    add(counter, seen(corrections=Corrections(shifts={"toe_off_1": 1})))
    await tap(counter, do, f"{CLIP}:toe_off_1:-1")
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


@pytest.mark.parametrize("handler", [other, turn, as_it_was, earlier, put, fix, do])
async def test_somebody_elses_clip_is_left_alone(counter, handler):
    add(counter, seen(), athlete=2)
    await tap(counter, handler, f"{CLIP}:7" if handler is earlier else CLIP)
    assert "have that clip any more" in counter.outbox.texts[-1]
    assert counter.jobs.enqueued == []


@pytest.mark.parametrize("handler", [do, as_it_was, back, turn])
async def test_while_it_is_looked_at_again_nothing_else_is_queued(counter, handler):
    add(counter, seen())
    one = to_json(seen(corrections=Corrections(shifts={"set": -1})))
    counter.store.amend(CLIP, one, 6)
    await tap(counter, do, WHO, update_id=7)
    told = f"{CLIP}:toe_off_1:-1" if handler is do else CLIP
    await tap(counter, handler, told, update_id=8)
    assert "already looking" in counter.outbox.texts[-1]
    assert counter.jobs.enqueued == [f"{CLIP}-2"]


@pytest.mark.parametrize("told", ["who", "touchdown_3:1"])
async def test_a_press_that_comes_twice_is_one_look(counter, told):
    add(counter, seen())
    for _ in range(2):
        await tap(counter, do, f"{CLIP}:{told}")
    assert set(counter.jobs.enqueued) == {f"{CLIP}-2"}
    counter.store.finish(CLIP, "analysed", to_json(seen()), look=2)
    await tap(counter, do, f"{CLIP}:{told}")
    assert counter.store.clip(CLIP).look == 2


async def test_there_is_a_limit_to_what_waits(counter):
    add(counter, seen())
    for number in (2, 3):
        add(counter, None, f"tg-{number}")
    await tap(counter, do, WHO)
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
    await tap(counter, do, WHO)
    assert await counter.cancel(1) == 1
    clip = counter.store.clip(CLIP)
    assert (clip.state, clip.again) == ("analysed", "cancelled")
    assert counter.jobs.cancelled == [f"{CLIP}-2"]
    assert "Taken back." in counter.outbox.edited[-1][2]


async def test_delete_forgets_every_look(counter):
    add(counter, seen())
    await tap(counter, do, WHO)
    await counter.forget(1)
    assert counter.store.clip(CLIP) is None
    assert counter.jobs.forgotten == [CLIP, f"{CLIP}-2"]


def shown(counter):
    """The page in the last message of ours."""
    return counter.outbox.sent[-1][1]


def labels(page):
    return [one.label for row in page.buttons for one in row]


async def test_one_button_leads_to_everything_that_can_be_put_right(counter):
    add(counter, seen(corrections=Corrections(mirrored=True)))
    await tap(counter, put)
    assert labels(shown(counter)) == [
        *("Not me", "A key moment", "No, as it looks", "Slow motion"),
        *("Not a start of mine", "As it was"),
    ]
    await tap(counter, fix, f"{CLIP}:moments")
    assert labels(shown(counter))[:2] == ["Still in set", "The picture of set"]
    assert "Step 1 pushes off" in labels(shown(counter))
    assert counter.jobs.enqueued == []


async def test_where_there_were_several_starts_another_is_the_one_before(counter):
    add(counter, seen(notes=(Note("last_start", {"starts": 2}),)))
    await tap(counter, put)
    assert labels(shown(counter))[0] == "The start before"


async def test_a_moment_is_moved_by_several_frames_in_one_look(counter):
    add(counter, seen())
    await tap(counter, fix, f"{CLIP}:toe_off_1:-2")
    page = shown(counter)
    assert "2 frames earlier, 67 ms" in page.html
    assert "phase 7" in page.html
    assert "about 40 s" in page.html
    await tap(counter, do, offered(page))
    assert wanted(counter)["shifts"] == {"toe_off_1": -2}
    add(counter, seen(), "tg-000000000002")
    await tap(counter, fix, "tg-000000000002:touchdown_2:-1")
    assert "any earlier" in shown(counter).html, "it comes a frame after the toe-off"
    await tap(counter, do, "tg-000000000002:touchdown_2:-1", update_id=8)
    assert "any earlier" in shown(counter).html
    assert counter.store.clip("tg-000000000002").look == 1


@pytest.mark.parametrize(
    ("value", "pace", "words"),
    [("1", 1.0, "real time"), ("4", 4.0, "120 frames"), ("as_read", None, "again")],
)
async def test_the_pace_a_clip_plays_at_can_be_told(counter, value, pace, words):
    before = Corrections(1, {"set": -1}, slow_motion=2.0)
    add(counter, seen(corrections=before))
    await tap(counter, fix, f"{CLIP}:pace")
    assert "4×" in labels(shown(counter))
    await tap(counter, fix, f"{CLIP}:pace:{value}")
    assert words in shown(counter).html
    await tap(counter, do, offered(shown(counter)))
    assert wanted(counter) == as_json(athlete=1, shifts={"set": -1}, slow_motion=pace)


@pytest.mark.parametrize(
    "told", ["pace:3", "pace:much", "who:x:y", "colour:red", "set"]
)
async def test_what_no_page_offers_is_an_old_button(counter, told):
    add(counter, seen())
    await tap(counter, do if told != "colour:red" else fix, f"{CLIP}:{told}")
    old = counter.outbox.texts[-1] == load_words("en").text("bot.errors.old_button")
    assert old == (not told.startswith("who"))


async def test_one_step_back_and_forth(counter):
    add(counter, seen())
    await tap(counter, back)
    assert "Nothing has been changed" in counter.outbox.texts[-1]
    await tap(counter, do, f"{CLIP}:pace:4", update_id=8)
    slower = seen(corrections=Corrections(slow_motion=4.0))
    counter.store.finish(CLIP, "analysed", to_json(slower), look=2)
    await tap(counter, do, f"{CLIP}:touchdown_3:1", update_id=9)
    both = Corrections(shifts={"touchdown_3": 1}, slow_motion=4.0)
    counter.store.finish(CLIP, "analysed", to_json(seen(corrections=both)), look=3)
    await tap(counter, back, update_id=10)
    assert wanted(counter) == as_json(slow_motion=4.0)
    counter.store.finish(CLIP, "analysed", to_json(slower), look=4)
    await tap(counter, back, update_id=11)
    assert wanted(counter) == corrections_to_json(both)


async def test_what_is_no_start_of_mine_is_forgotten_when_asked(counter):
    add(counter, seen())
    add(counter, seen(), "tg-000000000002")
    counter.store.keep_stills(CLIP, {"still_1.jpg": b"set"})
    counter.store.mark_sent(f"{CLIP}:0", 3, athlete_id=1)
    await tap(counter, fix, f"{CLIP}:delete")
    assert counter.store.clip(CLIP), "it is asked"
    await tap(counter, do, offered(shown(counter)))
    assert counter.store.clip(CLIP) is None
    assert counter.store.stills(CLIP) == {}
    assert counter.store.was_sent(f"{CLIP}:0") is None
    assert counter.jobs.forgotten == [CLIP]
    assert counter.store.clip("tg-000000000002")
    await tap(counter, put)
    assert "have that clip any more" in counter.outbox.texts[-1]


async def test_what_is_looked_at_again_can_be_forgotten_meanwhile(counter):
    add(counter, seen())
    await tap(counter, do, WHO)
    await tap(counter, do, f"{CLIP}:delete", update_id=8)
    assert counter.store.clip(CLIP) is None
    assert counter.jobs.cancelled == [f"{CLIP}-2"]
    assert counter.jobs.forgotten == [CLIP, f"{CLIP}-2"]


@pytest.mark.parametrize(("number", "athlete"), [("1", 3), ("2", 1), ("3", 2)])
async def test_where_others_are_seen_a_number_says_who_i_am(counter, number, athlete):
    add(counter, seen(corrections=Corrections(1, {"set": -1})))
    counter.store.keep_stills(CLIP, {"people_3.jpg": b"numbered"})
    await tap(counter, fix, WHO)
    page = shown(counter)
    assert labels(page) == ["1", "2", "3"]
    assert counter.outbox.contents[-1] == {"people_3.jpg": b"numbered"}
    assert "Tap your number" in page.html
    await tap(counter, do, f"{WHO}:{number}")
    assert wanted(counter) == as_json(athlete=athlete)
