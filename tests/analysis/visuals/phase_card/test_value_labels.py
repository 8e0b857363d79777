"""A sign that seems to contradict the printed aim is explained beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from analysis.scoring.findings import band_verdict
from analysis.types import Analysis
from analysis.visuals.angle_marks import marks_on
from analysis.visuals.phase_card.value_labels import plate_of
from analysis.wording import mildness
from content.words import load_words

KNEE = "front_knee_set"
WITHIN = "within ±: counts as good"


def with_knee(analysis: Analysis, value: float) -> Analysis:
    """The clip with a front knee of so many degrees ± 4 in set, judged anew."""
    findings = []
    for one in analysis.findings:
        if one.measure == KNEE:
            verdict, close = band_verdict(value, 4.0, one.band)
            plain, _ = band_verdict(value, 0.0, one.band)
            milder = None if plain == verdict else "within_error"
            one = replace(one, verdict=verdict, close=close, milder=milder)
        findings.append(one)
    measures = [
        replace(one, value=value, plus_minus=4.0) if one.id == KNEE else one
        for one in analysis.measures
    ]
    return replace(analysis, findings=tuple(findings), measures=tuple(measures))


@pytest.mark.parametrize(
    ("value", "list_says", "label_says"),
    [
        (95.0, "", ""),
        (84.0, "", ""),
        (80.0, WITHIN, WITHIN),
        (110.0, WITHIN, WITHIN),
        (77.0, "close call", ""),
        (72.0, "judged gently: the limit is within the ±", ""),
        (60.0, "", ""),
    ],
)
def test_good_beyond_the_aim_says_why(
    value: float, list_says: str, label_says: str, start_of: Callable[[str], Any]
) -> None:
    start = start_of("A_borzov60")
    analysis, words = with_knee(start.analysis, value), load_words("en")
    phase = analysis.phases[0]
    marks = marks_on(phase, analysis, start.poses.xy_px[phase.frame])
    mark = next(one for one in marks if one.measure.id == KNEE)
    finding = next(one for one in analysis.findings if one.measure == KNEE)
    assert mildness(finding, mark.measure, words) == list_says
    plate = plate_of(mark, analysis, words)
    assert plate.close == label_says
    without = replace(plate, close="").wish.size_px
    assert (plate.wish.size_px[1] > without[1]) == bool(label_says)
