"""Somebody who walks through the picture: edge to edge, upright, at an even pace.

A passer is followed by the head: by what moves in a band at its height. A walker keeps
an even pace, and the head rises and sinks little. A body that it crosses moves in that
band for a moment at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from analysis.capture.clip import Picture
from analysis.detection.motion_tracks import CELL, MotionTrack
from analysis.types import Floats

# Shares of a body's height: the band of the head, and how much a walker's head and feet
# rise and sink.
HEAD, SWAYS = 0.12, 0.1
# A cell counts as moving from this level, 0 to 255; this many of them are a head.
MOVED, LEAST_CELLS = 64, 2
# Seconds for which a walker looks alike while the head moves by this share of height.
ALIKE_S, LEAST_WAY = 0.25, 0.1
# Stretches that are tried of each track, the longest first.
MOST_SEEDS = 4
# The head is searched for this far from where it should be, in heights; it may be lost
# for the first time while the body moves on, for the second while it stands.
GATE, UNSEEN_S, STANDS_S = 0.12, 0.6, 2.5
# A body moves on if this share of its box does; the box reaches this many heights ahead
# of the head and twice as far behind it.
GOES, REACH = 0.12, 0.3
# Pace is taken over the last seconds of the way, and stays within these ratios.
PACE_S, EVEN = 0.25, (0.6, 1.5)
# A way starts at the picture's edge or in the first frames, is this many heights long,
# and the head is visible in this share of it.
FAR, SEEN = 0.6, 0.6
# A passer lost this shortly before the clip's end is taken to walk on.
ENDS_S = 0.2
# Least and most heights by which a body reaches ahead of the head's leading edge, and
# behind it; read at this percentile of the frames, as in others somebody is beside it.
AHEAD, BEHIND, ALONE = (0.22, 0.5), (0.36, 0.7), 25
# Further behind, up to the second, only what keeps its place there within the first, in
# heights, as a foot does: somebody else who moves does not.
KEEPS, TRAILS = 0.05, 1.1


@dataclass(frozen=True, slots=True)
class Seed:
    """A stretch in which a box keeps its top and bottom: somebody walks or stands."""

    frames: NDArray[np.intp]
    sides: Floats
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """From the top to the bottom."""
        return self.bottom - self.top


def seeds_of(track: MotionTrack, fps: float) -> list[Seed]:
    """The longest stretches in which the box keeps its top and bottom."""
    frames, boxes = np.array(track.frames), np.array(track.boxes)
    seeds: list[Seed] = []
    least = max(4, round(ALIKE_S * fps))
    start = 0
    while start < len(frames):
        end = start + 1
        top, bottom = boxes[start, 1], boxes[start, 3]
        sways = SWAYS * (bottom - top)
        while end < len(frames) and frames[end] - frames[end - 1] <= 2:
            if abs(boxes[end, 1] - top) > sways or abs(boxes[end, 3] - bottom) > sways:
                break
            end += 1
        if end - start >= least:
            part = slice(start, end)
            middle = np.median(boxes[part], axis=0)
            top, bottom = float(middle[1]), float(middle[3])
            seeds.append(Seed(frames[part], boxes[part][:, [0, 2]], top, bottom))
            start = end
        else:
            start += 1
    return sorted(seeds, key=lambda seed: -len(seed.frames))[:MOST_SEEDS]


def even(pace: float, usual: float) -> float:
    """The pace, limited to how far a walker's departs from the usual one."""
    return usual * float(np.clip(pace / usual, *EVEN))


