"""Which checks /progress draws, and each as a trend of clips and weeks. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import fmean, median
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import Check, Checklist
from analysis.scoring.comparison import conditions, noise
from analysis.types import Analysis
from analysis.visuals.progress_chart import Trend, Week
from bot.progress.aggregate import (
    DatedAnalysis,
    Progress,
    judged,
    of_newest_version,
)
from bot.progress.change import Reading, band_of, readings, spread
from content.words import locale_of

SPAN = timedelta(weeks=12)
MOST_CHARTS = 3
# Fewer are no trend.
LEAST_CLIPS, LEAST_WEEKS = 3, 2

_DAY_S = 86_400


def checks_that_matter(progress: Progress, checklist: Checklist) -> list[Check]:
    """The focus; then what changed, heaviest check first; then what goes well."""
    ids = [progress.focus.check] if progress.focus else []
    ids += [change.check for change in progress.changes]
    ids += [progress.keep.check] if progress.keep else []
    return [checklist.check(id) for id in dict.fromkeys(ids)]


def alike(clips: Iterable[DatedAnalysis]) -> list[tuple[datetime, Analysis]]:
    """The clips whose numbers may stand in one chart, oldest first.

    Those of the newest analysis version, filmed as most of them were.
    """
    dated = of_newest_version(judged(clips))
    filmed = Counter(like for _, one in dated if (like := conditions(one)))
    if not filmed:
        return []
    usual = filmed.most_common(1)[0][0]
    return [(time, one) for time, one in dated if conditions(one) == usual]


def trend_of(
    check: Check,
    dated: Sequence[tuple[datetime, Analysis]],
    zone: ZoneInfo,
    language: str,
) -> Trend | None:
    """One check over time, None with fewer than three clips or two weeks that show it.

    Parameters
    ----------
    dated
        As :func:`alike` gives them.
    zone
        Where the athlete's weeks begin on Monday.
    """
    shown = [
        (time.astimezone(zone), reading)
        for time, one in dated
        for reading in readings(check.measure, [one])
    ]
    weeks = [list(group) for _, group in groupby(shown, lambda one: _monday(one[0]))]
    if len(shown) < LEAST_CLIPS or len(weeks) < LEAST_WEEKS:
        return None
    scatter = spread(*([reading for _, reading in week] for week in weeks))
    rest = _rest(check)
    low, high = band_of(check, [one for _, one in dated]).green
    return Trend(
        dots=tuple((_days(time), value - rest) for time, (value, _) in shown),
        weeks=tuple(_week(week, scatter, rest) for week in weeks),
        green=(
            None if low is None else low - rest,
            None if high is None else high - rest,
        ),
        ticks=tuple(_tick([time for time, _ in week], language) for week in weeks),
        scale=1.0 if DEFINED[check.measure].unit == "deg" else 0.01,
    )


def _rest(check: Check) -> float:
    """What is zero on the chart: a head's place in line, or no angle."""
    posture = DEFINED[check.measure].posture
    return posture.rest if posture else 0.0


def _week(
    week: Sequence[tuple[datetime, Reading]], scatter: float, rest: float
) -> Week:
    return Week(
        at=fmean(_days(time) for time, _ in week),
        median=median(value for _, (value, _) in week) - rest,
        noise=noise(scatter, len(week)),
    )


def _tick(times: Sequence[datetime], language: str) -> tuple[float, str]:
    middle = times[0] + (times[-1] - times[0]) / 2
    text: str = format_skeleton("MMMd", middle, locale=locale_of(language))
    return _days(middle), text


def _monday(time: datetime) -> date:
    return time.date() - timedelta(days=time.weekday())


def _days(time: datetime) -> float:
    return time.timestamp() / _DAY_S
