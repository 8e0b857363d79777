import pytest

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
        ("trunk_set", -16.0, "sloping down to the line by 16° ± 4°"),
        ("trunk_set", 6.0, "sloping up to the line by 6° ± 4°"),
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
    assert aims["trunk_set"] == "sloping down by 5° to 30°"
    assert aims["head_pitch_set"].endswith("at most 40° down or 15° up")


def test_a_posture_with_an_open_band_falls_back_to_degrees():
    band = Band((None, -75.0), (None, -60.0))
    assert aim_text("head_pitch_set", band, WORDS) == "−75° or less"
