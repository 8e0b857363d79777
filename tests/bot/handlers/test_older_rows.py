"""Buttons of clips that an earlier version looked at: answered, or kindly not."""

from datetime import UTC, datetime, timedelta
from html import escape
from types import SimpleNamespace

import pytest

from analysis.serialization import to_json
from bot.handlers import callbacks
from bot.handlers.checklist import checklist
from bot.handlers.history import history
from bot.handlers.progress import progress
from bot.handlers.request import OFFICE
from content.words import languages, load_words
from tests.bot.analyses import analysis, refused
from tests.bot.visits import add_clip, visit
from tests.older_rows import CAME_IN, before

NOW = datetime.now(UTC)
CLIP = "tg-000000000001"
# With what follows the clip in the button's data; all that read its analysis.
OF_A_CLIP = {
    **dict.fromkeys(("earlier", "later", "page", "phase"), ":3"),
    **dict.fromkeys(("all", "as_it_was", "drill", "other", "path", "show"), ""),
    **dict.fromkeys(("then", "turn", "why", "put", "back"), ""),
    **dict.fromkeys(("fix", "do"), ":who"),
    "me": ":1",
    "motion": ":tg-000000000002",
}
OF_NO_ANALYSIS = {
    *("about", "age", "checklist", "chk", "del", "experience", "faces"),
    *("film", "height"),
    # Of each clip they say what can be said.
    *("best", "drop", "hclip", "hpage", "phases"),
    *("anew", "keep_for", "resume", "stop"),
    *("add_athlete", "against", "board", "comment", "hand_over", "leave", "look"),
    *("member", "rename", "share", "share_link", "squad", "stop_sharing", "whose"),
    *("first", "guardian", "hist", "lang", "sample", "slow", "tz"),
}


def add(counter, written, clip_id=CLIP, days=0):
    add_clip(counter.store, clip_id, NOW - timedelta(days=days))
    state = "refused" if written.get("refusal") else "analysed"
    counter.store.finish(clip_id, state, analysis=written)


def unreadable():
    written = to_json(analysis())
    del written["measures"]
    return written


async def press(counter, action, language="en"):
    update = SimpleNamespace(
        update_id=1,
        callback_query=SimpleNamespace(
            id="1", data=f"v1:{action}:{CLIP}{OF_A_CLIP[action]}"
        ),
        effective_user=SimpleNamespace(id=1, first_name="Ann", language_code=language),
        effective_message=SimpleNamespace(message_id=3),
    )
    await callbacks.press(update, SimpleNamespace(bot_data={OFFICE: counter}))


def said(counter):
    return [*counter.outbox.texts, *(text for _, _, text in counter.outbox.edited)]


def old_notes(language="en"):
    return escape(load_words(language).text("bot.history.old_notes"))


def test_every_button_of_a_clip_is_pressed_here():
    assert set(callbacks.ACTIONS) == OF_A_CLIP.keys() | OF_NO_ANALYSIS | {"weekly"}


@pytest.mark.parametrize("what", CAME_IN)
@pytest.mark.parametrize("action", OF_A_CLIP)
async def test_a_start_that_any_earlier_version_wrote_is_answered(
    counter, action, what
):
    add(counter, before(what, to_json(analysis())))
    await press(counter, action)
    assert said(counter)
    assert old_notes() not in said(counter)
    assert not any("have that clip any more" in text for text in said(counter))


@pytest.mark.parametrize("what", CAME_IN)
@pytest.mark.parametrize("action", ["show", "other", "as_it_was"])
async def test_a_refusal_that_any_earlier_version_wrote_is_answered(
    counter, action, what
):
    written = to_json(refused("several_athletes", picture="refused.jpg", people=2))
    add(counter, before(what, written))
    await press(counter, action)
    assert said(counter)
    assert old_notes() not in said(counter)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("action", OF_A_CLIP)
async def test_notes_that_cant_be_read_any_more_are_said_to_be(
    counter, action, language
):
    add(counter, unreadable())
    await press(counter, action, language)
    assert said(counter)[-1] == old_notes(language)
    assert counter.jobs.enqueued == []


async def test_the_list_of_clips_goes_on_past_notes_that_cant_be_read(counter):
    add(counter, unreadable())
    add(counter, to_json(analysis()), "tg-000000000002", days=1)
    await history(visit(counter))
    (text,) = said(counter)
    assert "1. " in text
    assert "from an older version of me" in text
    assert "front knee out of the blocks" in text


async def test_the_checklist_tells_of_the_last_clip_that_can_be_read(counter):
    add(counter, unreadable())
    await checklist(visit(counter, argument="3"))
    add(counter, to_json(analysis()), "tg-000000000002", days=1)
    await checklist(visit(counter, argument="3"))
    without, with_clip = said(counter)
    assert "○ front knee" not in without
    assert "○ front knee" in with_clip


async def test_progress_leaves_out_what_cant_be_read(counter):
    add(counter, unreadable())
    for number in (2, 3):
        add(counter, to_json(analysis()), f"tg-00000000000{number}", days=number)
    await progress(visit(counter))
    assert "2 starts" in said(counter)[0]


async def test_an_earlier_clip_that_cant_be_read_is_not_laid_under_another(counter):
    earlier = "tg-000000000002"
    add(counter, unreadable(), earlier, days=1)
    counter.store.keep_stills(earlier, {"still_3.jpg": b"", "stills.json": b""})
    add(counter, to_json(analysis()))
    await press(counter, "then")
    assert "first start" in said(counter)[-1]
