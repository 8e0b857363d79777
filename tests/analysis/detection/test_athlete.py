"""The athlete is who moves furthest; nobody, others and the camera are told apart."""

from types import SimpleNamespace

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.camera_motion.rotation import about
from analysis.capture.clip import open_clip
from analysis.detection import athlete
from analysis.detection.athlete import Detection, find_athlete
from analysis.detection.motion_tracks import MotionTrack
from analysis.errors import Nobody
from tests.analysis.painted_clips import moving_box, wall, with_bodies, write_painted

FRAMES = 45
WALL = wall()


def run(frame, begins=15, speed=7.0):
    """Left edge of somebody who stands, then runs to the right."""
    return 20 + speed * max(frame - begins, 0)


@pytest.fixture(scope="module")
def find(tmp_path_factory):
    folder = tmp_path_factory.mktemp("painted")

    def look(pictures, progress=lambda done: None, skip=0):
        path = folder / f"{len(list(folder.iterdir()))}.mp4"
        clip = open_clip(write_painted(path, pictures))
        return find_athlete(clip, progress, skip)

    return look


def painted(*ways, background=WALL, **box):
    """Pictures in which a body goes each of the ways."""
    return [
        with_bodies(background, *(moving_box(way(frame), **box) for way in ways))
        for frame in range(FRAMES)
    ]


@pytest.fixture(scope="module")
def runner(find):
    return find(painted(run))


def test_the_box_goes_with_the_athlete(runner):
    for frame in range(20, FRAMES - 2):
        left, top, right, bottom = runner.box_px[frame]
        assert left - 12 < run(frame) + 20 < right + 12
        assert top < 100 < bottom
    assert runner.box_px[-1, 0] > runner.box_px[20, 0] + 100


def test_the_box_waits_where_the_movement_goes_on(runner):
    still = runner.box_px[:10]
    assert np.ptp(still, axis=0).max() < 5
    middle = (still[:, 0] + still[:, 2]) / 2
    assert np.all((middle > 0) & (middle < 90))


def test_there_is_a_box_in_every_frame(runner):
    assert runner.box_px.shape == (FRAMES, 4)
    assert np.all(runner.box_px[:, 2:] > runner.box_px[:, :2])
    assert runner.moving.shape == (FRAMES,)
    assert np.all((runner.moving >= 0) & (runner.moving <= 1))


def test_rest_and_movement_are_told_apart(runner):
    assert runner.moving[:12].max() < 0.05
    assert runner.moving[22:40].min() > 0.1


def test_one_athlete_has_no_rival(runner):
    assert runner.rivals == 0


def test_a_still_camera_does_not_move(runner):
    assert not runner.camera.moves


def test_a_few_small_pictures_are_kept_as_they_were(runner):
    frames = [frame for frame, _ in runner.glimpses]
    assert frames[0] == 0
    assert set(np.diff(frames)) == {6}
    _, picture = runner.glimpses[0]
    assert np.abs(picture.astype(int) - painted(run)[0]).mean() < 3


def test_nothing_that_moves_is_nobody(find):
    with pytest.raises(Nobody):
        find([WALL] * FRAMES)


def test_noise_is_nobody(find):
    grain = np.random.default_rng(8).integers(-3, 4, (FRAMES, *WALL.shape))
    with pytest.raises(Nobody):
        find(list((WALL + grain).astype(np.uint8)))


def test_two_equal_starters_are_rivals(find):
    pictures = [
        with_bodies(
            WALL,
            moving_box(run(frame), top=10, height=60),
            moving_box(run(frame), top=110, height=60),
        )
        for frame in range(FRAMES)
    ]
    assert find(pictures).rivals >= 1


def test_who_starts_when_the_first_is_gone_makes_another_attempt(find):
    def second(frame):
        return 20 + 7.0 * max(frame - 27, 0)

    def first(frame):
        return min(20 + 7.0 * max(frame - 4, 0), 150)

    apart = [
        with_bodies(WALL, moving_box(first(frame)), moving_box(second(frame), top=20))
        for frame in range(FRAMES)
    ]
    before, last = find(apart).attempts
    assert before[0] == 0
    assert before[1] < FRAMES == last[1]
    assert last[0] > 20
    assert len(find(painted(run)).attempts) == 1


def test_somebody_who_waves_is_no_rival(find):
    pictures = [
        with_bodies(
            WALL,
            moving_box(run(frame), top=70),
            moving_box(280 + 6 * (frame % 4 > 1), top=15, width=12, height=25),
        )
        for frame in range(FRAMES)
    ]
    detection = find(pictures)
    assert detection.rivals == 0
    assert detection.box_px[30, 0] < 200  # the runner, not the waver


def two_lanes():
    """Two who start: the upper one comes further."""
    return [
        with_bodies(
            WALL,
            moving_box(run(frame), top=10, height=60),
            moving_box(run(frame, speed=6.0), top=110, height=60),
        )
        for frame in range(FRAMES)
    ]


def middle_y(detection):
    return float((detection.box_px[30, 1] + detection.box_px[30, 3]) / 2)


def test_not_this_one_is_the_other_one(find):
    first, second = find(two_lanes()), find(two_lanes(), skip=1)
    assert middle_y(first) < 90 < middle_y(second)
    assert (first.chosen, second.chosen) == (False, True)
    assert first.rivals == second.rivals == 1
    own, other = second.people_px[:, 30]
    assert own[1] > 90 > other[1]
    assert first.people_px.shape == (0, FRAMES, 4)
    assert np.array_equal(first.everybody_px, second.everybody_px)
    assert first.everybody_px[0, 30, 1] < 90 < first.everybody_px[1, 30, 1]


