"""One check over time: clips, weekly medians, the noise around them, the aim."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot

import numpy as np
from PIL import Image, ImageDraw

from analysis.types import Floats
from analysis.visuals import theme
from analysis.visuals.canvas import Overlay
from analysis.visuals.theme import INK, PAPER, QUIET, Colour, letters

SIZE_PX = (1080, 780)
PLOT = (120, 120, 1044, 644)
TITLE_PX, TEXT_PX = 46, 32
# A trend of a few degrees, or hundredths, is not blown up into a mountain.
LEAST_SPAN = 20.0
STEPS = (5.0, 10.0, 20.0, 50.0)
MOST_LINES = 5
DISC_PX, ROW_PX = 38, 48

GREEN: Colour = theme.VERDICT_COLOUR["good"]
NOISE: Colour = (150, 164, 178)


@dataclass(frozen=True, slots=True)
class Week:
    """The clips of one week together.

    Attributes
    ----------
    at
        Its place in time, in days as the dots'.
    median
        In the measure's unit.
    noise
        Half the width of the band in which chance moves the median.
    """

    at: float
    median: float
    noise: float


@dataclass(frozen=True, slots=True)
class Named:
    """A start that the list under the chart names, by its number there.

    ``at`` and ``value`` are as the dots', ``name`` says when and which it was.
    """

    number: int
    at: float
    value: float
    name: str


@dataclass(frozen=True, slots=True)
class Trend:
    """What a chart shows.

    Attributes
    ----------
    dots
        (days, value) of every clip, oldest first.
    weeks
        Oldest first, at least two.
    green
        Edges of the green band, None where it is open.
    ticks
        (days, text) along the bottom, in the athlete's language.
    scale
        What counts as one step of it: a degree, or 0.01 of a ratio or a second.
    named
        The newest starts, oldest first; each is a disc with its number instead of a
        dot.
    """

    dots: tuple[tuple[float, float], ...]
    weeks: tuple[Week, ...]
    green: tuple[float | None, float | None]
    ticks: tuple[tuple[float, str], ...]
    scale: float = 1.0
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class _Axes:
    """Days and values to pixels."""

    days: tuple[float, float]
    values: tuple[float, float]
    scale: float

    def x(self, day: float) -> float:
        share = (day - self.days[0]) / (self.days[1] - self.days[0])
        return PLOT[0] + share * (PLOT[2] - PLOT[0])

    def y(self, value: float) -> float:
        share = (value - self.values[0]) / (self.values[1] - self.values[0])
        return PLOT[3] - share * (PLOT[3] - PLOT[1])


def chart_card(
    trend: Trend, title: str, legend: tuple[str, str], label: Callable[[float], str]
) -> bytes:
    """The chart as a PNG; see :func:`draw_chart`."""
    buffer = io.BytesIO()
    draw_chart(trend, title, legend, label).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def draw_chart(
    trend: Trend,
    title: str,
    legend: tuple[str, str],
    label: Callable[[float], str],
) -> Image.Image:
    """Draw one trend, SIZE_PX large, and higher by the list of named starts.

    Parameters
    ----------
    title
        What is measured.
    legend
        What the green field and the grey band mean, a few words each.
    label
        Writes values as on the other pictures.

    Raises
    ------
    ValueError
        There are fewer than two weeks.
    """
    if len(trend.weeks) < 2:
        raise ValueError("a trend needs at least two weeks")
    axes = _axes(trend)
    field, band, sheet = Overlay(SIZE_PX), Overlay(SIZE_PX), Overlay(SIZE_PX)
    _draw_aim(field, axes, trend.green)
    _draw_noise(band, axes, trend.weeks)
    _draw_lines(sheet, axes)
    named = {(one.at, one.value) for one in trend.named}
    for day, value in trend.dots:
        if (day, value) not in named:
            sheet.dot(np.array([axes.x(day), axes.y(value)]), 8, QUIET, 190)
    _draw_weeks(sheet, axes, trend.weeks)
    chart = Image.new("RGB", SIZE_PX, INK)
    for drawn in (field, band, sheet):
        chart = drawn.lay_on(chart)
    _write(chart, axes, trend, title, label)
    _write_legend(chart, legend)
    _put_discs(chart, axes, trend)
    return _with_list(chart, trend.named, label)


def lines_of(low: float, high: float, scale: float = 1.0) -> list[float]:
    """Round values between the two, few enough to read."""
    for step in (scale * one for one in STEPS):
        first, last = ceil(low / step), floor(high / step)
        found = [step * number for number in range(first, last + 1)]
        if len(found) <= MOST_LINES:
            return found
    return []


def _axes(trend: Trend) -> _Axes:
    days = [day for day, _ in trend.dots] + [week.at for week in trend.weeks]
    first, last = min(days), max(days)
    room = max(0.06 * (last - first), 1.0)
    told = [value for _, value in trend.dots]
    told += [week.median + week.noise for week in trend.weeks]
    told += [week.median - week.noise for week in trend.weeks]
    # The nearer edge of the aim is shown even when it is far off.
    edges = [edge for edge in trend.green if edge is not None]
    middle = float(np.median(told))
    told += sorted(edges, key=lambda edge: abs(edge - middle))[:1]
    low, high = min(told), max(told)
    margin = max(0.08 * (high - low), (LEAST_SPAN * trend.scale - (high - low)) / 2)
    values = (low - margin, high + margin)
    return _Axes((first - room, last + room), values, trend.scale)


def _draw_aim(
    sheet: Overlay, axes: _Axes, green: tuple[float | None, float | None]
) -> None:
    low, high = axes.values
    bottom = low if green[0] is None else float(np.clip(green[0], low, high))
    top = high if green[1] is None else float(np.clip(green[1], low, high))
    corners = [(PLOT[0], bottom), (PLOT[2], bottom), (PLOT[2], top), (PLOT[0], top)]
    sheet.area(np.array([(x, axes.y(y)) for x, y in corners]), GREEN, 62)
    for edge in green:
        if edge is not None and low <= edge <= high:
            ends = np.array([[PLOT[0], axes.y(edge)], [PLOT[2], axes.y(edge)]])
            sheet.line(ends, 2, GREEN, 200)


def _draw_noise(sheet: Overlay, axes: _Axes, weeks: Sequence[Week]) -> None:
    upper = [(axes.x(w.at), axes.y(w.median + w.noise)) for w in weeks]
    lower = [(axes.x(w.at), axes.y(w.median - w.noise)) for w in weeks]
    sheet.area(np.array(upper + lower[::-1]), NOISE, 92)


def _draw_lines(sheet: Overlay, axes: _Axes) -> None:
    for value in lines_of(*axes.values, axes.scale):
        ends = [[PLOT[0], axes.y(value)], [PLOT[2], axes.y(value)]]
        sheet.line(np.array(ends), 1.5, QUIET, 70)


def _draw_weeks(sheet: Overlay, axes: _Axes, weeks: Sequence[Week]) -> None:
    points: Floats = np.array([(axes.x(w.at), axes.y(w.median)) for w in weeks])
    sheet.line(points, 6, PAPER)
    for point in points:
        sheet.dot(point, 16, INK)
        sheet.dot(point, 12, PAPER)


def _put_discs(chart: Image.Image, axes: _Axes, trend: Trend) -> None:
    """Mark the named starts, each beside those that are there already."""
    taken = [(axes.x(week.at), axes.y(week.median)) for week in trend.weeks]
    for one in trend.named:
        x, y = axes.x(one.at), axes.y(one.value)
        ways = (x + step * side * DISC_PX / 2 for step in range(12) for side in (-1, 1))
        x = next(way for way in ways if _is_free(way, y, taken))
        taken.append((x, y))
        _put_disc(chart, one.number, x, y)


def _is_free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> bool:
    inside = PLOT[0] <= x <= PLOT[2]
    return inside and all(hypot(x - a, y - b) > 0.8 * DISC_PX for a, b in taken)


def _put_disc(chart: Image.Image, number: int, x: float, y: float) -> None:
    disc = theme.disc(number, DISC_PX, PAPER)
    chart.paste(disc, (round(x - DISC_PX / 2), round(y - DISC_PX / 2)), disc)


def _with_list(
    chart: Image.Image, named: Sequence[Named], label: Callable[[float], str]
) -> Image.Image:
    """The chart with a line for every named start under it."""
    if not named:
        return chart
    wide, high = chart.size
    whole = Image.new("RGB", (wide, high + ROW_PX * len(named) + 16), INK)
    whole.paste(chart)
    draw = ImageDraw.Draw(whole)
    values = [label(one.value) for one in named]
    bold = letters(TEXT_PX, bold=True)
    left = theme.EDGE_PX + DISC_PX + 18
    column = left + max(bold.getlength(value) for value in values) + 24
    for line, (one, value) in enumerate(zip(named, values, strict=True)):
        y = high + ROW_PX * line + ROW_PX / 2
        _put_disc(whole, one.number, theme.EDGE_PX + DISC_PX / 2, y)
        draw.text((left, y), value, PAPER, bold, anchor="lm")
        name = theme.fitted(one.name, wide - theme.EDGE_PX - column, TEXT_PX)
        draw.text((column, y), name, QUIET, letters(TEXT_PX), anchor="lm")
    return whole


def _write(
    chart: Image.Image,
    axes: _Axes,
    trend: Trend,
    title: str,
    label: Callable[[float], str],
) -> None:
    draw = ImageDraw.Draw(chart)
    room = SIZE_PX[0] - 2 * theme.EDGE_PX
    font, newest = letters(TITLE_PX, bold=True), label(trend.weeks[-1].median)
    title = theme.fitted(title, room - font.getlength(newest) - 24, TITLE_PX, bold=True)
    draw.text((theme.EDGE_PX, 66), title, PAPER, font, anchor="lm")
    draw.text((SIZE_PX[0] - theme.EDGE_PX, 66), newest, PAPER, font, anchor="rm")
    small = letters(TEXT_PX)
    for value in lines_of(*axes.values, axes.scale):
        at = (PLOT[0] - 16, axes.y(value))
        draw.text(at, label(value), QUIET, small, anchor="rm")
    taken = -np.inf
    for day, text in trend.ticks:
        half = small.getlength(text) / 2
        middle = float(np.clip(axes.x(day), PLOT[0] + half, PLOT[2] - half))
        if middle - half < taken + 24:
            continue
        draw.text((middle, PLOT[3] + 34), text, QUIET, small, anchor="mm")
        taken = middle + half


def _write_legend(chart: Image.Image, legend: tuple[str, str]) -> None:
    draw = ImageDraw.Draw(chart)
    small, y = letters(TEXT_PX), SIZE_PX[1] - 38
    x = float(theme.EDGE_PX)
    for colour, text in zip(((17, 78, 62), (70, 80, 90)), legend, strict=True):
        draw.rounded_rectangle((x, y - 14, x + 40, y + 14), 5, colour)
        draw.text((x + 54, y), text, QUIET, small, anchor="lm")
        x += 54 + small.getlength(text) + 44
