"""The separate people who move in the picture: whose start may be meant."""

from __future__ import annotations

import numpy as np

from analysis.detection.attempts import LEAST_SIZES, size_of, ways_of
from analysis.detection.motion_tracks import MotionTrack
from analysis.types import Floats

# Two people are alike, neither nearer, if their height and their feet in the picture
# agree within this share of their height and they move together for this share of time.
ALIKE, ALIKE_TOGETHER = 0.15, 0.5
# Another person is this share as tall, and this share of them lies outside the boxes of
# those found before: a shadow, an arm and the rise into set are not another person.
OTHER_HEIGHT = 0.3
OTHER_APART = 0.5
# They move for this share of the athlete's time, or travel on their own at another:
# whoever rises into set beside the athlete and is then one blob with them is a piece.
OTHER_TOGETHER = 0.25


def people_among(
    tracks: list[MotionTrack], frames: int
) -> list[tuple[MotionTrack, Floats]]:
    """Everybody who is not a piece of somebody listed before, with body boxes."""
    people = [(tracks[0], tracks[0].body(frames))]
    least = OTHER_HEIGHT * tracks[0].height()
    for track in tracks[1:]:
        apart = all(track.apart_from(body) > OTHER_APART for _, body in people)
        if track.height() > least and apart and _goes(track, tracks[0]):
            people.append((track, track.body(frames)))
    return people


def _goes(track: MotionTrack, athlete: MotionTrack) -> bool:
    """Whether somebody moves along with the athlete, or travels on their own."""
    beside = together(athlete, track) > OTHER_TOGETHER
    return beside or bool(ways_of(track, LEAST_SIZES * size_of(track)))


def picked(
    tracks: list[MotionTrack],
    people: list[tuple[MotionTrack, Floats]],
    skip: int,
    frames: int,
) -> tuple[MotionTrack, Floats]:
    """The athlete after skipping others; if any are skipped, everybody's boxes too."""
    if not skip:
        return tracks[0], np.empty((0, frames, 4))
    number = skip % len(people)
    order = [number, *(n for n in range(len(people)) if n != number)]
    return people[number][0], np.stack([people[n][1] for n in order])


def equals_of(
    tracks: list[MotionTrack], rivals: list[MotionTrack], frames: int
) -> Floats:
    """(people, frames, 4) boxes of all if a rival is like the first; else none."""
    people = people_among(tracks, frames) if rivals else []
    for other, box in people[1:]:
        is_rival = any(other is rival for rival in rivals)
        if is_rival and _alike(people[0], (other, box)):
            return np.stack([body for _, body in people])
    return np.empty((0, frames, 4))


def _alike(one: tuple[MotionTrack, Floats], other: tuple[MotionTrack, Floats]) -> bool:
    """Whether two start at the same time, and none is larger or nearer."""
    if together(other[0], one[0]) < ALIKE_TOGETHER:
        return False
    high = float(np.median(one[1][:, 3] - one[1][:, 1]))
    taller = float(np.median(other[1][:, 3] - other[1][:, 1])) - high
    nearer = float(np.median(other[1][:, 3] - one[1][:, 3]))
    return max(abs(taller), abs(nearer)) < ALIKE * high


def together(one: MotionTrack, other: MotionTrack) -> float:
    """Share of one's frames in which the other moves too."""
    return len({*one.frames} & {*other.frames}) / len(one.frames)
