"""Where labels may stand: near what they name, on nothing that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analysis.types import Floats
from analysis.visuals.theme import Box

MARGIN_PX = 10
_DISTANCES_PX = np.array([16, 34, 56, 82, 112, 146, 184, 226, 272, 330, 400.0])
_TURNS = np.radians(np.arange(0, 360, 15.0))
_ROUNDS = 3

# Costs of a place, in pixels of distance.
_COST_TURN = 60.0
_COST_JOINT = 160.0
_COST_LINE = 26.0
_COST_BODY = 90.0
_COST_LEADER_AT_JOINT = 40.0
_COST_LEADER_AT_LINE = 12.0
_COST_LEADER_AT_BODY = 14.0
_COST_LEADER_UNDER_LABEL = 1e5
_NEVER = 1e6


@dataclass(frozen=True, slots=True)
class Wish:
    """A label to be placed.

    Attributes
    ----------
    size_px
        Its width and height.
    anchor
        (2,) what it names.
    toward
        (2,) preferred direction from there.
    reach
        (n, 2) points of what it names, each good for its line to lead to; the anchor
        alone when there are none.
    """

    size_px: tuple[float, float]
    anchor: Floats
    toward: Floats
    reach: Floats = field(default_factory=lambda: np.empty((0, 2)))

    def leader(self, box: Box) -> tuple[Floats, Floats]:
        """Both ends, (2,) each, of the line from what it names to ``box``."""
        starts, ends = self.leaders(np.array([box]))
        return starts[0], ends[0]

    def leaders(self, boxes: Floats) -> tuple[Floats, Floats]:
        """Both ends, (n, 2) each, of the shortest lines to the boxes (n, 4)."""
        points = self.reach if len(self.reach) else self.anchor[np.newaxis]
        ends = np.clip(points, boxes[:, np.newaxis, :2], boxes[:, np.newaxis, 2:])
        shortest = np.argmin(np.linalg.norm(ends - points, axis=-1), axis=1)
        return points[shortest], ends[np.arange(len(boxes)), shortest]


@dataclass(frozen=True, slots=True)
class Room:
    """The view with everything a label must avoid.

    Attributes
    ----------
    size_px
        Width and height of the view.
    joints, lines
        (n, 2) points not to be covered; lines are sampled along their length.
    taken
        Boxes where nothing may stand, such as the face.
    body
        (n, 2) points all over the athlete, better left to see.
    """

    size_px: tuple[int, int]
    joints: Floats
    lines: Floats
    taken: tuple[Box, ...] = ()
    body: Floats = field(default_factory=lambda: np.empty((0, 2)))

    def place(self, wishes: Sequence[Wish]) -> list[Box]:
        """Find a place for every label, in the order given.

        Each in turn takes the best free place, then moves again as the others now
        stand. Who chooses first matters, so several orders are tried.
        """
        tries = [_Tries(self, wish) for wish in wishes]
        numbers = range(len(wishes))
        widest = sorted(numbers, key=lambda n: -wishes[n].size_px[0])
        orders = (widest, widest[::-1], list(numbers), list(numbers)[::-1])
        return min((_settled(tries, order) for order in orders), key=lambda s: s[0])[1]


def _settled(tries: list[_Tries], order: list[int]) -> tuple[float, list[Box]]:
    """Where the labels come to rest when they choose in this order, and the cost."""
    placed: dict[int, Box] = {}
    costs: dict[int, float] = {}
    for number in order * (1 + _ROUNDS):
        placed.pop(number, None)
        others = [(tries[other].wish, box) for other, box in placed.items()]
        costs[number], placed[number] = tries[number].best(others)
    return sum(costs.values()), [placed[number] for number in sorted(order)]


class _Tries:
    """All places one label could stand, with what each costs by itself."""

    def __init__(self, room: Room, wish: Wish) -> None:
        self.wish = wish
        half = np.array(wish.size_px) / 2
        preferred = np.arctan2(wish.toward[1], wish.toward[0])
        distance, turn = (grid.ravel() for grid in np.meshgrid(_DISTANCES_PX, _TURNS))
        way = np.stack([np.cos(preferred + turn), np.sin(preferred + turn)], axis=-1)
        # The box's edge, not its middle, stands at this distance.
        reach = np.min(half / np.maximum(np.abs(way), 1e-6), axis=-1)
        middle = wish.anchor + way * (distance + reach)[:, np.newaxis]
        self._boxes = np.concatenate([middle - half, middle + half], axis=-1)
        starts, ends = (side[:, np.newaxis] for side in wish.leaders(self._boxes))
        self._leaders = starts + (ends - starts) * np.linspace(0, 1, 16)[:, np.newaxis]
        # Twice as far is worse than twice as bad: the eye must find the way back.
        walked = distance * (1 + distance / 200) + _COST_TURN * (1 - np.cos(turn)) / 2
        self._cost = walked + self._alone(room)

    def best(self, others: Sequence[tuple[Wish, Box]]) -> tuple[float, Box]:
        """The cheapest place, and its cost, while other labels stand where they do."""
        cost = self._cost.copy()
        for wish, box in others:
            leader = sampled(*wish.leader(box), 8)
            cost += self._on(box)
            cost += _COST_LEADER_UNDER_LABEL * (_inside(leader, self._boxes, 2) > 0)
        cheapest = int(np.argmin(cost))
        left, top, right, bottom = self._boxes[cheapest].tolist()
        return float(cost[cheapest]), (left, top, right, bottom)

    def _alone(self, room: Room) -> Floats:
        boxes = self._boxes
        low, high = boxes[:, :2] < MARGIN_PX, boxes[:, 2:] > _inner(room.size_px)
        cost = _NEVER * (low.any(axis=-1) | high.any(axis=-1))
        for box in room.taken:
            cost = cost + self._on(box)
        cost = cost + _COST_JOINT * _inside(room.joints, boxes, MARGIN_PX)
        cost = cost + _COST_LINE * _inside(room.lines, boxes, 4)
        cost = cost + _COST_BODY * _inside(room.body, boxes, 4)
        cost = cost + _COST_LEADER_AT_JOINT * self._passed(room.joints, 12)
        cost = cost + _COST_LEADER_AT_BODY * self._passed(room.body, 12)
        total: Floats = cost + _COST_LEADER_AT_LINE * self._passed(room.lines, 6)
        return total

    def _on(self, box: Box) -> Floats:
        """Cost of standing on a box, or of a leader that runs under it."""
        left, top, right, bottom = self._boxes.T
        across = (left < box[2] + MARGIN_PX) & (box[0] < right + MARGIN_PX)
        touching = across & (top < box[3] + MARGIN_PX) & (box[1] < bottom + MARGIN_PX)
        x, y = self._leaders[..., 0], self._leaders[..., 1]
        under = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
        cost: Floats = _NEVER * touching + _COST_LEADER_UNDER_LABEL * under.any(axis=-1)
        return cost

    def _passed(self, points: Floats, within_px: float) -> NDArray[np.intp]:
        """How many points each leader passes closely, its beginning aside."""
        x, y = np.moveaxis(self._leaders[:, 4:, np.newaxis], -1, 0)
        close = np.abs(x - points[:, 0]) < within_px
        close &= np.abs(y - points[:, 1]) < within_px
        passed: NDArray[np.intp] = np.count_nonzero(np.any(close, axis=1), axis=-1)
        return passed


def overlap(one: Box, two: Box) -> bool:
    """Whether two boxes touch."""
    across = one[0] < two[2] and two[0] < one[2]
    return across and one[1] < two[3] and two[1] < one[3]


def sampled(start: Floats, end: Floats, step_px: float = 18) -> Floats:
    """Points (n, 2) along a line, none when an end is NaN."""
    if not np.isfinite([start, end]).all():
        return np.empty((0, 2))
    count = max(2, int(np.linalg.norm(end - start) / step_px))
    return start + (end - start) * np.linspace(0, 1, count)[:, np.newaxis]


def _inner(size_px: tuple[int, int]) -> Floats:
    return np.array(size_px, dtype=np.float64) - MARGIN_PX


def _inside(points: Floats, boxes: Floats, apart_px: float) -> NDArray[np.intp]:
    """How many points each box (n, 4) covers."""
    x, y = points[:, 0, np.newaxis], points[:, 1, np.newaxis]
    left, top, right, bottom = boxes.T
    across = (x > left - apart_px) & (x < right + apart_px)
    covered = across & (y > top - apart_px) & (y < bottom + apart_px)
    count: NDArray[np.intp] = np.count_nonzero(covered, axis=0)
    return count
