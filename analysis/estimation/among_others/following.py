"""One runner among several: the same body followed from frame to frame.

Runners in neighbouring lanes are one blob of movement, and the pose model, shown a
square that holds two bodies, takes a leg of one and a leg of the other. So where others
move right beside the athlete, each frame is posed again with everything painted over
but the place where the athlete should be, and of all poses the one is taken that best
continues the athlete's path. The model sees the nearest runner first, the only one in
full view. Those behind are found by painting over the nearer ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.detection.athlete import Detection
from analysis.errors import NobodyElse
from analysis.estimation.among_others.bystanders import beside
from analysis.estimation.among_others.cutout import covered
from analysis.estimation.among_others.empty_place import gone_from_beside
from analysis.estimation.among_others.lane_view import COVERS, Cut, Lane
from analysis.estimation.among_others.leaps import without_leaps
from analysis.estimation.among_others.trail import (
    BODY,
    GROUND_SHARE,
    Trail,
    apart,
    lowest,
)
from analysis.estimation.among_others.upper_body import own_upper_body
from analysis.estimation.frame_sampling import Sampling, sampled_frames
from analysis.estimation.landmarker import PoseEstimator
from analysis.estimation.pose import SETTLING_LOOKS, fill_hold
from analysis.estimation.smoothest_path import smoothest
from analysis.landmarks import HIPS, leg_length, middle
from analysis.types import Clip, Floats, Poses

Ranking: TypeAlias = Callable[[Sequence[Poses]], list[Poses]]

# Movement right beside the athlete (``bystanders.beside``): above the first it is
# somebody's, below the last nobody's; between, the second decides in doubt.
SURELY, LIKELY, PERHAPS = 0.15, 0.08, 0.05
# Between, ``gone_from_beside`` decides if it can: above this it was somebody.
SOMEBODY = 0.022
# The body to follow is the one seen in the hold, this many seconds before the start.
HOLD_S = 0.25
FEWEST_HOLD = 3
# Somebody behind is seen in this share of the frames, has legs of this share of the
# nearer one's length, and runs this many leg lengths; a hand left unpainted does not.
SEEN_SHARE, LEG_SHARE, WAY = 0.5, 0.6, 1.0
# Hips this near to each other, in leg lengths, are one body's.
SAME = 0.12


def crowded(clip: Clip, poses: Poses, detection: Detection) -> bool:
    """Whether others move so near the athlete that the model may have seen them.

    Raises
    ------
    NobodyElse
        Somebody behind is asked for, and nobody is beside.
    """
    near = 0.0
    if np.isfinite(poses.xy_px).any():
        near = beside(poses, detection, leg_length(poses.xy_px))
    crowd = near > LIKELY
    if PERHAPS < near < SURELY:
        close_from = sampled_frames(clip, detection).close_from
        gone = gone_from_beside(clip, poses, detection, close_from)
        crowd = crowd if gone is None else gone > SOMEBODY
    if detection.behind and not crowd:
        raise NobodyElse("one person moves in the picture")
    return crowd


def follow(
    clip: Clip,
    detection: Detection,
    plain: Sequence[Poses],
    estimators: Sequence[PoseEstimator],
    likeliest: Ranking,
) -> list[Poses]:
    """Look again at an athlete with others beside, frame by frame.

    Parameters
    ----------
    plain
        Poses with everybody in the picture: as usual, and with the athlete shown
        going the other way.
    estimators
        Each looks at every frame.
    likeliest
        Ranks candidate poses of a body, of which the first is the plainest: returns
        the likely ones, the likeliest first.

    Returns
    -------
    list of Poses
        Likely poses of the athlete, in the same frames; NaN in frames where no pose
        continues the athlete's path, and visibility 0 where a nearer body covers a
        joint.

    Raises
    ------
    NobodyElse
        Somebody behind is asked for, and nobody is there.
    """
    sampling = sampled_frames(clip, detection)
    first, turned = plain
    frames = _looked_at(first, sampling)
    if len(frames) < FEWEST_HOLD:
        return [first]
    lane = Lane(clip, detection, sampling, estimators)
    close_from = sampling.close_from
    ways = [
        own_upper_body(way, turned, detection.camera, close_from)
        for way in _followed(lane, frames, plain)
    ]
    ways = [without_leaps(way, detection.camera) for way in (*ways, turned)]
    bodies = [likeliest(ways)]
    for _ in range(detection.behind):
        nearer = [body[0] for body in bodies]
        lane = Lane(clip, detection, sampling, estimators, nearer)
        found = _another(lane.looked_through(frames, first), nearer[-1])
        if not _runs(found, nearer[-1], frames):
            break
        ways = _followed(lane, frames, [found])
        ways = likeliest([without_leaps(way, detection.camera) for way in ways])
        bodies.append([covered(way, nearer, COVERS) for way in ways])
    if detection.behind and len(bodies) == 1:
        raise NobodyElse("nobody runs behind the one who was passed over")
    return bodies[detection.behind % len(bodies)]


def _looked_at(first: Poses, sampling: Sampling) -> NDArray[np.intp]:
    """Numbers of the frames looked at the first time."""
    wanted: NDArray[np.intp] = sampling.frames[sampling.frames < len(first.time_s)]
    found: NDArray[np.bool_] = np.isfinite(first.xy_px[wanted, 0, 0])
    return wanted[found]


def _another(found: Poses, nearer: Poses) -> Poses:
    """Drop what is left of the nearer body: poses with hips in the same place."""
    between = middle(found.xy_px, HIPS) - middle(nearer.xy_px, HIPS)
    same = np.linalg.norm(between, axis=1) < SAME * leg_length(nearer.xy_px)
    return replace(found, xy_px=np.where(same[:, None, None], np.nan, found.xy_px))


def _runs(found: Poses, nearer: Poses, frames: NDArray[np.intp]) -> bool:
    """Whether what was found beside a body is another one that runs."""
    seen = np.isfinite(found.xy_px[frames, HIPS[0], 0])
    if seen.mean() < SEEN_SHARE:
        return False
    hips = found.xy_px[frames[seen]][:, HIPS, 0].mean(axis=1)
    leg_px = leg_length(found.xy_px)
    large = leg_px > LEG_SHARE * leg_length(nearer.xy_px)
    return bool(large and np.ptp(hips) > WAY * leg_px)


def _followed(
    lane: Lane, frames: NDArray[np.intp], plain: Sequence[Poses]
) -> list[Poses]:
    """Follow the body seen in the hold, from there forwards and then backwards."""
    frames = frames[np.isfinite(plain[0].xy_px[frames, 0, 0])]
    way = _Way(lane, plain, frames)
    before = list[Cut]()
    for cut in lane.cuts(frames):
        if cut.frame < way.begins:
            before.append(cut)
        else:
            way.look(cut)
    way.turn_back()
    for cut in before[::-1]:
        way.look(cut)
    return way.ways()


def _hold(clip: Clip, frames: NDArray[np.intp], close_from: int) -> NDArray[np.intp]:
    """The frames right before the start, or the first ones."""
    step_s = float(np.median(np.diff(clip.time_s)))
    close = frames[frames >= close_from]
    near = close if len(close) else frames
    return near[: max(FEWEST_HOLD, round(HOLD_S / step_s))]


class _Way:
    """One body's path through the clip, as far as it was followed."""

    def __init__(
        self, lane: Lane, plain: Sequence[Poses], frames: NDArray[np.intp]
    ) -> None:
        hold = _hold(lane.clip, frames, lane.sampling.close_from)
        self._lane, self._camera, self._plain = lane, lane.camera, plain
        self._looks = dict[int, list[tuple[Floats, Floats]]]()
        self._leg_px = leg_length(plain[0].xy_px)
        poses = self._camera.in_reference(plain[0].xy_px[hold], hold)
        median = np.median(poses, axis=0)
        usual = int(np.argmin([apart(pose, median) for pose in poses]))
        self.begins, self._pose = int(hold[usual]), poses[usual]
        self._ground_px = float(np.median([lowest(pose) for pose in poses]))
        self.turn_back()

    def turn_back(self) -> None:
        """Go back to where following began, to follow the earlier frames."""
        self._trail = Trail(self._pose, self.begins, self._leg_px, self._ground_px)
        self._times = 1 + SETTLING_LOOKS

    def look(self, cut: Cut) -> None:
        """Pose a frame in every way, and continue with the pose that fits the path."""
        frame, lane = cut.frame, self._lane
        ahead = self._camera.as_filmed(self._trail.ahead(frame), frame)
        found = self._seen(frame)
        with ThreadPoolExecutor(len(lane.estimators)) as pool:
            runs = [
                pool.submit(lane.look, number, cut, ahead, self._leg_px, self._times)
                for number in range(len(lane.estimators))
            ]
            found += [run.result() or found[0] for run in runs]
        self._times = 1
        # A turned look shifts joints a little: continuing with it would bend the path.
        ways = found[:1] + found[len(self._plain) :]
        poses = [self._camera.in_reference(xy_px, frame) for xy_px, _ in ways]
        if self._trail.own(frame, poses) is not None:
            self._looks[frame] = found

    def _seen(self, frame: int) -> list[tuple[Floats, Floats]]:
        """Poses of the plain looks; the first one's where another saw nothing."""
        shown = [one for one in self._plain if frame < len(one.time_s)]
        found = [(one.xy_px[frame], one.visibility[frame]) for one in shown]
        found += found[:1] * (len(self._plain) - len(found))
        return [one if np.isfinite(one[0][0, 0]) else found[0] for one in found]

    def ways(self) -> list[Poses]:
        """Candidate poses of the whole clip: the first look, and combinations.

        Painting may hide too much, so that a path goes wrong for a while; a plain look
        may be of somebody else, and leaps.
        """
        frames = np.array(sorted(self._looks))
        if len(frames) < FEWEST_HOLD:
            return [self._plain[0]]
        painted = range(len(self._plain), len(self._looks[frames[0]]))
        together = [(0, *painted)]
        if len(self._plain) > 1:
            together.append((*range(len(self._plain)), *painted))
        return [self._plain[0], *(self._smoothest(frames, one) for one in together)]

    def _smoothest(self, frames: NDArray[np.intp], among: Sequence[int]) -> Poses:
        """The looks that make the smoothest path as a whole, feet on the ground."""
        tried = [[self._looks[frame][way] for way in among] for frame in frames]
        xy_px = np.array([[xy for xy, _ in found] for found in tried]).swapaxes(0, 1)
        seen = np.array([[sure for _, sure in found] for found in tried])
        still_px = np.array([self._camera.in_reference(way, frames) for way in xy_px])
        ways = still_px[:, :, BODY] / self._leg_px
        off = np.array([[lowest(pose) for pose in way] for way in still_px])
        ground = GROUND_SHARE * np.abs(off - self._ground_px) / self._leg_px
        chosen, every = smoothest(ways, ground), np.arange(len(frames))
        return self._filled(frames, still_px[chosen, every], seen[every, chosen])

    def _filled(
        self, frames: NDArray[np.intp], still_px: Floats, seen: Floats
    ) -> Poses:
        """Poses with gaps in the hold filled: nobody moves there between two looks."""
        first = self._plain[0]
        xy, sure = (np.full_like(a, np.nan) for a in (first.xy_px, first.visibility))
        xy[frames], sure[frames] = still_px, seen
        hold = frames[frames <= self._lane.sampling.close_from]
        fill_hold(xy, sure, hold.tolist())
        return replace(first, xy_px=self._camera.as_filmed(xy), visibility=sure)
