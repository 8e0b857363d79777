"""The steps of a clip, from received to answered: a line in the log and a number each.

A line is ``step=NAME clip=ID key=value …``: ids, codes, counts and seconds, never a
word of anybody's.
"""

from __future__ import annotations

import logging
import statistics
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from bot.metrics import ANSWER_S, FAILURES, REFUSALS, STAGE_S

log = logging.getLogger(__name__)

Step: TypeAlias = Literal[
    "received", "queued", "fetched", "analysed", "drawn", "sent", "answered"
]
LATE = 50  # so many clips tell how long a stage takes of late
DRAWING = "drawing"
_late_s: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=LATE))


def note(step: Step, clip: str, **facts: str | int | float | None) -> None:
    """Log that a clip has come to this step; seconds are floats named ``…s``."""
    told = {"step": step, "clip": clip, **facts}
    known = {name: fact for name, fact in told.items() if fact is not None}
    log.info("%s", " ".join(f"{name}={_said(fact)}" for name, fact in known.items()))


def note_answer(clip: str, end: str, why: str | None, sent_at: datetime) -> None:
    """Log and count that a clip has its whole answer.

    Parameters
    ----------
    end
        The state it ended in.
    why
        Code of the refusal or failure; None for neither.
    sent_at
        When the clip was sent; ahead of now where the local chat's clock was set.
    """
    took_s = max((datetime.now(UTC) - sent_at).total_seconds(), 0.0)
    note("answered", clip, end=end, why=why, s=took_s)
    ANSWER_S.labels(end).observe(took_s)
    if end == "refused":
        REFUSALS.labels(why or "unknown").inc()
    elif end == "failed":
        FAILURES.labels(why or "unknown").inc()


def late_seconds() -> Mapping[str, float]:
    """Median seconds of each stage, of the last clips since the bot started."""
    return {stage: statistics.median(kept) for stage, kept in _late_s.items() if kept}


class Stopwatch:
    """Times the stages of one look at a clip, as they are reported.

    Parameters
    ----------
    clip
        Id of the look.
    seconds
        A clock that never runs backwards.
    """

    def __init__(
        self, clip: str, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._clip = clip
        self._seconds = seconds
        self._took_s: dict[str, float] = {}
        self._stage = "fetching"
        self._since_s = seconds()

    def reach(self, stage: str) -> None:
        """Take the report that a stage has begun, or goes on."""
        if stage != self._stage:
            now_s = self._seconds()
            before_s = self._took_s.get(self._stage, 0.0)
            self._took_s[self._stage] = before_s + now_s - self._since_s
            self._stage, self._since_s = stage, now_s

    def fetched(self, size_bytes: int) -> None:
        """Note that the video is here; what follows is the start of the analysis."""
        self.reach("starting")
        took_s = self._take("fetching")
        note("fetched", self._clip, bytes=size_bytes, s=took_s)

    def analysed(self) -> None:
        """Note how long every stage took, now that the analysis has ended."""
        self.reach("")
        took_s = {stage: self._take(stage) for stage in list(self._took_s)}
        drawn_s = took_s.pop(DRAWING, None)
        note("analysed", self._clip, **took_s, s=sum(took_s.values()))
        if drawn_s is not None:
            note("drawn", self._clip, s=drawn_s)

    def _take(self, stage: str) -> float:
        took_s = self._took_s.pop(stage, 0.0)
        _late_s[stage].append(took_s)
        STAGE_S.labels(stage).observe(took_s)
        return took_s


def _said(fact: str | int | float) -> str:
    return f"{fact:.3f}" if isinstance(fact, float) else str(fact)
