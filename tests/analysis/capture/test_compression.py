"""How coarsely a file was encoded is told by the codec, and what it costs follows."""

from pathlib import Path

import numpy as np
import pytest

from analysis.capture.clip import open_clip
from analysis.capture.compression import (
    coarser,
    is_hopeless,
    is_lost,
    is_squeezed,
    quantiser,
    tell_quantisers,
    typical,
)
from analysis.capture.video import decoded, opened
from analysis.corrections import NOTHING
from analysis.errors import NoStart, TooSqueezed
from analysis.gait_events.missing_events import with_reasons
from analysis.measurement.measures import measure
from analysis.reading import PLAIN
from analysis.scoring.notes import take
from analysis.start import read_start
from analysis.types import Clip, Missing
from tests.analysis.moving_body import seen_around, start
from tests.analysis.painted_clips import moving_box, wall, with_bodies, write_painted

CLIPS = Path(__file__).parents[2] / "clips"


def pictures():
    return [with_bodies(wall(), moving_box(20 + 5 * n)) for n in range(24)]


@pytest.mark.parametrize(("crf", "low", "high"), [(18, 10, 26), (40, 36, 48)])
def test_the_codec_tells_how_coarsely_it_rounded(tmp_path, crf, low, high):
    clip = open_clip(write_painted(tmp_path / "squeezed.mp4", pictures(), crf=crf))
    assert low < clip.quantiser < high


def test_every_reading_tells_the_same():
    def told():
        with opened(CLIPS / "A_borzov60.mp4", PLAIN) as (container, stream):
            tell_quantisers(stream)
            return [quantiser(frame) for frame in decoded(container, stream)]

    first = told()
    assert all(told() == first for _ in range(4))


def test_a_codec_that_does_not_tell_is_taken_for_a_good_one(tmp_path):
    path = write_painted(tmp_path / "other.avi", pictures(), codec="mjpeg")
    assert open_clip(path).quantiser is None
    assert coarser(None) == 1.0
    assert not is_squeezed(None, 50.0)
    assert not is_hopeless(None, 50.0)


def test_the_usual_frame_counts_and_not_the_first():
    assert typical([20.0, 34.0, np.nan, 35.0, 36.0]) == pytest.approx(34.5)
    assert typical([np.nan, np.nan]) is None


def test_what_a_camera_or_a_good_chat_leaves_is_as_measured():
    for told in (18.0, 24.0, 30.0, 36.0):
        assert coarser(told) == 1.0
    assert coarser(42.0) == pytest.approx(2.0)


def test_a_larger_athlete_bears_more():
    assert not is_squeezed(34.0, 120.0)
    assert is_squeezed(40.0, 120.0)
    assert is_lost(40.0, 100.0)
    assert not is_lost(40.0, 200.0)
    assert not is_hopeless(40.0, 100.0)
    assert is_hopeless(46.0, 100.0)


def test_small_in_a_fine_picture_is_not_squeezed():
    assert not is_squeezed(26.0, 45.0)
    assert not is_lost(26.0, 45.0)


def clip_of(one, quantiser):
    time_s = one.poses.time_s
    return Clip(Path("start.mp4"), 1280, 720, 0, time_s, quantiser=quantiser)


def read(one, quantiser):
    detection = seen_around(one.poses)
    return read_start(clip_of(one, quantiser), one.poses, detection, NOTHING)


def told(found, quantiser):
    clip, filming = clip_of(start(60), quantiser), found.filming
    runner, events = found.runner, found.events
    return {note.code for note in take(clip, runner, events, 1.0, filming, False)}


def test_a_squeezed_start_is_read_with_a_wider_plus_minus_and_told():
    fine, coarse = read(start(60), 24.0), read(start(60), 40.0)
    for name, event in fine.events.items():
        assert coarse.events[name].t_s == event.t_s
        assert coarse.events[name].plus_minus_s > 1.4 * event.plus_minus_s
    sure, unsure = (
        {one.id: one.plus_minus or 0.0 for one in measure(s.runner, s.events, s.person)}
        for s in (fine, coarse)
    )
    assert all(unsure[id] >= spread for id, spread in sure.items())
    assert unsure["front_knee_set"] > 1.1 * sure["front_knee_set"]
    assert "too_squeezed" in told(coarse, 40.0)
    assert "too_squeezed" not in told(fine, 24.0)


def test_what_is_not_found_in_a_squeezed_start_was_squeezed_away():
    coarse = read(start(60), 40.0)
    found = with_reasons(coarse.runner, {**coarse.events, "toe_off_1": None})
    assert found["toe_off_1"] == Missing("too_squeezed")


def test_what_is_found_in_hopeless_pictures_is_refused():
    with pytest.raises(TooSqueezed):
        read(start(60), 49.0)


def test_where_no_start_is_found_squeezing_may_be_why():
    one = start(60)
    resting = one.with_xy(np.repeat(one.poses.xy_px[:1], len(one.poses.time_s), axis=0))
    with pytest.raises(NoStart):
        read(resting, 30.0)
    with pytest.raises(TooSqueezed):
        read(resting, 44.0)
