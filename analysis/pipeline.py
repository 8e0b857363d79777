"""The wiring: clip -> athlete -> poses -> travel -> events -> measures -> findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from analysis import notes
from analysis.amend import amended, moved, moved_keys
from analysis.athlete import Sighting
from analysis.bias import correct
from analysis.checklist import load_checklist
from analysis.clip import open_clip
from analysis.corrections import Corrections
from analysis.edge import inside, left_picture
from analysis.errors import BadCorrection, BadFile, BadStart, BadView
from analysis.estimator import import_ahead
from analysis.events import find_events
from analysis.findings import judge, stumbles
from analysis.gate import (
    around_start,
    check_body,
    check_company,
    check_start,
    check_view,
    passers,
    turned_deg,
)
from analysis.lags import without_lags
from analysis.measures import measure
from analysis.model import Kind, model_file
from analysis.outcome import info, refused
from analysis.pattern import likeliest_slowness
from analysis.people import resemblance
from analysis.phases import find_phases
from analysis.pictures.refused import draw_refused
from analysis.pictures.scene import Scene
from analysis.poses import save_poses
from analysis.series import Series, series_of, write_series
from analysis.side import off_side_deg
from analysis.sight import look
from analysis.tempo import speed_factor
from analysis.travel import Travel, to_travel
from analysis.types import (
    Analysis,
    Clip,
    Event,
    Poses,
    Refusal,
)
from analysis.untangle import repaired
from analysis.whole import believed
from content.words import Words, load_words

# Slow motion widens every window, and the first guess at it is rough.
MOST_PASSES = 4
SETTLED = 0.03

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read before anything is judged."""

    travel: Travel
    events: dict[str, Event | None]
    factor: float | None
    off_side_deg: float
    others: int
    turned_deg: float
    person: float


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
) -> Analysis:
    """One clip from end to end; see :func:`analysis.analyse`."""
    clip: Clip | None = None
    sighting: Sighting | None = None
    poses: Poses | None = None
    try:
        progress("opening", 0.0)
        import_ahead()
        clip = open_clip(path)
        model = model_file(kind, model_path)
        for known in look(clip, model, progress, corrections):
            clip, sighting, poses = known
        assert sighting is not None
        assert poses is not None
        save_poses(poses, clip.frames, poses_file)
        progress("measuring", 0.0)
        seen = _see(clip, poses, sighting, corrections)
        analysis = _judge(version, clip, seen, corrections)
    except (BadFile, BadView, BadStart, BadCorrection) as error:
        refusal = Refusal(error.code, str(error))
        if clip is not None and pictures is not None:
            scene = Scene(clip, sighting, poses)
            refusal = draw_refused(refusal, scene, pictures, load_words(language))
        write_series(None, series)
        return amended(refused(version, clip, refusal), corrections)
    write_series(_series(seen, sighting), series)
    if pictures is not None:
        # What is measured is drawn.
        poses, words = sighting.camera.filmed(seen.travel.poses()), load_words(language)
        analysis = _draw(clip, sighting, analysis, poses, pictures, words, progress)
    return amended(analysis, corrections)  # what was drawn is the clip as it looks


def _series(seen: _Seen, sighting: Sighting) -> Series:
    """The points that the measures are read from, as the camera filmed them too."""
    filmed = sighting.camera.filmed(seen.travel.poses())
    return series_of(seen.travel, filmed, seen.events, seen.factor)


def _see(clip: Clip, raw: Poses, sighting: Sighting, corrections: Corrections) -> _Seen:
    """Read the start at the pace at which it is most like one; put events right."""
    check_body(raw)
    still = sighting.camera.steady(inside(raw, clip.width_px, sighting.camera))
    check_body(still)
    try:
        at = cache(lambda slowness: repaired(still, slowness))
        seen = _see_from(likeliest_slowness(at), at, clip, raw, sighting)
    except BadStart:
        # How it was filmed may be why no start was seen.
        check_view(raw, sighting)
        if not sighting.camera.restless:
            check_company(raw, sighting)
        raise
    events = moved(seen.events, corrections, seen.travel.time_s)
    return replace(seen, events=events)


def _see_from(
    slowness: float,
    at: Callable[[float], Poses],
    clip: Clip,
    raw: Poses,
    sighting: Sighting,
) -> _Seen:
    """Clean, turn and find events; again until the pace they show is the pace used."""
    left = left_picture(raw, at(slowness))
    for _ in range(MOST_PASSES):
        travel = to_travel(at(slowness), slowness)
        travel = replace(travel, left_picture=left)
        ruled = find_events(travel, slowness)
        person = resemblance(travel, ruled, slowness)
        found = without_lags(travel, ruled, slowness, person)
        events = believed(found, slowness)
        factor = speed_factor(events, clip.median_fps)
        if factor is None or abs(factor / slowness - 1.0) < SETTLED:
            break
        slowness = factor
    shown = around_start(raw, travel, slowness)
    check_view(shown, sighting)
    check_company(shown, sighting)
    check_start(travel, events, slowness, shown, sighting)
    off_side = off_side_deg(sighting.camera.steady(shown))
    others = passers(shown, sighting)
    turned = turned_deg(shown, sighting.camera)
    true = correct(travel, person)
    return _Seen(true, events, factor, off_side, others, turned, person)


def _judge(version: str, clip: Clip, seen: _Seen, corrections: Corrections) -> Analysis:
    checklist = load_checklist()
    slowness = seen.factor or 1.0
    true_fps = None if seen.factor is None else clip.median_fps * slowness
    measures = measure(seen.travel, seen.events, slowness, seen.person)
    judgement = judge(measures, checklist, true_fps)
    phases = find_phases(checklist, seen.travel, seen.events, slowness)
    return Analysis(
        analysis_version=version,
        clip=info(clip, seen.factor),
        refusal=None,
        direction=seen.travel.direction,
        near_side=seen.travel.near_side,
        front_leg=seen.travel.front_leg,
        events=seen.events,
        phases=moved_keys(phases, seen.events, corrections, seen.travel.time_s),
        measures=measures,
        findings=judgement.findings,
        focus=judgement.focus,
        praise=judgement.praise,
        notes=notes.take(
            clip,
            seen.travel,
            seen.events,
            seen.factor,
            seen.off_side_deg,
            seen.others,
            seen.turned_deg,
            stumbles(measures),
        ),
    )


def _draw(
    clip: Clip,
    sighting: Sighting,
    analysis: Analysis,
    poses: Poses,
    directory: Path,
    words: Words,
    progress: Progress,
) -> Analysis:
    from analysis.pictures import draw

    phases = draw(
        clip,
        analysis,
        poses,
        directory,
        words,
        lambda done: progress("drawing", done),
        sighting.camera,
    )
    return replace(analysis, phases=phases)
