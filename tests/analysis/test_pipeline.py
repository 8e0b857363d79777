"""One clip in, one answer out: the whole way with a stand-in for the eyes, and once
with the real ones."""

import json
from dataclasses import replace
from functools import partial

import jsonschema
import numpy as np
import pytest
from PIL import Image

import analysis
from analysis import analyse, footage, pipeline
from analysis.capture.video import Damage
from analysis.corrections import NOTHING, Corrections
from analysis.errors import ModelUnavailable
from analysis.filtering.running_frame import to_runner
from analysis.measurement import landmark_bias
from analysis.measurement.definitions import DEFINITIONS
from analysis.schema import PATH as SCHEMA_PATH
from analysis.scoring.apply_corrections import turned
from analysis.scoring.checklist import load_checklist
from analysis.serialization import from_json, to_json
from analysis.types import EVENT_NAMES, Missing
from content.words import load_words
from tests.analysis.moving_body import mirrored, seen_around, start
from tests.analysis.no_models import NoModels
from tests.odd_clips import uneven, write_clip
from tests.sounds import RATE, gun, laid, put_to

SCHEMA = jsonschema.Draft202012Validator(json.loads(SCHEMA_PATH.read_text()))
WORDS = load_words()


def text_of(found):
    return json.dumps(to_json(found))


def times(found):
    return {name: event and event.t_s for name, event in found.events.items()}


def looked_at(
    film,
    patch,
    one,
    starts_s=0.0,
    corrections=NOTHING,
    pictures=None,
    series=None,
    other_ways=(),
    level="trained",
    sound=None,
    **around,
):
    """Analyse a stick figure: the file is real, who and where is known."""
    path = film(one.poses.time_s + starts_s)
    if sound is not None:
        path = put_to(path, path.with_name("heard.mp4"), sound)
    eyes = {
        "find_athlete": lambda _clip, _told, skip: seen_around(
            one.poses, **around, chosen=skip > 0
        ),
        "estimate_poses": lambda *_, **__: one.poses,
        "follow": lambda _clip, _seen, plain, *_: [plain[0], *other_ways],
        "with_equals": lambda _clip, seen, _poses, _eyes: seen,
    }
    patch.setattr(pipeline, "model_file", lambda *_: None)
    patch.setattr(pipeline, "Estimators", NoModels)
    for name, stand_in in eyes.items():
        patch.setattr(footage, name, stand_in)
    return analyse(
        path, pictures=pictures, series=series, corrections=corrections, level=level
    )


@pytest.fixture
def judge(film, monkeypatch):
    return partial(looked_at, film, monkeypatch)


@pytest.fixture(scope="session")
def plain(film):
    """What is found of a start as it is."""
    with pytest.MonkeyPatch.context() as patch:
        return looked_at(film, patch, start())


def test_a_start_is_analysed_from_end_to_end(plain):
    assert plain.refusal is None
    assert plain.analysis_version == analysis.ANALYSIS_VERSION
    assert (plain.direction, plain.front_leg) == ("left_to_right", "left")
    assert plain.clip.speed_factor == 1.0
    assert all(plain.events.values())
    assert len(plain.phases) == 8
    assert plain.findings
    assert any(finding.check == plain.praise for finding in plain.findings)


def test_the_answer_keeps_the_contract_there_and_back(plain):
    SCHEMA.validate(to_json(plain))
    assert text_of(from_json(to_json(plain))) == text_of(plain)


def test_a_developing_athletes_start_is_judged_by_their_bands_and_says_so(judge, plain):
    developing = judge(start(), level="developing")
    assert (plain.level, developing.level) == ("trained", "developing")
    assert developing.measures == plain.measures
    for found in (plain, developing):
        bands = {finding.check: finding.band for finding in found.findings}
        checklist = load_checklist(found.level)
        assert bands == {check.id: check.band for check in checklist.checks}


def test_the_same_clip_gives_the_same_answer(judge):
    one = start(noise_px=1)
    assert text_of(judge(one)) == text_of(judge(one))


def test_drawing_changes_no_number(judge, plain, tmp_path):
    drawn = judge(start(), pictures=tmp_path)
    assert any(phase.picture for phase in drawn.phases)
    undrawn = tuple(replace(phase, picture=None) for phase in drawn.phases)
    assert text_of(replace(drawn, phases=undrawn)) == text_of(plain)


