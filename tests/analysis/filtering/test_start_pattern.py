"""The seven instants are laid over the feet, and over nothing that is no start."""

from dataclasses import replace

import pytest

from analysis.errors import BadStart, NoStart
from analysis.filtering.repair import clean
from analysis.filtering.running_frame import to_runner
from analysis.filtering.start_pattern import (
    INSTANTS,
    find_pattern,
    likeliest_slow_motion,
    rests_of,
)
from analysis.gait_events.detection import find_events
from analysis.gait_events.start_check import check_start
from analysis.types import Poses
from tests.analysis import other_movements as other
from tests.analysis.moving_body import (
    EVENTS_S,
    STANDS,
    mirrored,
    seen_around,
    start,
)

# A frame or so.
NEAR_S = 0.045


def found_in(one, slow=1.0):
    return find_pattern(clean(one.poses.sped_up(slow)))


def off_s(pattern, one, slow=1.0, begins_s=-1.6, since_s=0.0):
    """Found less true, seconds of life, of the instants that are in the clip."""
    last_s = one.poses.time_s[-1] / slow
    true = {n: EVENTS_S[n] - begins_s + since_s for n in INSTANTS}
    return {
        name: pattern.time_of(name) - when
        for name, when in true.items()
        if since_s < when < last_s + since_s
    }


def wrong(offsets, near_s=NEAR_S):
    return {name: late for name, late in offsets.items() if abs(late) > near_s}


def part(poses, begins_s):
    kept = poses.time_s >= begins_s
    time_s = poses.time_s[kept]
    return Poses(poses.xy_px[kept], poses.visibility[kept], time_s - time_s[0])


@pytest.mark.parametrize("fps", [25, 30, 60, 120, 240])
def test_a_start_is_found_at_any_frame_rate(fps):
    one = start(fps)
    pattern = found_in(one)
    assert pattern.convinces
    assert len(off_s(pattern, one)) == len(INSTANTS)
    assert wrong(off_s(pattern, one)) == {}


@pytest.mark.parametrize("fps", [30, 120])
@pytest.mark.parametrize("slow", [2, 4, 8])
def test_a_start_is_found_in_slow_motion(slow, fps):
    one = start(fps, slow=slow)
    pattern = found_in(one, slow)
    assert pattern.convinces
    assert wrong(off_s(pattern, one, slow)) == {}


@pytest.mark.parametrize("front_leg", ["left", "right"])
@pytest.mark.parametrize("direction", ["left_to_right", "right_to_left"])
def test_whose_foot_and_which_way_are_told(direction, front_leg):
    one = start(direction=direction, front_leg=front_leg)
    pattern = found_in(one)
    assert (pattern.direction, pattern.front_leg) == (direction, front_leg)
    assert wrong(off_s(pattern, one)) == {}


@pytest.mark.parametrize("leg_px", [50, 160, 400])
def test_size_moves_no_instant(leg_px):
    pattern = found_in(start(leg_px=leg_px))
    assert pattern.at_s == pytest.approx(found_in(start()).at_s, abs=0.011)


def test_a_mirror_moves_no_instant():
    one = start()
    pattern, other_way = found_in(one), found_in(mirrored(one))
    assert other_way.at_s == pytest.approx(pattern.at_s)
    assert other_way.front_leg != pattern.front_leg
    assert other_way.direction != pattern.direction


@pytest.mark.parametrize("wait_s", [8, 20])
def test_a_start_is_found_after_a_long_wait(wait_s):
    one = start(30, begins_s=-wait_s)
    pattern = found_in(one)
    assert pattern.convinces
    assert wrong(off_s(pattern, one, begins_s=-wait_s)) == {}


@pytest.mark.parametrize("forward", [1, -1], ids=["towards", "back to them"])
def test_a_start_is_found_after_a_walk_to_the_blocks(forward):
    walked = other.walk(3.0, forward=forward)
    one = start()
    away = one.poses.xy_px[0, 23] - walked.xy_px[-1, 23]
    walked = Poses(walked.xy_px + away, walked.visibility, walked.time_s)
    both = other.one_after_another(walked, one.poses)
    pattern = find_pattern(clean(both))
    assert pattern.convinces
    assert pattern.front_leg == "left"
    since_s = both.time_s[-1] - one.poses.time_s[-1]
    assert len(off_s(pattern, one, since_s=since_s)) == len(INSTANTS)
    assert wrong(off_s(pattern, one, since_s=since_s)) == {}


@pytest.mark.parametrize("noise_px", [1.0, 3.0])
def test_a_start_is_found_although_its_points_tremble(noise_px):
    one = start(noise_px=noise_px)
    assert wrong(off_s(found_in(one), one)) == {}


STILL_OR_SLOW = {
    "walk": other.walk(),
    "walk to the left": other.walk(forward=-1),
    "standing": other.standing(),
    "squat": other.squat(),
    "stepping on the spot": other.stepping_on_the_spot(),
    "running on the spot": other.stepping_on_the_spot(stride_s=0.45, contact_s=0.16),
}
RUNNING = {"jog": other.jog(), "sprint": other.sprint(fps=120)}


@pytest.mark.parametrize("name", STILL_OR_SLOW)
def test_what_is_no_start_does_not_convince(name):
    pattern = find_pattern(clean(STILL_OR_SLOW[name]))
    assert not pattern.convinces
    with pytest.raises(NoStart, match=r"feet go as in a start for \d\.\d s, \d+ %"):
        to_runner(clean(STILL_OR_SLOW[name]))


@pytest.mark.parametrize("begins_s", [0.0, 0.2, 0.5])
@pytest.mark.parametrize("name", RUNNING)
def test_who_runs_past_is_at_most_a_start_whose_hold_was_not_seen(name, begins_s):
    poses = part(RUNNING[name], begins_s)
    pattern = find_pattern(clean(poses))
    assert not pattern.convinces or pattern.at_s[0] < 0.03


