"""What a clip's picture shows, for who can't see it: the finding, in a few words."""

from __future__ import annotations

from analysis.measurement.definitions import DEFINED
from analysis.types import Analysis, Finding, Measure, Phase
from bot.replies.readings import angle_text
from content.words import Words

WORST_FIRST = ("work_on", "minor", "good")
MOST_FINDINGS = 2
NAMES_ITS_PARTS = "back"  # ``hips higher than shoulders by 14°``


def card_alt(phase: Phase, analysis: Analysis, words: Words) -> str:
    """``Phase 3, front knee 131°, work on this; body line 46°, good``."""
    measures = {one.id: one for one in analysis.measures if one.phase == phase.number}
    told = [
        (finding, measures[finding.measure])
        for finding in analysis.findings
        if finding.measure in measures and finding.verdict in WORST_FIRST
    ]
    told.sort(key=lambda one: WORST_FIRST.index(one[0].verdict))
    shown = words.text("alt.phase", number=phase.number)
    said = "; ".join(_found(*one, words) for one in told[:MOST_FINDINGS])
    return f"{shown}, {said}" if said else shown


def _found(finding: Finding, measure: Measure, words: Words) -> str:
    verdict = words.text(f"verdict.{finding.verdict}")
    value = part_and_value(measure, words)
    return words.text("alt.finding", value=value, verdict=verdict)


def part_and_value(measure: Measure, words: Words) -> str:
    """``front knee 131°``, ``hips higher than shoulders by 14°``."""
    defined = DEFINED[measure.id]
    value = angle_text(measure.id, measure.value, None, words)
    if measure.value is None and measure.word:
        value = words.text(f"category.{measure.word}")
    if defined.posture is not None and defined.posture.name == NAMES_ITS_PARTS:
        return value
    return f"{words.text(f'part.{defined.part}')} {value}"