def test_a_mirrored_clip_is_judged_alike(judge, plain):
    other = judge(mirrored(start()))
    assert other.direction == "right_to_left"
    assert (other.near_side, other.front_leg) == ("left", "right")
    assert times(other) == pytest.approx(times(plain), abs=0.02)
    assert "runs_right_to_left" in {note.code for note in other.notes}
    assert [f.check for f in other.findings] == [f.check for f in plain.findings]


def test_a_start_offset_moves_nothing(judge, plain):
    assert text_of(judge(start(), starts_s=1.5)) == text_of(plain)


def test_a_variable_frame_rate_moves_no_event(judge, plain):
    skipping = judge(start(times_s=uneven(2.8)))
    assert skipping.clip.variable_frame_rate
    assert times(skipping) == pytest.approx(times(plain), abs=0.05)


def test_ten_times_slower_is_said_to_be_ten_times_slower(judge):
    found = judge(start(12, slow=10, begins_s=-0.5))
    assert found.clip.speed_factor == 10
    said = {note.code: note.values for note in found.notes}
    assert said["slow_motion"] == {"factor": 10}
    assert all(event for name, event in found.events.items() if name != "set_start")


def shot_at(at_s, lasts_s=3.0):
    """A shot, and besides nothing but a little noise."""
    rng = np.random.default_rng(4)
    return laid(rng.normal(0, 1e-3, round(lasts_s * RATE)), (at_s, gun(rng)))


@pytest.mark.parametrize(
    ("early", "starts_s", "code"),
    [(0.16, 0.0, "reaction"), (0.16, 0.7, "reaction"), (0.055, 0.0, "reaction_early")],
)
def test_a_start_with_a_shot_has_its_reaction_told(judge, plain, early, starts_s, code):
    moves_s = times(plain)["first_movement"] + starts_s
    found = judge(start(), starts_s, sound=shot_at(moves_s - early))
    said = {note.code: note.values for note in found.notes}
    assert {"reaction", "reaction_early"} & set(said) == {code}
    assert said[code]["seconds"] == pytest.approx(early, abs=0.005)
    assert 0.025 < said[code]["plus_minus"] < 0.05
    SCHEMA.validate(to_json(found))
    assert replace(found, notes=plain.notes) == plain


def test_slow_motion_has_no_reaction(judge):
    slow = {"fps": 30, "slow": 2, "begins_s": -0.8}
    moves_s = times(judge(start(**slow)))["first_movement"]
    found = judge(start(**slow), sound=shot_at(moves_s - 0.3, 4.0))
    assert found.clip.speed_factor == 2
    assert not {"reaction", "reaction_early"} & {note.code for note in found.notes}


def test_slow_motion_changes_no_verdict(judge):
    real = judge(start(120, begins_s=-0.5))
    slow = judge(start(30, slow=4, begins_s=-0.5))
    assert slow.clip.speed_factor == 4
    verdicts = [{f.check: f.verdict for f in found.findings} for found in (real, slow)]
    assert verdicts[0] == verdicts[1]


def test_a_clip_that_begins_in_the_push_says_what_it_cannot_tell(judge):
    found = judge(start(begins_s=0.1))
    assert found.refusal is None
    untold = {f.check: f.why for f in found.findings if f.verdict == "cant_tell"}
    assert "event_before_clip" in untold.values()
    assert found.phases[0].why == "event_before_clip"
    assert found.events["first_movement"] == Missing("event_before_clip")
    SCHEMA.validate(to_json(found))


def hidden(one):
    return one.with_xy(np.full_like(one.poses.xy_px, np.nan))


def on_the_spot(one):
    xy = one.poses.xy_px
    hips = xy[:, 23:25].mean(axis=1, keepdims=True)
    return one.with_xy(xy - hips + 400)


def values(found, *phases):
    return {m.id: m.value for m in found.measures if m.phase in phases}


