"""What a clip shows: its pictures, who moves in them, and the athlete's poses.

Filled in stop by stop, so that whoever has to refuse the clip can show what was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from analysis.capture.clip import open_clip, righted
from analysis.detection.athlete import Detection, find_athlete
from analysis.errors import NotUpright
from analysis.estimation.among_others.bystanders import only
from analysis.estimation.among_others.equals import with_equals
from analysis.estimation.among_others.following import crowded, follow
from analysis.estimation.among_others.obstruction import Passers
from analysis.estimation.landmarker import Estimators
from analysis.estimation.pose import estimate_poses, looked_at_every
from analysis.estimation.upright import turn_to_upright
from analysis.filtering.likeliest_look import likeliest
from analysis.reference_view.levelling import levelled
from analysis.reference_view.square_view import squared
from analysis.timing.playback import part
from analysis.timing.repeated_frames import without_repeats
from analysis.timing.speed_ramps import in_even_time
from analysis.types import Clip, Poses

Progress = Callable[[str, float], None]


class Footage:
    """What is known of a clip so far.

    Attributes
    ----------
    film
        The file as a player shows it; None when it can't be opened.
    clip
        The pictures of it that are analysed, evenly spaced in time.
    detection, poses
        Of the clip; None before they are known.
    other_ways
        Other readings of the same athlete's poses, where neighbours leave doubt.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.film: Clip | None = None
        self.clip: Clip | None = None
        self.detection: Detection | None = None
        self.poses: Poses | None = None
        self.other_ways: tuple[Poses, ...] = ()
        self._skipped = 0

    def open(self, path: Path) -> Clip:
        """Open the file; see :func:`~analysis.capture.clip.open_clip` for refusals."""
        self._progress("opening", 0.0)
        self.film = self.clip = open_clip(path)
        return self.film

    def attempts(self, film: Clip, skip: int) -> Iterator[tuple[Clip, Detection]]:
        """Find who moves in each possible start of the clip, the last one first.

        Parameters
        ----------
        skip
            How many people to pass over; how many starts, where there are several.
        """
        clip, detection = self._find(film, 0)
        spans = detection.attempts[::-1]
        if len(spans) < 2:
            yield self._find(film, skip) if skip else (clip, detection)
            return
        for number, span in enumerate(spans[skip % len(spans) :]):
            frames = range(*span)
            one, seen = self._find(part(clip, frames, clip.time_s[frames]), 0)
            # The other starts are mentioned only until the athlete has chosen one.
            left = 0 if skip else len(spans) - number
            # Who passes over anybody here passes over starts: nobody is numbered.
            self.detection = replace(
                seen,
                attempts=detection.attempts[:left],
                everybody_px=seen.everybody_px[:0],
            )
            yield one, self.detection

    def take(self, other: Footage) -> None:
        """Show what another one shows."""
        self.clip, self.detection, self.poses = other.clip, other.detection, other.poses
        self.other_ways = other.other_ways

    @property
    def seen(self) -> tuple[Clip, Detection, Poses]:
        """The clip, the detection and the poses of a start that was read."""
        assert self.clip is not None
        assert self.detection is not None
        assert self.poses is not None
        return self.clip, self.detection, self.poses

    @property
    def ways(self) -> tuple[Poses, ...]:
        """All ways to see the athlete, the likeliest first."""
        return (self.seen[2], *self.other_ways)

    def choose(self, number: int) -> None:
        """Take this way as the likeliest, and drop those before it."""
        self.poses, *others = self.ways[number:]
        self.other_ways = tuple(others)

    def _find(self, film: Clip, skip: int) -> tuple[Clip, Detection]:
        """Find the athlete; again without repeated pictures, if the file has any."""
        self._skipped = skip
        detection = find_athlete(film, self._tell("finding"), skip)
        clip = without_repeats(film, detection.change)
        if clip is not film:
            detection = find_athlete(clip, self._tell("finding"), skip)
        self.clip, self.detection = clip, detection
        return clip, detection

    def pose(
        self, clip: Clip, detection: Detection, models: Estimators
    ) -> tuple[Clip, Detection, Poses]:
        """The athlete's poses, upright and at one playback speed.

        Raises
        ------
        NotUpright
            Nobody stands in the picture, whichever way it is turned.
        """
        poses, seen = self._posed(clip, detection, models)
        turn, sure = turn_to_upright(poses, seen.camera)
        if turn and (clip.reading.righted_deg or not sure):
            raise NotUpright(f"feet above or beside the hips: turned by {turn} deg?")
        if turn:
            if self.film is not None and not self.film.reading.righted_deg:
                self.film = righted(self.film, turn)
            clip, detection = self._find(righted(clip, turn), self._skipped)
            return self.pose(clip, detection, models)
        even = in_even_time(clip, poses, seen.camera)
        if even[0] is not clip and not looked_at_every(poses):
            # Frames that a slow stretch can do without are needed in a fast one.
            poses, seen = self._posed(clip, detection, models, every=True)
            even = in_even_time(clip, poses, seen.camera)
        if even[0] is not clip:
            self.other_ways = ()
        clip, poses = even
        self.clip, self.detection, self.poses = clip, seen, poses
        return clip, seen, poses

    def _posed(
        self,
        clip: Clip,
        detection: Detection,
        models: Estimators,
        *,
        every: bool = False,
    ) -> tuple[Poses, Detection]:
        self.other_ways = ()
        look = partial(self._look, clip, detection, models, every=every)
        poses = look()
        if not (poses.visibility == 0.0).any():
            # Nobody hides the start: nothing of it needs to be left out.
            detection = replace(detection, passers_px=detection.passers_px[:0])
        if len(detection.people_px):
            poses = only(poses, detection)
        elif crowded(clip, poses, detection):
            plain = [poses, look(turned=True)]
            poses, detection = self._among_others(clip, detection, plain, models)
        return poses, levelled(squared(detection, poses), poses)

    def _look(
        self,
        clip: Clip,
        detection: Detection,
        models: Estimators,
        *,
        every: bool,
        turned: bool = False,
    ) -> Poses:
        """Pose the athlete once; nothing carries over from what a model saw before."""
        with models.pair() as both:
            passers = Passers(clip, detection, both)
            poses = estimate_poses(
                clip,
                detection,
                both,
                self._tell("posing"),
                every=every,
                turned=turned,
                without=passers.painted_over,
            )
        return passers.hidden(poses)

    def _among_others(
        self, clip: Clip, detection: Detection, plain: list[Poses], models: Estimators
    ) -> tuple[Poses, Detection]:
        """The likeliest poses of an athlete with others right beside."""
        ranking = partial(likeliest, camera=detection.camera)
        with models.pair() as both:
            poses, *ways = follow(clip, detection, plain, both, ranking)
            self.other_ways = tuple(ways)
            detection = with_equals(clip, detection, poses, both)
        return poses, replace(detection, crowded=True)

    def _tell(self, stage: str) -> Callable[[float], None]:
        return lambda done: self._progress(stage, done)