class Head:
    """A head, followed forwards and backwards from a stretch in which it was seen.

    Attributes
    ----------
    hits
        Numbers of the frames in which it was seen.
    """

    def __init__(self, seed: Seed, changed: Picture, fps: float) -> None:
        self._seed, self._fps = seed, fps
        self.frames, _, columns = changed.shape
        self.wide = columns * CELL
        self.hits = set[int]()
        top = max(0, int(seed.top // CELL))
        band = slice(top, max(top + 1, int((seed.top + HEAD * seed.height) / CELL) + 1))
        self._heads = (changed[:, band] > MOVED).sum(axis=1) >= LEAST_CELLS
        body = slice(top, int(seed.bottom / CELL) + 1)
        self._moved = (changed[:, body] > MOVED).mean(axis=1)

    def first_seen(self) -> tuple[int, float, float] | None:
        """Where the head moves most evenly: a frame, its leading edge, its pace."""
        seen = [
            (frame, edges)
            for frame in self._seed.frames.tolist()
            if len(edges := np.flatnonzero(self._heads[frame]))
        ]
        length = max(4, round(ALIKE_S * self._fps))
        best: tuple[float, int, float, float] | None = None
        for start in range(0, len(seen) - length + 1, max(1, length // 4)):
            part = seen[start : start + length]
            when = np.array([frame for frame, _ in part])
            middle = np.array([CELL * (c[0] + c[-1] + 1) / 2 for _, c in part])
            pace, here = np.polyfit(when - when[0], middle, 1)
            if abs(pace) * (when[-1] - when[0]) < LEAST_WAY * self._seed.height:
                continue
            left = middle - here - pace * (when - when[0])
            off = float(np.abs(left).max() / abs(pace))
            cells = part[0][1]
            head = CELL * float(cells[-1] + 1 if pace > 0 else cells[0])
            if best is None or off < best[0]:
                best = off, int(when[0]), head, float(pace)
        return None if best is None else best[1:]

    def way(self, at: int, head: float, pace: float) -> dict[int, float]:
        """Its leading edge in each frame, followed from one both ways in time."""
        ahead = self._follow(at, head, pace, 1)
        return {**ahead, **self._follow(at, head, pace, -1), at: head}

    def _follow(self, at: int, head: float, pace: float, step: int) -> dict[int, float]:
        """Follow in one direction of time, until it leaves the picture or is lost."""
        places, seen, usual = {at: head}, {at: head}, pace
        unseen = stood = 0
        frame, reach = at + step, REACH * self._seed.height
        while 0 <= frame < self.frames and -reach < head < self.wide + reach:
            ahead = head + step * pace
            found = self._nearest(frame, [ahead, head] if stood else [ahead], usual)
            if found is not None:
                head = seen[frame] = found
                unseen = stood = 0
                pace = self._pace(seen, frame, usual)
            elif self._goes(frame, ahead, usual):
                head, unseen = ahead, unseen + 1
            else:
                stood += 1
            if unseen > UNSEEN_S * self._fps or stood > STANDS_S * self._fps:
                break
            places[frame] = head
            frame += step
        self.hits |= {*seen}
        last = max(seen) if step > 0 else min(seen)
        return {one: x for one, x in places.items() if (last - one) * step >= 0}

    def _nearest(self, frame: int, awaited: list[float], pace: float) -> float | None:
        """The leading edge nearest to an expected one; None when none is near."""
        edges = self._edges(frame, pace)
        if not len(edges):
            return None
        off = np.abs(edges[:, None] - awaited).min(axis=1)
        near = off.min() < GATE * self._seed.height + abs(pace)
        return float(edges[np.argmin(off)]) if near else None

    def _edges(self, frame: int, pace: float) -> Floats:
        """Leading edges of what moves in the band of the head."""
        edge = np.diff(np.r_[0, self._heads[frame].astype(int), 0])
        ends = np.flatnonzero(edge == (-1 if pace > 0 else 1))
        return np.asarray(CELL * ends, np.float64)

    def _pace(self, seen: dict[int, float], frame: int, usual: float) -> float:
        """The pace over the latest frames, kept close to the usual one."""
        near = [one for one in seen if abs(frame - one) <= PACE_S * self._fps]
        if len(near) < 4:
            return usual
        pace = float(np.polyfit(near, [seen[one] for one in near], 1)[0])
        return even(pace, usual)

    def _goes(self, frame: int, head: float, pace: float) -> bool:
        """Whether the body below that head moves."""
        right, reach = np.sign(pace), REACH * self._seed.height
        first, last = sorted((head - 2 * right * reach, head + right * reach))
        columns = slice(max(0, int(first / CELL)), max(0, int(last / CELL) + 1))
        moved = self._moved[frame, columns]
        return bool(len(moved) and moved.mean() > GOES)


@dataclass(frozen=True)
class Passer:
    """Somebody who passes, in small pixels.

    Attributes
    ----------
    boxes
        (frames, 4) of all that moves, motion smear included; NaN where the passer is
        not in the picture.
    bodies
        (frames, 4) of the body alone.
    """

    boxes: Floats
    bodies: Floats

    @cached_property
    def bottom(self) -> float:
        """How low the feet are."""
        return float(np.nanmedian(self.boxes[:, 3]))

    @cached_property
    def height(self) -> float:
        """From the feet to the top, small pixels."""
        return self.bottom - float(np.nanmedian(self.boxes[:, 1]))


def passer_from(seed: Seed, changed: Picture, fps: float, lag: int) -> Passer | None:
    """The passer seen in a stretch; None for one who starts or stops mid-picture."""
    head = Head(seed, changed, fps)
    first = head.first_seen()
    if first is None:
        return None
    walk = _Walk(seed, head, first[2], lag, fps)
    way = head.way(*first)
    return walk.passer(way) if walk.passes(way) else None


class _Walk:
    """What the path of a head says about its body."""

    def __init__(
        self, seed: Seed, head: Head, pace: float, lag: int, fps: float
    ) -> None:
        self._seed, self._head, self._pace = seed, head, pace
        self._lag, self._fps = lag, fps
        self._right = float(np.sign(pace))
        self._height = seed.height

    def passes(self, seen: dict[int, float]) -> bool:
        """Whether somebody comes from an edge, or is there at first, and walks far."""
        first, last = min(seen), max(seen)
        came = self._at_edge(seen[first], -self._right) or first <= 3 * self._lag
        goes_on = last >= self._head.frames - max(2, round(ENDS_S * self._fps))
        left = self._at_edge(seen[last], self._right) or goes_on
        # Somebody who stands does not show in what moves.
        going = sum(seen[one] != seen.get(one - 1) for one in seen)
        sure = len(self._head.hits & {*seen}) > SEEN * going
        far = abs(seen[last] - seen[first]) > FAR * self._height
        return came and left and far and sure

    def passer(self, seen: dict[int, float]) -> Passer:
        """Everything that moves, and the body, until it has left."""
        way = self._till_gone(seen)
        frames = sorted(way)
        heads = gaussian_filter1d([way[frame] for frame in frames], 2.0)
        ahead, behind = self._reaches(seen)
        smear = np.abs(np.gradient(heads)) * self._lag
        right, half = self._right, REACH * self._height
        middle = heads - right * HEAD * self._height / 2
        front, back = heads + right * ahead, heads - right * (behind + smear)
        return Passer(
            self._around(frames, front, back),
            self._around(frames, middle + half, middle - half),
        )

    def _till_gone(self, seen: dict[int, float]) -> dict[int, float]:
        """The path, extended both ways in time until the body has left."""
        frames = np.array(sorted(seen))
        heads = np.array([seen[frame] for frame in frames.tolist()])
        long = max(4, round(PACE_S * self._fps))
        every = dict(seen)
        for end, step in ((slice(None, long), -1), (slice(-long, None), 1)):
            pace, here = np.polyfit(frames[end] - frames[end][0], heads[end], 1)
            pace = even(float(pace), self._pace)
            frame = int(frames[0] if step < 0 else frames[-1]) + step
            while 0 <= frame < self._head.frames:
                head = float(here + pace * (frame - frames[end][0]))
                out = 2 * BEHIND[1] * self._height
                if not -out < head < self._head.wide + out:
                    break
                every[frame], frame = head, frame + step
        return every

    def _at_edge(self, head: float, side: float) -> bool:
        reach = 2 * REACH * self._height
        return head > self._head.wide - reach if side > 0 else head < reach

    def _reaches(self, seen: dict[int, float]) -> tuple[float, float]:
        """How far the body reaches ahead of and behind its head's leading edge."""
        known = [n for n, one in enumerate(self._seed.frames.tolist()) if one in seen]
        heads = np.array([seen[int(self._seed.frames[n])] for n in known])
        sides = self._seed.sides[known]
        # The picture's edge cuts off a body that enters or leaves.
        whole = (sides[:, 0] > CELL) & (sides[:, 1] < self._head.wide - CELL)
        whole = whole if whole.any() else np.ones_like(whole)
        away = self._right * (sides - heads[:, None])[whole] / self._height
        ahead = np.clip(np.percentile(away.max(axis=1), ALONE), *AHEAD)
        back = -away.min(axis=1)
        least, usual, most = np.percentile(back, [ALONE / 2, ALONE, 100 - ALONE])
        farthest = TRAILS if most - least < KEEPS else BEHIND[1]
        behind = np.clip(usual, BEHIND[0], farthest)
        return float(ahead * self._height), float(behind * self._height)

    def _around(self, frames: list[int], one: Floats, other: Floats) -> Floats:
        boxes = np.full((self._head.frames, 4), np.nan)
        boxes[frames, 0] = np.minimum(one, other)
        boxes[frames, 2] = np.maximum(one, other)
        boxes[frames, 1], boxes[frames, 3] = self._seed.top, self._seed.bottom
        return boxes
