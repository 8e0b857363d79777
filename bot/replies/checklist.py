"""The eight phases in words: the checklist's pages, and every number of one clip."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analysis.scoring.checklist import Check, Checklist
from analysis.types import Analysis, Finding, Measure
from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Rows, Text
from bot.chat.paging import fitted, pages
from bot.replies.metres import metres_block
from bot.replies.readings import aim_text, reading_text
from bot.replies.verdict_emoji import MARKS, UNGRADED, mark_of
from bot.store import About
from bot.store.models import NOBODY
from content.words import Words

PHASES = 8


def checklist_page(
    number: int, checklist: Checklist, words: Words, last: Analysis | None
) -> Text:
    """Show one phase of the checklist: what to look for, the seed, my last verdicts.

    Parameters
    ----------
    number
        1 to 8.
    last
        The athlete's latest analysed clip, None when there is none yet.
    """
    title = words.text(
        "bot.checklist.title", number=number, title=words.text(f"phase.{number}.title")
    )
    blocks = [
        f"<b>{escape(title)}</b>",
        escape(words.text(f"phase.{number}.look_for")),
        f"<i>{escape(words.text('bot.checklist.seed'))}</i> "
        + escape(words.text(f"phase.{number}.seed")),
    ]
    checks = [check for check in checklist.checks if check.phase == number]
    if checks:
        lines = [f"<b>{escape(words.text('bot.checklist.checks'))}</b>"]
        for check in checks:
            mark, said = _last_verdict(check, last, words)
            lines.append(f"{mark} {escape(_aim(check, words) + said)}")
        blocks.append("\n".join(lines))
    if last is None:
        blocks.append(f"<i>{escape(words.text('bot.checklist.no_clip'))}</i>")
    return fitted(blocks, _turning(number))


def every_measure(
    analysis: Analysis, words: Words, buttons: Rows, about: About = NOBODY
) -> tuple[Text, ...]:
    """Show all measures of a clip, phase by phase, with verdicts, and all notes."""
    findings = {finding.measure: finding for finding in analysis.findings}
    blocks = []
    for number in range(1, PHASES + 1):
        measures = [one for one in analysis.measures if one.phase == number]
        title = words.text(f"phase.{number}.title")
        lines = [f"<b>{number}. {escape(title)}</b>"]
        lines += [_measure_line(one, findings.get(one.id), words) for one in measures]
        if not measures:
            lines.append(f"<i>{escape(words.text('bot.phases.picture_only'))}</i>")
        blocks.append("\n".join(lines))
    blocks += filter(None, [metres_block(analysis, about, words)])
    blocks.append("\n".join(escape(line) for line in _legend(analysis, words)))
    return pages(blocks, buttons)


def _legend(analysis: Analysis, words: Words) -> list[str]:
    signs = [words.text("bot.reply.signs"), words.text("bot.phases.legend")]
    notes = (words.text(f"note.{note.code}", **note.values) for note in analysis.notes)
    return [*signs, *(f"ℹ️ {note}" for note in notes)]


def _measure_line(measure: Measure, finding: Finding | None, words: Words) -> str:
    mark = mark_of(finding.verdict if finding else None)
    name = words.text(f"measure.{measure.id}.name")
    if measure.why is not None:
        said = words.text(f"why.{measure.why}")
        return f"❔ {escape(name)}: <i>{escape(said)}</i>"
    said = f"{name}: {reading_text(measure, words)}"
    if measure.far_side:
        said += " " + words.text("bot.phases.far_side")
    return f"{mark} {escape(said)}"


def _aim(check: Check, words: Words) -> str:
    name = words.text(f"check.{check.id}.name")
    return f"{name}: {aim_text(check.measure, check.band, words)}"


def _last_verdict(check: Check, last: Analysis | None, words: Words) -> tuple[str, str]:
    """Mark and words of what the last clip showed of this check."""
    findings = last.findings if last else ()
    found = next((one for one in findings if one.check == check.id), None)
    if last is None or found is None:
        return UNGRADED, ""
    measure = next(one for one in last.measures if one.id == found.measure)
    verdict = words.text(f"verdict.{found.verdict}")
    if measure.value is None:
        return MARKS[found.verdict], words.text("bot.checklist.brief", verdict=verdict)
    value = reading_text(measure, words)
    said = words.text("bot.checklist.yours", value=value, verdict=verdict)
    return MARKS[found.verdict], said


def _turning(number: int) -> Rows:
    def page(label: str, to: int) -> Button:
        return Button(label, data=callback_data("chk", to))

    def numbers(which: Sequence[int]) -> tuple[Button, ...]:
        return tuple(page(f"• {n} •" if n == number else str(n), n) for n in which)

    back, on = (number - 2) % PHASES + 1, number % PHASES + 1
    return (
        numbers(range(1, 5)),
        numbers(range(5, 9)),
        (page("◀", back), page("▶", on)),
    )
