"""What who runs the bot reads of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from babel.numbers import format_decimal

from bot.chat.messages import Text
from content.words import Words, locale_of

MB, GB = 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Status:
    """How the bot is.

    Attributes
    ----------
    waiting, oldest
        Clips in line and looked at, and how long the oldest has been there.
    ended
        Clips of the last day by how they ended, and each way by its reason.
    errors
        Errors in the log of the last day, by the part of the bot.
    stages
        Median seconds of each stage of late.
    backup
        How long ago the newest backup was made.
    backups
        Whether any are made.
    people, kept
        Who talks to the bot, and athletes kept on their phones.
    confined
        What is kept from the process that reads a clip: network, files and processes;
        None before one has been started.
    """

    waiting: int
    oldest: timedelta | None
    workers: int
    ended: Mapping[str, Mapping[str, int]]
    errors: Mapping[str, int]
    stages: Mapping[str, float]
    backup: timedelta | None
    backups: bool
    people: int
    kept: int
    free_bytes: int
    taken_bytes: int
    version: str
    confined: Mapping[str, bool] | None


def status_page(status: Status, words: Words) -> Text:
    """All of it, a line each."""

    def text(key: str, **values: object) -> str:
        return words.text(f"bot.admin.{key}", **values)

    minutes = round(status.oldest.total_seconds() / 60) if status.oldest else 0
    ended = {state: sum(whys.values()) for state, whys in status.ended.items()}
    lines = [
        text("line", count=status.waiting, minutes=minutes)
        if status.waiting
        else text("no_line"),
        text("workers", count=status.workers),
        text("ended", analysed=ended.get("analysed", 0)),
        text("refused", count=ended.get("refused", 0), why=_whys(status, "refused")),
        text("failed", count=ended.get("failed", 0), why=_whys(status, "failed")),
        text("errors", told=_listed(status.errors) or "0"),
        text("people", people=status.people, kept=status.kept),
        text(
            "disk",
            free=_decimal(status.free_bytes / GB, words),
            taken=_decimal(status.taken_bytes / MB, words),
        ),
        text("stages", told=_timed(status, words) or text("no_stages")),
        _backup(status, words),
        _isolation(status, words),
        text("version", version=status.version),
    ]
    title = f"<b>{escape(text('title'))}</b>"
    return Text("\n".join((title, *map(escape, lines))))


def _timed(status: Status, words: Words) -> str:
    stages = status.stages.items()
    return ", ".join(f"{stage} {_decimal(took_s, words)}" for stage, took_s in stages)


def _backup(status: Status, words: Words) -> str:
    if not status.backups:
        return words.text("bot.admin.backups_off")
    if status.backup is None:
        return words.text("bot.admin.no_backup")
    hours = round(status.backup.total_seconds() / 3600)
    return words.text("bot.admin.backup", hours=hours)


def _isolation(status: Status, words: Words) -> str:
    if status.confined is None:
        return words.text("bot.isolation.unknown")
    still = [name for name, had in status.confined.items() if not had]
    if not still:
        return words.text("bot.isolation.confined")
    told = ", ".join(words.text(f"bot.isolation.{name}") for name in still)
    return words.text("bot.isolation.not_confined", open=told)


def _whys(status: Status, state: str) -> str:
    told = _listed({why: n for why, n in status.ended.get(state, {}).items() if why})
    return f" ({told})" if told else ""


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _decimal(value: float, words: Words) -> str:
    told: str = format_decimal(value, "#,##0.0", locale=locale_of(words.language))
    return told
