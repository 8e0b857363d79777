"""Every angle of the contract: right where it can be read, a reason where it can't."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.camera import Level
from analysis.gait_events.detection import find_events
from analysis.gait_events.missing_events import with_reasons
from analysis.measurement.definitions import DEFINITIONS
from analysis.measurement.measures import hold_frames, measure
from analysis.types import Missing
from tests.analysis.moving_body import EVENTS_S, body_at, mirrored, start, travel_of

# Of one leg or the trunk at one moment; all others have tests of their own.
ANGLES = {
    *("front_knee_set", "rear_knee_set", "trunk_set", "head_pitch_set"),
    *("body_line_exit", "trunk_exit", "front_knee_exit", "front_hip_exit"),
    "head_pitch_exit",
    *(
        f"{joint}_touchdown_{n}"
        for joint in ("knee", "hip", "shin", "trunk")
        for n in (1, 2)
    ),
    *(
        f"{joint}_toe_off_{n}"
        for joint in ("knee", "trunk", "body_line", "thigh_split")
        for n in (1, 2)
    ),
    *("shin_touchdown_3", "trunk_touchdown_3"),
}
REASONS = {
    *("event_before_clip", "event_after_clip", "event_not_found"),
    *("joint_hidden", "head_hidden", "hidden_by_other", "out_of_picture"),
    *("arm_hidden", "frame_rate_too_low"),
}
# Knees turn by 15 degrees in a frame of 60: events some milliseconds off cost this
EXACT_DEG = {"knee": 10, "hip": 12, "shin": 10, "thigh_split": 12}


def degrees(step):
    return float(np.degrees(np.arctan2(step[1], step[0])))


def law_of_cosines(first, vertex, last):
    a, b = np.linalg.norm(first - vertex), np.linalg.norm(last - vertex)
    c = np.linalg.norm(first - last)
    return float(np.degrees(np.arccos((a * a + b * b - c * c) / (2 * a * b))))


class Truth:
    """True angles of the stick figure at one event; the front leg is the left."""

    def __init__(self, event):
        self.xy = body_at(EVENTS_S[event])[0]

    def of(self, mark, leg):
        return self.xy[mark + (leg == "rear")]

    def middle(self, mark):
        return (self.xy[mark] + self.xy[mark + 1]) / 2

    def knee(self, leg):
        return law_of_cosines(*(self.of(mark, leg) for mark in (23, 25, 27)))

    def hip(self, leg):
        return law_of_cosines(*(self.of(mark, leg) for mark in (11, 23, 25)))

    def shin(self, leg):
        return degrees(self.of(25, leg) - self.of(27, leg))

    def trunk(self, leg):
        return degrees(self.middle(11) - self.middle(23))

    def body_line(self, leg):
        return degrees(self.middle(11) - self.of(31, leg))

    def head_pitch(self, leg):
        return degrees(self.xy[0] - self.middle(7)) - self.trunk(leg)

    def thigh_split(self, leg):
        thighs = [self.of(25, leg) - self.of(23, leg) for leg in ("front", "rear")]
        return law_of_cosines(thighs[0], np.zeros(2), thighs[1])


def true_value(name):
    """The truth of a measure by its own name."""
    kind, _, place = name.partition("_set")
    if place or name.endswith("_set"):
        event, leg = "first_movement", "rear" if name.startswith("rear") else "front"
    elif name.endswith("_exit"):
        kind, event, leg = name[:-5], "front_foot_block_exit", "front"
    else:
        kind, what, number = name.partition(
            "_touchdown" if "touchdown" in name else "_toe_off"
        )
        event, leg = what[1:] + number, "front" if number == "_2" else "rear"
    kind = kind.removeprefix("front_").removeprefix("rear_")
    return kind, getattr(Truth(event), kind)(leg)


def measures_of(one, slow=1.0, person=0.0):
    runner = travel_of(one, slow)
    return {row.id: row for row in measure(runner, find_events(runner), person)}


def values(measures):
    return {name: row.value for name, row in measures.items() if name in ANGLES}


@pytest.fixture(scope="module")
def textbook():
    return start(fps=120)


@pytest.fixture(scope="module")
def runner(textbook):
    return travel_of(textbook)


@pytest.fixture(scope="module")
def events(runner):
    return find_events(runner)


@pytest.fixture(scope="module")
def found(runner, events):
    return {row.id: row for row in measure(runner, events, 0.0)}


def test_all_measures_of_the_contract_are_there_once(runner, events):
    names = [row.id for row in measure(runner, events, 0.0)]
    assert names == [row.id for row in DEFINITIONS]
    assert set(names) >= ANGLES


@pytest.mark.parametrize("name", sorted(ANGLES))
def test_an_angle_is_what_it_is(found, name):
    kind, truth = true_value(name)
    assert found[name].value == pytest.approx(truth, abs=EXACT_DEG.get(kind, 5))


@pytest.mark.parametrize("name", sorted(n for n in ANGLES if n.endswith("_set")))
def test_an_angle_in_the_hold_is_exact(found, name):
    _, truth = true_value(name)
    assert found[name].value == pytest.approx(truth, abs=1.5)


def test_a_picture_that_may_be_tilted_makes_the_trunk_less_sure(runner, events):
    level, tilted = (
        {row.id: row.plus_minus for row in measure(known, events, 0.0)}
        for known in (
            replace(runner, level=Level(0.0, 0.3)),
            replace(runner, level=Level(3.0, 2.0)),
        )
    )
    assert tilted["trunk_exit"] > level["trunk_exit"] + 1.5
    assert tilted["front_knee_exit"] == level["front_knee_exit"]


@pytest.mark.parametrize("cut", [{}, {"begins_s": 0.1}, {"ends_s": 0.56}])
def test_every_measure_has_a_value_with_plus_minus_or_a_reason(cut):
    for row in measures_of(start(60, **cut)).values():
        if row.why is not None:
            assert row.why in REASONS
            assert row.value is row.word is row.plus_minus is row.frame is None
        elif row.value is None:
            assert row.word is not None
        else:
            assert row.why is None
            assert row.plus_minus > 0
            assert row.frame >= 0


def test_what_was_before_the_clip_is_told_as_such():
    late = measures_of(start(60, begins_s=0.1))
    for name in ANGLES:
        assert late[name].why == (
            "event_before_clip" if name.endswith("_set") else None
        )


def test_what_comes_after_the_clip_is_told_as_such():
    early = measures_of(start(60, ends_s=0.56))
    for name in ANGLES:
        gone = "toe_off" in name or name.endswith(("_2", "_3"))
        assert early[name].why == ("event_after_clip" if gone else None)


@pytest.mark.parametrize(
    ("cut", "name", "why"),
    [
        ({"begins_s": 0.1}, "first_movement", "event_before_clip"),
        ({"ends_s": 0.56}, "touchdown_2", "event_after_clip"),
        ({}, "toe_off_1", "event_not_found"),
        ({}, "touchdown_3", "event_not_found"),
        ({}, "first_movement", "set_unseen"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_reason_is_the_true_one(cut, name, why):
    runner = travel_of(start(60, **cut))
    found = with_reasons(runner, find_events(runner) | {name: None})
    assert found[name] == Missing(why)


def test_who_has_run_out_of_the_picture_is_not_cut_off_by_the_clip():
    runner = replace(travel_of(start(60, ends_s=0.56)), left_picture=True)
    assert find_events(runner)["touchdown_2"] == Missing("out_of_picture")


def test_a_mirrored_athlete_has_the_same_angles(textbook, found):
    assert values(measures_of(mirrored(textbook))) == pytest.approx(
        values(found), abs=6
    )


def test_a_small_picture_gives_the_same_angles(found):
    assert values(measures_of(start(120, leg_px=60))) == pytest.approx(
        values(found), abs=2
    )


def test_slow_motion_gives_the_same_angles(found):
    slow = values(measures_of(start(30, slow=4), slow=4.0))
    assert slow == pytest.approx(values(found), abs=2)


@pytest.mark.parametrize("fps", [30, 50])
def test_angles_are_read_between_frames(fps, found):
    coarse, fine = values(measures_of(start(fps))), values(found)
    wrong = {n: (coarse[n], fine[n]) for n in fine if abs(coarse[n] - fine[n]) > 15}
    assert not wrong


def test_values_of_the_leg_away_from_the_camera_say_so(found):
    # runs to the right, so the camera sees the right side; the left foot is in front
    assert found["front_knee_set"].far_side
    assert not found["rear_knee_set"].far_side
    assert not found["trunk_set"].far_side
    assert found["knee_touchdown_2"].far_side
    assert not found["knee_touchdown_1"].far_side


def without(runner, marks, frames=slice(None)):
    xy = runner.xy.copy()
    xy[frames, marks] = np.nan
    return replace(runner, xy=xy)


def test_a_hidden_joint_takes_only_its_own_angles_away(runner, events, found):
    hidden = measure(without(runner, 26), events, 0.0)
    gone = {row.id for row in hidden if row.why == "joint_hidden"}
    assert {"rear_knee_set", "knee_touchdown_1", "shin_touchdown_3"} <= gone
    kept = {row.id: row.value for row in hidden if row.id in ANGLES - gone}
    assert kept == {name: found[name].value for name in ANGLES - gone}
    assert {"front_knee_set", "trunk_exit", "body_line_toe_off_1"} <= set(kept)


def test_a_hidden_head_is_told_as_such(runner, events):
    hidden = measure(without(runner, 0), events, 0.0)
    assert {row.id for row in hidden if row.why == "head_hidden"} == {
        row.id for row in DEFINITIONS if row.part == "head_pitch"
    }


def test_a_moment_without_a_pose_is_no_angle(runner, events):
    frame = events["touchdown_2"].frame
    hidden = measure(
        without(runner, slice(None), slice(frame - 1, frame + 1)), events, 0.0
    )
    for row in hidden:
        if row.id.endswith("touchdown_2"):
            assert row.why == "joint_hidden"


def test_the_hold_is_the_last_moment_before_the_movement(runner, events):
    hold = runner.time_s[hold_frames(runner, events)]
    assert 0.2 < np.ptp(hold) < 0.4
    assert hold[-1] <= events["first_movement"].t_s
    gone = Missing("event_before_clip")
    assert hold_frames(runner, {**events, "first_movement": gone}) is gone


def test_the_frame_is_the_nearest_to_the_event(runner, events, found):
    event = events["touchdown_1"]
    frame = found["knee_touchdown_1"].frame
    assert abs(runner.time_s[frame] - event.t_s) <= 0.5 / 120 + 1e-6


def widths(measures):
    return {name: row.plus_minus for name, row in measures.items() if name in ANGLES}


def test_no_number_comes_without_plus_minus_at_any_rate():
    fast, slow = (widths(measures_of(start(fps))) for fps in (120, 30))
    assert slow["knee_toe_off_1"] > fast["knee_toe_off_1"]
    assert slow["trunk_set"] == pytest.approx(fast["trunk_set"], abs=0.1)


def test_people_are_less_sure_than_rendered_athletes_and_small_ones_than_large():
    rendered, person = (widths(measures_of(start(60), person=p)) for p in (0.0, 1.0))
    assert all(person[name] > rendered[name] for name in rendered)
    large, small = (widths(measures_of(start(60, leg_px=leg))) for leg in (200, 60))
    assert all(small[name] > large[name] for name in large)


def test_what_trembles_in_the_hold_is_less_sure():
    still, trembling = (
        widths(measures_of(start(60, noise_px=noise))) for noise in (0.0, 2.0)
    )
    assert trembling["rear_knee_set"] > 1.2 * still["rear_knee_set"]


def test_what_somebody_else_hides_is_missing_and_nothing_more():
    runner = travel_of(start(120))
    events = find_events(runner)
    seen = runner.visibility.copy()
    frame = events["touchdown_1"].frame
    rear_knee = 26
    seen[frame - 2 : frame + 3, rear_knee] = 0.0
    told = {
        one.id: one
        for one in measure(replace(runner, visibility=seen), events, person=0.0)
    }
    hidden = {name for name, one in told.items() if one.why == "hidden_by_other"}
    assert hidden & ANGLES == {f"{one}_touchdown_1" for one in ("knee", "hip", "shin")}
    assert told["knee_touchdown_1"].value is None
    assert told["trunk_touchdown_1"].value is not None


def test_an_arm_that_is_not_seen_is_not_guessed(runner, events, found):
    left_arm = slice(13, 16, 2)
    assert found["lead_elbow_exit"].value is not None
    unseen = runner.visibility.copy()
    unseen[:, left_arm] = 0.1
    told = measure(replace(runner, visibility=unseen), events, 0.0)
    hidden = {one.id for one in told if one.why == "arm_hidden"}
    assert hidden == {"lead_hand_exit", "lead_elbow_exit", "back_hand_1"}


def test_a_forearm_half_as_long_as_it_is_ends_in_no_hand(runner, events):
    xy = runner.xy.copy()
    elbow, wrist = xy[:, 13], xy[:, 15]
    frame = events["front_foot_block_exit"].frame
    near = slice(frame - 3, frame + 3)
    xy[near, 15] = elbow[near] + 0.4 * (wrist[near] - elbow[near])
    told = {one.id: one for one in measure(replace(runner, xy=xy), events, 0.0)}
    assert told["lead_hand_exit"].why == "arm_hidden"


def test_feet_in_the_air_are_told_by_a_word_and_only_where_frames_are_many(found):
    assert found["swing_toe_toe_off_1"].word in ("up", "flat", "down")
    assert found["swing_toe_toe_off_1"].value is None
    slow = measures_of(start(60))
    assert slow["swing_toe_toe_off_1"].why == "frame_rate_too_low"
    assert slow["foot_back_1"].why == "frame_rate_too_low"
    assert slow["foot_strike_1"].word is not None


def test_what_needs_seconds_of_life_is_not_told_while_their_pace_is_unknown(
    runner, events
):
    told = {one.id: one for one in measure(runner, events, 0.0, pace="unknown")}
    unpaced = {name for name, one in told.items() if one.why == "pace_unknown"}
    assert unpaced == {row.id for row in DEFINITIONS if row.in_seconds}
    assert {"push_time", "contact_time_2", "still_set", "foot_back_1"} <= unpaced
    assert told["rear_push_share"].value is not None


def test_times_are_as_sure_as_their_events(found, events):
    spread = np.hypot(
        events["touchdown_1"].plus_minus_s, events["toe_off_1"].plus_minus_s
    )
    assert found["contact_time_1"].plus_minus == pytest.approx(spread)


def test_steps_of_filmed_people_are_unsure_by_how_their_blocks_look(runner, events):
    rendered, person = (
        {one.id: one.plus_minus for one in measure(runner, events, share)}
        for share in (0.0, 1.0)
    )
    assert person["step_ratio_2"] > rendered["step_ratio_2"] + 0.03


@pytest.mark.parametrize(
    "wrong",
    [lambda wrist: wrist + np.array([0.0, 0.6]), lambda wrist: wrist + swaying(wrist)],
)
def test_a_hand_that_hangs_or_wanders_in_the_hold_is_a_guess(runner, events, wrong):
    xy = runner.xy.copy()
    xy[:, 15] = wrong(xy[:, 15])
    told = {one.id: one for one in measure(replace(runner, xy=xy), events, 0.0)}
    assert told["shoulders_ahead_set"].why == "arm_hidden"
    assert told["elbow_set"].value is not None


def swaying(wrist):
    sway = 0.1 * np.sin(np.arange(len(wrist)))
    return np.stack([sway, np.zeros(len(wrist))], axis=1)


def test_what_is_least_somewhere_is_pictured_where_it_is(runner, events, found):
    lifted = found["knee_lift_1"].frame
    assert events["rear_foot_block_exit"].frame <= lifted <= events["touchdown_1"].frame
    hip, shoulder = runner.hips[lifted], runner.shoulders[lifted]
    knee = runner.point("rear", "knee")[lifted]
    there = law_of_cosines(shoulder, hip, knee)
    assert there == pytest.approx(found["knee_lift_1"].value, abs=1.0)


def test_steps_of_which_the_blocks_tell_nothing_true_are_not_told(runner, events):
    xy = runner.xy.copy()
    foot = [mark + 1 for mark in (27, 29, 31)]
    xy[:, foot, 0] += 0.6
    told = {one.id: one for one in measure(replace(runner, xy=xy), events, 1.0)}
    assert told["step_ratio_3"].why == "off_side"


def test_seconds_are_not_told_where_their_pace_is_guessed(runner, events):
    told = {one.id: one for one in measure(runner, events, 0.0, pace="guessed")}
    untold = {name for name, one in told.items() if one.why == "pace_unknown"}
    assert untold == {row.id for row in DEFINITIONS if row.unit == "s"}
    slow = travel_of(start(60))
    few = measure(slow, find_events(slow), 0.0, pace="guessed")
    whys = {one.id: one.why for one in few}
    assert whys["swing_toe_toe_off_1"] == "frame_rate_too_low"


def test_hips_that_are_not_seen_have_not_stayed(runner, events):
    moved = events["first_movement"].frame
    gone = without(runner, [23, 24], slice(moved + 2, moved + 8))
    told = {one.id: one for one in measure(gone, events, 0.0)}
    assert told["hip_back_push"].value is None


def test_without_the_blocks_nothing_is_known_of_how_feet_are_shifted(runner, events):
    unseen = {**events, "rear_foot_block_exit": Missing("hidden_by_other")}
    told = {one.id: one for one in measure(runner, unseen, 1.0)}
    assert told["step_ratio_3"].why == "off_side"
