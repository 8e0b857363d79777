"""Which checks are drawn, and each as a trend of starts and weeks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from statistics import fmean, median
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import Check, Checklist
from analysis.scoring.comparison import noise
from analysis.visuals.progress_chart import Named, Trend, Week
from bot.progress.change import Reading, band_of, monday, readings, spread
from bot.progress.standing import Standing
from bot.progress.starts import Start
from content.words import locale_of

SPAN = timedelta(weeks=12)
MOST_CHARTS = 3
# Fewer are no trend.
LEAST_CLIPS, LEAST_WEEKS = 3, 2

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class _Shown:
    """A start that shows the check, when it was where the athlete lives."""

    at: datetime
    reading: Reading
    start: Start


def checks_that_matter(standing: Standing, checklist: Checklist) -> list[Check]:
    """The focus; then what changed, heaviest check first; then what goes well."""
    ids = [standing.focus.check] if standing.focus else []
    ids += [change.check for change in standing.changes]
    ids += [standing.keep.check] if standing.keep else []
    return [checklist.check(id) for id in dict.fromkeys(ids)]


def trend_of(
    check: Check,
    standing: Standing,
    zone: ZoneInfo,
    language: str,
    names: Sequence[str],
) -> Trend | None:
    """One check over twelve weeks of starts that may be compared.

    Parameters
    ----------
    zone
        Where the athlete's weeks begin on Monday.
    names
        Of the newest starts, in their order.

    Returns
    -------
    Trend or None
        None with fewer than three starts or two weeks that show it.
    """
    shown = _shown(check, standing.comparable, zone)
    weeks = [list(week) for _, week in groupby(shown, lambda one: monday(one.at, zone))]
    if len(shown) < LEAST_CLIPS or len(weeks) < LEAST_WEEKS:
        return None
    scatter = spread(*([one.reading for one in week] for week in weeks))
    low, high = band_of(check, [one.analysis for one in standing.comparable]).green
    rest = _rest(check)
    return Trend(
        dots=tuple((_days(one.at), one.reading[0] - rest) for one in shown),
        weeks=tuple(_week(week, scatter, rest) for week in weeks),
        green=(
            None if low is None else low - rest,
            None if high is None else high - rest,
        ),
        ticks=tuple(_tick([one.at for one in week], language) for week in weeks),
        scale=1.0 if DEFINED[check.measure].unit == "deg" else 0.01,
        named=tuple(
            Named(number, _days(one.at), one.reading[0] - rest, names[number - 1])
            for number, start in enumerate(standing.starts, 1)
            for one in shown
            if one.start is start
        ),
    )


def _shown(check: Check, starts: Sequence[Start], zone: ZoneInfo) -> list[_Shown]:
    return [
        _Shown(start.at.astimezone(zone), reading, start)
        for start in starts
        if start.at >= starts[-1].at - SPAN
        for reading in readings(check.measure, [start.analysis])
    ]


def _rest(check: Check) -> float:
    """What is zero on the chart: a head's place in line, or no angle."""
    posture = DEFINED[check.measure].posture
    return posture.rest if posture else 0.0


def _week(week: Sequence[_Shown], scatter: float, rest: float) -> Week:
    return Week(
        at=fmean(_days(one.at) for one in week),
        median=median(one.reading[0] for one in week) - rest,
        noise=noise(scatter, len(week)),
    )


def _tick(times: Sequence[datetime], language: str) -> tuple[float, str]:
    middle = times[0] + (times[-1] - times[0]) / 2
    text: str = format_skeleton("MMMd", middle, locale=locale_of(language))
    return _days(middle), text


def _days(time: datetime) -> float:
    return time.timestamp() / _DAY_S
