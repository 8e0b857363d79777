import dataclasses
import io
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import escape
from types import SimpleNamespace

import pytest
from PIL import Image

from analysis.serialization import to_json
from bot.chat.messages import Album
from bot.handlers.history import (
    all_phases,
    clip,
    delete,
    history,
    older,
    show_again,
    turn,
)
from bot.store.squad import Coach
from content.words import load_words
from tests.bot.analyses import analysis, refused
from tests.bot.visits import add_clip, office, press, visit

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


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


def jpeg():
    written = io.BytesIO()
    Image.new("RGB", (540, 675), "grey").save(written, "JPEG")
    return written.getvalue()


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


async def tap(counter, handler, told, athlete=1):
    """Press a button under a picture; what is shown in its place."""
    message = SimpleNamespace(message_id=5)
    await press(counter, handler, told, message=message, athlete=athlete)
    return counter.outbox.shown


async def test_clips_come_five_a_page_newest_first_and_turn_in_place(counter):
    ids = [add(counter, number) for number in range(1, 12)][::-1]
    await history(visit(counter))
    page = last(counter)
    assert data(page) == [*(f"v1:hclip:{id}:0" for id in ids[:5]), "v1:hpage:1::0"]
    assert "1. Jul 1, 12:11" in page.html.replace("\u202f", " ")
    drawn = Image.open(io.BytesIO(counter.outbox.contents[-1][page.name]))
    assert drawn.width >= 1080
    page = await tap(counter, turn, "1")
    assert data(page)[:5] == [f"v1:hclip:{id}:1" for id in ids[5:10]]
    assert data(page)[5:] == ["v1:hpage:0::0", "v1:hpage:2::0"]
    page = await tap(counter, turn, "2")
    assert data(page) == [f"v1:hclip:{ids[10]}:2", "v1:hpage:1::0"]
    assert data(await tap(counter, turn, "9"))[0] == f"v1:hclip:{ids[0]}:0"


async def test_a_button_of_before_there_were_pages_leads_to_what_is_older(counter):
    ids = [add(counter, number) for number in range(1, 12)][::-1]
    page = await tap(counter, older, ids[9])
    assert data(page)[0] == f"v1:hclip:{ids[10]}:2"


async def test_what_became_of_each_clip_is_a_line(counter):
    add(counter, 1, state="failed")
    add(counter, 2, refused("nobody"), state="refused")
    add(counter, 3, analysis(off=()))
    add(counter, 4, analysis())
    await history(visit(counter))
    lines = last(counter).html.split("\n\n")[1].splitlines()
    told = [line.split(" · ")[1] for line in lines]
    words = load_words()
    assert told == [
        "work on front knee out of the blocks",
        words.text("bot.history.no_focus"),
        escape(words.text("refusal.nobody.what")),
        words.text("bot.history.failed"),
    ]


async def test_two_clips_are_chosen_one_after_the_other(counter):
    first, second, third = (add(counter, number) for number in (1, 2, 3))
    page = await tap(counter, clip, f"{third}:0")
    assert f"v1:hpage:0:{third}" in data(page)
    page = await tap(counter, turn, f"0:{third}")
    assert "Tap the other clip" in page.html
    assert data(page) == [
        f"v1:hclip:{third}:0",
        f"v1:then:{third}:0:{second}",
        f"v1:then:{third}:0:{first}",
        "v1:hpage:0",
    ]


async def test_the_other_clip_may_be_of_somebody_who_shares(counter):
    mine, theirs = add(counter, 1), add(counter, 2, athlete=2)
    counter.store.share(2, "Leo", Coach(1, "Ida"))
    page = await tap(counter, turn, f"0:{mine}")
    assert page.buttons[-2][0].label == "Leo"
    page = await tap(counter, turn, f"0:{mine}:2")
    assert data(page)[0] == f"v1:then:{mine}:0:{theirs}"
    assert page.buttons[-2][0].label == "My own clips"
    counter.store.unshare(2, 1)
    page = await tap(counter, turn, f"0:{mine}:2")
    assert data(page)[0] == f"v1:hclip:{mine}:0"


async def test_one_clip_is_deleted_when_asked_twice_and_no_other(counter):
    keep, gone = add(counter, 1), add(counter, 2)
    counter.store.keep_stills(gone, {"still_1.jpg": jpeg()})
    counter.store.mark_sent(f"{gone}:0", 5, athlete_id=1)
    page = await tap(counter, delete, f"{gone}:0")
    assert "Shall I forget your clip of Jul 1" in page.html
    assert counter.store.clip(gone) is not None
    page = await tap(counter, delete, f"{gone}:0:yes")
    assert counter.store.clip(gone) is None
    assert counter.store.stills(gone) == {}
    assert counter.store.was_sent(f"{gone}:0") is None
    assert counter.jobs.forgotten == [gone]
    assert data(page) == [f"v1:hclip:{keep}:0"]
    await tap(counter, delete, f"{keep}:0:yes")
    assert "No clips yet" in last(counter).html


async def test_a_clip_of_somebody_who_shares_is_seen_and_not_deleted(counter):
    theirs = add(counter, 1, athlete=2)
    counter.store.meet(1)
    counter.store.share(2, "Leo", Coach(1, "Ida"))
    page = await tap(counter, clip, f"{theirs}:0")
    assert not [one for one in data(page) if one.startswith("v1:drop")]
    await press(counter, delete, f"{theirs}:0:yes")
    assert "have that clip any more" in last(counter).html
    assert counter.store.clip(theirs) is not None


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


@pytest.mark.parametrize("handler", [show_again, all_phases, clip, delete])
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


async def test_a_clip_of_another_year_is_told_with_its_year(tmp_path):
    made = office(tmp_path, now=lambda: NOW + timedelta(days=365))
    with closing(made.store):
        add(made, 1)
        await history(visit(made))
        assert "Jul 1, 2026, 12:01" in last(made).html


async def test_who_may_not_delete_is_not_told_to(counter):
    theirs = add(counter, 1, athlete=2)
    counter.store.meet(1)
    counter.store.share(2, "Leo", Coach(1, "Ida"))
    counter.store.look_at(1, 2)
    await history(visit(counter))
    assert "Tap a number to open or compare" in last(counter).html
    await history(visit(counter, athlete=2))
    assert "compare or delete" in last(counter).html
    assert theirs in str(last(counter).buttons)


async def test_an_empty_history_says_whose_it_is(counter):
    counter.store.meet(1)
    counter.store.look_at(1, counter.store.keep(1, "Ben").id)
    await history(visit(counter))
    assert last(counter).html.startswith("👤 <b>Ben</b>\nNo clips yet.")
