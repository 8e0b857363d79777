"""The checklist as loaded, and the slips of a pen it does not let through."""

import re

import pytest

from analysis.scoring.checklist import load_checklist, read_checklist
from analysis.types import EVENT_NAMES, Band
from content.words import FOLDER, ContentError

CHECKLIST = (FOLDER / "checklist.toml").read_text(encoding="utf-8")


@pytest.fixture
def checklist():
    return load_checklist()


@pytest.fixture
def altered(tmp_path):
    """Read the checklist with one piece of its text replaced where it first stands."""

    def read(old, new, after=""):
        start = CHECKLIST.index(after)
        assert old in CHECKLIST[start:]
        text = CHECKLIST[:start] + CHECKLIST[start:].replace(old, new, 1)
        path = tmp_path / "checklist.toml"
        path.write_text(text, encoding="utf-8")
        return read_checklist(path)

    return read


def test_eight_phases_have_their_key_frames(checklist):
    frames = [(p.number, p.key_event, p.key_pick) for p in checklist.phases]
    assert frames == [
        (1, "first_movement", "median_set"),
        (2, "rear_foot_block_exit", "at"),
        (3, "front_foot_block_exit", "last_before"),
        (4, "crossing_1", "at"),
        (5, "touchdown_1", "shortly_before"),
        (6, "touchdown_1", "at"),
        (7, "toe_off_1", "last_before"),
        (8, "touchdown_3", "at"),
    ]
    assert {event for _, event, _ in frames} - set(EVENT_NAMES) == {"crossing_1"}


def test_from_the_first_contact_on_a_phase_knows_its_step(checklist):
    steps = [phase.step for phase in checklist.phases]
    assert steps == [None, None, None, 1, 1, 1, 1, 3]


def test_checks_come_in_the_order_of_the_phases(checklist):
    phases = [check.phase for check in checklist.checks]
    assert phases == sorted(phases)


@pytest.mark.parametrize(
    ("check", "band"),
    [
        ("front_knee_set", Band((82, 108), (75, 118))),
        ("rear_knee_set", Band((100, 140), (88, 150))),
        ("trunk_set", Band((-30, -5), (-38, 0))),
        ("shoulders_ahead_set", Band((-0.05, 0.2), (-0.15, 0.3))),
        ("elbow_set", Band((160, None), (150, None))),
        ("still_set", Band((0.5, None), (0.3, None))),
        ("body_line_drive", Band((30, 52), (22, 58))),
        ("hip_path_push", Band((None, 20), (None, 28))),
        ("rear_hip_opening", Band((35, None), (20, None))),
        ("rear_push_share", Band((0.45, None), (0.35, None))),
        ("body_line_exit", Band((40, 50), (36, 56))),
        ("front_knee_exit", Band((165, None), (155, None))),
        ("front_hip_exit", Band((158, None), (145, None))),
        ("hip_gap_exit", Band((None, 6), (None, 10))),
        ("thigh_split_exit", Band((80, None), (65, None))),
        ("knee_lift_1", Band((None, 85), (None, 105))),
        ("foot_back_1", Band((None, -0.5), (None, -0.2))),
        ("shin_before_touchdown_1", Band((None, 60), (None, 75))),
        ("touchdown_distance_1", Band((-0.25, 0), (-0.35, 0.08))),
        ("knee_touchdown_1", Band((85, 122), (75, 138))),
        ("shin_touchdown_1", Band((38, 57), (30, 68))),
        ("trunk_touchdown_1", Band((22, 50), (None, 60))),
        ("knee_toe_off_1", Band((158, None), (146, None))),
        ("body_line_toe_off_1", Band((42, 56), (36, 64))),
        ("trunk_toe_off_1", Band((30, 52), (None, 62))),
        ("thigh_split_toe_off_1", Band((85, None), (70, None))),
        ("trunk_rise", Band((1, 9), (None, 14))),
        ("shin_rise", Band((3, 12), (0, 20))),
        ("step_ratio_2", Band((1.02, 1.35), (0.95, None))),
    ],
)
def test_bands_are_those_of_the_evidence(checklist, check, band):
    assert checklist.check(check).band == band


def test_a_developing_athlete_may_leave_the_blocks_higher():
    young, adult = load_checklist("developing"), load_checklist()
    assert young.check("body_line_exit").band == Band((42, 56), (36, 62))
    same = [c for c in young.checks if c == adult.check(c.id)]
    assert len(adult.checks) - len(same) == 2  # the body line and the trunk with it


def test_the_seeds_three_targets_are_shown(checklist):
    targets = {c.id: c.seed_target for c in checklist.checks if c.seed_target}
    assert targets == {"front_knee_set": 90, "rear_knee_set": 135, "body_line_exit": 45}


def test_a_back_knee_of_105_to_125_is_good(checklist):
    low, high = checklist.check("rear_knee_set").band.green
    assert low <= 105
    assert high >= 125


def test_set_weighs_less_than_all_of_body_and_legs_out_of_the_blocks(checklist):
    weights = {
        phase: {c.id: c.weight for c in checklist.checks if c.phase == phase}
        for phase in (1, 3)
    }
    arms = {"lead_hand_exit", "lead_elbow_exit"}
    body = [weight for id, weight in weights[3].items() if id not in arms]
    assert max(weights[1].values()) <= min(body)
    assert sum(weights[1].values()) < sum(weights[3].values()) / 3


