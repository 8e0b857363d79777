"""Real clips' analyses compared with what a person wrote down about them.

Events are compared with frames read by eye, by the JSON's ``frame``; angles with
joints set by hand (``hand_set_joints.py``).
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis import analyse
from analysis.types import Analysis
from benchmarks import hand_set_joints
from benchmarks.hand_labels import Labels, read_labels
from benchmarks.hand_set_joints import AtEvent, AtFrame, Red, Rows

# By eye, ground contact is certain to a frame; what begins gradually, to two.
WITHIN_FRAMES = {"first_movement": 2, "rear_foot_block_exit": 2}
WITHIN_ELSE_FRAMES = 1
# Gross is beyond both; at more than 30 frames per second of life the time decides.
GROSS_FRAMES, GROSS_S = 3, 0.1
GROSS_FACTOR = 0.3


@dataclass(frozen=True, slots=True)
class Held:
    """One clip's analysis beside its labels.

    Attributes
    ----------
    found
        None when there is no such clip.
    series
        Columns of the series by number of frame; empty when refused.
    """

    labels: Labels
    found: Analysis | None
    series: Rows

    @property
    def code(self) -> str | None:
        """The refusal's code; None when it was judged."""
        refused = self.found and self.found.refusal
        return refused.code if refused else None

    @property
    def judged(self) -> bool:
        """Whether the clip was judged, so that there is something to compare."""
        return self.found is not None and self.found.refusal is None

    @property
    def as_expected(self) -> bool | None:
        """Whether the answer is a right one; None when nobody said what is.

        A start from the set position on must be judged, unless it is said otherwise.
        """
        if self.found is None:
            return None
        if self.labels.expected is None:
            return self.judged if self.labels.has_set else None
        return self.labels.expected.met(self.code)

    def event_errors(self) -> dict[str, int]:
        """By how many frames each labelled event was found too late."""
        if not self.judged:
            return {}
        return {
            name: event.frame - frame
            for name, frame in self.labels.events.items()
            if (event := self.found.events.get(name))
        }

    def missed(self) -> list[str]:
        """Labelled events of a judged clip that were not found."""
        errors = self.event_errors()
        return [
            name for name in self.labels.events if self.judged and name not in errors
        ]

    def worst(self) -> tuple[str, int] | None:
        """The event most off and by how many frames."""
        errors = self.event_errors().items()
        return max(errors, key=lambda one: abs(one[1]), default=None)

    @property
    def speed_factor(self) -> float | None:
        """The slow-motion factor found; None when unknown or not judged."""
        return self.found.clip.speed_factor if self.judged else None

    @property
    def false_slow_motion(self) -> bool:
        """Whether the slow-motion factor found is wrong; an unknown one is not."""
        pace = (
            self.speed_factor or self.labels.speed_factor
        ) / self.labels.speed_factor
        return abs(pace - 1.0) > GROSS_FACTOR

    @property
    def grossly_wrong(self) -> bool:
        """Whether an event is far off or the slow-motion factor is wrong."""
        worst = self.worst()
        return self.false_slow_motion or (worst is not None and self._far(worst[1]))

    def _far(self, frames: int) -> bool:
        late_s = frames / (self.found.clip.median_fps * self.labels.speed_factor)
        return abs(frames) > GROSS_FRAMES and abs(late_s) > GROSS_S

    def at_frames(self) -> list[AtFrame]:
        """The series at each labelled frame, wherever our event lies."""
        return hand_set_joints.at_frames(self.labels, self.series)

    def at_events(self) -> list[AtEvent]:
        """Measures whose event was found near the labelled one."""
        return hand_set_joints.at_events(self.labels, self.found) if self.judged else []

    def reds(self) -> list[Red]:
        """Every verdict ``work_on``, beside what joints set by hand say."""
        return hand_set_joints.reds(self.labels, self.found) if self.judged else []


def within(event: str, frames: int) -> bool:
    """Whether an event is no further off than labels by eye are certain."""
    return abs(frames) <= WITHIN_FRAMES.get(event, WITHIN_ELSE_FRAMES)


def hold_against(folder: Path, tell: Callable[[str], None]) -> list[Held]:
    """Analyse every labelled clip of a folder; ``tell`` gets its name."""
    held = []
    for labels in read_labels(folder):
        tell(labels.name)
        held.append(_held(labels))
    return held


def _held(labels: Labels) -> Held:
    if labels.clip is None:
        return Held(labels, None, {})
    with TemporaryDirectory() as place:
        file = Path(place) / "series.csv"
        found = analyse(labels.clip, series=file)
        return Held(labels, found, read_series(file))


def read_series(file: Path) -> dict[int, dict[str, float]]:
    """Known values of each row, by column, by number of frame."""
    with file.open(encoding="utf-8", newline="") as sheet:
        return {
            int(row["frame"]): {name: float(cell) for name, cell in row.items() if cell}
            for row in csv.DictReader(sheet)
        }
