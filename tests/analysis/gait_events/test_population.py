"""As far as feet move like people's, what was learned on people is used."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.gait_events.detection import event_at, find_events
from analysis.gait_events.foot_movement import FOOT, JOINTS, OFFSETS_S
from analysis.gait_events.population import FILE, PERSON, RENDERED, learned, resemblance
from analysis.gait_events.timing_correction import (
    LARGEST_LAG_S,
    PEOPLES_LAG_FRAMES,
    without_lags,
)
from analysis.landmarks import landmark
from analysis.measurement.landmark_bias import (
    FEATURES,
    PARENTS,
    correct,
    landmark_of,
    smallness,
)
from analysis.types import EVENT_NAMES, Missing
from tests.analysis.moving_body import EVENTS_S, start, travel_of

NUMBERS = len(JOINTS) * len(OFFSETS_S) * 2
TOLD = json.loads(FILE.read_text())
NOTHING = dict.fromkeys(EVENT_NAMES, Missing("event_not_found"))
MIDDLE = (RENDERED + PERSON) / 2


@pytest.fixture(scope="module")
def runner():
    return travel_of(start(60))


@pytest.fixture(scope="module")
def fine():
    """Filmed so finely that a path put in comes out."""
    return travel_of(start(1000, begins_s=-0.6))


@pytest.fixture(scope="module")
def events(runner):
    return find_events(runner)


def moving_as_asked(runner, name, value):
    """The same athlete with a foot that at one event is just so much like people's."""
    rule, instant = learned().resemblance[name], EVENTS_S[name] + 0.6
    asked = rule.weights * (value - rule.constant) / (rule.weights @ rule.weights)
    xy = runner.xy.copy()
    life_s = runner.time_s - instant
    for joint, path in zip(JOINTS, asked.reshape(len(JOINTS), -1, 2), strict=True):
        there = [np.interp(life_s, OFFSETS_S, axis) for axis in path.T]
        number = landmark(runner.side_of(FOOT[name]), joint)
        xy[:, number] = np.stack(there, axis=1)
    return replace(runner, xy=xy), NOTHING | {name: event_at(runner, name, instant)}


@pytest.mark.parametrize("table", ["resemblance", "late_s"])
def test_the_file_has_every_event_of_a_foot(table):
    assert set(TOLD[table]) == set(FOOT)
    for row in TOLD[table].values():
        assert len(row["weights"]) == NUMBERS
        assert np.isfinite([*row["weights"], row["constant"]]).all()


def test_the_file_has_every_joint_and_role():
    assert set(TOLD["offsets"]) == set(PARENTS)
    for joint, roles in TOLD["offsets"].items():
        assert set(roles) == ({"near"} if joint == "nose" else {"near", "far"})
        for matrix in roles.values():
            assert np.shape(matrix) == (len(FEATURES), 2)
            assert np.isfinite(matrix).all()


def test_the_files_other_numbers_are_sensible():
    assert abs(learned().movement_late_s) < 0.1
    assert 0 <= learned().far_share <= 1
    assert np.abs(learned().far_from_near).max() < 0.2


def test_nobody_it_was_learned_on_is_both_a_person_and_rendered():
    assert not set(TOLD["people"]) & set(TOLD["rendered"])


@pytest.mark.parametrize("fps", [30, 60, 120])
def test_resemblance_is_a_share(fps):
    athlete = travel_of(start(fps))
    assert 0 <= resemblance(athlete, find_events(athlete)) <= 1


def test_whose_feet_nobody_saw_is_taken_for_a_person(runner):
    assert resemblance(runner, NOTHING) == 1.0
    hidden = replace(runner, xy=np.full_like(runner.xy, np.nan))
    told = NOTHING | {"toe_off_1": event_at(runner, "toe_off_1", 2.2)}
    assert resemblance(hidden, told) == 1.0


@pytest.mark.parametrize("name", FOOT)
def test_resemblance_follows_the_movement_of_the_foot(fine, name):
    asked = (-1.0, MIDDLE, 1.0, 9.0)
    athletes = [moving_as_asked(fine, name, value) for value in asked]
    shares = [resemblance(one, told) for one, told in athletes]
    assert shares[0] == 0.0
    assert 0.0 < shares[1] < 1.0
    assert shares[2:] == [1.0, 1.0]


def test_one_wild_foot_does_not_make_a_person(fine):
    calm, told = moving_as_asked(fine, "toe_off_1", -1.0)
    wild, too = moving_as_asked(calm, "toe_off_2", 9.0)
    both = told | {"toe_off_2": too["toe_off_2"]}
    assert resemblance(wild, both) < 1.0


@pytest.mark.parametrize(
    ("leg_px", "share"), [(60, 1.0), (118, 1.0), (140, 0.0), (300, 0.0)]
)
def test_people_need_offsets_in_small_pictures_only(leg_px, share):
    assert smallness(leg_px) == pytest.approx(share)
    assert smallness(110) >= smallness(125) >= smallness(135) >= smallness(150)


def test_a_large_person_is_left_as_the_model_sees_it():
    large = travel_of(start(60, leg_px=200))
    assert np.allclose(correct(large, 1.0).xy, large.xy, equal_nan=True)


def test_half_a_person_has_half_of_each_offset():
    runner = travel_of(start(60, leg_px=100))
    rendered, half, person = (correct(runner, share).xy for share in (0, 0.5, 1))
    mixed = [landmark_of(runner, one, "far") for one in ("hip", "shoulder")]
    rest = [number for number in range(33) if number not in mixed]
    assert half[:, rest] == pytest.approx((rendered + person)[:, rest] / 2)
    # Of the far hip and shoulder the place is told by the near ones as well.
    far, near = ([landmark_of(runner, "hip", role)] for role in ("far", "near"))
    assert not np.allclose(rendered, person)
    away = person[:, far] - person[:, near] - learned().far_from_near
    assert np.abs(away).mean() < np.abs(rendered[:, far] - rendered[:, near]).mean()


def test_half_a_person_has_half_of_each_lag(runner, events):
    rendered, half, person = (
        without_lags(runner, events, share) for share in (0.0, 0.5, 1.0)
    )
    for name in FOOT:
        middle_s = (rendered[name].t_s + person[name].t_s) / 2
        assert half[name].t_s == pytest.approx(middle_s), name
    assert any(
        abs(rendered[name].t_s - person[name].t_s) > 0.002 for name in FOOT
    )  # else nothing was told


@pytest.mark.parametrize("slow", [1.0, 4.0])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_persons_first_movement_is_told_when_the_eye_sees_it(share, slow):
    athlete = travel_of(start(60, slow=slow), slow)
    found = find_events(athlete)
    moved = without_lags(athlete, found, share)
    earlier_s = found["first_movement"].t_s - moved["first_movement"].t_s
    assert earlier_s == pytest.approx(share * learned().movement_late_s)
    assert moved["set_start"] == found["set_start"]


def test_no_event_of_a_person_is_moved_far(runner, events):
    most_s = LARGEST_LAG_S + PEOPLES_LAG_FRAMES / 60
    moved = without_lags(runner, events, 1.0)
    for name in FOOT:
        assert abs(moved[name].t_s - events[name].t_s) <= most_s + 1e-9
