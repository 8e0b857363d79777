"""What the buttons under a reply open: one phase in detail, the reason, the drill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from analysis.measurement.definitions import DEFINED, at_step
from analysis.scoring.checklist import Check, load_sources
from analysis.scoring.findings import phase_verdict
from analysis.types import Analysis, Finding, Measure
from analysis.wording import after, mildness
from bot.chat.callback_data import Action, callback_data
from bot.chat.messages import Button, Rows, Text
from bot.chat.paging import fitted
from bot.replies.coaching import labelled, progression, reading_of, told
from bot.replies.numbers import seconds_text
from bot.replies.readings import aim_text, reading_text
from bot.replies.sample import SAMPLE
from bot.replies.verdict_emoji import MARKS, mark_of
from bot.store import About
from bot.store.models import NOBODY
from content.words import Words

MOST_SOURCES = 5
SHIFTS: tuple[Action, ...] = ("earlier", "later")
OWN = "P"  # sources that are our own proposals, shown in the athlete's language


def phase_page(number: int, analysis: Analysis, clip_id: str, words: Words) -> Text:
    """One phase: what to look for, every angle with both steps, what the sheet says.

    Parameters
    ----------
    number
        1 to 8.
    """
    phase = analysis.phases[number - 1]
    title = words.text(
        "bot.checklist.title", number=number, title=words.text(f"phase.{number}.title")
    )
    mark = mark_of(phase_verdict(phase, analysis))
    blocks = [
        f"{mark} <b>{escape(title)}</b>\n" + escape(_moment(number, analysis, words)),
        escape(words.text(f"phase.{number}.look_for")),
        "\n".join(escape(line) for line in _angles(number, analysis, words)),
        labelled("bot.checklist.seed", f"phase.{number}.seed", words),
    ]
    return fitted(blocks, _phase_buttons(number, analysis, clip_id, words))


def film_caption(analysis: Analysis | None, words: Words) -> str:
    """What stands under the slow motion, and which phase is out of the order."""
    said = words.text("bot.slow.caption")
    for phase in analysis.phases if analysis else ():
        if analysis and (earlier := after(phase, analysis)):
            late = words.text("bot.slow.after", late=phase.number, early=earlier)
            said = f"{said} {late}"
    return said


def _moment(number: int, analysis: Analysis, words: Words) -> str:
    phase = analysis.phases[number - 1]
    if phase.frame is None or phase.t_s is None:
        return words.text("bot.detail.unseen")
    seconds = seconds_text(phase.t_s, words.language)
    return words.text("bot.detail.moment", seconds=seconds, frame=phase.frame)


def _angles(number: int, analysis: Analysis, words: Words) -> list[str]:
    """A line per angle, the second step beside the first, then what is missing."""
    measures = {m.id: m for m in analysis.measures if m.phase == number}
    findings = {finding.measure: finding for finding in analysis.findings}
    lines, lacking = [], dict[str, list[str]]()
    for id, measure in measures.items():
        finding = findings.get(id)
        why = finding.why if finding else measure.why
        part = words.text(f"part.{DEFINED[id].part}")
        if why is not None:
            lacking.setdefault(why, []).append(part)
        if measure.why is None and not _is_second(id, measures):
            second = measures.get(at_step(id, 2) or "")
            lines.append(_angle(part, measure, second, finding, words))
    for why, parts in lacking.items():
        named = "; ".join(dict.fromkeys(parts))
        lines.append(f"{MARKS['cant_tell']} {named}: {words.text(f'why.{why}')}")
    return lines or [words.text("bot.phases.picture_only")]


def _is_second(measure_id: str, measures: Mapping[str, Measure]) -> bool:
    """Whether this stands beside the same angle of the first step."""
    first = measures.get(at_step(measure_id, 1) or "")
    is_second = DEFINED[measure_id].step == 2
    return is_second and first is not None and first.value is not None


def _angle(
    part: str,
    measure: Measure,
    second: Measure | None,
    finding: Finding | None,
    words: Words,
) -> str:
    said = [f"{part}: {_reading(measure, words)}"]
    if DEFINED[measure.id].step == 2 and at_step(measure.id, 1):
        said = [part, words.text("bot.detail.second", value=_reading(measure, words))]
    elif second is not None and second.value is not None:
        said.append(words.text("bot.detail.second", value=_reading(second, words)))
    if finding is not None:
        aim = aim_text(measure.id, finding.band, words)
        said.append(words.text("bot.detail.aim", aim=aim))
        if milder := mildness(finding, measure, words):
            said.append(milder)
    return f"{mark_of(finding.verdict if finding else None)} {' · '.join(said)}"


def _reading(measure: Measure, words: Words) -> str:
    said = reading_text(measure, words)
    far = words.text("bot.phases.far_side") if measure.far_side else ""
    return f"{said} {far}".rstrip()


def _phase_buttons(number: int, analysis: Analysis, clip_id: str, words: Words) -> Rows:
    numbers = tuple(
        Button(
            f"• {phase.number} •" if phase.number == number else str(phase.number),
            data=callback_data("page", clip_id, phase.number),
        )
        for phase in analysis.phases
    )
    half = len(numbers) // 2
    shift = tuple(
        Button(
            words.text(f"bot.button.{way}"), data=callback_data(way, clip_id, number)
        )
        for way in SHIFTS
    )
    every = Button(words.text("bot.button.phases"), data=callback_data("all", clip_id))
    rows = (numbers[:half], numbers[half:], shift, (every,))
    if clip_id == SAMPLE or analysis.phases[number - 1].frame is None:
        return tuple(row for row in rows if row is not shift)
    return rows


def why_page(analysis: Analysis, check: Check, words: Words) -> Text:
    """Why the one thing counts: the reason, the number, and what the range rests on."""
    found = told(analysis, check.id)
    if found is None:
        raise KeyError(f"no finding of {check.id!r}")
    finding, measure = found
    title = words.text(f"check.{check.id}.name")
    blocks = [
        f"<b>{escape(title[:1].upper() + title[1:])}</b>\n"
        + escape(words.text(f"cue.{finding.cue}.why")),
        escape(reading_of(analysis, finding, measure, words)),
        labelled("bot.checklist.seed", f"phase.{check.phase}.seed", words),
        _rests_on(check.source, words),
    ]
    return fitted(blocks)


def _rests_on(sources: Sequence[str], words: Words) -> str:
    lines = [f"<i>{escape(words.text('bot.detail.sources'))}</i>"]
    for source in sources[:MOST_SOURCES]:
        own = source.startswith(OWN)
        said = words.text(f"source.{source}") if own else load_sources()[source]
        lines.append(f"• {escape(said)}")
    return "\n".join(lines)


def _thought(cue: str, words: Words) -> str:
    """The second sentence of a cue: the one thing to think of."""
    return words.text(f"{cue}.say").partition(". ")[2]


def drill_page(analysis: Analysis, words: Words, about: About = NOBODY) -> Text:
    """The drill, what to think of, and how much is enough."""
    found = told(analysis, analysis.focus)
    if found is None:
        raise KeyError("no drill where nothing is off")
    cue = f"cue.{found[0].cue}"
    title, think = words.text("bot.detail.drill"), words.text("bot.detail.think")
    blocks = [
        f"<b>{escape(title)}</b>\n{escape(words.text(f'{cue}.drill'))}",
        f"<i>{escape(think)}</i> {escape(_thought(cue, words))}",
        progression(about, words),
        escape(words.text("bot.detail.dose")),
        escape(words.text("bot.detail.again")),
    ]
    return fitted([block for block in blocks if block])
