"""What the athlete puts right with a tap: not me, me, other direction, the moment.

Another person or moment needs another look: the clip is fetched again and queued like a
new one. Another direction only exchanges names.
"""

from __future__ import annotations

from html import escape

from analysis.corrections import NOTHING, Corrections
from analysis.corrections import to_json as corrections_to_json
from analysis.scoring.apply_corrections import may_move, moment_of, turned
from analysis.serialization import from_json, to_json
from analysis.types import Analysis
from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from bot.handlers.request import Visit
from bot.store import ClipRow

BACK = "back"


async def other(visit: Visit) -> None:
    """Look at the next person in the clip; corrected moments were of this one."""
    row, analysis = await _seen(visit)
    if row is not None and analysis is not None:
        now = analysis.corrections
        await _look_again(visit, row, Corrections(now.athlete + 1, {}, now.mirrored))


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
    athlete = visit.button.person - 1 or people
    mirrored = analysis.corrections.mirrored
    await _look_again(visit, row, Corrections(athlete, {}, mirrored))


async def earlier(visit: Visit) -> None:
    """Move the key frame of a phase one frame back."""
    await _shift(visit, -1)


async def later(visit: Visit) -> None:
    """Move the key frame of a phase one frame on."""
    await _shift(visit, 1)


async def as_it_was(visit: Visit) -> None:
    """Take back whatever was corrected in a clip."""
    row, analysis = await _seen(visit)
    if row is None or analysis is None:
        return
    if row.pressed == visit.update_id:  # Telegram delivered this press twice
        await visit.office.take(row.id)
    elif not analysis.corrections and not row.under_way:
        await visit.say_words("bot.correct.untouched")
    elif analysis.corrections == Corrections(mirrored=True):
        await _turn(visit, row, analysis, mirrored=False)
    else:
        await _look_again(visit, row, NOTHING)


async def turn(visit: Visit) -> None:
    """Take a clip as mirrored, or back again as it looks."""
    row, analysis = await _seen(visit)
    if row is not None and analysis is not None:
        await _turn(visit, row, analysis, mirrored=visit.button.choice != BACK)


async def _turn(visit: Visit, row: ClipRow, analysis: Analysis, mirrored: bool) -> None:
    """Exchange the names at once: no number changes, so nothing is looked at again."""
    if row.under_way:
        await visit.say_words("bot.correct.busy")
        return
    now = turned(analysis, mirrored)
    visit.office.store.amend(row.id, to_json(now), visit.update_id)
    await visit.say(_told(visit, row, now))


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


async def _shift(visit: Visit, frames: int) -> None:
    number = visit.button.phase
    row, analysis = await _seen(visit)
    phases = {phase.number: phase for phase in visit.office.checklist.phases}
    if row is None or analysis is None:
        return
    if row.under_way or row.pressed == visit.update_id:
        await _look_again(visit, row, analysis.corrections)
        return
    seen = {phase.number: phase.frame for phase in analysis.phases}
    if seen.get(number) is None:
        await visit.say_words("bot.correct.not_seen")
    elif not may_move(analysis, moment_of(phases[number]), frames):
        way = "too_early" if frames < 0 else "too_late"
        await visit.say_words(f"bot.correct.{way}")
    else:
        moment = moment_of(phases[number])
        await _look_again(visit, row, analysis.corrections.shifted(moment, frames))


async def _look_again(visit: Visit, row: ClipRow, corrections: Corrections) -> None:
    """Put another look in line, unless one is there or this press began it before."""
    office = visit.office
    if row.pressed == visit.update_id:
        await office.take(row.id)
        return
    if row.under_way:
        await visit.say_words("bot.correct.busy")
        return
    waiting = office.store.waiting(visit.chat_id)
    if len(waiting) >= office.settings.max_waiting:
        await visit.say_words("bot.correct.full", count=len(waiting))
        return
    # Nothing is awaited between looking and writing it down; from here on a restart
    # finds it.
    wanted = corrections_to_json(corrections)
    if office.store.look_again(row.id, wanted, visit.update_id):
        await office.take(row.id)


async def _seen(visit: Visit) -> tuple[ClipRow, Analysis] | tuple[None, None]:
    """The athlete's own clip and what was seen; without one, say that it is gone."""
    row = visit.own_clip(visit.button.clip)
    if row is None or row.analysis is None:
        await visit.say_words("bot.history.gone")
        return None, None
    return row, from_json(row.analysis)
