import pytest

from analysis.measurement.neutral_posture import part_of, told_deg
from analysis.scoring.checklist import load_checklist
from content.words import load_words


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


def test_a_measure_knows_its_part():
    assert part_of("front_knee_set") == "front_knee"
    assert part_of("thigh_split_toe_off_2") == "thigh_split"
    assert part_of("contact_time_1") is None
    parts = {part_of(check.measure) for check in load_checklist().checks}
    assert all(load_words().has(f"part.{part}") for part in parts)
