"""The way of the hips, and the beats that tell how fast they go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.types import EVENT_NAMES, Missing
from analysis.visuals.path.hips_way import BEAT_S, Way, hips_way


def way_of(start: Any, **changes: Any) -> Way:
    analysis = replace(start.analysis, **changes)
    return hips_way(analysis, start.poses, Camera.still(start.clip.frames))


def test_it_leads_from_first_movement_to_the_third_landing(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    way, events = way_of(start), start.analysis.events
    ends = [events[name].frame for name in ("first_movement", "touchdown_3")]
    hips = start.poses.xy_px[ends][:, [23, 24]].mean(axis=1)
    assert np.abs(way.line_px[[0, -1]] - hips).max() < 8
    assert (np.diff(way.line_px[:, 0]) > -0.5).all()


def test_a_beat_is_a_tenth_of_a_second_of_life(start_of: Callable[[str], Any]) -> None:
    for name in ("A_borzov60", "H_slowmo240"):
        start = start_of(name)
        seen = [
            e.t_s for n, e in start.analysis.events.items() if e and n != "set_start"
        ]
        lasts_s = (max(seen) - min(seen)) / start.truth["slow_motion_factor"]
        assert len(way_of(start).beats_px) == int(lasts_s / BEAT_S) + 1


def test_beats_move_apart_as_the_athlete_gains_speed(
    start_of: Callable[[str], Any],
) -> None:
    beats = way_of(start_of("A_borzov60")).beats_px
    gaps = np.linalg.norm(np.diff(beats, axis=0), axis=1)
    assert gaps[-1] > 3 * gaps[0]


def test_without_a_known_speed_there_are_no_beats(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    way = way_of(start, clip=replace(start.analysis.clip, speed_factor=None))
    assert len(way.line_px) > 100
    assert len(way.beats_px) == 0


@pytest.mark.parametrize("seen", [(), ("touchdown_1",), ("set_start", "touchdown_1")])
def test_one_moment_alone_makes_no_way(
    seen: tuple[str, ...], start_of: Callable[[str], Any]
) -> None:
    start = start_of("A_borzov60")
    events = {
        name: start.analysis.events[name]
        if name in seen
        else Missing("event_not_found")
        for name in EVENT_NAMES
    }
    assert way_of(start, events=events).line_px.shape == (0, 2)