@pytest.mark.parametrize(
    ("fps", "judged"),
    [
        (15, set()),
        (25, {1, 2, 3, 4, 7}),
        (29.97, {1, 2, 3, 4, 7}),
        (50, set(range(1, 9))),
        (59.94, set(range(1, 9))),
    ],
)
def test_the_frame_rate_decides_which_phases_are_judged(checklist, fps, judged):
    assert {c.phase for c in checklist.checks if c.min_fps <= fps} == judged


def test_at_30_fps_only_the_body_line_is_judged_at_toe_off(checklist):
    at_30 = [c.id for c in checklist.checks if c.phase == 7 and c.min_fps <= 29.97]
    assert at_30 == ["body_line_toe_off_1"]


def test_an_unknown_check_is_named(checklist):
    with pytest.raises(KeyError, match="ankle_set"):
        checklist.check("ankle_set")


FRONT_KNEE = 'id = "front_knee_set"'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from = 82", "from = 70", "check front_knee_set: amber must contain green"),
        (", to = 108 }", " }", "check front_knee_set: amber must contain green"),
        ("from = 82", "from = 120", "check front_knee_set: `from` must be below `to`"),
        ("{ from = 82, to = 108 }", "{}", "a band needs `from` or `to`"),
        ("from = 82", 'from = "82"', "green.from must be a valid number, not '82'"),
        ("from = 82", "form = 82", "form is not a known field"),
        ("weight = 2", "weight = 0", "weight must be greater than 0, not 0"),
        ("weight = 2", "wieght = 2", "check front_knee_set: weight is missing"),
        ("weight = 2", "weight = 2\nx = 1", "check front_knee_set: x is not a known"),
        ('reliability = "B"', 'reliability = "E"', "'A', 'B', 'C' or 'D', not 'E'"),
        ("phase = 1", "phase = 9", "check front_knee_set: there is no phase 9"),
        ("phase = 1", 'phase = "1"', "phase must be a valid integer, not '1'"),
        ("weight = 2", "weight = true", "weight must be a valid number, not True"),
        ("sources = [", "sources = [9, ", "sources.0 must be a valid string, not 9"),
        ('"V1", ', '"V999", ', "check front_knee_set: there is no source 'V999'"),
        ('cue_low = "front_leg_room"\n', "", "an end of green has a cue"),
        ("front_leg_room", "sing", "needs words for cue.sing.say"),
        (
            'measure = "front',
            'measure = "wrong',
            "there is no measure 'wrong_knee_set'",
        ),
        ('id = "rear_knee_set"', FRONT_KNEE, "check front_knee_set: there are two"),
        ("weight = 2", "weight = 2\nleads = 0", "leads must be a valid boolean, not 0"),
        ("weight = 2", "weight = 2\nleads = false", "needs words for aside.front_leg_"),
    ],
)
def test_a_slip_in_a_check_is_told_plainly(altered, old, new, said):
    with pytest.raises(ContentError, match=re.escape(said)):
        altered(old, new, after=FRONT_KNEE)


def test_a_band_without_a_source_is_refused(altered):
    sources = next(row for row in CHECKLIST.splitlines() if row.startswith("sources"))
    with pytest.raises(ContentError, match="front_knee_set: a band needs a source"):
        altered(sources, "sources = []")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"toe_off_1"', '"toe_off_9"', "phase 7: key_event must be .* not 'toe_off_9'"),
        ('"median_set"', '"mean_set"', "phase 1: key_pick must be .* not 'mean_set'"),
        ("number = 3", "number = 4", "the phases must be numbered 1 to 8, in order"),
        ('id = "drive"\n', "", "phase 2: id is missing"),
        ("number = 3\n", "", r"phase \?: number is missing"),
        ("[[check]]", "[[chek]]", "chek is not a known field"),
        ("number = 3", "number == 3", r"checklist\.toml: .*line"),
    ],
)
def test_a_slip_in_a_phase_is_told_plainly(altered, old, new, said):
    with pytest.raises(ContentError, match=said):
        altered(old, new)


STORY = 'id = "low_hips_stand_up"'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"trunk_set"', '"nose_set"', "there is no check 'nose_set'"),
        ('side = "high"', 'side = "up"', "from.side must be 'low' or 'high', not 'up'"),
        (', side = "high"', "", "from.side is missing"),
        ("from = {", "form = {", "from is missing"),
        ('"trunk_set"', '"head_pitch_set"', "head_pitch_set never leads a reply"),
        ('"trunk_set"', '"trunk_touchdown_1"', "body_line_drive does not come after"),
        ('"trunk_exit"', '"front_knee_exit"', "has no cue of its own on the high side"),
        ('"V3"', '"V999"', "there is no source 'V999'"),
        ('["V3", "P_cause"]', "[]", "sources .* at least 1 item"),
        ('"low_hips_stand_up"', '"high_exit_stays_high"', "there are two of them"),
        ('"low_hips_stand_up"', '"low_hips_sit"', "needs words for cause.low_hips_sit"),
    ],
)
def test_a_slip_in_a_cause_is_told_plainly(altered, old, new, said):
    with pytest.raises(ContentError, match=said):
        altered(old, new, after=STORY)


def test_every_cause_comes_before_what_it_leads_to(checklist):
    assert checklist.causes
    for cause in checklist.causes:
        start = checklist.check(cause.start.check).phase
        assert all(checklist.check(one.check).phase > start for one in cause.leads_to)


def test_an_untouched_copy_is_the_checklist(altered, checklist):
    assert altered("", "") == checklist