def test_a_moved_moment_moves_its_key_frame_and_is_read_anew(judge, plain):
    moved = judge(start(), corrections=Corrections(shifts={"toe_off_1": 1}))
    assert moved.events["toe_off_1"].frame == plain.events["toe_off_1"].frame + 1
    assert moved.phases[6].frame == plain.phases[6].frame + 1
    read = [measure for measure in moved.measures if measure.id == "trunk_toe_off_1"]
    assert read[0].frame > plain.events["toe_off_1"].frame - 1
    assert values(moved, 7) != values(plain, 7)
    assert values(moved, 1, 2, 3, 5) == values(plain, 1, 2, 3, 5)
    changed = values(plain, 6, 8).items() - values(moved, 6, 8).items()
    assert {name for name, _ in changed} == {
        *("contact_time_1", "flight_time_2", "contact_change"),
    }
    assert [p for p in moved.phases if p.number != 7] == [
        p for p in plain.phases if p.number != 7
    ]
    assert moved.notes[0].code == "corrected_by_you_moment"
    SCHEMA.validate(to_json(moved))
    assert text_of(from_json(to_json(moved))) == text_of(moved)


def test_the_picture_of_the_hold_moves_and_no_number_does(judge, plain):
    moved = judge(start(), corrections=Corrections(shifts={"set": -1}))
    assert moved.phases[0].frame == plain.phases[0].frame - 1
    assert moved.measures == plain.measures
    assert moved.events == plain.events


def test_a_moved_crossing_is_read_anew_and_nothing_else_is(judge):
    change = Corrections(shifts={"crossing_1": 2})
    plain, moved = judge(start(120)), judge(start(120), corrections=change)
    assert moved.phases[3].frame == plain.phases[3].frame + 2
    changed = values(moved, *range(1, 9)).items() - values(plain, *range(1, 9)).items()
    # The foot's word stays, the hand is read all through the contact.
    assert {name for name, _ in changed} == {
        *("recovery_height_1", "head_pitch_crossing"),
    }
    read = {m.id: m.frame for m in moved.measures}
    assert read["recovery_height_1"] == moved.phases[3].frame
    assert moved.events == plain.events


def test_a_moment_beyond_its_neighbour_is_refused_by_name(judge):
    change = Corrections(shifts={"touchdown_2": 60})
    found = judge(start(), corrections=change)
    check_refused(found, "cannot_move")
    assert found.corrections == change


def test_the_same_corrections_give_the_same_answer(judge):
    change = Corrections(shifts={"toe_off_2": -1}, mirrored=True)
    one, other = (judge(start(noise_px=1), corrections=change) for _ in range(2))
    assert text_of(one) == text_of(other)


def test_a_mirrored_clip_needs_no_second_look(judge):
    change = Corrections(shifts={"toe_off_2": 1})
    plain = judge(start(), corrections=change)
    mirrored = judge(start(), corrections=Corrections(0, change.shifts, True))
    assert text_of(turned(plain, True)) == text_of(mirrored)
    assert text_of(turned(mirrored, False)) == text_of(plain)
    assert (mirrored.direction, mirrored.front_leg) == ("right_to_left", "right")
    assert mirrored.measures == plain.measures


def test_who_was_chosen_is_judged_though_others_start_too(judge):
    asked = judge(start(), changed=255, rivals=1, equals=2)
    check_refused(asked, "several_athletes")
    assert asked.refusal.people == 2
    chosen = judge(
        start(), corrections=Corrections(athlete=1), changed=255, rivals=1, equals=2
    )
    assert chosen.refusal is None
    said = [note.code for note in chosen.notes]
    assert said[0] == "corrected_by_you_athlete"
    assert "picked_starter" not in said


def test_who_stands_out_is_judged_and_others_are_mentioned(judge):
    found = judge(start(), changed=255)
    assert found.refusal is None
    assert "picked_starter" in [note.code for note in found.notes]


def test_only_what_all_ways_to_see_an_athlete_agree_on_is_told(judge):
    one = start()
    pulled, nowhere = one.poses.xy_px.copy(), np.full_like(one.poses.xy_px, np.nan)
    pulled[:, 11:13, 1] -= 60.0
    ways = [replace(one.poses, xy_px=xy_px) for xy_px in (pulled, nowhere)]
    found = judge(one, changed=255, other_ways=ways)
    told = {measure.id: measure for measure in found.measures}
    assert told["trunk_set"].why == "others_close"
    alone = judge(one, changed=255).measures[0]
    assert told["front_knee_set"].value == pytest.approx(alone.value, abs=1.0)


def test_a_way_without_a_start_is_passed_over(judge):
    ways = [start().poses]
    check_refused(judge(on_the_spot(start()), changed=255), "no_start")
    found = judge(on_the_spot(start()), changed=255, other_ways=ways)
    assert found.refusal is None
    assert found.events == judge(start(), changed=255, other_ways=ways).events


