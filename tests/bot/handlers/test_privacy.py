"""What is kept is told in one screen; deleting leaves nothing behind."""

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import pytest

from bot.backup import back_up, restore
from bot.handlers.about import about, forget_height
from bot.handlers.clip import _enough
from bot.handlers.faces import faces
from bot.handlers.privacy import delete, privacy
from bot.handlers.sharing import stop
from bot.settings import Settings
from bot.store import Coach, Store
from content.words import languages
from tests.bot.visits import add_clip, office, press, visit

# What a phone shows without scrolling, about.
ONE_SCREEN = 1200


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path, clips_per_day=2)
    with closing(made.store):
        yield made


@pytest.mark.parametrize("language", languages())
async def test_what_is_kept_fits_one_screen(counter, language):
    counter.store.meet(1, language)
    await privacy(visit(counter))
    (text,) = counter.outbox.texts
    shown = unescape(text.replace("<b>", "").replace("</b>", ""))
    assert 600 < len(shown) <= ONE_SCREEN
    for command in ("/settings", "/share", "/export", "/history", "/delete"):
        assert command in shown


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "up to 7 days"),
        ({"backup_days": 1}, "for 1 day,"),
        ({"backup_days": 0}, "may keep backups"),
        ({"queue_url": "postgresql://coach@127.0.0.1/coach"}, "may keep backups"),
    ],
)
async def test_how_long_backups_hold_what_is_deleted_is_told(counter, chosen, said):
    told = counter.settings.model_copy(update=chosen)
    await privacy(visit(replace(counter, settings=told)))
    assert said in counter.outbox.texts[-1]


async def test_a_backup_of_before_a_take_over_brings_nothing_back(counter, tmp_path):
    coach, anna = 1, 2
    counter.store.meet(coach)
    ben = counter.store.keep(coach, "Ben")
    add_clip(counter.store, "bens", counter.clock(), athlete=coach)
    counter.store.give("bens", ben.id)
    back_up(counter.settings, tmp_path / "one.zip")
    counter.store.meet(anna)
    counter.store.take_over(ben.id, anna, "Tom")
    await counter.forget(anna)
    counter.store.close()
    restore(counter.settings, tmp_path / "one.zip", replace=True)
    with closing(Store(counter.settings.history_path)) as store:
        assert store.athlete(ben.id) is not None
        assert store.clip("bens") is None


async def test_what_is_taken_back_otherwise_is_noted_for_backups_too(counter):
    for person in (1, 2):
        counter.store.meet(person)
    counter.store.share(1, "Ana", Coach(2, "Tom"))
    await press(counter, faces, "hide")
    await press(counter, faces, "show")
    await press(counter, forget_height)
    await press(counter, about, "forget")
    await press(counter, stop, "2")
    noted = (counter.settings.backups / "deleted.txt").read_text().splitlines()
    told = [line.split()[1:] for line in noted]
    assert told == [["face", "1"], ["height", "1"], ["about", "1"], ["share", "1,2"]]


def waiting(counter, id="c1"):
    add_clip(counter.store, id, counter.clock() - timedelta(minutes=5))
    counter.store.set_status_message(id, 55)
    return counter.store.clip(id)


@pytest.mark.parametrize("everything", [True, False])
async def test_the_status_message_goes_with_its_clip(counter, everything):
    row = waiting(counter)
    await counter.board.open(row)
    if everything:
        await press(counter, delete, "yes", message=SimpleNamespace(message_id=9))
    else:
        await counter.forget_clip(row)
    assert counter.outbox.deleted == [(1, 55)]
    assert not any(id == 55 for _, id, _ in counter.outbox.edited)
    assert counter.store.strays() == []


@pytest.mark.parametrize("everything", [True, False])
async def test_what_an_earlier_cancel_left_in_the_chat_goes_too(counter, everything):
    row = waiting(counter)
    await counter.board.open(row)
    await counter.cancel(1)
    assert counter.outbox.edited[-1][1:] == (55, "Taken back.")
    assert counter.outbox.deleted == []
    if everything:
        await counter.forget(1)
    else:
        await counter.forget_clip(row)
    assert counter.outbox.deleted == [(1, 55)]


async def test_of_a_clip_taken_back_twice_one_message_says_so(counter):
    row = waiting(counter)
    await counter.board.open(row)
    await counter.cancel(1)
    assert counter.store.look_again(row.id, None, 9)
    counter.store.set_status_message(row.id, 66)
    await counter.cancel(1)
    assert counter.outbox.deleted == [(1, 55)]
    await counter.forget(1)
    assert counter.outbox.deleted == [(1, 55), (1, 66)]


async def test_a_message_that_cant_be_deleted_now_is_deleted_later(counter):
    counter.outbox.deletes = False
    waiting(counter)
    await counter.forget(1)
    assert counter.store.strays() == []
    (owed,) = counter.store.owed_edits()
    assert (owed.chat_id, owed.message_id, owed.html) == (1, 55, None)
    counter.outbox.deletes = True
    await asyncio.sleep(1)
    await counter.errands.do_due()
    assert counter.store.owed_edits() == []
    assert counter.outbox.deleted == [(1, 55)] * 2


async def test_a_receipt_that_comes_after_its_clip_was_deleted_goes_too(counter):
    add_clip(counter.store, "c1", counter.clock())
    row, send = counter.store.clip("c1"), counter.outbox.send

    async def deleting(*args, **facts):
        await counter.forget_clip(row)
        return await send(*args, **facts)

    counter.outbox.send = deleting
    await counter.board.open(row)
    assert counter.outbox.deleted == [(1, 101)]


async def test_deleting_a_clip_gives_no_place_of_the_day_back(counter):
    for id in ("c1", "c2"):
        counter.store.finish(waiting(counter, id).id, "refused")
        await counter.forget_clip(counter.store.clip(id))
    assert counter.settings.clips_per_day == 2
    assert "2 clips" in _enough(visit(counter))
    assert Settings.model_fields["clips_per_day"].default > 2
    await counter.forget(1)
    assert _enough(visit(counter)) is None
