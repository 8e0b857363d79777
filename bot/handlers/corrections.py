"""What the athlete puts right: who, which way, when, how slow, or that it is no start.

The pages say first what they would change. Another person, moment or pace needs another
look: the clip is fetched again and queued like a new one. Another direction only
exchanges names. The reply is changed where it stands.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from html import escape

from analysis.corrections import NOTHING, Corrections
from analysis.corrections import from_json as corrections_from_json
from analysis.corrections import to_json as corrections_to_json
from analysis.scoring.apply_corrections import MOMENTS, may_move, moment_of, turned
from analysis.serialization import from_json, to_json
from analysis.types import Analysis
from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from bot.handlers.request import Visit
from bot.replies.correction import DELETE, MIRRORED, WHO, Pages, corrected, people_in
from bot.store import ClipRow

BACK = "back"


async def put(visit: Visit) -> None:
    """Offer what can be put right, in a message of its own."""
    await _open(visit, "")


async def other(visit: Visit) -> None:
    """Offer to look at the next person in the clip."""
    await _open(visit, WHO)


async def earlier(visit: Visit) -> None:
    """Offer to move the key frame of a phase one frame back."""
    await _open(visit, _moment(visit), "-1")


async def later(visit: Visit) -> None:
    """Offer to move the key frame of a phase one frame on."""
    await _open(visit, _moment(visit), "1")


async def fix(visit: Visit) -> None:
    """Turn to another page, in place."""
    row, analysis = await _seen(visit)
    if row is None or analysis is None:
        return
    if visit.button.choice == WHO and await _show_people(visit, row, analysis):
        return
    page = _pages(visit, row, analysis).page(visit.button.choice, visit.button.value)
    if page is None:
        await visit.say_words("bot.errors.old_button")
    else:
        await visit.show(page)


async def do(visit: Visit) -> None:
    """Do what a page offered."""
    choice, value = visit.button.choice, visit.button.value
    row, analysis = await _seen(visit)
    if row is None or analysis is None:
        return
    if choice == DELETE:
        await visit.office.forget_clip(row)
        await visit.show(Text(escape(visit.words.text("bot.fix.deleted"))))
        return
    if choice == MIRRORED:
        await _turn(visit, row, analysis, value != "no", visit.show)
        return
    people = max(map(people_in, visit.office.store.stills(row.id)), default=0)
    wanted = corrected(analysis.corrections, choice, value, people)
    fits = choice not in MOMENTS or may_move(analysis, choice, int(value or 0))
    if wanted is None:
        await visit.say_words("bot.errors.old_button")
    elif not (fits or row.under_way or row.pressed == visit.update_id):
        way = "too_early" if value.startswith("-") else "too_late"
        await visit.say_words(f"bot.correct.{way}")
    elif await look_again(visit, row, wanted):
        await visit.show(Text(escape(visit.words.text("bot.fix.started"))))


async def me(visit: Visit) -> None:
    """Look at the person with this number in the picture that asked.

    Passing over nobody would bring the same question up again: the first person is
    the one after everybody.
    """
    row, analysis = await _seen(visit)
    if row is None or analysis is None:
        return
    people = 0 if analysis.refusal is None else analysis.refusal.people
    if not 1 <= visit.button.person <= people:
        await visit.say_words("bot.errors.old_button")
        return
    wanted = corrected(analysis.corrections, WHO, str(visit.button.person), people)
    assert wanted is not None
    await look_again(visit, row, wanted)


async def as_it_was(visit: Visit) -> None:
    """Take back whatever was corrected in a clip."""
    row, analysis = await _seen(visit)
    if row is None or analysis is None:
        return
    if not (analysis.corrections or row.under_way or row.pressed == visit.update_id):
        await visit.say_words("bot.correct.untouched")
    else:
        await _take_back(visit, row, analysis, NOTHING)


async def back(visit: Visit) -> None:
    """Take the last correction back; once more brings it back."""
    row, analysis = await _seen(visit)
    if row is None or analysis is None:
        return
    if row.before is None:
        await visit.say_words("bot.correct.untouched")
        return
    before = corrections_from_json(row.before.get("corrections"))
    await _take_back(visit, row, analysis, before)


async def turn(visit: Visit) -> None:
    """Take a clip as mirrored, or back again as it looks."""
    row, analysis = await _seen(visit)
    if row is not None and analysis is not None:
        await _turn(visit, row, analysis, visit.button.choice != BACK, visit.say)


async def _take_back(
    visit: Visit, row: ClipRow, analysis: Analysis, wanted: Corrections
) -> None:
    """Go to earlier corrections; where only names differ, without another look."""
    mirrored = Corrections(
        analysis.corrections.athlete,
        analysis.corrections.shifts,
        wanted.mirrored,
        analysis.corrections.slow_motion,
    )
    if row.pressed == visit.update_id:  # Telegram delivered this press twice
        await visit.office.take(row.id)
    elif mirrored == wanted:
        await _turn(visit, row, analysis, wanted.mirrored, visit.say)
    else:
        await look_again(visit, row, wanted)


async def _turn(
    visit: Visit,
    row: ClipRow,
    analysis: Analysis,
    mirrored: bool,
    tell: Callable[[Text], Awaitable[None]],
) -> None:
    """Exchange the names at once: no number changes, so nothing is looked at again."""
    office = visit.office
    if row.under_way:
        await visit.say_words("bot.correct.busy")
        return
    now = turned(analysis, mirrored)
    amended = office.store.amend(row.id, to_json(now), visit.update_id)
    if amended and now.refusal is None:
        await office.delivery.reword(row, now)
    await tell(_told(visit, row, now))


def _told(visit: Visit, row: ClipRow, analysis: Analysis) -> Text:
    words, mirrored = visit.words, analysis.corrections.mirrored
    keys = ["mirrored" if mirrored else "as_it_looks"]
    if analysis.refusal is None:
        keys += [f"{analysis.direction}", f"front_{analysis.front_leg}", "same"]
    said = " ".join(words.text(f"bot.correct.{key}") for key in keys)
    label = "as_it_looks" if mirrored else "turn"
    data = callback_data("turn", row.id, *([BACK] if mirrored else []))
    other_way = Button(words.text(f"bot.button.{label}"), data=data)
    return Text(escape(said), ((other_way,),))


async def _open(visit: Visit, choice: str, value: str = "") -> None:
    """Send a page as a message of its own: the one with the button stays as it is."""
    row, analysis = await _seen(visit)
    if row is None or analysis is None:
        return
    if choice == WHO and await _show_people(visit, row, analysis):
        return
    page = _pages(visit, row, analysis).page(choice, value)
    if page is None:
        await visit.say_words("bot.correct.not_seen")
    else:
        await visit.say(page)


async def _show_people(visit: Visit, row: ClipRow, analysis: Analysis) -> bool:
    """Send everybody in numbered boxes, where they were told apart; else False."""
    kept = visit.office.store.stills(row.id)
    picture = next(filter(people_in, kept), None)
    if picture is None:
        return False
    page = _pages(visit, row, analysis).numbered(picture)
    return await visit.send_pictures(page, {picture: kept[picture]})


def _moment(visit: Visit) -> str:
    """The moment behind a phase; of a phase there is not, no moment."""
    phases = {phase.number: phase for phase in visit.office.checklist.phases}
    phase = phases.get(visit.button.phase)
    return moment_of(phase) if phase else "none"


def _pages(visit: Visit, row: ClipRow, analysis: Analysis) -> Pages:
    ahead = len(visit.office.store.waiting(visit.chat_id))
    about = visit.office.board.about(visit.words, ahead)
    return Pages(analysis, row.id, visit.words, about)


async def look_again(visit: Visit, row: ClipRow, corrections: Corrections) -> bool:
    """Put another look in line, unless one is there or this press began it before."""
    office = visit.office
    if row.pressed == visit.update_id:
        await office.take(row.id)
        return False
    if row.under_way:
        await visit.say_words("bot.correct.busy")
        return False
    waiting = office.store.waiting(visit.chat_id)
    if len(waiting) >= office.settings.max_waiting:
        await visit.say_words("bot.correct.full", count=len(waiting))
        return False
    # Nothing is awaited between looking and writing it down; from here on a restart
    # finds it.
    wanted = corrections_to_json(corrections)
    if not office.store.look_again(row.id, wanted, visit.update_id):
        return False
    await office.take(row.id)
    return True


async def _seen(visit: Visit) -> tuple[ClipRow, Analysis] | tuple[None, None]:
    """The athlete's own clip and what was seen; without one, say that it is gone."""
    row = visit.own_clip(visit.button.clip)
    if row is None or row.analysis is None:
        await visit.say_words("bot.history.gone")
        return None, None
    return row, from_json(row.analysis)
