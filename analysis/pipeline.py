"""The wiring: clip -> athlete -> poses -> runner -> events -> measures -> findings."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from pathlib import Path

from analysis.capture.sound import sound_of
from analysis.corrections import Corrections
from analysis.detection.athlete import Detection
from analysis.errors import BadStart, BadView, Refused, SeveralStarts
from analysis.estimation.landmarker import Estimators
from analysis.estimation.model_file import Kind, model_file
from analysis.estimation.pose import save_poses
from analysis.footage import Footage, Progress
from analysis.gait_events.hidden_events import is_hidden
from analysis.gait_events.start_signal import Reaction, needed_s, reaction
from analysis.measurement.agreement import agreed, agreed_events
from analysis.measurement.measures import Pace, measure
from analysis.measurement.travelled import travelled
from analysis.pace import is_sure
from analysis.quantities import AthleteLevel
from analysis.refusal import info, refusal_of, refused
from analysis.scoring import notes
from analysis.scoring.apply_corrections import amended, moved_set
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge, stumbles
from analysis.scoring.key_frames import find_phases
from analysis.series import Series, series_of, write_series
from analysis.start import Start, read_level_start
from analysis.timing.playback import (
    as_played,
    in_clip_time,
    is_evenly_played,
    played,
)
from analysis.timing.speed_changes import least_fps
from analysis.travel import Travel
from analysis.types import (
    Analysis,
    Clip,
    Measure,
    Note,
)
from analysis.visuals.faces import with_head_covered
from analysis.visuals.refusal.evidence import Scene
from analysis.visuals.refusal.picture import draw_people, draw_refused
from content.words import Words, load_words


def run(
    path: Path,
    version: str,
    kind: Kind,
    model_path: Path | None,
    pictures: Path | None,
    poses_file: Path | None,
    series: Path | None,
    progress: Progress,
    language: str,
    corrections: Corrections,
    level: AthleteLevel,
    hide_faces: bool,
) -> Analysis:
    """One clip from end to end; see :func:`analysis.analyse`."""
    footage = Footage(progress)
    try:
        with Estimators(model_file(kind, model_path)) as models:
            film = footage.open(path)
            start = _read(footage, film, models, corrections, progress)
        clip, detection, poses = footage.seen
        film = footage.film or film  # turned upright, perhaps
        save_poses(poses, clip, film.frames, poses_file)
        start, measures = _agreed(footage, start, corrections)
        analysis = _judge(version, film, clip, start, measures, corrections, level)
    except Refused as error:
        refusal = refusal_of(error, footage.film)
        if footage.clip is not None and pictures is not None:
            scene = Scene(footage.clip, footage.detection, footage.poses, hide_faces)
            refusal = draw_refused(refusal, scene, pictures, load_words(language))
        write_series(None, series)
        analysis = replace(refused(version, footage.film, refusal), level=level)
        return amended(analysis, corrections)
    write_series(_series(clip, start, detection), series)
    if pictures is not None:
        # Draw the points that were measured.
        poses = detection.camera.filmed(start.runner.poses())
        scene = Scene(clip, detection, poses, hide_faces)
        analysis = _draw(scene, analysis, pictures, load_words(language), progress)
    # Mirroring comes last: the pictures show the clip as it looks.
    return amended(as_played(analysis, clip), corrections)


def _read(
    footage: Footage,
    film: Clip,
    models: Estimators,
    corrections: Corrections,
    progress: Progress,
) -> Start:
    """The last whole start of the clip."""
    failed: list[tuple[BadStart | BadView, Footage]] = []
    for clip, found in footage.attempts(film, corrections.athlete):
        try:
            footage.pose(clip, found, models)
            progress("measuring", 0.0)
            return _likeliest_start(footage, corrections)
        except (BadStart, BadView) as error:
            failed.append((error, copy(footage)))
    # When every attempt fails, the refusal and its picture are those of the last one.
    refused, shown = failed[0]
    footage.take(shown)
    if len(failed) > 1:
        raise SeveralStarts(f"{len(failed)} attempts; the last: {refused}")
    raise refused


def _likeliest_start(footage: Footage, corrections: Corrections) -> Start:
    """The start in the likeliest way to see the athlete in which there is one."""
    clip, detection, _ = footage.seen
    failed: list[BadStart | BadView] = []
    for poses in footage.ways:
        try:
            start, read = read_level_start(clip, poses, detection, corrections)
        except (BadStart, BadView) as error:
            failed.append(error)
        else:
            footage.choose(len(failed))
            footage.detection = read
            return start
    raise failed[0]


def _series(clip: Clip, start: Start, detection: Detection) -> Series:
    """The points that the measures are read from, as the camera filmed them too."""
    filmed = detection.camera.filmed(start.runner.poses())
    series = series_of(
        start.runner, filmed, start.events, known=start.factor is not None
    )
    return series.in_file(clip)


def _agreed(
    footage: Footage, start: Start, corrections: Corrections
) -> tuple[Start, tuple[Measure, ...]]:
    """What all ways to see the athlete agree on: the start's events, and measures."""
    clip, detection, _ = footage.seen
    starts = [start]
    for poses in footage.other_ways:
        try:
            other, _ = read_level_start(clip, poses, detection, corrections)
        except Refused:
            continue
        if other.runner.front_leg == start.runner.front_leg:
            starts.append(other)
    events = agreed_events([one.events for one in starts])
    starts[0] = start = replace(start, events=events)
    readings = [
        measure(
            one.runner,
            one.events,
            one.person,
            crossing=one.crossing,
            pace=_pace(clip, one),
        )
        for one in starts
    ]
    return start, agreed(readings)


