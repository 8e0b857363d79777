"""/weekly: whether and when the summary comes, by buttons and a typed city."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.handlers import answers
from bot.handlers.weekly import weekly
from bot.store.models import WeeklyTime
from content.words import languages
from tests.bot.visits import office, press, visit

MESSAGE = SimpleNamespace(message_id=5)
THURSDAY = datetime(2026, 3, 26, 12, tzinfo=UTC)


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path, now=lambda: THURSDAY)
    with closing(made.store):
        yield made


async def choose(counter, choice):
    await press(counter, weekly, choice, message=MESSAGE)
    return counter.outbox.edited[-1][2].replace("\u202f", " ")


def says(text):
    return SimpleNamespace(message_id=6, text=text)


async def test_it_says_when_the_next_one_comes(counter):
    counter.store.set_timezone(1, None)
    await weekly(visit(counter))
    text = counter.outbox.texts[-1].replace("\u202f", " ")
    assert "once a week: Sunday, 6:00 PM, in your time zone (UTC)." in text
    assert "The next one: Sun, Mar 29, 6:00 PM." in text


async def test_day_hour_and_whether_at_all_are_changed_in_place(counter):
    assert "Wednesday, 6:00 PM" in await choose(counter, "d3")
    assert "Wed, Apr 1, 5:00 PM" in await choose(counter, "h17")
    assert counter.store.athlete(1).weekly_time == WeeklyTime(3, 17)
    assert "It is off." in await choose(counter, "off")
    assert "Wednesday, 5:00 PM" in await choose(counter, "on")


@pytest.mark.parametrize("choice", ["d0", "d8", "h24", "h-1", "d", "x", "hour"])
async def test_what_no_button_says_changes_nothing(counter, choice):
    await choose(counter, choice)
    assert counter.store.athlete(1).weekly_time == WeeklyTime(7, 18)


async def test_the_hours_go_round_the_clock(counter):
    await choose(counter, "h0")
    await weekly(visit(counter))
    rows = counter.outbox.sent[-1][1].buttons
    assert [button.data for button in rows[2]] == ["v1:weekly:h23", "v1:weekly:h1"]
    assert [one.label for row in rows[:2] for one in row][-1] == "✓ Sun"


async def test_a_city_is_asked_for_until_it_is_known(counter):
    await press(counter, weekly, "city", message=MESSAGE)
    assert "Which city" in counter.outbox.texts[-1]
    await answers.text(visit(counter, message=says("qqqqqq")))
    assert counter.store.athlete(1).timezone is None
    await answers.text(visit(counter, message=says("Berlin")))
    assert counter.store.athlete(1).timezone == "Europe/Berlin"
    assert "(Europe/Berlin)" in counter.outbox.texts[-1]
    assert counter.store.athlete(1).asked is None


@pytest.mark.parametrize("language", languages())
async def test_every_language_has_the_page(counter, language):
    counter.store.meet(1)
    counter.store.set_language(1, language)
    one = visit(counter)
    await weekly(replace(one, words=counter.words_of(1)))
    assert counter.outbox.texts[-1].startswith("<b>")
