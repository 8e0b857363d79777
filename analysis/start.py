"""What is read of a start, before anything is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from analysis.capture.compression import coarser, is_hopeless, is_lost, is_squeezed
from analysis.capture.low_light import grainier
from analysis.corrections import Corrections
from analysis.detection.athlete import Detection
from analysis.errors import (
    BadStart,
    HiddenByOther,
    RepeatedPictures,
    SeveralAthletes,
    SpeedChanges,
    TooSqueezed,
)
from analysis.estimation.picture_edge import inside, left_picture
from analysis.estimation.side_view import off_side_deg
from analysis.filtering.leg_identity import repaired
from analysis.filtering.running_frame import Runner, to_runner
from analysis.filtering.start_pattern import likeliest_slow_motion
from analysis.gait_events.detection import find_events
from analysis.gait_events.hidden_events import check_rest, is_hidden, told_of
from analysis.gait_events.missing_events import across_change
from analysis.gait_events.plausibility import believed
from analysis.gait_events.population import resemblance
from analysis.gait_events.slow_motion import speed_factor
from analysis.gait_events.stance import stands_px
from analysis.gait_events.start_check import (
    around_start,
    check_body,
    check_company,
    check_start,
    check_view,
    turned_deg,
)
from analysis.gait_events.timing_correction import without_lags
from analysis.landmarks import leg_length
from analysis.measurement.crossing import find_crossing
from analysis.measurement.landmark_bias import correct
from analysis.reference_view.levelling import UNSURE_DEG, levelled
from analysis.scoring.apply_corrections import moved, moved_crossing
from analysis.scoring.notes import Filming
from analysis.timing.repeated_frames import holds
from analysis.types import Clip, Event, Events, Missing, Poses

# Slow motion widens every window, and the first guess at it is rough.
MOST_PASSES = 4
SETTLED = 0.03
# Angles of the near one of several runners are off 1.0 to 2.6 times as much as those of
# the same athlete alone (six rendered pairs of clips).
CROWDED_TIMES = 1.5


@dataclass(frozen=True, slots=True)
class Start:
    """One start, and how it was filmed.

    Attributes
    ----------
    runner, events
        The athlete's paths and the nine instants.
    factor
        Clip seconds per second of life; None when it can't be known.
    person
        How much the athlete moves like a filmed person (``population.py``).
    filming
        How it was filmed.
    told
        Whether the athlete said how slow it is.
    crossing
        Where the athlete put the crossing; None when they left it.
    """

    runner: Runner
    events: Events
    factor: float | None
    person: float
    filming: Filming
    told: bool = False
    crossing: Event | None = None


def read_level_start(
    clip: Clip, raw: Poses, detection: Detection, corrections: Corrections
) -> tuple[Start, Detection]:
    """Read the start; again, with the tilt read from the toes, where it is unsure."""
    start = read_start(clip, raw, detection, corrections)
    if detection.camera.level.plus_minus_deg > UNSURE_DEG:
        stands = stands_px(start.runner)
        detection = levelled(detection, raw, stands)
        start = read_start(clip, raw, detection, corrections)
    return start, detection


def read_start(
    clip: Clip, raw: Poses, detection: Detection, corrections: Corrections
) -> Start:
    """Read the start at the likeliest slow motion; apply the athlete's corrections."""
    check_body(raw)
    still = detection.camera.steady(inside(raw, clip.width_px, detection.camera))
    check_body(still)
    try:
        at = cache(lambda times: repaired(still.sped_up(times)))
        times = corrections.slow_motion or likeliest_slow_motion(at)
        start = _read_at(times, at, clip, raw, detection, corrections.slow_motion)
    except BadStart as error:
        _tell_why(clip, raw, detection, error)
        raise
    if is_hopeless(clip.quantiser, start.runner.leg_px):
        raise _squeezed(clip, raw)
    if detection.behind and not start.events["touchdown_1"]:
        raise SeveralAthletes("no step is seen of who is behind")
    start = replace(start, told=corrections.slow_motion is not None)
    start = _put_right(start, corrections)
    if raw.uneven:
        # Nothing shows at what speed the rise into set is played.
        unknown = {"set_start": Missing("speed_changes")}
        start = replace(start, events={**start.events, **unknown})
    return start


def _put_right(start: Start, corrections: Corrections) -> Start:
    """The same start with its moments where the athlete put them."""
    runner = start.runner
    events = moved(start.events, corrections, runner.time_s)
    found = find_crossing(runner, events)
    crossing = moved_crossing(found, events, corrections, runner.time_s)
    return replace(start, events=events, crossing=crossing)