def _judge(
    version: str,
    film: Clip,
    clip: Clip,
    start: Start,
    measures: tuple[Measure, ...],
    corrections: Corrections,
    level: AthleteLevel,
) -> Analysis:
    checklist = load_checklist(level)
    poor = _is_poor(clip, start)
    judgement = judge(measures, checklist, _true_fps(clip, start), poor=poor)
    phases = find_phases(checklist, start.runner, start.events, start.crossing)
    read = Analysis(
        analysis_version=version,
        clip=info(film, None if start.filming.uneven else start.factor),
        refusal=None,
        direction=start.runner.direction,
        near_side=start.runner.near_side,
        front_leg=start.runner.front_leg,
        events=start.events,
        phases=moved_set(phases, start.events, corrections, start.runner.time_s),
        measures=measures,
        findings=judgement.findings,
        focus=judgement.focus,
        praise=judgement.praise,
        cause=judgement.cause,
        notes=_notes(clip, start, measures),
        corrections=corrections,
        level=level,
        travel=_travel(clip, start, measures),
    )
    return in_clip_time(read, start.runner.slow_motion)


def _notes(clip: Clip, start: Start, measures: tuple[Measure, ...]) -> tuple[Note, ...]:
    return notes.take(
        clip,
        start.runner,
        start.events,
        start.factor,
        start.filming,
        stumbles(measures),
        _reaction(clip, start),
    )


def _is_poor(clip: Clip, start: Start) -> bool:
    """Whether so little is left of the picture that nothing is bad for certain."""
    dark = clip.reading.brighter > 1.0
    return start.runner.squeezed or dark or is_hidden(start.runner)


def _pace(clip: Clip, start: Start) -> Pace:
    """How well seconds of life are known."""
    if start.factor is None:
        return "unknown"
    sure = start.told or is_sure(start.factor, clip.median_fps)
    return "known" if sure else "guessed"


def _travel(clip: Clip, start: Start, measures: tuple[Measure, ...]) -> Travel:
    paced = _pace(clip, start) == "known" and not start.filming.uneven
    fps = _true_fps(clip, start) if paced else None
    push = next(one for one in measures if one.id == "push_time")
    return travelled(start.runner, start.events, push, start.person, fps)


def _reaction(clip: Clip, start: Start) -> Reaction | None:
    """How long after the signal the athlete moves, where time is known to be life's."""
    moved = start.events["first_movement"]
    if not moved or start.factor != 1.0 or start.filming.uneven:
        return None
    if not is_evenly_played(clip):
        return None
    in_file = played(clip, moved.sped_up(1.0 / start.runner.slow_motion).t_s)
    sound = sound_of(clip, *needed_s(in_file))
    return None if sound is None else reaction(sound, replace(moved, t_s=in_file))


def _true_fps(clip: Clip, start: Start) -> float | None:
    """Frames per second of life, where there are fewest; None when not known."""
    fps = least_fps(clip) if start.filming.uneven else clip.median_fps
    return start.factor and fps * start.factor


def _draw(
    scene: Scene,
    analysis: Analysis,
    directory: Path,
    words: Words,
    progress: Progress,
) -> Analysis:
    from analysis.visuals.draw_all import draw

    clip, detection, poses = scene.clip, scene.detection, scene.poses
    assert detection is not None
    assert poses is not None
    phases = draw(
        with_head_covered(clip, poses) if scene.faceless else clip,
        analysis,
        poses,
        directory,
        words,
        lambda done: progress("drawing", done),
        detection.camera,
    )
    draw_people(scene, directory, words)
    return replace(analysis, phases=phases)
