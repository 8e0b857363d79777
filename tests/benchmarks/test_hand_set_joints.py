import pytest

from benchmarks.hand_set_joints import AtEvent, kind_of


def errors(rows):
    return {one.measure: one.error_deg for one in rows}


def test_the_series_is_read_at_the_labelled_frame_wherever_our_events_lie(held):
    rows = held(late=9, off_deg=4).at_frames()
    assert {(one.moment, one.column) for one in rows} == {
        ("SET", "knee_front"),
        ("SET", "trunk"),
        ("EXIT", "hip_front"),
        ("EXIT", "body_line_front"),
        ("TO1", "knee_rear"),
        ("TO1", "body_line_rear"),
    }
    assert {one.error_deg for one in rows} == {4}


def test_measures_are_held_against_the_same_angles(held):
    found = errors(held(off_deg=-5).at_events())
    assert found == {
        "front_knee_set": -5,
        "trunk_set": -5,
        "front_hip_exit": -5,
        "body_line_exit": -5,
        "knee_toe_off_1": -5,
        "body_line_toe_off_1": -5,
    }


@pytest.mark.parametrize(
    ("late", "held_against"), [(-3, False), (-2, True), (2, True), (3, False)]
)
def test_a_measure_counts_where_our_event_is_near_the_labelled_one(
    held, late, held_against
):
    """The label shows the last frame on the block, the event is the first off it."""
    clip = held(late_by={"front_foot_block_exit": late})
    assert ("front_hip_exit" in errors(clip.at_events())) == held_against


@pytest.mark.parametrize(("late", "held_against"), [(-13, True), (-14, False)])
def test_a_measure_of_the_hold_counts_unless_we_end_it_before(held, late, held_against):
    clip = held(late_by={"first_movement": late})
    assert ("trunk_set" in errors(clip.at_events())) == held_against


def test_a_missing_event_leaves_its_measures_out(held):
    found = errors(held(missed=["front_foot_block_exit", "first_movement"]).at_events())
    assert set(found) == {"knee_toe_off_1", "body_line_toe_off_1"}


def test_both_plus_minus_together_cover_an_error():
    assert AtEvent("trunk_set", -5.0, 3.0, 4.0).covered
    assert not AtEvent("trunk_set", 5.1, 3.0, 4.0).covered


def test_angles_apart_by_a_full_turn_are_the_same(held):
    (trunk,) = (one for one in held(off_deg=359).at_frames() if one.column == "trunk")
    assert trunk.error_deg == pytest.approx(-1)


def test_a_red_is_borne_out_when_the_angle_by_hand_is_red_too(held):
    """A hip of 170 at the exit is good, one of 120 is not."""
    (red,) = (r for r in held(off_deg=-50).reds() if r.check == "front_hip_exit")
    assert (red.deg, red.by_hand.deg) == (120, 170)
    assert red.borne_out is False
    clip = held(off_deg=-50)
    by_hand = clip.labels.stills["EXIT"].angles
    by_hand["hip_front_own_hip"] = type(by_hand["hip_front"])(115, 6)
    (red,) = (r for r in clip.reds() if r.check == "front_hip_exit")
    assert red.borne_out is True


def test_a_red_that_nobody_labelled_is_left_open(held):
    clip = held(off_deg=-50)
    clip.labels.stills.clear()
    reds = clip.reds()
    assert reds
    assert {red.borne_out for red in reds} == {None}


def test_a_measure_has_its_kind():
    assert kind_of("front_hip_exit") == "hip"
    assert kind_of("trunk_touchdown_1") == "trunk"
