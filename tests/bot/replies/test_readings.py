import pytest

from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import load_checklist
from analysis.types import Band, Measure
from bot.replies.readings import aim_text, angle_text, reading_text
from content.words import languages, load_words

WORDS = load_words()
CHECKS = load_checklist().checks


def measure(id, value, plus_minus=4.0):
    return Measure(id, 1, value, "deg", plus_minus, 3)


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        ("front_knee_set", 94.2, "94° ± 4°"),
        ("head_pitch_exit", -88.0, "in line with your back"),
        ("head_pitch_exit", -120.0, "chin down by 30° ± 4°"),
        ("head_pitch_set", -50.0, "chin up by 40° ± 4°"),
        ("trunk_set", -16.0, "hips higher than shoulders by 16° ± 4°"),
        ("trunk_set", 6.0, "shoulders higher than hips by 6° ± 4°"),
        ("trunk_exit", 44.0, "44° ± 4°"),
    ],
)
def test_a_value_is_told_in_degrees_or_as_a_way_one_can_picture(id, value, said):
    assert reading_text(measure(id, value), WORDS) == said


def test_without_a_value_there_is_a_dash_and_without_an_error_just_the_angle():
    assert angle_text("trunk_set", None, None, WORDS) == "–"
    assert angle_text("front_knee_set", 94.0, None, WORDS) == "94°"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_no_aim_and_no_reading_has_an_angle_below_zero(check, language):
    words = load_words(language)
    for value in (*check.band.green, *check.band.amber):
        if value is not None:
            assert "−" not in reading_text(measure(check.measure, value), words)
    assert "−" not in aim_text(check.measure, check.band, words)


def test_what_is_good_is_told_the_same_way_as_the_value():
    aims = {check.id: aim_text(check.measure, check.band, WORDS) for check in CHECKS}
    assert aims["rear_knee_set"] == "100° to 140°"
    assert aims["trunk_set"] == "hips higher than shoulders by 5° to 30°"
    assert aims["head_pitch_set"].endswith("at most 40° down or 40° up")


def test_a_posture_with_an_open_band_is_told_as_a_way_too():
    band = Band((None, -75.0), (None, -60.0))
    assert aim_text("head_pitch_set", band, WORDS) == "chin up by 15° or less"


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        (
            "touchdown_distance_1",
            -0.15,
            "15 ± 4 % of a leg behind your body's centre",
        ),
        ("touchdown_distance_1", 0.01, "right under your body's centre"),
        ("foot_back_1", -0.96, "back at 96 ± 4 % of your speed"),
        ("contact_time_1", 0.188, "0.19 ± 0.04 s"),
        ("rear_push_share", 0.46, "46 ± 4 %"),
        ("contact_change", -0.02, "0.02 ± 0.04 s shorter"),
    ],
)
def test_what_is_no_angle_is_told_with_what_it_is_a_share_of(id, value, said):
    row = DEFINED[id]
    told = Measure(id, row.phase, value, row.unit, 0.04, 3)
    assert reading_text(told, WORDS) == said


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("foot_back_1", "back at 50 % of your speed or more"),
        ("hip_path_push", "up by 20° or less"),
        ("trunk_rise", "1° to 9° higher with each step"),
        ("still_set", "0.50 s or more"),
        (
            "touchdown_distance_1",
            "25 % of a leg behind your body's centre – right under your body's centre",
        ),
    ],
)
def test_what_is_good_of_a_share_or_a_time_is_told_without_a_sign(id, said):
    assert aim_text(id, load_checklist().check(id).band, WORDS) == said
