"""A clip is looked at until somebody stands in it."""

from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from analysis import sight
from analysis.clip import open_clip
from analysis.corrections import NOTHING
from analysis.errors import NotUpright
from tests.analysis.moving_body import SIZE_PX, seen_around, start
from tests.odd_clips import write_clip


@pytest.fixture
def looks(tmp_path, monkeypatch):
    """Look at a stick figure that the given turns of the picture show upside down."""

    def look(one, upside_down_at):
        clip = open_clip(write_clip(tmp_path / "a.mp4", one.poses.time_s, SIZE_PX))

        def poses(clip, *_):
            over = np.array(SIZE_PX) - one.poses.xy_px
            wrong = clip.rotation_deg in upside_down_at
            return replace(one.poses, xy_px=over) if wrong else one.poses

        monkeypatch.setattr(sight, "MediaPipe", nullcontext)
        monkeypatch.setattr(sight, "find_athlete", lambda *_: seen_around(one.poses))
        monkeypatch.setattr(sight, "estimate_poses", poses)
        return list(sight.look(clip, None, lambda stage, done: None, NOTHING))

    return look


def test_an_upright_clip_is_looked_at_once(looks):
    known = looks(start(30), upside_down_at=())
    assert [poses is None for _, _, poses in known] == [True, False]
    assert known[-1][0].reading.righted_deg == 0


def test_an_upside_down_clip_is_turned_and_looked_at_again(looks):
    one = start(30)
    known = looks(one, upside_down_at=(0,))
    clip, _, poses = known[-1]
    assert len(known) == 4
    assert (clip.rotation_deg, clip.reading.righted_deg) == (180, 180)
    assert np.array_equal(poses.xy_px, one.poses.xy_px)


def test_a_clip_that_no_turn_puts_right_is_not_upright(looks):
    with pytest.raises(NotUpright):
        looks(start(30), upside_down_at=(0, 180))
