"""Who the athlete is, told by taps and forgotten by one."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.chat.faults import Rejected
from bot.chat.messages import Photo
from bot.handlers import about as handlers
from bot.handlers import squad
from bot.handlers.checklist import checklist
from bot.handlers.first import answer, start
from bot.handlers.settings import settings
from bot.store import About
from tests.bot.visits import add_clip, press, visit

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


async def tap(counter, handler, told=""):
    await press(counter, handler, told, message=SimpleNamespace(message_id=5))
    return counter.outbox.edited[-1][2]


def known(counter):
    return counter.store.meet(1).about


def labels(text):
    return {button.data: button.label for row in text.buttons for button in row}


async def test_a_newcomer_is_asked_one_thing_and_nobody_twice(counter):
    await start(visit(counter))
    _, asked = counter.outbox.sent[-1]
    assert len(counter.outbox.sent) == 2
    shown = labels(asked)
    assert [shown[f"v1:first:{one}"] for one in ("new", "club", "national")] == [
        *("New to blocks", "Club", "National")
    ]
    assert "v1:first:skip" in shown

    html = await tap(counter, answer, "club")
    assert "trained athletes" in html
    assert known(counter) == About("club")
    counter.outbox.sent.clear()
    await start(visit(counter))
    assert len(counter.outbox.sent) == 1


async def test_a_refused_card_leaves_the_three_lines(counter):
    counter.outbox.refuse(Photo, Rejected("too odd"))
    await start(visit(counter))
    assert counter.outbox.texts[0].count("\n") == 2


@pytest.mark.parametrize("told", ["skip", "", "royal"])
async def test_no_answer_is_an_answer_too(counter, told):
    assert "/settings" in await tap(counter, answer, told)
    assert known(counter) == About()


async def test_what_is_told_is_kept_shown_and_said_to_count_from_the_next_clip(counter):
    await tap(counter, handlers.tell_experience, "national")
    html = await tap(counter, handlers.tell_age, "under_14")
    assert known(counter) == About("national", "under_14")
    for said in ("national level", "under 14", "still growing", "from your next clip"):
        assert said in html
    await settings(visit(counter))
    assert "Age: under 14." in counter.outbox.texts[-1]


async def test_the_choice_made_has_a_tick(counter):
    await tap(counter, handlers.tell_age, "older")
    await handlers.about(visit(counter))
    shown = labels(counter.outbox.sent[-1][1])
    assert shown["v1:age:older"] == "✓ 16 or older"
    assert shown["v1:age:under_14"] == "Under 14"


@pytest.mark.parametrize(
    ("handler", "told"),
    [
        (handlers.tell_experience, "olympic"),
        (handlers.tell_experience, ""),
        (handlers.tell_age, "99"),
    ],
)
async def test_a_choice_there_is_not_changes_nothing(counter, handler, told):
    await tap(counter, handlers.tell_experience, "club")
    await tap(counter, handler, told)
    assert known(counter) == About("club")


async def test_all_that_was_told_is_forgotten_with_a_tap(counter):
    await tap(counter, handlers.tell_experience, "new")
    await tap(counter, handlers.tell_age, "under_16")
    assert "not told yet" in await tap(counter, handlers.about, "forget")
    assert known(counter) == About()


async def test_deleting_everything_takes_it_along(counter):
    await tap(counter, handlers.tell_age, "under_14")
    await counter.forget(1)
    assert counter.store.meet(1).about == About()


async def test_a_clip_is_judged_by_the_level_now_set_also_when_looked_at_again(counter):
    add_clip(counter.store, "tg-1", NOW)
    assert counter.store.level_of("tg-1") == "trained"
    await tap(counter, handlers.tell_experience, "new")
    assert counter.store.level_of("tg-1") == "developing"


async def test_the_checklist_shows_the_ranges_of_the_level(counter):
    await checklist(visit(counter, argument="3"))
    assert "40° to 50°" in counter.outbox.texts[-1]
    await tap(counter, handlers.tell_experience, "new")
    await checklist(visit(counter, argument="3"))
    assert "42° to 56°" in counter.outbox.texts[-1]


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("178", 178),
        ("178 cm", 178),
        ("1.78", 178),
        ("1,78 m", 178),
        ("178,4 см", 178),
        ("142", 142),
        ("99", None),
        ("250", None),
        ("5'10", None),
        ("tall", None),
        ("178 178", None),
    ],
)
def test_a_height_is_read_in_centimetres_or_metres(text, cm):
    assert handlers.height_in(text) == cm


async def test_a_height_is_asked_for_kept_and_forgotten(counter):
    await handlers.height(visit(counter))
    assert "You don&#x27;t have to." in counter.outbox.texts[-1]
    await handlers.height(visit(counter, argument="tall"))
    assert known(counter).height_cm is None
    await tap(counter, handlers.tell_age, "older")
    await handlers.height(visit(counter, argument="1.81"))
    _, said = counter.outbox.sent[-1]
    assert "Thanks, 181 cm." in said.html
    assert "v1:height" in labels(said)
    await tap(counter, handlers.forget_height)
    assert known(counter) == About(age_group="older")


async def test_a_coach_tells_the_level_of_who_they_look_at(counter):
    counter.store.meet(1)
    ana = counter.store.keep(1, "Ana")
    await squad.look(visit(counter, pressed=f"look:{ana.id}"))
    assert labels(counter.outbox.sent[-1][1])["v1:about"] == "About Ana"
    await settings(visit(counter))
    assert labels(counter.outbox.sent[-1][1])["v1:about"] == "About Ana"
    assert "<b>About Ana</b>" in await tap(counter, handlers.tell_experience, "new")
    assert counter.store.athlete(ana.id).about == About(experience="new")
    assert known(counter) == About()
