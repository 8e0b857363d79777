"""Who walks through before the starter is told from who starts."""

from functools import partial

import numpy as np
import pytest

from analysis.capture.clip import open_clip
from analysis.detection.athlete import find_athlete
from tests.analysis.painted_clips import moving_box, wall, with_bodies, write_painted

FRAMES, PACE = 90, 4.5
WIDTH = 320
WALL = wall()
CROUCHED = {"top": 80, "width": 44, "height": 60}
UPRIGHT = {"top": 14, "width": 30, "height": 150}


def starter(frame, begins=55):
    """Left edge of somebody who waits in the blocks, then gathers speed."""
    return 90 + 0.12 * max(frame - begins, 0) ** 2


def walker(frame, enters=5, pace=PACE, stops=range(0)):
    """Left edge of somebody who comes in from an edge and walks on."""
    gone = frame - enters - sum(one < frame for one in stops)
    left = pace * gone - 40 if pace > 0 else WIDTH + 10 + pace * gone
    # A pixel of them is always in the picture.
    return min(max(left, -23), WIDTH - 1)


@pytest.fixture(scope="module")
def find(tmp_path_factory):
    folder = tmp_path_factory.mktemp("passers")

    def look(*ways):
        pictures = [
            with_bodies(WALL, *(moving_box(way(frame), **box) for way, box in ways))
            for frame in range(FRAMES)
        ]
        path = folder / f"{len(list(folder.iterdir()))}.mp4"
        return find_athlete(open_clip(write_painted(path, pictures)))

    return look


WAYS = {
    "with the run": partial(walker, enters=5),
    "against it": partial(walker, enters=5, pace=-PACE),
    "when the athlete goes": partial(walker, enters=22, pace=-PACE),
    "with a stop before the starter": partial(walker, stops=range(36, 50)),
}


@pytest.fixture(scope="module", params=WAYS.values(), ids=WAYS)
def crossed(request, find):
    return request.param, find((starter, CROUCHED), (request.param, UPRIGHT))


def test_who_passes_is_known_in_every_frame(crossed):
    way, seen = crossed
    assert len(seen.passers_px) == 1
    for frame in range(FRAMES):
        left = way(frame)
        if left > 0 and left + UPRIGHT["width"] < WIDTH:
            box = seen.passers_px[0, frame]
            assert box[0] < left + 15 < box[2]


def test_the_athlete_is_who_starts(crossed):
    _, seen = crossed
    for frame in range(80, FRAMES - 1):
        left, _, right, bottom = seen.box_px[frame]
        assert left - 15 < starter(frame) + 22 < right + 25
        assert bottom < 155


def test_what_moves_where_somebody_passes_is_nobody_elses(crossed):
    way, seen = crossed
    frame = next(n for n in range(15, FRAMES) if abs(way(n) - 200) < 5)
    columns = slice(int(way(frame) / seen.cell_px), int(way(frame) / seen.cell_px) + 7)
    assert seen.changed[frame, :, columns].max() == 0


def test_an_athlete_alone_is_no_passer(find):
    assert not len(find((starter, CROUCHED)).passers_px)


def test_somebody_who_walks_through_alone_is_no_passer(find):
    assert not len(find((walker, UPRIGHT)).passers_px)


def test_who_passes_behind_hides_nobody(find):
    far = {"top": 20, "width": 24, "height": 100}
    assert not len(find((starter, CROUCHED), (walker, far)).passers_px)


def test_who_passes_a_little_nearer_is_known(find):
    near = {"top": 14, "width": 30, "height": 138}
    assert len(find((starter, CROUCHED), (WAYS["with the run"], near)).passers_px) == 1


def test_who_is_still_in_the_picture_at_the_end_passes_too(find):
    late = partial(walker, enters=FRAMES - 45)
    assert len(find((starter, CROUCHED), (late, UPRIGHT)).passers_px) == 1


def test_who_walks_in_and_starts_is_no_passer(find):
    def comes(frame):
        return min(6.0 * frame - 20, 90.0) + starter(frame) - 90.0

    seen = find((comes, UPRIGHT))
    assert not len(seen.passers_px)
    assert np.isfinite(seen.box_px).all()


def test_a_shadow_that_goes_along_is_nobody_who_starts(find):
    shadow = {"top": 60, "width": 60, "height": 36}
    assert not len(find((walker, UPRIGHT), (walker, shadow)).passers_px)
