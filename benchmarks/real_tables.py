"""Prints how real clips compare with their labels: one table for each question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.table import Table

from benchmarks.hand_labels import LABELLED
from benchmarks.metrics import Figure, Figures
from benchmarks.real_clips import Held
from benchmarks.table_cells import NONE, cell, goal, mark, new_table, number, share

MARKS = {True: "✓", False: "✗", None: NONE}
# A target's name in words; the first pattern that fits counts.
TOLD = (
    (r"starts.judged", r"starts with a set in the picture, judged"),
    (
        r"starts.grossly_wrong",
        r"judged with an event over 3 frames off or a false pace",
    ),
    (r"answers.as_expected", r"expected refusals and judgements, right"),
    (r"events.within", r"events within 1 frame (first movement, rear exit 2)"),
    (r"events.mean", r"events, frames off"),
    (r"events.signed", r"events, frames late"),
    (r"groups.(.*).mean", r"at labelled frames: \1, degrees off"),
    (r"groups.(.*).signed", r"at labelled frames: \1, degrees too high"),
    (r"(?:measures|kinds).(.*).covered", r"± of \1 and its label cover the error"),
    (r"reds.not_borne_out", r"red verdicts that joints set by hand don't bear out"),
)


def real_tables(clips: Sequence[Held], found: Figures) -> Iterator[Table]:
    """All tables, the targets last; those without a row are left out."""
    tables = (
        clip_table(clips),
        event_table(found),
        frame_table(found),
        measure_table(found),
        red_table(clips),
        target_table(found),
    )
    return (table for table in tables if table.row_count)


def clip_table(clips: Sequence[Held]) -> Table:
    """Each clip: the answer, whether it was expected, and what is most off."""
    table = new_table(
        "Clips", "answer", "expected", "events", "worst, frames", "pace", "wrong", "red"
    )
    for clip in clips:
        table.add_row(clip.labels.name, *_clip_cells(clip))
    words = [
        one.labels for one in clips if one.labels.words and not one.labels.expected
    ]
    if words:
        lines = (f"{one.name}: {one.words}" for one in words)
        table.caption = "said in words only, not scored\n" + "\n".join(lines)
        table.caption_justify = "left"
    return table


def _clip_cells(clip: Held) -> Iterator[str]:
    yield "no clip" if clip.found is None else clip.code or "judged"
    yield MARKS[clip.as_expected]
    if not clip.judged:
        return
    labelled = len(clip.labels.events)
    yield f"{labelled - len(clip.missed())}/{labelled}"
    worst = clip.worst()
    yield f"{worst[0]} {worst[1]:+d}" if worst else NONE
    yield f"{clip.speed_factor:.3g}" if clip.speed_factor else NONE
    yield "✗" if clip.labels.events and clip.grossly_wrong else ""
    yield str(len(clip.reds()) or "")


def event_table(found: Figures) -> Table:
    """Frames of the clip that each event is off the frame read by eye."""
    table = new_table("Events, frames", "n", "mean", "signed", "within")
    for name in (one for one in LABELLED if f"events.{one}.n" in found):
        table.add_row(name, *_off(found, f"events.{name}", 2), _within(found, name))
    if table.row_count:
        table.add_section()
        table.add_row("all", *_off(found, "events", 2), share(found, "events.within"))
        table.add_row("not found", cell(found, "events.missed", 0))
    return table


def frame_table(found: Figures) -> Table:
    """The series at labelled frames, wherever our events lie."""
    table = new_table("Series at the labelled frame, degrees", "n", "mean", "signed")
    for name in _names(found, "series"):
        table.add_row(name, *_off(found, f"series.{name}"))
    return table


def measure_table(found: Figures) -> Table:
    """Measures beside joints set by hand, where our event is near the label."""
    columns = ("n", "mean", "signed", "our ±", "covered")
    table = new_table("Measures, degrees", *columns)
    for part in ("measures", "kinds"):
        table.add_section()
        for name in _names(found, part):
            one = f"{part}.{name}"
            stated, covered = (
                cell(found, f"{one}.stated"),
                share(found, f"{one}.covered"),
            )
            label = name if part == "measures" else f"all {name.replace('_', ' ')}"
            table.add_row(label, *_off(found, one), stated, covered)
    table.caption = "covered: by our ± and the label's own together"
    return table


def red_table(clips: Sequence[Held]) -> Table:
    """Every red verdict, and whether the angle set by hand is red too."""
    table = new_table("Red verdicts", "check", "ours", "by hand", "borne out")
    for clip in clips:
        for red in clip.reds():
            hand = red.by_hand
            table.add_row(
                clip.labels.name,
                red.check,
                f"{red.deg:.0f} ± {red.plus_minus_deg:.0f}",
                f"{hand.deg:.0f} ± {hand.plus_minus_deg:.0f}" if hand else NONE,
                MARKS[red.borne_out],
            )
    return table


def target_table(found: Figures) -> Table:
    """Every target that something could be said about."""
    with_goal = {name: one for name, one in found.items() if one.goal}
    met = sum(one.met for one in with_goal.values())
    table = new_table(f"Targets: {met} of {len(with_goal)} met", "is", "target")
    for name, one in with_goal.items():
        table.add_row(_told(name), _value(one), _target(one))
    return table


def _names(found: Figures, part: str) -> list[str]:
    """What stands between the part's name and ``.n``."""
    return [
        name.removeprefix(f"{part}.").removesuffix(".n")
        for name in found
        if name.startswith(f"{part}.") and name.endswith(".n")
    ]


def _off(found: Figures, name: str, places: int = 1) -> tuple[str, ...]:
    parts = ((".n", 0), (".mean", places), (".signed", places))
    return tuple(cell(found, name + part, digits) for part, digits in parts)


def _within(found: Figures, event: str) -> str:
    return share(found, f"events.{event}.within")


def _told(name: str) -> str:
    for pattern, words in TOLD:
        if found := re.fullmatch(pattern, name):
            return found.expand(words).replace("_", " ")
    return name


def _value(one: Figure) -> str:
    if one.unit == "share":
        return f"{one.value:.0%}{mark(one)}"
    return number(one, 0 if one.unit == "count" else 2)


def _target(one: Figure) -> str:
    low, high = one.goal or (0.0, 0.0)
    if one.unit == "share":
        return f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"
    return "0" if not high else goal(one)
