"""Which of an athlete's starts may be counted together, and which stay apart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal, Protocol, TypeAlias

from analysis.errors import OutdatedAnalysis
from analysis.scoring.comparison import conditions, frame_rate_class
from analysis.serialization import from_json
from analysis.types import Analysis

# How many decide what to work on.
NEWEST = 5

Apart: TypeAlias = Literal["version", "filming", "level"]


class SentClip(Protocol):
    """A clip with its analysis in JSON, such as a row of the history."""

    @property
    def received_at(self) -> datetime:
        """When it was received."""

    @property
    def analysis(self) -> Mapping[str, Any] | None:
        """The contract of ``analysis/README.md``; None when there is none."""

    @property
    def note(self) -> str | None:
        """What its sender wrote under it."""


@dataclass(frozen=True, slots=True)
class Start:
    """A clip that was judged, with what was found."""

    at: datetime
    analysis: Analysis
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Starts:
    """All starts of an athlete that can be read.

    Attributes
    ----------
    every
        Oldest first.
    newest
        Up to five that count together, oldest first: the last one, and those like it.
    left_out
        How many don't count that came since the first of the five, or at all where
        there are fewer; by why.
    """

    every: tuple[Start, ...]
    newest: tuple[Start, ...]
    left_out: Mapping[Apart, int]

    @property
    def comparable(self) -> tuple[Start, ...]:
        """Those whose numbers may be compared with the last one's, it included.

        Whose bands they were judged by is no matter; none where the true frame rate of
        the last one is unknown.
        """
        if not self.newest or conditions(self.newest[-1].analysis) is None:
            return ()
        return tuple(
            one
            for one in self.every
            if apart(one.analysis, self.newest[-1].analysis) in (None, "level")
        )


def starts_of(clips: Iterable[SentClip]) -> Starts:
    """Sort out clips; refused ones and such without an analysis are no starts."""
    every: list[Start] = []
    newest: list[Start] = []
    left_out: Counter[Apart] = Counter()
    for clip in reversed(sorted(clips, key=attrgetter("received_at"))):
        if not clip.analysis or clip.analysis.get("refusal"):
            continue
        start = _read(clip, clip.analysis)
        if start is not None:
            every.append(start)
        if len(newest) == NEWEST:
            continue
        why = _why_left_out(start, newest)
        if why is not None:
            left_out[why] += 1
        elif start is not None:
            newest.append(start)
    return Starts(tuple(every[::-1]), tuple(newest[::-1]), left_out)


def apart(one: Analysis, other: Analysis) -> Apart | None:
    """Why the verdicts of two starts don't count together; None when they do.

    Of another version, filmed from the other side, with the other foot in front or in
    another class of frame rates, or judged by the bands of another level.
    """
    if one.analysis_version != other.analysis_version:
        return "version"
    if _filmed(one) != _filmed(other):
        return "filming"
    return None if one.level == other.level else "level"


def _read(clip: SentClip, written: Mapping[str, Any]) -> Start | None:
    try:
        return Start(clip.received_at, from_json(written), clip.note)
    except OutdatedAnalysis:
        return None


def _why_left_out(start: Start | None, newest: Sequence[Start]) -> Apart | None:
    if start is None:
        return "version"
    return apart(start.analysis, newest[0].analysis) if newest else None


def _filmed(analysis: Analysis) -> tuple[object, ...]:
    fps = frame_rate_class(analysis.clip) if analysis.clip else None
    return (analysis.near_side, analysis.front_leg, fps)
