"""Seeing: the athlete found and posed, the clip turned upright where nobody stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.athlete import Sighting, find_athlete
from analysis.clip import righted
from analysis.company import only
from analysis.corrections import Corrections
from analysis.errors import NotUpright
from analysis.estimator import MediaPipe
from analysis.poses import estimate_poses
from analysis.square import squared
from analysis.standing import turn_to_upright
from analysis.types import Clip, Poses

Progress = Callable[[str, float], None]


def look(
    clip: Clip, model: Path, progress: Progress, corrections: Corrections
) -> Iterator[tuple[Clip, Sighting, Poses | None]]:
    """Find the athlete and how they stand, step by step.

    Parameters
    ----------
    model
        The pose model's file.
    progress
        Told the stage and how much of it is done.
    corrections
        Who the athlete is, if somebody said so.

    Yields
    ------
    tuple
        What is known after each step, for a refusal's picture: the clip as it is
        looked at, who is seen in it, and the poses once there are any.

    Raises
    ------
    Nobody, NobodyElse, NotUpright
    """
    sighting = find_athlete(
        clip, lambda done: progress("finding", done), corrections.athlete
    )
    yield clip, sighting, None
    poses, sighting = _pose(clip, sighting, model, progress)
    yield clip, sighting, poses
    turn, sure = turn_to_upright(poses, sighting.camera)
    if turn and (clip.reading.righted_deg or not sure):
        raise NotUpright(f"feet above or beside the hips: turned by {turn} degrees?")
    if turn:
        yield from look(righted(clip, turn), model, progress, corrections)


def _pose(
    clip: Clip, sighting: Sighting, model: Path, progress: Progress
) -> tuple[Poses, Sighting]:
    with MediaPipe(model) as one, MediaPipe(model) as other:
        poses = estimate_poses(
            clip, sighting, [one, other], lambda done: progress("posing", done)
        )
    if sighting.chosen:
        poses = only(poses, sighting)
    return poses, squared(sighting, poses)
