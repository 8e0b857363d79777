"""One record for each measure, and everything that is done with it follows from it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.measurement.courses import Course
from analysis.measurement.definitions import DEFINED, DEFINITIONS, at_step, told_deg
from analysis.measurement.uncertainty import Circumstances, plus_minus
from analysis.types import EVENT_NAMES, Measure
from analysis.visuals.shapes import SHAPES, Body
from benchmarks.ground_truth import read_truth
from bot.replies.readings import reading_text
from content.words import languages, load_words
from tests.analysis.moving_body import body_at, start, travel_of

CLIP = Path(__file__).parents[2] / "clips/A_borzov60.json"
READ_AT_ONCE = [row for row in DEFINITIONS if row.read]
READ_OVER_TIME = [row for row in DEFINITIONS if row.course]
every_measure = pytest.mark.parametrize("row", DEFINITIONS, ids=lambda row: row.id)


@pytest.fixture(scope="module")
def runner():
    return travel_of(start(60))


@pytest.mark.parametrize("row", READ_AT_ONCE, ids=lambda row: row.id)
def test_it_is_read_from_the_athletes_points(row, runner):
    values = row.value(runner, runner.xy)
    assert values.shape == runner.time_s.shape
    assert np.isfinite(values).any()


@pytest.mark.parametrize("row", READ_OVER_TIME, ids=lambda row: row.id)
def test_it_is_read_from_the_athletes_paths(row, runner):
    at_s = dict(zip(EVENT_NAMES, np.linspace(-0.3, 0.9, 9), strict=True))
    course = Course(runner, {name: at_s[name] for name in row.needs})
    assert np.isfinite(row.course(course, row.leg or "front"))
    with pytest.raises(ValueError, match=row.id):
        row.value(runner, runner.xy)


@every_measure
def test_it_is_read_in_one_way(row):
    assert (row.read is None) == (row.course is not None) == bool(row.needs)


@every_measure
def test_it_has_a_plus_minus(row):
    in_hold = row.instant == "set"
    around = Circumstances(in_hold, far_side=False, leg_px=120.0, person=0.5)
    around = replace(around, turning=0.01)
    assert plus_minus(row.kind, around) > 0


@pytest.mark.parametrize(
    "row", [row for row in DEFINITIONS if row.drawn], ids=lambda row: row.id
)
def test_it_has_a_picture(row):
    way = np.array([[0.0, 1.0], [1.0, 1.2]])
    vertex, first, last = SHAPES[row.drawn].arms(Body(body_at(0.0)[0], "left", way))
    assert np.isfinite([vertex, vertex if first is None else first, last]).all()


@every_measure
@pytest.mark.parametrize("language", languages())
def test_it_has_words(row, language):
    words = load_words(language)
    keys = [f"measure.{row.id}.name", f"why.{row.unseen}", f"part.{row.part}"]
    keys += [f"picture.row.{row.part}", f"picture.mark.{row.part}"]
    assert [key for key in keys if not words.has(key)] == []
    said = row.category.words if row.category else ()
    keys += [f"category.{word}" for word in said]
    keys += [f"quantity.{row.share}"] if row.share else []
    assert [key for key in keys if not words.has(key)] == []
    for value in (-100.0, -90.0, 0.0, 40.0):
        assert reading_text(Measure(row.id, row.phase, value, row.unit, 4.0, 3), words)
    for word in said:
        told = Measure(row.id, row.phase, None, row.unit, None, 3, word=word)
        assert reading_text(told, words) == words.text(f"category.{word}")


@every_measure
def test_it_has_a_truth_in_a_clip_that_shows_all(row):
    truth = read_truth(CLIP)
    assert row.id in (truth.words if row.category else truth.measures)


def test_a_word_ends_where_the_next_begins():
    style = DEFINED["recovery_height_1"].category
    assert [style.word(height) for height in (0.49, 0.5, 0.84, 0.85)] == [
        "low",
        "middle",
        "middle",
        "figure_four",
    ]


def test_no_two_are_one():
    assert len(DEFINED) == len(DEFINITIONS)
    assert len({(row.phase, row.part, row.step) for row in DEFINITIONS}) == len(DEFINED)


def test_the_rear_block_foot_lands_first():
    stance = {1: "rear", 2: "front", 3: "rear"}
    for row in DEFINITIONS:
        if row.step and row.leg:
            assert row.leg == stance[row.step]


def test_a_measure_knows_itself_at_another_step():
    assert at_step("thigh_split_toe_off_2", 1) == "thigh_split_toe_off_1"
    assert at_step("knee_touchdown_1", 1) == "knee_touchdown_1"
    assert at_step("shin_touchdown_3", 1) is None
    assert at_step("front_knee_set", 1) is None


@pytest.mark.parametrize(
    ("measure", "value", "told"),
    [
        ("head_pitch_exit", -120.0, 30.0),
        ("head_pitch_set", -60.0, 30.0),
        ("trunk_set", -16.0, 16.0),
        ("trunk_exit", 44.0, 44.0),
    ],
)
def test_a_posture_is_told_by_how_far_it_is_from_rest(measure, value, told):
    assert told_deg(measure, value) == told
