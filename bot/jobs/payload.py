"""What the analyst hands to the chat of one clip."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, TypedDict

from telegram.error import BadRequest

from bot.jobs.analysis_process import AnalystError, Crashed, TookTooLong

Failure: TypeAlias = Literal["crashed", "too_slow", "file_gone", "too_big"]


class Outcome(TypedDict):
    """The analysis contract, refusals included, or why there is none."""

    analysis: dict[str, Any] | None
    failure: Failure | None


def failed(why: Failure) -> Outcome:
    """Say that there is no analysis."""
    return Outcome(analysis=None, failure=why)


def failure_of(error: Exception) -> Failure:
    """Name what an error of the analyst means for the athlete."""
    if isinstance(error, TookTooLong):
        return "too_slow"
    if isinstance(error, BadRequest):
        return "too_big" if "too big" in str(error).lower() else "file_gone"
    return "crashed"


def worth_another_try(error: BaseException) -> bool:
    """Whether the same clip may do better next time: after a crash or no connection."""
    if isinstance(error, AnalystError):
        return isinstance(error, Crashed)
    return not isinstance(error, BadRequest)
