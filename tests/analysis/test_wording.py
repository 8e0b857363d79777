"""Numbers as people read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.measurement.definitions import DEFINED
from analysis.quantities import DECIMALS
from analysis.refusal import refused
from analysis.scoring.checklist import load_checklist
from analysis.types import Band, Finding, Measure, Phase, Refusal
from analysis.wording import (
    aim,
    aim_of,
    angle,
    degrees,
    label_of,
    number,
    row_of,
    seconds,
    spread,
    spread_of,
    target_of,
    told_after,
)
from content.words import Words, load_words


@pytest.mark.parametrize(
    ("value", "text"), [(93.6, "94°"), (-16.4, "−16°"), (-0.3, "0°"), (180.0, "180°")]
)
def test_degrees_are_whole_and_have_a_true_minus(value: float, text: str) -> None:
    assert degrees(value) == text


@pytest.mark.parametrize("value", [93.46, 93.54, 152.52, 34.46, 34.54])
def test_a_picture_says_what_a_message_says_of_the_kept_value(value: float) -> None:
    assert degrees(value) == degrees(round(value, DECIMALS["deg"]))


def test_no_spread_promises_less_than_a_degree_or_a_hundredth() -> None:
    words = load_words()
    told = [spread("trunk_exit", value, words) for value in (0.2, 3.6)]
    told += [spread("contact_time_1", value, words) for value in (0.002, 0.024)]
    assert told == ["±1", "±4", "±0.01", "±0.02"]


@pytest.mark.parametrize(
    ("id", "value", "language", "text"),
    [
        ("contact_time_1", 0.187, "en", "0.19 s"),
        ("contact_time_1", 0.187, "uk", "0,19 с"),
        ("rear_push_share", 0.476, "en", "48 %"),
        ("touchdown_distance_1", -0.123, "en", "−12 %"),
        ("touchdown_distance_1", -0.001, "en", "0 %"),
        ("step_ratio_2", 1.126, "es", "1,13×"),
    ],
)
def test_what_is_no_angle_is_written_in_hundredths_or_per_cent(
    id: str, value: float, language: str, text: str
) -> None:
    assert number(id, value, load_words(language)) == text


def test_a_word_stands_beside_its_number_or_alone() -> None:
    words = load_words()
    beside = Measure("recovery_height_1", 4, 0.41, "ratio", 0.1, 9, word="low")
    assert angle(beside, words) == "41 % · low"
    alone = Measure("foot_strike_1", 6, None, "deg", None, 9, word="ball")
    assert angle(alone, words) == "ball first"


@pytest.mark.parametrize(
    ("green", "text"),
    [
        ((82.0, 108.0), "82 to 108°"),
        ((-30.0, -5.0), "−30 to −5°"),
        ((158.0, None), "158° or more"),
        ((None, 76.0), "76° or less"),
    ],
)
def test_an_aim_is_told_in_words(
    green: tuple[float | None, float | None], text: str
) -> None:
    band = Band(green=green, amber=green)
    assert aim("trunk_exit", band, load_words()) == text


def measure(id: str, value: float | None) -> Measure:
    spread_deg, why = (None, "joint_hidden") if value is None else (4.0, None)
    return Measure(id, 1, value, "deg", spread_deg, 10, why)


@pytest.mark.parametrize(
    ("id", "value", "text"),
    [
        ("front_knee_set", 93.6, "94°"),
        ("head_pitch_exit", -87.0, "in line"),
        ("head_pitch_exit", -137.0, "47° down"),
        ("head_pitch_set", -61.0, "29° up"),
        ("trunk_set", -16.0, "hips higher by 16°"),
        ("trunk_set", 9.0, "shoulders higher by 9°"),
        ("trunk_set", -1.0, "level"),
        ("trunk_exit", 41.0, "41°"),
    ],
)
def test_an_angle_is_told_as_an_athlete_sees_it(
    id: str, value: float, text: str
) -> None:
    assert angle(measure(id, value), load_words()) == text


@pytest.mark.parametrize(
    ("value", "row", "label"),
    [
        (-20.0, ("hips higher than shoulders", "20°"), "hips higher by 20°"),
        (9.0, ("shoulders higher than hips", "9°"), "shoulders higher by 9°"),
        (1.0, ("trunk", "level"), "trunk level"),
    ],
)
def test_a_list_and_a_picture_say_which_end_of_the_back_is_higher(
    value: float, row: tuple[str, str], label: str
) -> None:
    back = measure("trunk_set", value)
    assert row_of(back, load_words()) == row
    assert label_of(back, load_words()) == label


def test_which_way_the_back_aims_is_told_where_it_goes_another_way() -> None:
    aimed = [aim_of(finding("trunk_set"), load_words(), way) for way in (-40.0, 9.0)]
    assert aimed == ["5–30°", "hips higher by 5–30°"]


def test_nothing_is_told_of_a_value_that_is_missing() -> None:
    with pytest.raises(ValueError, match="no value"):
        angle(measure("front_knee_set", None), load_words())


def finding(id: str, seed_target: float | None = None) -> Finding:
    band = load_checklist().check(id).band
    return Finding(id, id, "good", False, band, seed_target, None)


def test_a_head_is_told_with_its_spread_like_any_other_value() -> None:
    for id in ("head_pitch_exit", "front_knee_set", "trunk_set"):
        assert spread_of(measure(id, 20.0), load_words()) == "±4"
    assert spread_of(measure("head_pitch_exit", None), load_words()) == ""


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("front_knee_set", "82–108°"),
        ("trunk_set", "hips higher by 5–30°"),
        ("head_pitch_exit", "in line"),
        ("front_hip_exit", "158° or more"),
    ],
)
def test_an_aim_is_short_on_a_picture(id: str, text: str) -> None:
    assert aim_of(finding(id), load_words()) == text


def test_the_sheets_target_is_named_only_where_the_evidence_agrees() -> None:
    assert target_of(finding("front_knee_set", 90.0)) == "90°"
    assert target_of(finding("body_line_exit", 45.0)) == "45°"
    assert target_of(finding("rear_knee_set", 135.0)) is None
    assert target_of(finding("front_hip_exit")) is None


def test_seconds_have_the_languages_decimal_sign() -> None:
    assert seconds(0.567, load_words()) == "0.57"
    assert seconds(0.567, Words("uk", {})) == "0,57"


@pytest.mark.parametrize(
    ("id", "value", "text", "aimed"),
    [
        ("touchdown_distance_1", -0.123, "12 % behind", "25 % behind – 0 %"),
        ("touchdown_distance_1", 0.04, "4 % ahead", "25 % behind – 0 %"),
        ("foot_back_1", -0.96, "96 % back", "50 % back or more"),
        ("hip_path_push", -6.0, "6° down", "20° up or less"),
        ("trunk_rise", 5.0, "5°", "1–9°"),
    ],
)
def test_a_picture_says_which_way_instead_of_a_sign(
    id: str, value: float, text: str, aimed: str
) -> None:
    words, row = load_words(), DEFINED[id]
    assert angle(Measure(id, row.phase, value, row.unit, 0.1, 3), words) == text
    assert aim_of(finding(id), words) == aimed


def test_a_phase_is_after_one_that_stands_further_down_the_sheet() -> None:
    frames = (10, 20, 30, 44, 38, 40, 50)
    phases = [Phase(number, frame, 0.0) for number, frame in enumerate(frames, 1)]
    phases.append(Phase(8, None, None, why="event_after_clip"))
    found = replace(refused("1", None, Refusal("no_start", "")), phases=tuple(phases))
    told = [told_after(phase, found, load_words()) for phase in phases]
    assert told == ["", "", "", "after 6", "", "", "", ""]
