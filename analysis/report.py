"""An analysis as a report to read: plain text, or in colour on a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analysis.measurement.definitions import told_deg
from analysis.scoring.metres import Metres, metres
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    ClipInfo,
    Event,
    Finding,
    Measure,
    Missing,
    Refusal,
    Verdict,
)
from analysis.wording import (
    aim_of,
    angle,
    degrees,
    figure,
    mildness,
    quantity,
    spread,
)
from content.words import Words

WIDTH = 96

_SIGN: dict[Verdict, str] = {
    "good": "✓",
    "minor": "~",
    "work_on": "!",
    "cant_tell": "?",
}
_STYLE: dict[Verdict, str] = {
    "good": "green",
    "minor": "yellow",
    "work_on": "bold red",
    "cant_tell": "dim",
}


def as_text(analysis: Analysis, words: Words, height_cm: int | None = None) -> str:
    """The report without colours, in lines of at most WIDTH letters."""
    sheet = io.StringIO()
    console = Console(file=sheet, width=WIDTH, color_system=None, emoji=False)
    console.print(as_renderable(analysis, words, height_cm))
    lines = sheet.getvalue().splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def as_renderable(
    analysis: Analysis, words: Words, height_cm: int | None = None
) -> RenderableType:
    """The report for a rich console; in metres, too, for whom a height is told."""
    parts: list[RenderableType] = []
    if analysis.refusal is not None:
        parts += _refusal(analysis.refusal, words)
    if analysis.clip is not None:
        parts += _section(words, "seen", *_seen(analysis, analysis.clip, words))
    if analysis.refusal is None:
        parts += _section(words, "moments", _events(analysis, words))
        parts += _section(words, "measures", _measures(analysis, words))
        parts += _section(words, "focus", *_focus(analysis, words))
        parts += _section(words, "praise", *_praise(analysis, words))
    if analysis.travel is not None and height_cm is not None:
        lines = _metres(metres(analysis.travel, height_cm / 100), words)
        parts += _section(words, "in_metres", *lines)
    notes = (words.text(f"note.{note.code}", **note.values) for note in analysis.notes)
    parts += _section(words, "notes", *(Text(note) for note in notes))
    parts += _section(words, "untold", *_untold(analysis, words))
    return Group(*parts)


def _section(
    words: Words, title: str, *body: RenderableType
) -> Iterator[RenderableType]:
    """A title and what stands under it; nothing at all when nothing does."""
    if body:
        yield Text(words.text(f"report.{title}"), style="bold")
        yield Padding(Group(*body), (0, 0, 1, 2))


def _refusal(refusal: Refusal, words: Words) -> Iterator[RenderableType]:
    key = f"refusal.{refusal.code}"
    yield from _section(words, "refused", Text(words.text(f"{key}.what")))
    yield from _section(words, "next_time", Text(words.text(f"{key}.fix")))
    if refusal.detail:
        yield from _section(words, "figures", Text(refusal.detail, style="dim"))


def _seen(analysis: Analysis, clip: ClipInfo, words: Words) -> Iterator[Text]:
    if analysis.direction is not None:
        yield Text(words.text(f"report.{analysis.direction}"))
    for name, side in (
        ("near_side", analysis.near_side),
        ("front_leg", analysis.front_leg),
    ):
        if side is not None:
            yield Text(words.text(f"report.{name}", side=words.text(f"report.{side}")))
    rate = "uneven_rate" if clip.variable_frame_rate else "rate"
    said = words.text(f"report.{rate}", fps=clip.median_fps)
    # A refused clip has no known slow motion, which doesn't mean that it is slow.
    yield Text(said if analysis.refusal else f"{said}, {_speed(clip, words)}")
    size = words.text(
        "report.size",
        frames=clip.frames,
        width=clip.width_px,
        height=clip.height_px,
        seconds=clip.duration_s,
    )
    yield Text(size)


def _speed(clip: ClipInfo, words: Words) -> str:
    if clip.speed_factor is None:
        return words.text("report.slow_unknown")
    if clip.speed_factor == 1:
        return words.text("report.real_time")
    return words.text("report.slow", factor=round(clip.speed_factor))


def _events(analysis: Analysis, words: Words) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("")
    for key in ("time", "frame"):
        table.add_column(words.text(f"report.{key}"), justify="right")
    table.add_column("±", justify="right")
    for name in EVENT_NAMES:
        table.add_row(
            words.text(f"event.{name}"), *_moment(analysis.events[name], words)
        )
    return table


def _moment(event: Event | Missing, words: Words) -> tuple[str, ...]:
    if not event:
        return (words.text("report.not_seen"), "", "")
    return f"{event.t_s:.3f} s", f"{event.frame}", f"{event.plus_minus_s * 1000:.0f} ms"


def _measures(analysis: Analysis, words: Words) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for key in ("", "", "", "±", "", "card.aim"):
        title = words.text(key) if "." in key else key
        table.add_column(title, justify="right" if key == "±" else "left")
    table.columns[2].justify = "right"
    findings = {finding.measure: finding for finding in analysis.findings}
    phase = 0
    for measure in sorted(analysis.measures, key=lambda measure: measure.phase):
        if measure.why is not None:
            continue
        if measure.phase != phase:
            phase = measure.phase
            title = f"{phase} {words.text(f'phase.{phase}.title')}"
            table.add_row("", Text(title, style="bold"))
        table.add_row(*_row(measure, findings.get(measure.id), words))
    return table


def _row(measure: Measure, finding: Finding | None, words: Words) -> list[Text]:
    around = measure.plus_minus
    name = Text(words.text(f"measure.{measure.id}.name"))
    sure = "" if around is None else spread(measure.id, around, words)
    numbers = [Text(angle(measure, words)), Text(sure)]
    if finding is None:
        return [Text(""), name, *numbers, Text(""), Text("")]
    style = _STYLE[finding.verdict]
    verdict = words.text(f"verdict.{finding.verdict}")
    if milder := mildness(finding, measure, words):
        verdict += f" ({milder})"
    sign, said = Text(_SIGN[finding.verdict], style), Text(verdict, style)
    return [sign, name, *numbers, said, Text(aim_of(finding, words), "dim")]


def _finding(check: str | None, analysis: Analysis) -> Finding | None:
    return next((f for f in analysis.findings if f.check == check), None)


def _value(finding: Finding, analysis: Analysis) -> str:
    """The angle to name in whole degrees, as the words for praise ask for it."""
    value = next(m.value for m in analysis.measures if m.id == finding.measure)
    return degrees(told_deg(finding.measure, value or 0.0)).rstrip("°")


def _said(measure: Measure, words: Words) -> str:
    """A number in a sentence: the angle, or a figure with what it is a share of."""
    value = told_deg(measure.id, measure.value or 0.0)
    return quantity(measure.id, figure(measure.id, value, words), words)


def _focus(analysis: Analysis, words: Words) -> Iterator[Text]:
    finding = _finding(analysis.focus, analysis)
    if finding is None or finding.cue is None:
        yield Text(words.text("report.no_focus"))
        return
    cue = f"cue.{finding.cue}"
    name = words.text(f"check.{finding.check}.name")
    told = next(one for one in analysis.measures if one.id == finding.measure)
    yield Text(f"{name}, {_said(told, words)}", _STYLE[finding.verdict])
    yield Text(words.text(f"{cue}.say"))
    why = f"cause.{analysis.cause}" if analysis.cause else f"{cue}.why"
    for part, key in (("drill", f"{cue}.drill"), ("why", why)):
        label = (f"{words.text(f'report.{part}')}: ", "bold")
        yield Text.assemble(label, words.text(key))


def _praise(analysis: Analysis, words: Words) -> Iterator[Text]:
    finding = _finding(analysis.praise, analysis)
    if finding is not None:
        value = _value(finding, analysis)
        yield Text(words.text(f"praise.{finding.check}", value=value), "green")


def _metres(found: Metres, words: Words) -> Iterator[Text]:
    numbered = zip((1, 2, 3), found.steps, strict=True)
    told = [
        *(("step", step, number) for number, step in numbered),
        ("speed", found.exit_speed, None),
        ("power", found.power, None),
    ]
    for key, one, step in told:
        if one is not None:
            value = f"{one.value:.2f} ± {one.plus_minus:.2f}"
            yield Text(words.text(f"metres.{key}", value=value, step=step))
    if found:
        yield Text(words.text("metres.basis"), style="dim")


def _untold(analysis: Analysis, words: Words) -> Iterator[RenderableType]:
    """Every reason once, with the measures it holds for."""
    reasons: dict[str, list[str]] = {}
    for finding in analysis.findings:
        if finding.why is not None:
            name = words.text(f"measure.{finding.measure}.name")
            reasons.setdefault(finding.why, []).append(name)
    graded = {finding.measure for finding in analysis.findings}
    for measure in analysis.measures:
        if measure.why is not None and measure.id not in graded:
            name = words.text(f"measure.{measure.id}.name")
            reasons.setdefault(measure.why, []).append(name)
    for why, names in reasons.items():
        yield Text(words.text(f"why.{why}"))
        yield Padding(Text("; ".join(names), style="dim"), (0, 0, 0, 2))
