"""Who walks past in front of the starter: edge to edge, upright, at an even pace.

A passer and a starter are one blob of movement while they cross. But a passer is nearer
to the camera, so the head moves higher than anything of somebody in the blocks: there
it is followed before and after the crossing. What moves in a passer's box belongs to
nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import Picture
from analysis.detection.motion_tracks import (
    CELL,
    MotionTrack,
    joined,
    lag_of,
    overlap,
    pieces,
)
from analysis.detection.passer_track import MOVED, Passer, Seed, passer_from, seeds_of
from analysis.types import Clip, Floats

# Somebody else travels this many of a passer's heights and is this share as tall.
LEFT = (0.4, 0.2)
# What is no taller than the first share and stays beside the passer within the second
# is a shadow.
SHADOW_HEIGHT, ALONG = 0.28, 0.2
# A piece of a body is at least this share as tall: a shadow is less.
PIECE = 0.1
# Shadows move this near the passer's feet, and this far to each side, in heights.
FEET, SHADOW = 0.1, 1.0
# A nearer person's feet are lower, by this share of the height. The others' feet are
# at this percentile of their boxes' bottoms: those of somebody still don't show.
NEARER, AS_LOW = 0.03, 65


def apart(
    tracks: list[MotionTrack], changed: Picture, clip: Clip, camera: Camera
) -> tuple[list[Passer], list[MotionTrack], Picture]:
    """Split off those who pass between the camera and the others who move.

    Parameters
    ----------
    tracks
        All that moves, as filmed.
    changed
        (frames, rows, columns) share of each cell that moved, 0 to 255.

    Returns
    -------
    passers, tracks, changed
        Who passes; everybody else; what moved except for the passers. The same tracks
        and cells when nobody passes, or when the camera is unsteady, since an even
        pace is then not even in the picture.
    """
    if camera.restless:
        return [], tracks, changed
    passers = _through(tracks, changed, clip.median_fps, lag_of(clip))
    while passers:
        others, left = _but(passers, changed, lag_of(clip))
        nearer = _nearer(passers, others)
        if len(nearer) == len(passers):
            return passers, others, left
        passers = nearer
    return [], tracks, changed


def _nearer(passers: list[Passer], others: Sequence[MotionTrack]) -> list[Passer]:
    """Those who are nearer to the camera than anybody else who travels."""
    going = [other for other in others if _goes(other, passers)]
    if not going:
        return []
    low = np.percentile([box[3] for other in going for box in other.boxes], AS_LOW)
    return [one for one in passers if low + CELL <= one.bottom - NEARER * one.height]


def _through(
    tracks: Sequence[MotionTrack], changed: Picture, fps: float, lag: int
) -> list[Passer]:
    """Everybody who walks through, the largest first."""
    found: list[Passer] = []
    for track in sorted(tracks, key=MotionTrack.height, reverse=True):
        for seed in seeds_of(track, fps):
            if any(_same(one, seed, track) for one in found):
                continue
            passer = passer_from(seed, changed, fps, lag)
            if passer is not None:
                found.append(passer)
                changed = _without(changed, [passer])
    return found


def _goes(track: MotionTrack, passers: Sequence[Passer]) -> bool:
    """Whether a track travels and is not a leftover of a passer."""
    tall = max(passer.height for passer in passers)
    middle = [(box[0] + box[2]) / 2 for box in track.boxes]
    if float(np.ptp(middle)) < LEFT[0] * tall or track.height() < LEFT[1] * tall:
        return False
    beside = any(_goes_along(track.frames, middle, passer) for passer in passers)
    return track.height() > SHADOW_HEIGHT * tall or not beside


def _goes_along(frames: list[int], middle: list[float], passer: Passer) -> bool:
    """Whether something keeps its place beside a passer most of the time."""
    away = np.array(middle) - passer.bodies[frames][:, [0, 2]].mean(axis=1)
    away = away[np.isfinite(away)]
    if not len(away):
        return False
    low, high = np.percentile(away, [5, 75])
    return bool(high - low < ALONG * passer.height)


def _but(
    passers: Sequence[Passer], changed: Picture, lag: int
) -> tuple[list[MotionTrack], Picture]:
    """Everybody else who moves, and what moved except for the passers."""
    left = _without(changed, passers)
    tracks = _tracks_in(left, passers, lag)
    wide = max(float(np.nanmax(one.boxes[:, 2] - one.boxes[:, 0])) for one in passers)
    least = PIECE * max(one.height for one in passers)
    together = _put_together([one for one in tracks if one.height() > least], wide)
    for track in together[:1]:
        _widen(track, passers)
    return together, left


def boxes_of(passers: Sequence[Passer], frames: int) -> Floats:
    """(people, frames, 4) their bodies' boxes in small pixels."""
    if not passers:
        return np.empty((0, frames, 4))
    return np.stack([passer.bodies for passer in passers])


