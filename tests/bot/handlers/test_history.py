import dataclasses
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from analysis.serialization import to_json
from bot.chat.messages import Album
from bot.handlers.history import all_phases, history, show_again
from tests.bot.analyses import analysis, refused
from tests.bot.visits import add_clip, office, press, visit

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        yield made


def add(counter, number, found=None, athlete=1, state="analysed"):
    clip_id = f"tg-{number:012d}"
    add_clip(
        counter.store,
        clip_id,
        NOW + timedelta(minutes=number),
        athlete=athlete,
        message_id=number,
    )
    content = None if state == "failed" else to_json(found or analysis())
    counter.store.finish(clip_id, state, analysis=content)
    counter.store.set_pictures(
        clip_id, {f"phase_{n}.jpg": f"id-{n}" for n in (2, 3, 7)}
    )
    return clip_id


def last(counter):
    return counter.outbox.sent[-1][1]


def data(text):
    return [button.data for row in text.buttons for button in row]


async def test_an_old_reply_praises_what_it_praised(counter):
    clip_id = add(counter, 1)
    await press(counter, show_again, clip_id)
    own = last(counter).html
    counter.store.set_praised(clip_id, "trunk_exit")
    await press(counter, show_again, clip_id)
    assert "Your chest stays forward" in last(counter).html
    assert "Your chest stays forward" not in own
    assert "Done well" in own


async def test_ten_clips_are_listed_newest_first_with_a_way_to_older_ones(counter):
    ids = [add(counter, number) for number in range(1, 13)]
    await history(visit(counter))
    assert data(last(counter)) == [
        *(f"v1:show:{clip_id}" for clip_id in reversed(ids[2:])),
        f"v1:hist:{ids[2]}",
    ]
    await press(counter, history, ids[2])
    assert data(last(counter)) == [f"v1:show:{clip_id}" for clip_id in (ids[1], ids[0])]
    await press(counter, history, ids[0])
    assert "no older clips" in last(counter).html


async def test_an_old_reply_comes_back_with_its_pictures(counter):
    clip_id = add(counter, 1)
    await press(counter, show_again, clip_id)
    time, album, words = (message for _, message in counter.outbox.sent)
    assert "Jul 1, 2026" in time.html
    assert isinstance(album, Album)
    assert "One thing to work on" in words.html


@pytest.mark.parametrize(
    ("state", "found", "words"),
    [
        ("refused", refused("nobody"), "find a person in this clip"),
        ("failed", None, "I tried three times"),
    ],
)
async def test_what_was_not_analysed_is_shown_as_it_was_told(
    counter, state, found, words
):
    clip_id = add(counter, 1, found, state=state)
    await press(counter, show_again, clip_id)
    assert words in last(counter).html


@pytest.mark.parametrize("handler", [show_again, all_phases])
async def test_a_guessed_clip_of_somebody_else_is_not_shown(counter, handler):
    clip_id = add(counter, 1, athlete=2)
    await press(counter, handler, clip_id)
    assert "have that clip any more" in last(counter).html


@pytest.mark.parametrize("handler", [show_again, all_phases])
async def test_a_clip_judged_by_checks_that_are_gone_is_said_to_be(counter, handler):
    found = analysis()
    gone = dataclasses.replace(found.measures[0], id="gone")
    judgement = dataclasses.replace(found.findings[0], check="gone", measure="gone")
    old = dataclasses.replace(
        found,
        measures=(gone, *found.measures[1:]),
        findings=(judgement, *found.findings[1:]),
        praise="gone",
    )
    clip_id = add(counter, 1, old)
    await press(counter, handler, clip_id)
    assert "before the checklist changed" in last(counter).html
