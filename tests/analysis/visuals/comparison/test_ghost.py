"""Then and now: two clips in one picture, and only what really changed is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import frames_at
from analysis.scoring.comparison import Comparison, compare
from analysis.visuals import theme
from analysis.visuals.comparison import ghost
from analysis.visuals.comparison.change_list import (
    ARROW_PX,
    GAP_PX,
    INSET_PX,
    NAME_PX,
    SMALL_PX,
    VALUE_PX,
    _after,
    _angle,
    in_order,
    name_of,
    sign,
)
from analysis.visuals.scale import scale_of
from analysis.visuals.silhouette import outline
from analysis.visuals.stills import STILL_PX, Still, cut_still
from content.words import languages, load_words

WORDS = load_words()
DATES = ("3 Mar", "21 Mar")
OUTCOMES = ("closer", "further", "changed", "same", "cant_tell")
OF_TWO = "differs"
LISTED = (ghost.PANEL_PX[0] + 4, ghost.HEADER_PX + ghost.PANEL_PX[1] + 4)


@pytest.fixture(scope="module")
def pair(start_of: Callable[[str], Any]) -> Callable[[int], tuple[Still, Still]]:
    """Stills of one phase: an upright exit, then a clean one."""

    def make(number: int) -> tuple[Still, Still]:
        return (
            still_of(start_of("D_faults"), number),
            still_of(start_of("A_borzov60"), number),
        )

    return make


def still_of(start: Any, number: int) -> Still:
    scale = scale_of(start.poses, start.analysis, Camera.still(start.clip.frames))
    frame = start.analysis.phases[number - 1].frame
    ((_, picture),) = frames_at(start.clip, frozenset({frame}))
    points = start.poses.xy_px[frame]
    footing = scale.under(points, frame)
    return cut_still(
        picture,
        points,
        number,
        leg_px=footing.leg_px,
        ground_y_px=footing.ground_y_px,
        direction=start.analysis.direction,
    )


@pytest.fixture
def comparison(start_of: Callable[[str], Any]) -> Comparison:
    """As if both had the same foot in front."""
    later = start_of("A_borzov60").analysis
    earlier = replace(start_of("D_faults").analysis, front_leg=later.front_leg)
    return compare(earlier, later)


def listed(card: Image.Image) -> np.ndarray:
    """The part of the card with the list."""
    bottom = ghost.SIZE_PX[1] - ghost.LEGEND_PX
    return np.asarray(card.crop((*LISTED, ghost.SIZE_PX[0], bottom)), dtype=int)


def like(pixels: np.ndarray, colour: theme.Colour) -> int:
    return int((np.abs(pixels - colour).max(axis=-1) < 24).sum())


def test_both_pictures_are_shown_clean_and_at_the_same_height(
    pair: Callable[[int], tuple[Still, Still]], comparison: Comparison
) -> None:
    earlier, later = pair(3)
    card = ghost.draw_ghost(earlier, later, comparison, DATES, WORDS)
    assert card.size == ghost.SIZE_PX
    ground = round(later.ground_y) - 60
    shown = np.asarray(card, dtype=int)
    rows = [
        row
        for row in range(ghost.HEADER_PX, ghost.HEADER_PX + ghost.PANEL_PX[1])
        if np.array_equal(
            shown[row, 20:500], np.asarray(earlier.picture)[ground, 20:500]
        )
    ]
    assert len(rows) == 1
    right = shown[rows[0], ghost.PANEL_PX[0] + 20 : ghost.PANEL_PX[0] + 500]
    assert np.array_equal(right, np.asarray(later.picture)[ground, 20:500])


def test_a_tall_athlete_keeps_hair_and_soles(
    pair: Callable[[int], tuple[Still, Still]], comparison: Comparison
) -> None:
    earlier, later = pair(6)
    nose, toe = (float(later.points_px[at, 1]) for at in (0, 31))
    stretched = later.points_px.copy()
    stretched[0, 1], taller = nose - 90, later.picture.copy()
    crown, sole = round(nose - 90 - 0.28 * later.leg_px), round(toe + 12)
    for row in (crown, sole):
        taller.paste(theme.FRONT_LEG, (200, row, 300, row + 2))
    later = replace(later, points_px=stretched, picture=taller)
    card = ghost.draw_ghost(earlier, later, comparison, DATES, WORDS)
    left, top = ghost.PANEL_PX[0], ghost.HEADER_PX
    panel = card.crop((left + 200, top, left + 300, top + ghost.PANEL_PX[1]))
    shown = np.asarray(panel, dtype=int)
    rows = (np.abs(shown - theme.FRONT_LEG).max(axis=-1) < 24).all(axis=-1)
    assert rows.sum() == 4


def test_the_earlier_athlete_shines_through_the_later_picture(
    pair: Callable[[int], tuple[Still, Still]], comparison: Comparison
) -> None:
    card = ghost.draw_ghost(*pair(3), comparison, DATES, WORDS)
    middle = ghost.HEADER_PX + ghost.PANEL_PX[1]
    box = (0, middle + 4, ghost.PANEL_PX[0] - 4, middle + ghost.PANEL_PX[1])
    below = np.asarray(card.crop(box), dtype=int)
    assert like(below, ghost.THEN) > 500
    assert like(below, ghost.NOW) > 500


def test_changes_are_listed_with_their_colour_and_sameness_without(
    pair: Callable[[int], tuple[Still, Still]],
    comparison: Comparison,
    start_of: Callable[[str], Any],
) -> None:
    good = theme.VERDICT_COLOUR["good"]
    card = ghost.draw_ghost(*pair(3), comparison, DATES, WORDS)
    assert like(listed(card), good) > 1000
    one = start_of("A_borzov60").analysis
    same = ghost.draw_ghost(*pair(3), compare(one, one), DATES, WORDS)
    assert like(listed(same), good) == 0
    assert like(listed(same), theme.QUIET) > 1000


def test_unlike_clips_get_a_sentence_instead_of_numbers(
    pair: Callable[[int], tuple[Still, Still]], start_of: Callable[[str], Any]
) -> None:
    unlike = compare(start_of("D_faults").analysis, start_of("A_borzov60").analysis)
    assert unlike.unlike == "other_leg"
    card = ghost.draw_ghost(*pair(3), unlike, DATES, WORDS)
    shown = listed(card)
    assert like(shown, theme.QUIET) < 500
    assert like(shown, theme.PAPER) > 1000


def test_a_phase_without_measures_says_so(
    pair: Callable[[int], tuple[Still, Still]], comparison: Comparison
) -> None:
    by_eye = replace(comparison, measures=())
    card = ghost.draw_ghost(*pair(2), by_eye, DATES, WORDS)
    assert like(listed(card), theme.PAPER) > 1000


def test_two_different_phases_are_no_pair(
    pair: Callable[[int], tuple[Still, Still]], comparison: Comparison
) -> None:
    with pytest.raises(ValueError, match="phase 1"):
        ghost.draw_ghost(pair(1)[0], pair(3)[1], comparison, DATES, WORDS)


def test_the_clearest_change_is_first_and_the_untold_last(
    comparison: Comparison,
) -> None:
    for number in (1, 3, 6, 7, 8):
        rows = in_order(comparison.of_phase(number), comparison)
        assert sorted(r.measure for r in rows) == sorted(
            r.measure for r in comparison.of_phase(number)
        )
        quiet = [row.outcome in ("same", "cant_tell") for row in rows]
        assert quiet == sorted(quiet)


def test_a_name_tells_the_step_where_there_are_two(comparison: Comparison) -> None:
    names = [name_of(row.measure, WORDS) for row in comparison.measures]
    assert "knee, step 1" in names
    assert "knee, step 2" in names
    assert "front knee" in names


@pytest.mark.parametrize("language", languages())
def test_names_and_outcomes_fit_beside_each_other(
    language: str, comparison: Comparison
) -> None:
    words, font = load_words(language), theme.letters(NAME_PX)
    room = ghost.PANEL_PX[0] - 2 * INSET_PX - 16
    for row in comparison.measures:
        for outcome in (*OUTCOMES, OF_TWO):
            said = name_of(row.measure, words), words.text(f"then.outcome.{outcome}")
            assert sum(map(font.getlength, said)) <= room, said


@pytest.mark.parametrize("language", languages())
def test_long_values_fit_under_each_other(
    language: str, comparison: Comparison
) -> None:
    words, font = load_words(language), theme.letters(SMALL_PX, bold=True)
    room = ghost.PANEL_PX[0] - 2 * INSET_PX - VALUE_PX - 14 - ARROW_PX - GAP_PX
    for row in comparison.measures:
        said = _angle(row, row.before, words), _after(row, words)
        assert max(map(font.getlength, said)) <= room, said


@pytest.mark.parametrize("language", languages())
def test_the_legend_is_not_cut(language: str) -> None:
    words, font = load_words(language), theme.letters(ghost.LEGEND_TEXT_PX)
    room = ghost.SIZE_PX[0] - 2 * theme.EDGE_PX
    for key in ("then.legend", "history.two.legend"):
        assert font.getlength(words.text(key)) <= room


def test_every_outcome_has_its_own_sign() -> None:
    drawn = {sign(one, 40).convert("L").tobytes() for one in OUTCOMES}
    assert len(drawn) == len(OUTCOMES)


def test_the_outline_is_around_the_athlete_and_nowhere_else(
    pair: Callable[[int], tuple[Still, Still]],
) -> None:
    _, still = pair(3)
    mask = np.asarray(outline(still.points_px, still.leg_px))
    assert mask.shape == STILL_PX[::-1]
    for x, y in still.points_px[[23, 25, 27, 24, 26, 28, 11, 12]].round().astype(int):
        assert mask[y, x] > 200
    assert mask[5, 5] == 0
    assert 0.03 < (mask > 128).mean() < 0.3


def test_an_athlete_who_is_not_seen_has_no_outline() -> None:
    assert not np.asarray(outline(np.full((33, 2), np.nan), 250.0)).any()
