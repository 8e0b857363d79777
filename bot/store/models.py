"""What the history hands out: frozen rows, times as aware datetimes in UTC."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from analysis.quantities import AthleteLevel
from bot.store.attempts import FIRST, work_id

OpenState: TypeAlias = Literal["waiting", "analysing"]
# A clip is "repeated" when an earlier one of the same athlete is the same video.
EndState: TypeAlias = Literal["analysed", "refused", "failed", "cancelled", "repeated"]
Experience: TypeAlias = Literal["new", "club", "national"]
AgeGroup: TypeAlias = Literal["under_14", "under_16", "older"]
# Held is a clip that waits for a guardian's yes: it is in no line and no history.
State: TypeAlias = Literal[
    "held",
    "waiting",
    "analysing",
    "analysed",
    "refused",
    "failed",
    "cancelled",
    "repeated",
]


def as_text(time: datetime) -> str:
    """ISO text in UTC, always of the same length so that text order is time order.

    Raises
    ------
    ValueError
        When the time carries no zone.
    """
    if time.tzinfo is None:
        raise ValueError("a time needs a zone")
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def as_time(text: str | None) -> datetime | None:
    """Inverse of :func:`as_text`; None stays None."""
    return datetime.fromisoformat(text) if text else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class About:
    """What an athlete told of themselves; None for what they did not."""

    experience: Experience | None = None
    age_group: AgeGroup | None = None
    height_cm: int | None = None

    def __bool__(self) -> bool:
        """Whether anything was told."""
        return self != About()

    @property
    def young(self) -> bool:
        """Whether a guardian decides with them."""
        return self.age_group in ("under_14", "under_16")

    @property
    def builds_up(self) -> bool:
        """Whether blocks are the last step of learning to start, not the first."""
        return self.age_group == "under_14" or self.experience == "new"

    @property
    def level(self) -> AthleteLevel:
        """Whose bands they are judged by; who told nothing is taken as trained."""
        grows = self.age_group == "under_16" and self.experience != "national"
        return "developing" if self.builds_up or grows else "trained"


# Who told nothing.
NOBODY = About()


@dataclass(frozen=True, slots=True)
class WeeklyTime:
    """When somebody wants the weekly summary: ISO weekday 1 to 7, full hour."""

    day: int
    hour: int


SUNDAY_EVENING = WeeklyTime(day=7, hour=18)


@dataclass(frozen=True, slots=True)
class Athlete:
    """A person who talks to the bot, or an athlete kept on a coach's phone.

    Attributes
    ----------
    id
        The Telegram user id; negative for who is kept by somebody else.
    language
        The chosen one, else the app's.
    chosen_language, timezone
        None until one is chosen.
    weekly, weekly_time
        Whether the summary is wanted, and when.
    kept_by, name
        On whose phone they live, and what they are called there; None for who talks
        to the bot.
    subject
        Whose clips this person looks at now; None for their own.
    asked
        What their next text answers, as a button would say it; None for nothing.
    agreed_at
        When a guardian said yes, of somebody young.
    keep_days
        For how long their clips are kept; None for ever.
    faces_hidden
        Whether their face is covered in every picture of them.
    """

    id: int
    language: str | None
    chosen_language: str | None
    timezone: str | None
    weekly: bool
    created_at: datetime
    about: About = NOBODY
    kept_by: int | None = None
    name: str | None = None
    subject: int | None = None
    asked: str | None = None
    agreed_at: datetime | None = None
    keep_days: int | None = None
    weekly_time: WeeklyTime = SUNDAY_EVENING
    faces_hidden: bool = False

    @property
    def waits(self) -> bool:
        """Whether their clips wait for a guardian's yes."""
        return self.about.young and self.agreed_at is None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Athlete:
        """Make it from a row of ``athletes``."""
        return cls(
            id=row["id"],
            language=row["chosen_language"] or row["language"],
            chosen_language=row["chosen_language"],
            timezone=row["timezone"],
            weekly=bool(row["weekly"]),
            created_at=_time(row["created_at"]),
            about=About(row["experience"], row["age_group"], row["height_cm"]),
            kept_by=row["kept_by"],
            name=row["name"],
            subject=row["subject"],
            asked=row["asked"],
            agreed_at=as_time(row["agreed_at"]),
            keep_days=row["keep_days"],
            weekly_time=WeeklyTime(row["weekly_day"], row["weekly_hour"]),
            faces_hidden=bool(row["faces_hidden"]),
        )