def _without(changed: Picture, passers: Sequence[Passer]) -> Picture:
    """What moved except for the passers."""
    left = changed.copy()
    for passer in passers:
        for index in np.flatnonzero(np.isfinite(passer.boxes[:, 0])).tolist():
            sides = np.maximum(passer.boxes[index], 0.0) / CELL
            first, top = np.floor(sides[:2]).astype(int)
            last, bottom = np.ceil(sides[2:]).astype(int)
            left[index, max(0, top - 1) : bottom + 1, first:last] = 0
            # The feet of somebody further away are higher in the picture.
            reach = int(SHADOW * passer.height / CELL)
            low = int(sides[3] - FEET * passer.height / CELL)
            left[index, low:, max(0, first - reach) : last + reach] = 0
    return left


def _tracks_in(
    changed: Picture, passers: Sequence[Passer], lag: int
) -> list[MotionTrack]:
    """Everybody who moves, from the cells that moved; tracks bridge a passer."""
    tracks: list[MotionTrack] = []
    for index in range(lag, len(changed)):
        moved = np.asarray(changed[index] > MOVED, np.uint8)
        change = moved.repeat(CELL, axis=0).repeat(CELL, axis=1)
        boxes = [one.boxes[index] for one in passers if one.boxes[index, 0] < np.inf]
        for area, box in pieces(change):
            reach = box
            for other in boxes:
                reach = joined(reach, other) if _touch(box, other) else reach
            _give(tracks, index, area, box, reach)
    return [track for track in tracks if len(track.frames) > lag]


def _put_together(tracks: list[MotionTrack], wide: float) -> list[MotionTrack]:
    """The largest track joined with all pieces that a passer may have cut off."""
    tracks = sorted(tracks, key=MotionTrack.importance, reverse=True)
    if not tracks:
        return []
    athlete, *others = tracks
    boxes = {athlete.frames[n]: athlete.boxes[n] for n in range(len(athlete.frames))}
    areas = dict(zip(athlete.frames, athlete.areas, strict=True))
    apart: list[MotionTrack] = []
    for other in others:
        # The cells on either side of a passer are removed too.
        if _away(boxes, other) > wide + 2 * CELL:
            apart.append(other)
            continue
        for frame, box, area in zip(
            other.frames, other.boxes, other.areas, strict=True
        ):
            boxes[frame] = joined(boxes[frame], box) if frame in boxes else box
            areas[frame] = areas.get(frame, 0) + area
    frames = sorted(boxes)
    whole = MotionTrack(
        frames, [boxes[n] for n in frames], [areas[n] for n in frames], athlete.last
    )
    return [whole, *apart]


def _widen(track: MotionTrack, passers: Sequence[Passer]) -> None:
    """Restore the usual width where a passer covers one side of a body."""
    cut = [
        (n, other[0] + other[2] > box[0] + box[2])
        for n, (frame, box) in enumerate(zip(track.frames, track.boxes, strict=True))
        for other in (passer.boxes[frame] for passer in passers)
        if np.isfinite(other[0]) and _touch(box, other)
    ]
    beside = {n for n, _ in cut}
    free = [box for n, box in enumerate(track.boxes) if n not in beside]
    if not free:
        return
    wide = float(np.median([box[2] - box[0] for box in free]))
    for n, right in cut:
        left, top, end, bottom = track.boxes[n]
        sides = (left, max(end, left + wide)) if right else (min(left, end - wide), end)
        track.boxes[n] = np.array([sides[0], top, sides[1], bottom])


def _away(boxes: Mapping[int, Floats], other: MotionTrack) -> float:
    """Distance of another track from somebody's boxes when both were last seen."""
    known, frames = np.array(sorted(boxes)), np.array(other.frames)
    between = np.abs(known[:, None] - frames)
    nearest = known[between.argmin(axis=0)]
    soonest = np.flatnonzero(between.min(axis=0) == between.min()).tolist()
    gaps = [_gap(boxes[int(nearest[n])], other.boxes[n]) for n in soonest]
    return float(np.median(gaps))


def _gap(one: Floats, two: Floats) -> float:
    """Distance between two boxes; below zero where they overlap."""
    return float(np.maximum(one[:2] - two[2:], two[:2] - one[2:]).max())


def _touch(box: Floats, other: Floats) -> bool:
    room = 2 * CELL * np.array([-1, -1, 1, 1])
    return overlap(box + room, other) > 0


def _give(
    tracks: list[MotionTrack], index: int, area: int, box: Floats, reach: Floats
) -> None:
    """Add a piece to the track that was last where the piece is."""
    home = max(tracks, key=lambda one: overlap(one.last, reach), default=None)
    if home is None or not overlap(home.last, reach):
        tracks.append(MotionTrack([index], [box], [area], box))
    elif home.frames[-1] == index:
        home.boxes[-1] = home.last = joined(home.boxes[-1], box)
        home.areas[-1] += area
    else:
        home.frames.append(index)
        home.boxes.append(box)
        home.areas.append(area)
        home.last = box


def _same(passer: Passer, seed: Seed, track: MotionTrack) -> bool:
    """Whether a track is, in those frames, a passer who was found already."""
    at = {frame: box for frame, box in zip(track.frames, track.boxes, strict=True)}
    inside = []
    for frame in seed.frames.tolist():
        box, body = at[frame], passer.boxes[frame]
        inside.append(np.isfinite(body[0]) and body[0] < box[2] and body[2] > box[0])
    return bool(np.mean(inside) > 0.5)