def _tell_why(clip: Clip, raw: Poses, detection: Detection, error: BadStart) -> None:
    """Raise a better reason for finding no start, if the filming or the file is one."""
    # Joints that leap to a passer and back look like a change of speed as well.
    if raw.changes and not len(detection.passers_px):
        raise SpeedChanges(f"{error} at {len(raw.changes) + 1} speeds") from error
    if is_lost(clip.quantiser, leg_length(raw.xy_px)):
        raise _squeezed(clip, raw) from error
    if detection.behind:
        raise SeveralAthletes(f"mostly hidden by those before: {error}") from error
    if len(detection.passers_px):
        raise HiddenByOther(f"somebody passes before the start: {error}") from error
    check_view(raw, detection)
    if not detection.camera.restless:
        check_company(raw, detection)
    if holds(clip):
        raise RepeatedPictures(f"{error}, and a picture is held") from error


def _squeezed(clip: Clip, raw: Poses) -> TooSqueezed:
    leg_px, quantiser = leg_length(raw.xy_px), clip.quantiser or 0.0
    return TooSqueezed(f"a leg of {leg_px:.0f} px at a quantiser of {quantiser:.0f}")


def _as_filmed(
    runner: Runner, clip: Clip, detection: Detection, left_picture: bool
) -> Runner:
    """The athlete's paths with what is known of how they were filmed."""
    runner = replace(runner, passed=len(detection.passers_px) > 0)
    crowd = CROWDED_TIMES if detection.crowded or is_hidden(runner) else 1.0
    return replace(
        runner,
        left_picture=left_picture,
        level=detection.camera.level,
        coarser=coarser(clip.quantiser) * grainier(clip.reading.brighter) * crowd,
        squeezed=is_squeezed(clip.quantiser, runner.leg_px),
    )


def _as_sure(events: Events, times: float) -> Events:
    """Events with their ± widened by a factor."""
    return {
        name: event and replace(event, plus_minus_s=event.plus_minus_s * times)
        for name, event in events.items()
    }


def _read_at(
    times: float,
    at: Callable[[float], Poses],
    clip: Clip,
    raw: Poses,
    detection: Detection,
    known: float | None,
) -> Start:
    """Clean, turn and find events; again until they confirm a slow motion not known."""
    left = left_picture(raw, at(times))
    for _ in range(MOST_PASSES):
        runner = _as_filmed(to_runner(at(times)), clip, detection, left)
        ruled = _seen_events(runner)
        person = resemblance(runner, ruled)
        found = without_lags(runner, ruled, person)
        events = _as_sure(_but_across(runner, believed(runner, found)), runner.coarser)
        factor = known or speed_factor(_sped_up(events, 1 / times), clip.median_fps)
        if factor is None or abs(factor / times - 1.0) < SETTLED:
            break
        times = factor
    _check_rest(runner, raw, detection, found)
    # Where it never settles, the last estimate counts.
    last = times / runner.slow_motion
    runner, events = runner.sped_up(last), _sped_up(events, last)
    shown = around_start(raw, runner)
    check_view(shown, detection)
    others = check_company(shown, detection)
    check_start(runner, events, shown, detection)
    filming = Filming(
        off_side_deg(detection.camera.steady(shown)),
        turned_deg(shown, detection.camera),
        others,
        raw.uneven,
        len(detection.attempts),
    )
    # An unknown slow motion is not guessed: times stay those of the clip.
    last = (factor or 1.0) / runner.slow_motion
    runner = correct(runner.sped_up(last), person)
    return Start(runner, _sped_up(events, last), factor, person, filming)


def _seen_events(runner: Runner) -> Events:
    """Every event that is found, except those that a passer hides."""
    found = find_events(runner)
    return told_of(runner, found) if runner.passed else found


def _check_rest(
    runner: Runner, raw: Poses, detection: Detection, found: Events
) -> None:
    """Refuse where what a passer leaves visible is not enough for a start."""
    if runner.passed:
        still_px = detection.camera.in_reference(raw.xy_px)
        check_rest(runner, still_px, found, believed(runner, found))


def _sped_up(events: Events, times: float) -> Events:
    """The same events with time running that many times faster."""
    return {name: event and event.sped_up(times) for name, event in events.items()}


def _but_across(runner: Runner, events: Events) -> Events:
    """The events, missing where the file changes its speed.

    Raises
    ------
    SpeedChanges
        The push ends there, and without its end no start can be read.
    HiddenByOther
        So it seems, but somebody passes before the athlete.
    """
    across = {
        name
        for name, event in events.items()
        if event and across_change(runner, event.t_s)
    }
    if "front_foot_block_exit" in across and runner.passed:
        raise HiddenByOther("the joints leap when the push ends")
    if "front_foot_block_exit" in across:
        raise SpeedChanges("the speed changes when the push ends")
    return {**events, **dict.fromkeys(across, Missing("speed_changes"))}
