"""A clip is looked at until somebody stands in it, and each start that may be in it."""

from dataclasses import replace

import numpy as np
import pytest

from analysis import footage
from analysis.errors import NotUpright
from tests.analysis.moving_body import SIZE_PX, seen_around, start
from tests.analysis.no_models import NoModels


@pytest.fixture
def open_footage(film, monkeypatch):
    """Footage of a stick figure that some turns of the picture show upside down."""

    def look(one, upside_down_at=(), attempts=()):
        path = film(one.poses.time_s)

        def poses(clip, *_, **__):
            over = np.array(SIZE_PX) - one.poses.xy_px
            wrong = clip.rotation_deg in upside_down_at
            return replace(one.poses, xy_px=over) if wrong else one.poses

        def seen(clip, *_):
            found = seen_around(one.poses)
            whole = clip.frames == len(one.poses.time_s)
            return replace(found, attempts=attempts if whole else ())

        monkeypatch.setattr(footage, "find_athlete", seen)
        monkeypatch.setattr(footage, "estimate_poses", poses)
        known = footage.Footage(lambda stage, done: None)
        return known, known.open(path)

    return look


def posed(known, film):
    clip, detection = next(known.attempts(film, 0))
    return known.pose(clip, detection, NoModels())


def test_an_upright_clip_is_looked_at_as_it_is(open_footage):
    clip, _, _ = posed(*open_footage(start(30)))
    assert clip.reading.righted_deg == 0


@pytest.mark.parametrize("hides", [False, True])
def test_who_passes_and_hides_nothing_is_as_nobody(open_footage, monkeypatch, hides):
    one = start(30)
    seen = one.poses.visibility.copy()
    seen[20:25, 11] = 0.0 if hides else 1.0

    class Passers:
        def __init__(self, *_):
            self.painted_over = None

        def hidden(self, poses):
            return replace(poses, visibility=seen)

    monkeypatch.setattr(footage, "Passers", Passers)
    known, film = open_footage(one)
    clip, detection = next(known.attempts(film, 0))
    passed = replace(detection, passers_px=np.zeros((1, clip.frames, 4)))
    assert len(known.pose(clip, passed, NoModels())[1].passers_px) == hides


def test_an_upside_down_clip_is_turned_and_looked_at_again(open_footage):
    one = start(30)
    clip, _, poses = posed(*open_footage(one, upside_down_at=(0,)))
    assert (clip.rotation_deg, clip.reading.righted_deg) == (180, 180)
    assert np.array_equal(poses.xy_px, one.poses.xy_px)


def test_a_clip_that_no_turn_puts_right_is_not_upright(open_footage):
    with pytest.raises(NotUpright):
        posed(*open_footage(start(30), upside_down_at=(0, 180)))


ATTEMPTS = ((0, 30), (30, 50), (50, 80))


@pytest.mark.parametrize(
    ("skip", "begins"), [(0, [50, 30, 0]), (1, [30, 0]), (2, [0]), (3, [50, 30, 0])]
)
def test_of_several_starts_the_last_is_tried_first(open_footage, skip, begins):
    known, film = open_footage(start(30), attempts=ATTEMPTS)
    tried = list(known.attempts(film, skip))
    assert [int(clip.number[0]) for clip, _ in tried] == begins
    assert next(clip.frames for clip, _ in tried) == {50: 30, 30: 20, 0: 30}[begins[0]]


def test_how_many_starts_there_may_be_is_known_of_the_last(open_footage):
    known, film = open_footage(start(30), attempts=ATTEMPTS)
    assert [len(seen.attempts) for _, seen in known.attempts(film, 0)] == [3, 2, 1]
    assert [len(seen.attempts) for _, seen in known.attempts(film, 1)] == [0, 0]


def test_a_single_start_is_looked_at_in_the_whole_clip(open_footage):
    known, film = open_footage(start(30), attempts=((0, 84),))
    ((clip, _),) = known.attempts(film, 0)
    assert clip is film
