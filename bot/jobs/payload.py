"""What the queue carries of a clip: a job on its way in, an outcome on its way out."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from bot.chat.faults import ChatFault, TooBig
from bot.jobs.analysis_process import AnalystError, Crashed, TookTooLong
from bot.store.attempts import FIRST, work_id

Failure: TypeAlias = Literal["crashed", "too_slow", "file_gone", "too_big"]


class Job(TypedDict):
    """What the queue carries of a clip: no bytes, no path, no name.

    ``language`` is that of the words on the pictures; jobs queued before there was one
    have none. Looks after the first have a number and what was corrected for them.
    ``turn`` is its place in line, see ``store.line``.
    """

    clip_id: str
    athlete_id: int
    chat_id: int
    file_id: str
    language: NotRequired[str]
    look: NotRequired[int]
    corrections: NotRequired[dict[str, Any] | None]
    turn: NotRequired[int]


def work_of(job: Job) -> str:
    """Name of the job's work: of the clip, or of another look at it."""
    return work_id(job["clip_id"], job.get("look", FIRST))


class Outcome(TypedDict):
    """The analysis contract, refusals included, or why there is none.

    ``same_as`` is the id of an answered clip that is the same video.
    """

    analysis: dict[str, Any] | None
    failure: Failure | None
    same_as: NotRequired[str]


def failed(why: Failure) -> Outcome:
    """Say that there is no analysis."""
    return Outcome(analysis=None, failure=why)


def failure_of(error: Exception) -> Failure:
    """Name what an error of the analyst means for the athlete."""
    if isinstance(error, TookTooLong):
        return "too_slow"
    if isinstance(error, TooBig):
        return "too_big"
    return "file_gone" if isinstance(error, ChatFault) else "crashed"


def worth_another_try(error: BaseException) -> bool:
    """Whether the queue should repeat a step: after a crash or a failure of ours.

    Retries towards Telegram are over by then, see ``chat.patience``.
    """
    if isinstance(error, AnalystError):
        return isinstance(error, Crashed)
    return not isinstance(error, ChatFault)
