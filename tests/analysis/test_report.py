"""The report says what was seen, what to work on, and what can't be told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import errors, report
from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge
from analysis.travel import Told, Travel
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    ClipInfo,
    Event,
    Measure,
    Missing,
    Note,
    Phase,
    Refusal,
)
from content.words import load_words

WORDS = load_words()
CODES = [
    kind.code
    for family in (errors.BadFile, errors.BadView, errors.BadStart)
    for kind in family.__subclasses__()
]
VALUES = {
    "front_knee_set": 95.0,
    "trunk_set": -16.4,
    "body_line_exit": 61.0,
    "hip_touchdown_1": 99.0,
    "shin_touchdown_1": 45.0,
    "shin_touchdown_2": 66.0,
}


def analysed() -> Analysis:
    """A start with a body line far too high and much that can't be told."""
    checklist = load_checklist()
    seen = [measure(name, value) for name, value in VALUES.items()]
    ids = {check.measure: check.phase for check in checklist.checks}
    unseen = [
        Measure(name, phase, None, "deg", None, None, "event_after_clip")
        for name, phase in ids.items()
        if name not in VALUES
    ]
    measures = tuple(seen + unseen)
    judgement = judge(measures, checklist, 60.0)
    return Analysis(
        analysis_version="1",
        clip=ClipInfo(1920, 1080, 90, 1.5, 59.94, False, 0, 1.0),
        refusal=None,
        direction="right_to_left",
        near_side="left",
        front_leg="right",
        events=dict.fromkeys(EVENT_NAMES, Missing("event_not_found"))
        | {"first_movement": Event(0.4321, 26, 0.0167)},
        phases=tuple(Phase(n, None, None, why="event_not_found") for n in range(1, 9)),
        measures=measures,
        findings=judgement.findings,
        focus=judgement.focus,
        praise=judgement.praise,
        notes=(Note("starts_late"), Note("levelled", {"degrees": 3.0})),
    )


def measure(name: str, value: float) -> Measure:
    return Measure(name, DEFINED[name].phase, value, "deg", 2.4, 40)


def refused(code: str) -> Analysis:
    return replace(
        analysed(),
        clip=None,
        refusal=Refusal(code, "0.31 s"),
        phases=(),
        measures=(),
        findings=(),
        focus=None,
        praise=None,
        notes=(),
    )


def words_of(text: str) -> str:
    """The text with its line breaks as spaces."""
    return " ".join(text.split())


REPORT = report.as_text(analysed(), WORDS)
READ = words_of(REPORT)


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_says_what_is_wrong_and_how_to_film_it_next_time(code: str) -> None:
    read = words_of(report.as_text(refused(code), WORDS))
    assert WORDS.text(f"refusal.{code}.what") in read
    assert WORDS.text(f"refusal.{code}.fix") in read
    assert "0.31 s" in read
    assert WORDS.text("report.measures") not in read


def test_it_says_what_was_seen() -> None:
    for said in (
        "from right to left",
        "left side towards the camera",
        "right foot on the front block",
        "59.9 frames a second, real time",
    ):
        assert said in READ


@pytest.mark.parametrize(
    ("factor", "said"),
    [(8.0, "8 times slower"), (11.7, "about 12 times slower"), (None, "can't tell")],
)
def test_it_says_when_a_clip_is_slowed_down(factor: float | None, said: str) -> None:
    analysis = analysed()
    assert analysis.clip is not None
    slow = replace(analysis, clip=replace(analysis.clip, speed_factor=factor))
    assert f"{said}" in words_of(report.as_text(slow, WORDS)).split("Moments")[0]


def test_it_does_not_call_a_refused_clip_slow() -> None:
    analysis = replace(refused("no_start"), clip=analysed().clip)
    assert analysis.clip is not None
    unknown = replace(analysis, clip=replace(analysis.clip, speed_factor=None))
    read = words_of(report.as_text(unknown, WORDS))
    assert "59.9 frames a second" in read
    assert "slow" not in read


def test_every_moment_has_a_line_also_one_that_was_not_seen() -> None:
    lines = [words_of(line) for line in REPORT.splitlines()]
    assert "first movement 0.432 s 26 17 ms" in lines
    for name in set(EVENT_NAMES) - {"first_movement"}:
        assert f"{WORDS.text(f'event.{name}')} not seen" in lines


def test_a_measure_stands_with_its_spread_verdict_and_aim() -> None:
    lines = [words_of(line) for line in REPORT.splitlines()]
    assert "! body line, leaving the blocks 61° ±2 work on this 40–50°" in lines
    assert "✓ trunk, set hips higher by 16° ±2 good hips higher by 5–30°" in lines
    assert "hip, landing of step 1 99° ±2" in lines
    assert "shin, landing of step 2 66° ±2" in lines


def test_one_thing_to_work_on_comes_with_cue_drill_and_reason() -> None:
    analysis = analysed()
    assert analysis.focus == "body_line_exit"
    (finding,) = (f for f in analysis.findings if f.check == analysis.focus)
    for part in ("say", "drill", "why"):
        assert WORDS.text(f"cue.{finding.cue}.{part}") in READ


def test_a_start_with_nothing_off_says_so() -> None:
    good = replace(analysed(), focus=None)
    read = words_of(report.as_text(good, WORDS))
    assert WORDS.text("report.no_focus") in read


def test_what_was_done_well_is_said_with_its_number() -> None:
    praise = analysed().praise
    assert praise is not None
    value = {"trunk_set": "−16", "shin_touchdown_1": "45", "front_knee_set": "95"}
    assert WORDS.text(f"praise.{praise}", value=value[praise]) in READ


def test_notes_are_said() -> None:
    assert WORDS.text("note.starts_late") in READ
    assert WORDS.text("note.levelled", degrees=3) in READ


def test_what_cannot_be_told_is_said_once_with_its_reason() -> None:
    reason = WORDS.text("why.event_after_clip")
    assert READ.count(reason) == 1
    after = READ.split(reason)[1]
    for name in ("front_knee_exit", "knee_toe_off_1", "shin_touchdown_3"):
        assert WORDS.text(f"measure.{name}.name") in after
    assert WORDS.text("measure.body_line_exit.name") not in after


def test_lines_are_no_wider_than_a_screen_and_end_without_spaces() -> None:
    for line in REPORT.splitlines():
        assert len(line) <= report.WIDTH
        assert line == line.rstrip()
    assert "None" not in REPORT
    assert "\x1b" not in REPORT


def test_metres_are_told_to_who_tells_a_height() -> None:
    seen = replace(analysed(), travel=Travel(step_1=Told(1.1, 0.05)))
    assert "In metres" not in report.as_text(seen, WORDS)
    told = report.as_text(seen, WORDS, 180)
    assert "Step 1: 0.97 ± 0.07 m" in told
    assert "Step 2" not in told


@pytest.mark.parametrize(("language", "told"), [("en", "0.16 s"), ("uk", "0,16 с")])
def test_a_reaction_is_told_in_hundredths(language: str, told: str) -> None:
    heard = Note("reaction", {"seconds": 0.163, "plus_minus": 0.03})
    found = replace(analysed(), notes=(heard,))
    assert told in report.as_text(found, load_words(language))
