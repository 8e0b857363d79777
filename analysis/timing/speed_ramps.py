"""A speed that the file changes little by little, as editors ease into slow motion.

Nothing jumps there. But sprinters gather speed so much alike that the way from the hold
tells how fast they go in life, and so how slowly the file plays at every place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.landmarks import leg_length
from analysis.timing.playback import at_times
from analysis.timing.speed_changes import HEAD_AND_TRUNK, at_one_pace, changes_of
from analysis.types import Clip, Floats, Poses

# Leg lengths from the hold, and leg lengths a second there: the middle of 16 real
# starts; they, and 40 rendered ones, keep within a third of it.
WAY = np.array([0.3, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4, 2.6, 3.0])
SPEED = np.array(
    [2.4, 2.7, 3.25, 3.6, 3.85, 4.0, 4.1, 4.5, 4.95, 5.1, 5.2, 5.3, 5.5, 6.0]
)
FINE = np.arange(WAY[0], WAY[-1], 0.01)
# Seconds of life from the first of these places to each.
LIFE_S = np.cumsum(np.gradient(FINE) / np.interp(FINE, WAY, SPEED))
# The hold: the trunk stays within this, in leg lengths, for so long in life.
STILL, STILL_S = 0.035, 0.15
# The pace is told from so much of life, and from place to place so far apart.
OVER_S, EVERY_S = 0.12, 0.02
# In octaves from the slowest to the fastest place: at most 0.6 in 19 real starts and
# 1.3 in 46 rendered ones of one pace, 1.7 and more where it changes by 2 to 8 times.
STEADY = 1.45
# The hold is looked for again at the pace found where the going begins.
PASSES, BEGINNING = 3, 8
NOTHING: Floats = np.empty(0)
# How long an editor eases, as played; into one other pace, or there and back.
EASES_S = (0.1, 0.25, 0.4, 0.7, 1.0)
# There is a way back where that leaves less than this share of what is off without.
BACK = 0.8
# Places at which it is tried, and instants over which it is compared.
PLACES, FINE_FRAMES = 40, 300


def in_even_time(clip: Clip, poses: Poses, camera: Camera) -> tuple[Clip, Poses]:
    """The clip and its poses in time that passes evenly; the very same if it did.

    Speeds that change at once are brought to one; where that does not make a start of
    one pace of it, the time of every frame is told by how a start gathers speed.
    """
    still = camera.steady(poses)
    changes = changes_of(still)
    life_s = life_of(still)
    if life_s is not None and changes:
        even = life_of(at_one_pace(clip, still, changes)[1])
        life_s = None if even is None else life_s
    if life_s is not None:
        return in_life(clip, poses, life_s)
    return at_one_pace(clip, poses, changes) if changes else (clip, poses)


def life_of(poses: Poses) -> Floats | None:
    """Seconds of life at every frame; None where the file keeps its pace.

    Parameters
    ----------
    poses
        Of every frame, as the model gave them, in the reference view.
    """
    seen = np.flatnonzero(np.isfinite(poses.xy_px[:, 0, 0]))
    if len(seen) < 2:
        return None
    along_px = np.median(poses.xy_px[seen][:, HEAD_AND_TRUNK, 0], axis=1)
    path = along_px / leg_length(poses.xy_px)
    path = path if path[-1] > path[0] else -path
    at_s, octaves = _octaves_on_the_way(poses.time_s[seen], path)
    if not len(octaves) or np.ptp(octaves) < STEADY:
        return None
    pace = 2.0 ** _eased(at_s, octaves, poses.time_s)
    between = np.diff(poses.time_s) * 0.5 * (1.0 / pace[1:] + 1.0 / pace[:-1])
    return np.concatenate([[0.0], np.cumsum(between)])


def in_life(clip: Clip, poses: Poses, life_s: Floats) -> tuple[Clip, Poses]:
    """The clip and its poses at the times of life."""
    after = clip.time_s[len(life_s) :] - poses.time_s[-1] + life_s[-1]
    here = replace(poses, time_s=life_s, eased=True)
    return at_times(clip, np.r_[life_s, after]), here


def _octaves_on_the_way(time_s: Floats, path: Floats) -> tuple[Floats, Floats]:
    """As ``_octaves``, with the hold looked for at the pace of the push."""
    slow, at_s, octaves = 1.0, NOTHING, NOTHING
    for _ in range(PASSES):
        at_s, octaves = _octaves(time_s, path - _hold(time_s, path, slow))
        if not len(octaves):
            break
        slow = float(2.0 ** np.median(octaves[:BEGINNING]))
    return at_s, octaves


def _hold(time_s: Floats, path: Floats, slow: float) -> float:
    """Where the trunk was in the hold; a push seen from the middle began before."""
    least_s = STILL_S * slow
    for last in range(len(path) - 1, 0, -1):
        if time_s[last] - time_s[0] < least_s:
            break
        first = np.searchsorted(time_s, time_s[last] - least_s)
        here = path[first : last + 1]
        if np.abs(here - path[last]).max() < STILL:
            return float(np.median(here))
    return float(path[0] - WAY[0])


def _octaves(time_s: Floats, way: Floats) -> tuple[Floats, Floats]:
    """Instants, and in octaves how many times slower than life the file plays there."""
    until = int(np.argmax(way)) + 1
    way = np.minimum.accumulate(way[:until][::-1])[::-1]
    inside = (max(way[0], WAY[0]) <= FINE) & (way[-1] >= FINE)
    life_s = LIFE_S[inside]
    if len(life_s) < 2 or life_s[-1] - life_s[0] < 2 * OVER_S:
        return NOTHING, NOTHING
    # The last frame at each place: who stands still has not been there yet.
    rising = way + 1e-9 * np.arange(until)
    shown_s = np.interp(FINE[inside], rising, time_s[:until])
    half = OVER_S / 2
    middle = np.arange(life_s[0] + half, life_s[-1] - half, EVERY_S)
    took = np.interp(middle + half, life_s, shown_s)
    took = took - np.interp(middle - half, life_s, shown_s)
    at_s = np.interp(middle, life_s, shown_s)
    return at_s, np.log2(np.maximum(took, 1e-6) / OVER_S)


@dataclass(frozen=True, slots=True)
class Ramp:
    """One pace, another, and perhaps back again, as an editor sets it.

    Attributes
    ----------
    there_s, eases_s
        The middle of the way into the other pace, and how long it takes, as played.
    back_s, eases_back_s
        The same of the way back; infinite where it does not come.
    """

    there_s: float
    eases_s: float
    back_s: float = np.inf
    eases_back_s: float = EASES_S[0]

    def share(self, time_s: Floats) -> Floats:
        """0 at the one pace and 1 at the other."""
        there = np.clip((time_s - self.there_s) / self.eases_s + 0.5, 0.0, 1.0)
        back = np.clip((time_s - self.back_s) / self.eases_back_s + 0.5, 0.0, 1.0)
        return np.asarray(there - back)


def _eased(at_s: Floats, octaves: Floats, time_s: Floats) -> Floats:
    """The octaves of each frame as an editor sets them.

    What is told of the way alone wavers with how an athlete pushes.
    """
    places = np.linspace(at_s[0], at_s[-1], PLACES).tolist()
    there = [Ramp(*ramp) for ramp in product(places, EASES_S)]
    both = [
        Ramp(one.there_s, one.eases_s, other.there_s, other.eases_s)
        for one, other in product(there, there)
        if other.there_s - one.there_s > (one.eases_s + other.eases_s) / 2
    ]
    off, pace = _best(at_s, octaves, there)
    off_both, pace_both = _best(at_s, octaves, both)
    return pace_both(time_s) if off_both < BACK * off else pace(time_s)


def _best(
    at_s: Floats, octaves: Floats, ramps: Sequence[Ramp]
) -> tuple[float, Callable[[Floats], Floats]]:
    """How far the best ramp is from what was told, in octaves; and its octaves."""
    one, other = _paces(at_s, octaves, ramps)
    took = OVER_S * 2.0**octaves
    fine = np.linspace(at_s[0] - took[0], at_s[-1] + took[-1], FINE_FRAMES)

    def pace(ramp: Ramp, time_s: Floats) -> Floats:
        return one + (other - one) * ramp.share(time_s)

    def off(ramp: Ramp) -> float:
        life_s = np.cumsum(2.0 ** -pace(ramp, fine)) * (fine[1] - fine[0])
        ends = [np.interp(at_s + side * took / 2, fine, life_s) for side in (-1, 1)]
        return float(np.abs(np.log2((ends[1] - ends[0]) / OVER_S)).mean())

    best = min(ramps, key=off)
    return off(best), partial(pace, best)


def _paces(at_s: Floats, octaves: Floats, ramps: Sequence[Ramp]) -> tuple[int, int]:
    """The two paces; phones and editors go by powers of two, and none is above life."""

    def fit(ramp: Ramp) -> tuple[float, Floats]:
        basis = np.stack([np.ones_like(at_s), ramp.share(at_s)], axis=1)
        weights, *_ = np.linalg.lstsq(basis, octaves, rcond=None)
        return float(((octaves - basis @ weights) ** 2).sum()), np.asarray(weights)

    _, (one, step) = min(map(fit, ramps), key=lambda fitted: fitted[0])
    return max(round(float(one)), 0), max(round(float(one + step)), 0)
