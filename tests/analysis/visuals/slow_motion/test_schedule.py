"""Which frame the slow motion shows when: true speed, honest pictures, pauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.types import EVENT_NAMES, Clip, Missing
from analysis.visuals.slow_motion.schedule import LONGEST_S, RATE, Timetable, timetable


def planned(start: Any, **events: None) -> Timetable:
    analysis = replace(start.analysis, events=start.analysis.events | events)
    table = timetable(start.clip, analysis, start.clip.frames)
    assert table is not None
    return table


def shown_at(table: Timetable, playing_s: float) -> int:
    """The frame on the screen at a time, pauses left out."""
    pictures = [s.frame for s in table.shots if not s.paused for _ in range(s.pictures)]
    return pictures[int(playing_s * RATE)]


@pytest.mark.parametrize(
    ("name", "speed"),
    [
        ("A_borzov60", Fraction(1, 8)),
        ("H_slowmo240", Fraction(1, 8)),
        ("B_30fps", Fraction(1, 4)),
    ],
)
def test_a_second_of_life_takes_eight_where_the_frame_rate_allows(
    start_of: Callable[[str], Any], name: str, speed: Fraction
) -> None:
    start = start_of(name)
    table = planned(start)
    assert (table.speed, table.true_speed) == (speed, True)
    time_s = start.clip.time_s
    for early, late in ((0.5, 2.5), (1.0, 3.0)):
        went_s = time_s[shown_at(table, late)] - time_s[shown_at(table, early)]
        step_s = float(np.median(np.diff(time_s)))
        assert went_s / table.slow_motion == pytest.approx(
            float(2.0 * speed), abs=step_s / table.slow_motion
        )


def test_it_begins_before_the_first_movement_and_ends_after_the_third_step(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    times = start.clip.time_s[list(planned(start).frames)]
    events = start.analysis.events
    assert times[0] == pytest.approx(events["first_movement"].t_s - 0.2, abs=0.01)
    assert times[-1] == pytest.approx(events["touchdown_3"].t_s + 0.1, abs=0.018)


def test_a_clip_that_ends_early_is_shown_to_its_end(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("H_slowmo240")
    frames = planned(start).frames
    assert (frames[0], frames[-1]) == (0, start.clip.frames - 1)


def test_without_a_first_movement_time_counts_from_leaving_the_blocks(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    table = planned(start, first_movement=None)
    left = start.analysis.events["front_foot_block_exit"]
    assert (table.zero, table.zero_s) == ("front_foot_block_exit", left.t_s)
    first_s = start.clip.time_s[table.frames[0]]
    assert first_s > start.analysis.events["rear_foot_block_exit"].t_s - 0.62


def test_each_key_frame_is_held_with_its_number(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    held = [shot for shot in planned(start).shots if shot.paused]
    keys = [(phase.frame, phase.number) for phase in start.analysis.phases]
    assert [(shot.frame, shot.phase) for shot in held] == sorted(keys)
    assert {shot.pictures for shot in held} == {21}
    assert [len(shot.done) for shot in held] == list(range(1, 9))


def test_two_phases_in_one_frame_are_both_held(start_of: Callable[[str], Any]) -> None:
    start = start_of("B_30fps")
    phases = list(start.analysis.phases)
    phases[5] = replace(phases[5], frame=phases[4].frame)
    analysis = replace(start.analysis, phases=tuple(phases))
    table = timetable(start.clip, analysis, start.clip.frames)
    assert table is not None
    held = [s.phase for s in table.shots if s.paused and s.frame == phases[4].frame]
    assert held == [5, 6]


def test_frames_keep_their_order_and_are_told_what_they_lead_to(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    shots = planned(start).shots
    assert [shot.frame for shot in shots] == sorted(shot.frame for shot in shots)
    leads = list(dict.fromkeys(shot.phase for shot in shots))
    assert leads == [1, 2, 3, 5, 6, 4, 7, 8]
    moved = start.analysis.events["first_movement"].frame
    assert {shot.phase for shot in shots if shot.frame < moved} == {1}


def test_after_the_last_phase_in_the_clip_none_is_told(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("H_slowmo240")
    last = start.analysis.phases[5].frame
    later = [shot for shot in planned(start).shots if shot.frame > last]
    assert later
    assert {shot.phase for shot in later} == {None}


def test_a_faster_camera_leaps_over_frames_but_never_over_a_key_frame(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("H_slowmo240")
    clip = start.clip
    info = replace(start.analysis.clip, speed_factor=80.0)  # filmed at 2400 a second
    table = timetable(clip, replace(start.analysis, clip=info), clip.frames)
    assert table is not None
    assert len(table.frames) < clip.frames / 2
    keys = {phase.frame for phase in start.analysis.phases[:3]}
    assert keys <= set(table.frames)


def test_an_unknown_slow_motion_is_shown_at_a_part_of_the_clips_own_speed(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    info = replace(start.analysis.clip, speed_factor=None)
    analysis = replace(start.analysis, clip=info)
    table = timetable(start.clip, analysis, start.clip.frames)
    assert table is not None
    assert (table.true_speed, table.speed) == (False, Fraction(1, 8))


def test_a_long_start_is_shown_less_slowly(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    clip = Clip(Path("x"), 960, 540, 0, start.clip.time_s * 10)
    events = {
        name: replace(event, t_s=event.t_s * 10)
        for name, event in start.analysis.events.items()
    }
    analysis = replace(start.analysis, events=events)
    table = timetable(clip, analysis, clip.frames)
    assert table is not None
    moving_s = sum(s.pictures for s in table.shots if not s.paused) / RATE
    assert table.speed > Fraction(1, 8)
    assert moving_s <= LONGEST_S + 1


def test_uneven_frames_are_each_shown_while_they_are_the_nearest(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    time_s = start.clip.time_s.copy()
    time_s[101:] += 0.05  # one frame stays four times as long
    clip = replace(start.clip, time_s=time_s)
    table = timetable(clip, start.analysis, clip.frames)
    assert table is not None
    pictures = {s.frame: s.pictures for s in table.shots if not s.paused}
    assert pictures[100] == pytest.approx(10, abs=1)
    assert pictures[98] == pytest.approx(4, abs=1)


def test_nothing_seen_is_nothing_to_show(start_of: Callable[[str], Any]) -> None:
    start = start_of("A_borzov60")
    analysis = replace(
        start.analysis, events=dict.fromkeys(EVENT_NAMES, Missing("event_not_found"))
    )
    assert timetable(start.clip, analysis, start.clip.frames) is None
    assert timetable(start.clip, start.analysis, 0) is None