@dataclass(frozen=True, slots=True)
class ClipRow:
    """A clip somebody sent and what became of it.

    ``analysis`` is the JSON contract of ``analysis/README.md``; ``pictures`` maps a
    picture's name to the Telegram file id it can be sent with again. ``look`` counts
    how often it was looked at; ``again`` is the state of the last look after the
    first, ``wanted`` what was corrected for it, ``pressed`` the update that asked.
    ``praised`` is the check its reply praised, ``before`` the analysis before the last
    correction; ``note`` is what its sender wrote under it, ``album`` what it was sent
    together with, ``content`` a digest of the video; ``faceless`` tells that its
    pictures were made without the athlete's face. ``turn``, ``queued_at``, ``stage``
    and ``percent`` are the line's, see ``store.line``. ``last_words_id`` is the status
    message of a look that was taken back or failed, and says so. ``message_id`` is 0
    for a clip that came in a group: it is answered in private.
    """

    id: str
    athlete_id: int
    chat_id: int
    received_at: datetime
    kind: str
    file_id: str
    message_id: int
    status_message_id: int | None
    state: State
    analysis: dict[str, Any] | None
    refusal_code: str | None
    analysis_version: str | None
    pictures: dict[str, str]
    finished_at: datetime | None
    look: int = FIRST
    again: State | None = None
    wanted: dict[str, Any] | None = None
    pressed: int | None = None
    praised: str | None = None
    note: str | None = None
    album: str | None = None
    file_unique_id: str | None = None
    content: str | None = None
    before: dict[str, Any] | None = None
    turn: int | None = None
    queued_at: str | None = None
    stage: str | None = None
    percent: int | None = None
    faceless: bool = False
    last_words_id: int | None = None

    @property
    def under_way(self) -> bool:
        """Whether it waits or is looked at, for the first time or again."""
        return (self.again or self.state) in ("waiting", "analysing")

    @property
    def work_id(self) -> str:
        """Name of the last look at it in the queue."""
        return work_id(self.id, self.look)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> ClipRow:
        """Make it from a row of ``clips``."""
        values = dict(row)
        values["faceless"] = bool(row["faceless"])
        values["received_at"] = _time(row["received_at"])
        values["finished_at"] = as_time(row["finished_at"])
        values["analysis"] = json.loads(row["analysis"]) if row["analysis"] else None
        values["before"] = json.loads(row["before"]) if row["before"] else None
        values["pictures"] = json.loads(row["pictures"])
        values["wanted"] = json.loads(row["wanted"]) if row["wanted"] else None
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An athlete who wants summaries and has an analysed clip.

    Attributes
    ----------
    weekly_since
        When the athlete turned summaries on, or changed the day or the hour.
    last_week
        ISO week of the last summary sent, such as ``2026-W07``.
    covered_until
        Clips finished before this are in a summary already; None before the first.
    first_received_at
        When the oldest analysed clip was received that no summary covers; None where
        all are covered.
    last_received_at
        When the newest analysed clip was received.
    """

    athlete_id: int
    language: str | None
    timezone: str | None
    weekly_time: WeeklyTime
    weekly_since: datetime
    last_week: str | None
    covered_until: datetime | None
    first_received_at: datetime | None
    last_received_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Candidate:
        """Make it from a row of the store's query."""
        return cls(
            athlete_id=row["athlete_id"],
            language=row["language"],
            timezone=row["timezone"],
            weekly_time=WeeklyTime(row["weekly_day"], row["weekly_hour"]),
            weekly_since=_time(row["weekly_since"]),
            last_week=row["last_week"],
            covered_until=as_time(row["covered_until"]),
            first_received_at=as_time(row["first_received_at"]),
            last_received_at=_time(row["last_received_at"]),
        )