def test_a_shift_of_what_is_no_moment_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="lunch"):
        analyse(tmp_path / "a.mp4", corrections=Corrections(shifts={"lunch": 1}))


@pytest.mark.parametrize(
    ("one", "around", "code"),
    [
        (start(leg_px=25), {}, "too_small"),
        (start(shoulders_apart=0.42), {}, "not_side_on"),
        (start(), {"lost": 20}, "camera_moves"),
        (on_the_spot(start()), {}, "no_start"),
        (start(begins_s=0.64, ends_s=1.3), {}, "no_start"),
        (hidden(start()), {}, "nobody"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_start_is_refused_by_name_and_shown(
    judge, tmp_path, one, around, code
):
    found = judge(one, pictures=tmp_path / "pictures", **around)
    check_refused(found, code)
    with Image.open(tmp_path / "pictures" / found.refusal.picture) as picture:
        assert picture.width == 1080


def test_a_refusal_draws_nothing_unless_it_is_asked_to(judge):
    assert judge(hidden(start())).refusal.picture is None


def check_refused(found, code):
    """A refusal says why, judges nothing, keeps the contract and has its words."""
    assert found.refusal and found.refusal.code == code
    assert found.refusal.detail
    assert found.events == {}
    assert not found.phases and not found.measures and not found.findings
    SCHEMA.validate(to_json(found))
    assert WORDS.has(f"refusal.{code}.what") and WORDS.has(f"refusal.{code}.fix")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("noise", "unreadable"),
        ("empty", "unreadable"),
        ("cut_in_transfer", "unreadable"),
        ("sound_only", "no_video"),
        ("too_short", "too_short"),
        ("too_long", "too_long"),
        ("too_many_frames", "too_long"),
    ],
)
def test_a_file_that_is_no_clip_is_refused_and_raises_nothing(odd_clips, name, code):
    check_refused(analyse(odd_clips[name]), code)


def test_a_missing_clip_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        analyse(tmp_path / "nothing.mp4")


def test_a_missing_model_is_our_failure_and_no_refusal(odd_clips, tmp_path):
    with pytest.raises(ModelUnavailable, match="nowhere"):
        analyse(odd_clips["rotated_0"], model_path=tmp_path / "nowhere.task")


def test_the_athlete_is_drawn_where_it_is_measured(judge, tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(
        "analysis.visuals.draw_all.draw",
        lambda _clip, found, poses, *_: given.append(poses) or found.phases,
    )
    one, hips = start(), [23, 24]
    judge(one, pictures=tmp_path)
    drawn, seen = (poses.xy_px[:, hips] for poses in (given[0], one.poses))
    moved = [
        landmark_bias.correct(to_runner(one.poses), person).poses().xy_px[:, hips]
        for person in (0.0, 1.0)
    ]
    apart = [np.nanmedian(np.linalg.norm(drawn - one, axis=-1)) for one in moved]
    assert min(apart) < 1
    assert np.nanmedian(np.linalg.norm(drawn - seen, axis=-1)) > 3


def test_the_series_has_its_joints_where_the_camera_filmed_them(judge, tmp_path):
    one, file = start(), tmp_path / "series.csv"
    sway = np.linspace(0, 30, len(one.poses.time_s))[:, None, None] * (1, 0)
    swaying = one.with_xy(one.poses.xy_px + sway)
    found = judge(swaying, series=file, panned_px=30)
    columns = np.genfromtxt(file, delimiter=",", names=True)
    assert columns["frame"].tolist() == list(range(len(one.poses.time_s)))
    ankle = 27 if found.front_leg == "left" else 28
    seen = swaying.poses.xy_px[:, ankle, 0]
    assert np.nanmedian(np.abs(columns["ankle_front_x_px"] - seen)) < 6
    trunk = next(m.value for m in found.measures if m.id == "trunk_exit")
    exit_ = found.events["front_foot_block_exit"].frame
    assert columns["trunk"][exit_] == pytest.approx(trunk, abs=2)


def test_a_refused_clip_has_a_series_without_rows(judge, tmp_path):
    check_refused(judge(hidden(start()), series=tmp_path / "s.csv"), "nobody")
    assert (tmp_path / "s.csv").read_text().count("\n") == 1


def test_a_rendered_start_has_its_events_where_they_are(seen, truth):
    found = seen.found
    known = truth("B_30fps")
    off = {
        name: times(found)[name] - event["frame_exact"] / known["video_fps"]
        for name, event in known["events"].items()
    }
    assert set(off) == set(EVENT_NAMES)
    assert {name: late for name, late in off.items() if abs(late) > 0.06} == {}


def test_a_rendered_starts_side_and_legs_are_known(seen, truth):
    found = seen.found
    known = truth("B_30fps")
    assert found.direction == known["direction"]
    assert found.near_side == known["near_side"]
    assert found.front_leg == known["front_block_leg"]
    assert (found.clip.width_px, found.clip.height_px) == (960, 540)
    assert found.clip.frames == known["n_frames"]
    assert found.clip.speed_factor == 1.0


def test_every_phase_is_drawn(seen):
    found = seen.found
    assert len({phase.picture for phase in found.phases}) == 8
    for phase in found.phases:
        with Image.open(seen.folder / phase.picture) as picture:
            assert min(picture.size) > 200


def test_every_measure_is_there_and_the_contract_is_kept(seen):
    found = seen.found
    few = {row.id for row in found.measures if row.why == "frame_rate_too_low"}
    assert few == {row.id for row in DEFINITIONS if row.least_fps > 30}
    for row in found.measures:
        assert (row.value, row.word) != (None, None) or row.id in few
    SCHEMA.validate(to_json(found))


def test_the_landmarks_are_saved_in_upright_pixels(seen, truth):
    found = seen.found
    with np.load(seen.folder / "poses.npz") as saved:
        xy, seen_at, frame = saved["xy_px"], saved["seen"], saved["frame"]
    assert xy.shape == (found.clip.frames, 33, 2)
    assert seen_at.shape == (found.clip.frames, 33)
    assert frame.tolist() == list(range(found.clip.frames))
    joints = truth("B_30fps")["frames"][60]["keypoints_px"]
    near_hip = joints["right_hip"]
    assert np.linalg.norm(xy[60, 24] - near_hip) < 30


def test_the_stages_are_told_in_their_order(seen):
    order = list(dict.fromkeys(stage for stage, _ in seen.stages))
    assert order == ["opening", "finding", "posing", "measuring", "drawing"]
    for name in order:
        done = [share for stage, share in seen.stages if stage == name]
        assert done == sorted(done)
        assert done[0] >= 0 and done[-1] <= 1


def test_a_clip_in_which_nothing_moves_is_nobody(pose_model, tmp_path):
    still = write_clip(tmp_path / "still.mp4", [0.0, 2.0])
    check_refused(analyse(still, model_path=pose_model), "nobody")


@pytest.fixture
def judge_turned(film, monkeypatch):
    """Analyse a stick figure that is upside down unless the picture is turned so."""

    def look(one, upright_at):
        over = replace(one.poses, xy_px=np.array([1280, 720]) - one.poses.xy_px)

        def poses(clip, *_, **__):
            return one.poses if clip.rotation_deg == upright_at else over

        monkeypatch.setattr(pipeline, "model_file", lambda *_: None)
        monkeypatch.setattr(pipeline, "Estimators", NoModels)
        monkeypatch.setattr(footage, "find_athlete", lambda *_: seen_around(one.poses))
        monkeypatch.setattr(footage, "estimate_poses", poses)
        return analyse(film(one.poses.time_s))

    return look


def test_a_clip_upside_down_is_turned_and_says_so(judge_turned, plain):
    found = judge_turned(start(), upright_at=180)
    assert found.clip.rotation_deg == 180
    said = {note.code: note.values for note in found.notes}
    assert said["turned_upright"] == {"degrees": 180}
    assert times(found) == times(plain)


def test_a_clip_that_no_turn_puts_right_is_refused_by_name(judge_turned):
    assert judge_turned(start(), upright_at=None).refusal.code == "not_upright"


def test_a_damaged_clip_without_a_start_is_told_to_be_damaged(judge, monkeypatch):
    monkeypatch.setattr("analysis.capture.opening.Damage", lambda: Damage("cut off"))
    found = judge(start(ends_s=0.1))
    assert found.refusal.code == "unreadable"
    assert "damaged" in found.refusal.detail


def test_a_damaged_clip_with_a_start_is_judged(judge, monkeypatch):
    monkeypatch.setattr("analysis.capture.opening.Damage", lambda: Damage("cut off"))
    assert judge(start()).refusal is None