def test_after_the_last_one_it_begins_again(find):
    first, third = find(two_lanes()), find(two_lanes(), skip=2)
    assert np.array_equal(first.box_px, third.box_px)
    assert third.chosen


def test_where_one_moves_others_may_be_behind(find, runner):
    seen = find(painted(run), skip=1)
    assert (seen.behind, seen.chosen, len(seen.people_px)) == (1, True, 0)
    assert np.array_equal(seen.box_px, runner.box_px)
    assert len(runner.everybody_px) == 1


def test_a_shadow_is_nobody_else(find):
    pictures = [
        with_bodies(
            WALL,
            moving_box(run(frame), top=60, height=80),
            moving_box(run(frame) + 70, top=165, width=60, height=8),
        )
        for frame in range(FRAMES)
    ]
    assert find(pictures, skip=1).behind == 1


def test_two_alike_who_start_together_are_both_shown(find, runner):
    both = find(painted(lambda frame: run(frame) - 60, lambda frame: run(frame) + 30))
    assert len(both.equals_px) == 2
    assert len(runner.equals_px) == len(find(two_lanes()).equals_px) == 0


@pytest.mark.parametrize("times_larger", [1, 2])
def test_a_panning_camera_moves_with_its_background(find, times_larger):
    wide = wall((600, 180))
    pictures = [wide[:, 3 * frame : 3 * frame + 320] for frame in range(FRAMES)]
    pictures = [
        with_bodies(np.ascontiguousarray(p), moving_box(120 + frame))
        for frame, p in enumerate(pictures)
    ]
    larger = np.ones((times_larger, times_larger), np.uint8)
    seen = find([np.kron(picture, larger) for picture in pictures])
    moved = 3 * (FRAMES - 1) * times_larger
    assert seen.camera.followed.all()
    assert np.ptp(seen.camera.background_px[:, 0]) == pytest.approx(moved, rel=0.02)


def track(frames, left, width=40, speed=7.0):
    """A body that goes to the right in these frames."""
    boxes = [np.array(moving_box(left + speed * n, width=width)) for n in frames]
    return MotionTrack([*frames], boxes, [width * 80] * len(frames), boxes[-1])


def camera_that(*zooms):
    middle = np.array([160.0, 90.0])
    matrices = [about(middle, np.diag([1 / zoom, 1 / zoom, 1.0])) for zoom in zooms]
    return Camera(np.array(matrices), 320.0, middle, np.ones(len(zooms), bool))


TURNS_LATE = camera_that(*[1.0] * 40, *np.linspace(1.02, 1.4, 20), *[1.4] * 20)


@pytest.fixture
def find_among(monkeypatch, tmp_path):
    clip = open_clip(write_painted(tmp_path / "still.mp4", [WALL] * 80))

    def look(tracks, camera):
        turning = SimpleNamespace(camera=lambda size, scale: camera)
        seen = tracks, turning, np.zeros((80, 45, 80), np.uint8), np.zeros(80), ()
        monkeypatch.setattr(athlete, "watch", lambda clip, progress: seen)
        return find_athlete(clip)

    return look


def test_what_a_pan_after_the_start_carries_along_is_nobody(find_among):
    starter = track(range(5, 40), 20)
    carried = track(range(41, 59), 20, width=90, speed=14.0)
    seen = find_among([carried, starter], TURNS_LATE)
    assert seen.rivals == 0
    assert seen.box_px[20] == pytest.approx(starter.boxes[15], abs=3)


def test_whom_only_a_turning_camera_shows_is_the_athlete(find_among):
    fidget = track(range(3, 30), 20, width=2, speed=0.1)
    starter = track(range(41, 60), 20)
    assert find_among([fidget, starter], TURNS_LATE).box_px[50, 0] > 300


def test_who_is_zoomed_in_on_later_is_no_larger_a_body():
    camera = TURNS_LATE
    box = np.tile([100.0, 60.0, 140.0, 120.0], (80, 1))
    filmed = camera.boxes_as_filmed(box)
    changed = np.zeros((80, 45, 80), np.uint8)
    seen = Detection(filmed, np.ones(80), camera, 0, changed, 4.0)
    assert seen.size_px == pytest.approx(60)
    assert len(seen.whole) == 80


def test_a_cut_to_another_scene_moves_neither_camera_nor_athlete(find, runner):
    bright = [np.minimum(wall(seed=9) + 120, 255).astype(np.uint8)] * 12
    cut = find(bright + painted(run))
    assert not cut.camera.moves
    assert cut.box_px[-5] == pytest.approx(runner.box_px[-5], abs=3)


def test_a_large_picture_is_searched_small_and_told_large(find):
    large = [np.kron(picture, np.ones((4, 4), np.uint8)) for picture in painted(run)]
    box = find(large).box_px[30]
    assert box[0] - 50 < 4 * (run(30) + 20) < box[2] + 50
    assert box[3] > 400


def test_the_search_tells_how_far_it_is(find):
    told = []
    find(painted(run), told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_the_same_clip_gives_the_same_boxes(find, runner):
    again = find(painted(run))
    assert np.array_equal(again.box_px, runner.box_px)
