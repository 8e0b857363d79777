"""/checklist and /best with real pictures: drawings first, then own frames."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from PIL import Image

from analysis.serialization import to_json
from analysis.visuals.strip import STRIP_PX
from bot.chat.faults import Rejected
from bot.chat.messages import Photo, Text
from bot.handlers import best, checklist
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, press, visit

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def jpeg(colour):
    written = io.BytesIO()
    Image.new("RGB", (540, 675), colour).save(written, "JPEG")
    return written.getvalue()


def add(counter, day, found, phases=range(1, 9), colour="red"):
    clip_id = f"tg-{day:012d}"
    add_clip(counter.store, clip_id, NOON + timedelta(days=day), message_id=day)
    counter.store.finish(clip_id, "analysed", analysis=to_json(found))
    files = {f"still_{number}.jpg": jpeg(colour) for number in phases}
    counter.store.keep_stills(clip_id, files)
    return clip_id


def sent(counter):
    return counter.outbox.sent[-1][1]


def picture(counter):
    (content,) = counter.outbox.contents[-1].values()
    return Image.open(io.BytesIO(content))


async def tap(counter, handler, told):
    """Press a button of ``told``'s action; what is shown in its place."""
    message = SimpleNamespace(message_id=5)
    await handler(visit(counter, pressed=told, message=message))
    return counter.outbox.shown


def labels(photo):
    return [button.label for row in photo.buttons for button in row]


async def test_before_the_first_clip_the_board_is_drawn(counter):
    await checklist.checklist(visit(counter))
    assert isinstance(sent(counter), Photo)
    assert picture(counter).size == STRIP_PX
    assert "Send me a clip" in sent(counter).html
    assert labels(sent(counter)) == list("12345678")
    page = await tap(counter, checklist.turn, "phases:3")
    assert "A drawing, until" in page.html
    assert "front knee · good: 165° or more" in page.html
    assert page.alt == "Phase 3, a drawing"


async def test_the_board_names_what_is_off_in_the_newest_starts(counter):
    for day in (1, 2, 3):
        add(counter, day, analysis(off=("front_knee_exit",) if day > 1 else ()))
    await checklist.checklist(visit(counter))
    told = sent(counter)
    assert "From your 3 newest starts" in told.html
    assert "3 ○ Full extension: front knee" in told.html
    assert "1 ● Set" in told.html
    page = await tap(counter, checklist.turn, "phases:3")
    assert "●○○ front knee: 135° ± 4° · good: 165° or more" in page.html
    assert "your start of Jul 2, the closest" in page.html
    assert page.alt.startswith("Phase 3, ")


@pytest.mark.parametrize(
    ("tab", "off", "words"),
    [
        ("cue", True, "Your front leg leaves the block while still bent"),
        ("cue", False, "Nothing is off here"),
        ("why", True, "About: front knee"),
        ("drill", True, "About: front knee"),
        ("sheet", True, "one arm up beside the head"),
    ],
)
async def test_a_tap_tells_cue_why_drill_and_the_sheet(counter, tab, off, words):
    add(counter, 1, analysis(off=("front_knee_exit",) if off else ()))
    page = await tap(counter, checklist.turn, f"phases:3:{tab}")
    assert words in page.html
    (chosen,) = [
        button for row in page.buttons for button in row if "•" in button.label
    ]
    assert chosen.data == "v1:phases:3"  # tapped again it closes


async def test_the_phase_can_be_named_and_buttons_of_before_still_turn(counter):
    await checklist.checklist(visit(counter, argument="7"))
    assert "Phase 7 of 8" in sent(counter).html
    await checklist.checklist(visit(counter, argument="99"))
    assert "Phase 8 of 8" in sent(counter).html
    page = await tap(counter, checklist.turn, "chk:4")
    assert "Phase 4 of 8" in page.html


async def test_where_pictures_are_refused_the_words_remain(counter):
    counter.outbox.refuse(Photo, Rejected("no"))
    await checklist.checklist(visit(counter))
    assert isinstance(sent(counter), Text)


async def test_best_takes_of_each_phase_the_start_closest_to_the_aim(counter):
    good = add(counter, 1, analysis(off=()), colour="green")
    worse = add(counter, 2, analysis(off=("front_knee_exit",)), colour="red")
    await best.best(visit(counter))
    told = sent(counter)
    assert "3 Full extension: Jul 2" in told.html
    assert "1 Set: Jul 3" in told.html  # as good in both: the newer
    page = await tap(counter, best.turn, "best:3")
    assert "Phase 3: Full extension, Jul 2" in page.html
    assert "✅ body line" in page.html
    assert f"v1:show:{good}" in [b.data for row in page.buttons for b in row]
    page = await tap(counter, best.turn, "best:1")
    assert f"v1:show:{worse}" in [b.data for row in page.buttons for b in row]
    assert "3 Full extension" in (await tap(counter, best.turn, "best:0")).html


async def test_best_puts_only_starts_filmed_alike_side_by_side(counter):
    add(counter, 1, replace(analysis(off=()), near_side="right"))
    add(counter, 2, analysis(off=("front_knee_exit",)))
    await best.best(visit(counter))
    assert "3 Full extension: Jul 3" in sent(counter).html


async def test_best_has_nothing_to_choose_from_before_the_first_start(counter):
    await best.best(visit(counter))
    assert "no start of yours to choose from" in sent(counter).html
    await press(counter, best.turn, "3")
    assert "no start of yours to choose from" in sent(counter).html
