"""The strip: eight places in two rows, a sign each, and a reason for a gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.scoring.findings import phase_verdict
from analysis.types import Phase
from analysis.visuals import theme
from analysis.visuals.draw_all import draw
from analysis.visuals.stills import GROUND_Y, STILL_PX, Still, read_stills
from analysis.visuals.strip import (
    FOOT_PX,
    IN_ROW,
    SHORT_WHYS,
    SLOT_PX,
    SMALLEST_PX,
    STRIP_PX,
    corner_of,
    draw_strip,
    told_missing,
)
from analysis.wording import step_of
from content.words import load_words


def grey_still(number: int) -> Still:
    picture = Image.new("RGB", STILL_PX, (90, 90, 90))
    return Still(number, picture, np.full((33, 2), np.nan))


def slot(strip: Image.Image, number: int) -> np.ndarray:
    left, top = corner_of(number)
    return np.asarray(strip)[top : top + SLOT_PX[1], left : left + SLOT_PX[0]]


def foot(strip: Image.Image, number: int) -> np.ndarray:
    left, top = corner_of(number)
    below = np.asarray(strip)[top + SLOT_PX[1] :][:FOOT_PX]
    return below[:, left : left + SLOT_PX[0]]


def test_all_eight_stand_in_two_rows_each_on_one_ground_line(
    start_of: Callable[[str], Any],
) -> None:
    stills = {number: grey_still(number) for number in range(1, 9)}
    strip = draw_strip(stills, start_of("A_borzov60").analysis, load_words())
    assert strip.size == STRIP_PX
    ground = round(GROUND_Y * SLOT_PX[1] / STILL_PX[1])
    for number in range(1, 9):
        rows = (slot(strip, number) == theme.PAPER).all(axis=-1).all(axis=-1)
        found = np.flatnonzero(rows)
        assert len(found) == 2
        assert np.abs(found - ground).max() <= 1


def test_it_is_read_on_a_phone_400_pixels_wide() -> None:
    assert SMALLEST_PX * 400 / STRIP_PX[0] >= 11
    lefts = {corner_of(number)[0] for number in range(1, 9)}
    assert len(lefts) == IN_ROW


def test_the_order_is_the_checklists_and_the_step_is_told_where_there_is_one() -> None:
    corners = [corner_of(number)[::-1] for number in range(1, 9)]
    assert corners == sorted(corners)
    steps = [step_of(number, load_words()) for number in range(1, 9)]
    assert steps == ["", "", "", *["step 1"] * 4, "step 3"]


def test_the_athlete_is_as_large_and_goes_the_same_way_in_every_still(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    start = start_of("E_righttoleft")
    draw(start.clip, start.analysis, start.poses, tmp_path, load_words())
    stills = read_stills({p.name: p.read_bytes() for p in tmp_path.iterdir()})
    assert sorted(stills) == list(range(1, 9))
    noses, hips = (
        np.array([still.points_px[at, 0] for still in stills.values()])
        for at in (0, 23)
    )
    assert (noses > hips).all()
    assert len({still.leg_px for still in stills.values()}) == 1


def test_a_missing_phase_is_an_empty_place_with_its_reason(
    start_of: Callable[[str], Any],
) -> None:
    analysis = start_of("H_slowmo240").analysis
    stills = {number: grey_still(number) for number in (1, 2, 3)}
    strip = draw_strip(stills, analysis, load_words())
    for number in (4, 7, 8):
        phase = analysis.phases[number - 1]
        told = told_missing(phase, load_words())
        assert told.endswith("after the clip ends")
        # Letters on a dark ground: quiet ones, and no picture.
        assert (slot(strip, number) == (90, 90, 90)).all(axis=-1).mean() < 0.001
        near = np.abs(slot(strip, number).astype(int) - theme.QUIET).max(axis=-1) < 40
        assert near.sum() > 300


def test_an_athlete_out_of_the_picture_costs_one_still_and_no_clip(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    start = start_of("H_slowmo240")
    xy_px = start.poses.xy_px.copy()
    xy_px[start.analysis.phases[2].frame] += (5000.0, 0.0)
    poses = replace(start.poses, xy_px=xy_px)
    phases = draw(start.clip, start.analysis, poses, tmp_path, load_words())
    assert phases[2].picture == "phase_3.jpg"
    stills = {path.name for path in tmp_path.glob("still_*")}
    assert stills == {f"still_{number}.jpg" for number in (1, 2, 5, 6)}


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("event_before_clip", "before the clip begins"),
        ("out_of_picture", "out of the picture"),
        ("set_unseen", "moment not found"),
    ],
)
def test_an_empty_place_tells_its_phases_reason(
    start_of: Callable[[str], Any], why: str, told: str
) -> None:
    assert told_missing(Phase(4, None, None, why=why), load_words()) == told
    seen = start_of("A_borzov60").analysis.phases[3]
    assert told_missing(seen, load_words()) == "athlete hidden"


def test_every_short_reason_has_words() -> None:
    for why in (*SHORT_WHYS, "event_not_found"):
        assert load_words().has(f"picture.missing.{why}")


def test_the_least_good_verdict_stands_under_a_phase(
    start_of: Callable[[str], Any],
) -> None:
    faults, clean = start_of("D_faults").analysis, start_of("A_borzov60").analysis
    gone = Phase(4, None, None, why="event_not_found")
    assert phase_verdict(faults.phases[2], faults) == "work_on"
    assert phase_verdict(clean.phases[2], clean) == "good"
    unjudged = replace(clean, findings=())
    assert phase_verdict(clean.phases[3], unjudged) is None
    assert phase_verdict(gone, unjudged) == "cant_tell"
    strips = [
        draw_strip({n: grey_still(n) for n in range(1, 9)}, analysis, load_words())
        for analysis in (faults, clean)
    ]
    red, green = (
        np.array(theme.VERDICT_COLOUR[verdict]) for verdict in ("work_on", "good")
    )
    assert (np.abs(foot(strips[0], 3) - red).max(axis=-1) < 20).sum() > 500
    assert (np.abs(foot(strips[1], 3) - green).max(axis=-1) < 20).sum() > 500


def test_what_is_not_judged_gets_a_dot_and_no_verdict(
    start_of: Callable[[str], Any],
) -> None:
    stills = {n: grey_still(n) for n in range(1, 9)}
    unjudged = replace(start_of("A_borzov60").analysis, findings=())
    strip = draw_strip(stills, unjudged, load_words())
    for verdict in ("good", "minor", "work_on"):
        colour = theme.VERDICT_COLOUR[verdict]
        far = np.abs(foot(strip, 2).astype(int) - colour).max(axis=-1)
        assert (far < 30).sum() == 0
