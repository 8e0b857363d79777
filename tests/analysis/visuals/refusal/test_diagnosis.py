"""What a refused clip shows: the frame, the marks, and which words go with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.types import Clip
from analysis.visuals.refusal.diagnosis import find_trouble
from analysis.visuals.refusal.evidence import Scene
from tests.analysis.moving_body import seen_around, shifting, start

SIZE = (1280, 720)


def scene(one: Any = None, size: tuple[int, int] = SIZE, **around: Any) -> Scene:
    """A moving body and what was seen of it, as at the moment of a refusal."""
    one = one or start()
    clip = Clip(Path("none.mp4"), *size, 0, one.poses.time_s)
    return Scene(clip, seen_around(one.poses, **around), one.poses)


def joints(one: Scene, frame: int) -> Any:
    assert one.poses is not None
    return one.poses.xy_px[frame]


def inside(box: Any, xy: Any) -> bool:
    low, high = np.nanmin(xy, axis=0), np.nanmax(xy, axis=0)
    return bool((low >= box[:2]).all() and (high <= box[2:]).all())


def test_a_small_athlete_is_shown_as_large_as_they_should_be() -> None:
    small = scene(start(leg_px=30))
    trouble = find_trouble(small, "too_small")
    assert trouble is not None and trouble.kind == "too_small"
    ghost, you = trouble.boxes
    assert (ghost.tone, you.tone) == ("wanted", "problem")
    assert inside(you.box, joints(small, trouble.frame))
    grown = (ghost.box[2] - ghost.box[0]) / (you.box[2] - you.box[0])
    assert grown == pytest.approx(trouble.times, rel=0.2)


def test_the_smaller_the_athlete_the_closer_the_phone_should_come() -> None:
    times = [
        find_trouble(scene(start(leg_px=leg)), "too_small").times  # type: ignore[union-attr]
        for leg in (20, 30, 38)
    ]
    assert times == sorted(times, reverse=True)
    assert times[0] > times[-1] >= 2


def test_where_the_picture_itself_is_tiny_coming_closer_is_not_the_advice() -> None:
    trouble = find_trouble(scene(start(leg_px=38), size=(240, 135)), "too_small")
    assert trouble is not None and trouble.kind == "few_pixels"
    assert not trouble.times


def test_a_front_view_shows_both_shoulders() -> None:
    wide = scene(start(shoulders_apart=0.42))
    trouble = find_trouble(wide, "not_side_on")
    assert trouble is not None and trouble.shoulders_px is not None
    assert np.array_equal(trouble.shoulders_px, joints(wide, trouble.frame)[11:13])


@pytest.mark.parametrize("panned_px", [400, -400])
def test_a_moving_camera_shows_which_way_the_background_goes(panned_px: int) -> None:
    trouble = find_trouble(scene(panned_px=panned_px), "camera_moves")
    assert trouble is not None and trouble.drift_px is not None
    assert trouble.drift_px.tolist() == pytest.approx([panned_px, 0])


def test_the_arrows_go_the_way_the_shown_background_goes() -> None:
    back_and_cut = scene(panned_px=0)
    assert back_and_cut.detection is not None
    camera = np.zeros((len(back_and_cut.detection.box_px), 2))
    half = len(camera) // 2
    # Slowly one way, cut to another scene at once, then steadily the other way.
    steps = np.where(np.arange(len(camera)) < half, -2.0, 9.0)
    steps[half // 2] = -120.0
    camera[:, 0] = np.cumsum(steps)
    detection = replace(back_and_cut.detection, camera=shifting(camera))
    trouble = find_trouble(replace(back_and_cut, detection=detection), "camera_moves")
    assert trouble is not None
    assert trouble.drift_px is not None
    assert trouble.frame >= half
    assert trouble.drift_px[0] > 0


def test_a_camera_that_came_back_shows_how_far_it_had_gone() -> None:
    there_and_back = scene()
    assert there_and_back.detection is not None
    camera = np.zeros((len(there_and_back.detection.box_px), 2))
    camera[len(camera) // 2, 0] = 300.0
    detection = replace(there_and_back.detection, camera=shifting(camera))
    trouble = find_trouble(replace(there_and_back, detection=detection), "camera_moves")
    assert trouble is not None and trouble.drift_px is not None
    assert trouble.drift_px[0] == pytest.approx(300.0)


def test_who_leaves_the_picture_is_shown_at_its_edge() -> None:
    one = start()
    edge = round(float(np.nanmax(one.poses.xy_px[:, :, 0])) * 0.6)
    trouble = find_trouble(scene(one, size=(edge, 720)), "cut_off")
    assert trouble is not None and trouble.kind == "cut_off"
    assert trouble.edge == "right"
    assert trouble.frame < len(one.poses.time_s) - 1


def test_a_clip_that_ends_in_the_push_shows_its_last_picture() -> None:
    early = start(ends_s=0.2)
    trouble = find_trouble(scene(early), "cut_off")
    assert trouble is not None and trouble.kind == "ends_early"
    assert trouble.frame == len(early.poses.time_s) - 1
    assert trouble.edge is None


def test_no_start_shows_the_busiest_picture() -> None:
    quiet = scene()
    assert quiet.detection is not None
    changed = quiet.detection.changed.copy()
    changed[33] = 9
    busy = replace(quiet, detection=replace(quiet.detection, changed=changed))
    trouble = find_trouble(busy, "no_start")
    assert trouble is not None and trouble.frame == 33
    assert [boxed.label for boxed in trouble.boxes] == ["looked"]


def passed(covered: slice, there: slice) -> Scene:
    """The scene with somebody who covers joints in some frames.

    They are still followed when the athlete is no longer looked at.
    """
    one = scene()
    assert one.poses is not None and one.detection is not None
    seen = one.poses.visibility.copy()
    seen[covered, 11] = 0.0
    boxes = np.full((1, len(seen) + 9, 4), np.nan)
    boxes[0, there] = [200, 100, 300, 600]
    poses = replace(one.poses, visibility=seen)
    return replace(one, poses=poses, detection=replace(one.detection, passers_px=boxes))


@pytest.mark.parametrize(("covered", "frame"), [(slice(40, 51), 45), (slice(0, 0), 50)])
def test_who_passes_is_shown_where_they_hide_the_start(
    covered: slice, frame: int
) -> None:
    trouble = find_trouble(passed(covered, slice(30, 71)), "hidden_by_other")
    assert trouble is not None and trouble.frame == frame
    (who,) = trouble.boxes
    assert inside(who.box, np.array([[200, 100], [300, 600]]))


def test_where_nothing_moves_the_whole_picture_is_shown() -> None:
    clip = scene().clip
    trouble = find_trouble(Scene(clip), "nobody")
    assert trouble is not None and trouble.boxes == ()
    assert trouble.subject == (0, 0, *SIZE)


def test_a_speck_that_moves_is_not_called_somebody() -> None:
    speck = scene(start(leg_px=5))
    trouble = find_trouble(replace(speck, poses=None), "nobody")
    assert trouble is not None and trouble.boxes == ()


@pytest.mark.parametrize("code", ["nobody_else", "cannot_move", "too_long"])
def test_what_cannot_be_seen_in_a_picture_has_none(code: str) -> None:
    assert find_trouble(scene(), code) is None