@pytest.mark.parametrize("slow", [1, 2, 4, 8])
@pytest.mark.parametrize("name", [*STILL_OR_SLOW, *RUNNING])
def test_what_is_no_start_is_refused_at_whatever_pace_it_is_shown(name, slow):
    one = {**STILL_OR_SLOW, **RUNNING}[name]
    poses = Poses(one.xy_px, one.visibility, one.time_s * slow)
    times = likeliest_slow_motion(lambda times: clean(poses.sped_up(times)))
    with pytest.raises(NoStart):
        judged(poses.sped_up(times))


def judged(poses):
    cleaned = clean(poses)
    runner = to_runner(cleaned)
    events = find_events(runner)
    check_start(runner, events, cleaned, seen_around(cleaned))
    return events


@pytest.mark.parametrize("begins_s", [-0.6, -0.1, 0.1, 0.16, 0.25, 0.3])
def test_a_start_cut_off_before_is_found_as_far_as_it_is_seen(begins_s):
    one = start(begins_s=begins_s)
    pattern = found_in(one)
    assert pattern.convinces
    assert wrong(off_s(pattern, one, begins_s=begins_s)) == {}
    before = [n for n in INSTANTS if EVENTS_S[n] < begins_s]
    assert all(pattern.time_of(name) < NEAR_S for name in before)


@pytest.mark.parametrize("ends_s", [0.95, 0.87, 0.78, 0.64, 0.56, 0.46])
def test_a_start_cut_off_after_is_found_as_far_as_it_is_seen(ends_s):
    one = start(ends_s=ends_s)
    pattern = found_in(one)
    assert pattern.convinces
    assert wrong(off_s(pattern, one)) == {}
    after = [n for n in INSTANTS if EVENTS_S[n] > ends_s]
    last_s = one.poses.time_s[-1]
    assert all(pattern.time_of(name) > last_s - 3 / 60 - NEAR_S for name in after)


@pytest.mark.parametrize(
    ("begins_s", "ends_s"), [(0.1, 0.8), (0.2, 0.8), (-0.2, 0.7), (-0.3, 0.5)]
)
def test_a_start_cut_off_at_both_ends_is_found(begins_s, ends_s):
    one = start(begins_s=begins_s, ends_s=ends_s)
    pattern = found_in(one)
    assert pattern.convinces
    assert pattern.front_leg == "left"
    assert wrong(off_s(pattern, one, begins_s=begins_s)) == {}


@pytest.mark.parametrize(
    "begins_s",
    [
        0.34,
        0.37,
        0.42,
        0.45,
        0.5,
        0.55,
        0.6,
        0.65,
        0.7,
        0.75,
        0.8,
        0.9,
    ],
)
def test_a_start_that_begins_after_the_exit_is_not_read_one_step_late(begins_s):
    one = start(begins_s=begins_s)
    with pytest.raises(BadStart):
        judged(one.poses)


@pytest.mark.parametrize("fps", [30, 120])
@pytest.mark.parametrize("slow", [1, 2, 4, 8])
def test_the_likeliest_slow_motion_is_near_the_true_one(slow, fps):
    one = start(fps, slow=slow)
    found = likeliest_slow_motion(lambda times: clean(one.poses.sped_up(times)))
    assert found == slow if slow == 1 else 0.7 < found / slow < 1.4
    pattern = found_in(one, found)
    pattern = replace(pattern, at_s=pattern.at_s * found / slow)
    assert wrong(off_s(pattern, one, slow)) == {}


def test_real_time_that_convinces_needs_no_second_cleaning():
    one, asked = start(), []
    likeliest_slow_motion(lambda times: asked.append(times) or clean(one.poses))
    assert asked == [1.0]


def test_a_clip_shorter_than_a_step_of_the_search_is_no_start():
    one = start(240)
    shown = [poses[:2] for poses in (one.poses.xy_px, one.poses.visibility)]
    with pytest.raises(NoStart, match="shorter than a push"):
        find_pattern(Poses(*shown, one.poses.time_s[:2]))


def test_what_fits_less_weighs_less_at_the_same_score():
    pattern = found_in(start())
    assert 0.9 < pattern.share <= 1
    assert 1.5 < pattern.weight <= pattern.score
    half = type(pattern)(pattern.at_s, "left", "left_to_right", pattern.score, 0.5)
    assert half.weight == pytest.approx(0)


@pytest.mark.parametrize(
    ("score", "share", "convinces"),
    [(2.0, 0.95, True), (1.6, 0.7, True), (2.0, 0.5, False), (0.9, 0.99, False)],
)
def test_much_that_fits_well_convinces(score, share, convinces):
    pattern = found_in(start())
    other_one = type(pattern)(pattern.at_s, "left", "left_to_right", score, share)
    assert other_one.convinces == convinces


@pytest.mark.parametrize("slow", [1, 4])
def test_the_rests_are_those_of_both_blocks_and_three_contacts(slow):
    one = start(slow=slow)
    rests = rests_of(found_in(one, slow))
    assert [side for side, *_ in rests] == ["right", "left", "right", "left", "right"]
    stands = [*zip(STANDS["rear"], STANDS["front"], strict=False)]
    true = [stands[0][0], stands[0][1], stands[1][0], stands[1][1], STANDS["rear"][2]]
    for (_, since, until), (landed, left, _) in zip(rests[2:4], true[2:4], strict=True):
        assert since - 1.6 == pytest.approx(landed, abs=NEAR_S)
        assert until - 1.6 == pytest.approx(left, abs=NEAR_S)
    assert all(until - since > 0.1 for _, since, until in rests)
