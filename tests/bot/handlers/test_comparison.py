"""The button Then and now, with real stills."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
from PIL import Image

from analysis.serialization import to_json
from analysis.visuals.comparison.ghost import SIZE_PX
from analysis.visuals.stills import STILL_PX, Still, write_stills
from bot.chat.faults import Rejected
from bot.chat.messages import Photo, Text
from bot.handlers.comparison import then
from bot.store.squad import Coach
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, press

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
BODY = np.linspace((200.0, 150.0), (330.0, 600.0), 33)


def add(
    counter,
    number,
    found=None,
    phases=(1, 3),
    athlete=1,
    folder=None,
    received_at=None,
):
    clip_id = f"tg-{number:012d}"
    add_clip(
        counter.store,
        clip_id,
        received_at or NOON + timedelta(days=number),
        athlete=athlete,
        message_id=number,
    )
    counter.store.finish(clip_id, "analysed", analysis=to_json(found or analysis()))
    if phases:
        folder = folder or counter.settings.data_dir / clip_id
        grey = Image.new("RGB", STILL_PX, (90, 120, 90))
        names = write_stills([Still(n, grey, BODY) for n in phases], folder)
        files = {name: (folder / name).read_bytes() for name in names}
        counter.store.keep_stills(clip_id, files)
    return clip_id


async def tap(counter, told, athlete=1):
    await press(counter, then, told, athlete=athlete)
    return counter.outbox.sent[-1][1]


async def test_two_clips_become_one_picture_with_words_and_buttons(counter):
    first, second = add(counter, 1), add(counter, 2)
    photo = await tap(counter, second)
    assert isinstance(photo, Photo)
    assert "Jul 2 → Jul 3" in photo.html
    drawn = Image.open(io.BytesIO(counter.outbox.contents[-1][photo.name]))
    assert (drawn.format, drawn.size) == ("JPEG", SIZE_PX)
    assert [b.data for b in photo.buttons[0]] == [
        f"v1:then:{second}:1:{first}",
        f"v1:then:{second}:3:{first}",
    ]


async def test_two_clips_of_an_album_are_numbered(counter):
    first = add(counter, 1)
    second = add(counter, 2, received_at=NOON + timedelta(days=1))
    told = (await tap(counter, second)).html
    assert "PM (1) → Jul 2, 12:00:00\u202fPM (2)" in told
    assert first < second


async def test_the_notes_stand_under_the_days_of_both_clips(counter):
    first, second = add(counter, 1), add(counter, 2)
    for number, id in enumerate((first, second)):
        counter.store.set_note(id, ("spikes & wet", "x" * 100)[number])
    told = (await tap(counter, second)).html.splitlines()[1:3]
    assert told == [
        "📝 Jul 2: <i>spikes &amp; wet</i>",
        f"📝 Jul 3: <i>{'x' * 59}…</i>",
    ]


async def test_the_buttons_choose_phase_and_clip(counter):
    first, _, third = (add(counter, number) for number in (1, 2, 3))
    photo = await tap(counter, f"{third}:1:{first}")
    assert photo.buttons[0][0].label == "• 1 •"
    assert "Jul 2 → Jul 4" in photo.html


async def test_a_phase_pressed_under_the_picture_changes_it_in_its_place(counter):
    first, second = add(counter, 1), add(counter, 2)
    await tap(counter, second)
    under = SimpleNamespace(message_id=101)
    await press(counter, then, f"{second}:1:{first}", message=under)
    assert len(counter.outbox.sent) == 1
    assert counter.outbox.edited[-1][1] == 101
    assert counter.outbox.shown.buttons[0][0].label == "• 1 •"


async def test_the_first_clip_has_nothing_before_it(counter):
    first = add(counter, 1)
    add(counter, 2)
    assert "first start" in (await tap(counter, first)).html


async def test_clips_filmed_differently_are_shown_without_numbers(counter):
    add(counter, 1, replace(analysis(), near_side="right"))
    photo = await tap(counter, add(counter, 2))
    assert "different sides" in photo.html


async def test_a_clip_whose_pictures_are_gone_is_said_kindly(counter):
    add(counter, 1)
    assert "no longer" in (await tap(counter, add(counter, 2, phases=()))).html


async def test_clips_without_a_common_phase_are_said_so(counter):
    add(counter, 1, phases=(1,))
    assert "in common" in (await tap(counter, add(counter, 2, phases=(3,)))).html


async def test_nobody_sees_another_athletes_clips(counter):
    add(counter, 1, athlete=2)
    mine = add(counter, 2)
    assert "first start" in (await tap(counter, mine)).html
    assert "don't have" in (await tap(counter, mine, athlete=2)).html.replace(
        "&#x27;", "'"
    )


async def test_the_words_go_out_even_when_the_picture_is_refused(counter):
    first, second = add(counter, 1), add(counter, 2)
    counter.outbox.refuse(Photo, Rejected("PHOTO_INVALID_DIMENSIONS"))
    said = await tap(counter, second)
    assert isinstance(said, Text)
    assert first in str(said.buttons)


async def test_any_two_clips_can_be_chosen_in_any_order(counter):
    first, second, third = (add(counter, number) for number in (1, 2, 3))
    for told in (f"{first}:0:{second}", f"{second}:0:{first}"):
        photo = await tap(counter, told)
        assert "Then and now: Jul 2 → Jul 3" in photo.html
    assert third not in str(photo.buttons)


async def test_a_start_is_laid_over_one_of_somebody_who_shares(counter):
    mine, theirs = add(counter, 1), add(counter, 2, athlete=2)
    counter.store.share(2, "Leo", Coach(1, "Ida"))
    photo = await tap(counter, f"{mine}:0:{theirs}")
    assert "you, Jul 2 beside Leo, Jul 3" in photo.html
    assert "Nothing differs by more than my measuring error" in photo.html
    counter.store.unshare(2, 1)
    assert "first start of yours" in (await tap(counter, f"{mine}:0:{theirs}")).html
