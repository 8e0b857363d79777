import pytest

from benchmarks.real_metrics import real_figures

REFUSE = {"expect": {"refusal": ["no_start"]}}


def test_starts_are_judged_or_not(held):
    entry = {"events": {"touchdown_1": 42}}
    found = real_figures([held(), held(code="no_start"), held(entry=entry)])
    assert found["starts.judged"].value == 0.5
    assert not found["starts.judged"].met
    assert found["starts.grossly_wrong"].met


def test_a_grossly_wrong_clip_is_counted_once(held):
    found = real_figures([held(late=9, factor=7.0), held()])
    assert found["starts.grossly_wrong"].value == 1


def test_answers_are_as_expected_or_not(held):
    clips = [held(code="no_start", entry=REFUSE), held(entry=REFUSE), held()]
    assert real_figures(clips)["answers.as_expected"].value == 0.5
    assert "answers.as_expected" not in real_figures([held()])


def test_events_are_off_by_frames_in_a_direction(held):
    found = real_figures([held(late=2), held(late=-1, missed=["touchdown_2"])])
    assert found["events.toe_off_1.n"].value == 2
    assert found["events.toe_off_1.mean"].value == 1.5
    assert found["events.toe_off_1.signed"].value == 0.5
    assert found["events.toe_off_1.within"].value == 0.5
    assert found["events.first_movement.within"].value == 1
    assert found["events.missed"].value == 1
    assert found["events.n"].value == 11


def test_angles_at_labelled_frames_are_held_to_targets_by_group(held):
    found = real_figures([held(off_deg=5), held(off_deg=-4)])
    assert found["series.EXIT hip_front.mean"].value == 4.5
    assert found["groups.front hip at exit.mean"].met
    assert found["groups.trunk.mean"].met
    assert found["groups.trunk.signed"].met
    assert found["groups.body line.n"].value == 4
    assert not found["groups.body line.mean"].met
    assert found["groups.knees in set, at touchdown, toe-off.n"].value == 4
    assert "groups.shin.mean" not in found


def test_measures_have_their_plus_minus_beside_their_error(held):
    found = real_figures([held(off_deg=5, plus_minus=4.0), held(off_deg=8)])
    assert found["measures.front_knee_set.stated"].value == 3.5
    assert found["measures.front_knee_set.covered"].value == 0.5
    assert found["kinds.body_line.covered"].value == 0
    assert found["kinds.body_line.n"].value == 4


@pytest.mark.parametrize(("clips", "asked"), [(14, False), (15, True)])
def test_how_often_a_plus_minus_holds_is_asked_from_15_labels_on(held, clips, asked):
    found = real_figures([held()] * clips)
    assert (found["measures.trunk_set.covered"].goal is not None) == asked


def test_reds_that_joints_by_hand_do_not_bear_out_are_counted(held):
    found = real_figures([held(off_deg=-50), held()])
    assert found["reds.not_borne_out"].value > 0
    assert not found["reds.not_borne_out"].met
    assert real_figures([held()])["reds.not_borne_out"].met
