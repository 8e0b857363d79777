"""Checks over time as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from html import escape
from zoneinfo import ZoneInfo

from analysis.scoring.checklist import Check
from analysis.visuals.progress_chart import Trend, chart_card
from analysis.wording import number
from bot.chat.messages import Album, Picture
from bot.progress.chart_data import trend_of
from bot.progress.standing import Standing
from bot.replies.standing import check_name, start_names
from content.words import Words


def trends_of(
    checks: Iterable[Check], standing: Standing, words: Words, zone: ZoneInfo, most: int
) -> dict[Check, Trend]:
    """The first so many checks that have a trend."""
    names = start_names(standing.starts, words, zone)
    found = (
        (check, trend_of(check, standing, zone, words.language, names))
        for check in checks
    )
    told = [(check, trend) for check, trend in found if trend is not None]
    return dict(told[:most])


def charts_album(trends: Mapping[Check, Trend], words: Words) -> Album:
    """The charts as a message; what the dots are stands under the first."""
    first, *rest = (
        Picture(_file(check), alt=_alt(check, trend, words))
        for check, trend in trends.items()
    )
    told = escape(words.text("chart.caption"))
    return Album((Picture(first.name, told, first.alt), *rest))


def draw(trends: Mapping[Check, Trend], words: Words) -> dict[str, bytes]:
    """The charts by file name."""
    legend = words.text("chart.good"), words.text("chart.noise")
    return {
        _file(check): chart_card(trend, check_name(check.id, words), legend, label)
        for check, trend in trends.items()
        for label in (partial(number, check.measure, words=words),)
    }


def _file(check: Check) -> str:
    return f"chart_{check.id}.png"


def _alt(check: Check, trend: Trend, words: Words) -> str:
    first, last = (
        number(check.measure, week.median, words)
        for week in (trend.weeks[0], trend.weeks[-1])
    )
    title, weeks = check_name(check.id, words), len(trend.weeks)
    return words.text("chart.alt", name=title, count=weeks, first=first, last=last)
