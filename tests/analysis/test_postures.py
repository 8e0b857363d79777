import pytest

from analysis.postures import told_deg


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
