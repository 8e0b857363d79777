"""A trend at a glance: dots, weeks, noise, aim."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from analysis.visuals import theme
from analysis.visuals.progress_chart import (
    DISC_PX,
    MOST_LINES,
    PLOT,
    SIZE_PX,
    Named,
    Trend,
    Week,
    draw_chart,
    lines_of,
)


def trend(*medians: float, noise: float = 2.0, green=(40.0, 52.0)) -> Trend:
    weeks = tuple(Week(7.0 * n, m, noise) for n, m in enumerate(medians))
    dots = tuple((week.at + d, week.median + d) for week in weeks for d in (-1, 0, 1))
    return Trend(
        dots, weeks, green, tuple((w.at, f"{n} Mar") for n, w in enumerate(weeks))
    )


def drawn(one: Trend) -> np.ndarray:
    chart = draw_chart(one, "Body line", ("good", "noise"), lambda d: f"{d:.0f}°")
    assert chart.size == SIZE_PX
    return np.asarray(chart, dtype=int)


def plot_of(pixels: np.ndarray) -> np.ndarray:
    return pixels[PLOT[1] : PLOT[3], PLOT[0] : PLOT[2]]


def greenish(pixels: np.ndarray) -> np.ndarray:
    return (pixels[..., 1] - pixels[..., 0]) > 30


def rows_of_line(pixels: np.ndarray) -> np.ndarray:
    """Per column of the plot, the mean row of the white line; NaN where none."""
    white = pixels.min(axis=-1) > 235
    rows = np.arange(len(white))[:, None]
    with np.errstate(invalid="ignore"):
        return (white * rows).sum(axis=0) / white.sum(axis=0)


def test_falling_degrees_fall_on_the_chart() -> None:
    line = rows_of_line(plot_of(drawn(trend(62, 58, 54, 50))))
    line = line[np.isfinite(line)]
    assert line[-1] - line[0] > 200


def test_the_aim_lies_at_the_bottom_for_an_athlete_who_is_too_upright() -> None:
    green = greenish(plot_of(drawn(trend(62, 60)))).mean(axis=1)
    assert green[:50].max() < 0.1
    assert green[-10:].min() > 0.9


def test_an_open_aim_reaches_the_edge() -> None:
    green = greenish(plot_of(drawn(trend(150, 155, green=(158.0, None)))))
    assert green[:10].mean() > 0.9


def test_more_noise_makes_a_wider_band() -> None:
    def grey(noise: float) -> int:
        # An aim far above leaves the band alone on its ground.
        pixels = plot_of(drawn(trend(50, 51, noise=noise, green=(60.0, None))))
        dull = np.ptp(pixels, axis=-1) < 24
        return int((dull & (pixels.mean(axis=-1) > 50)).sum())

    assert grey(4.0) > 1.5 * grey(1.0)


@pytest.mark.parametrize("medians", [(), (45.0,)])
def test_less_than_two_weeks_are_no_chart(medians: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="two weeks"):
        draw_chart(trend(*medians), "", ("", ""), str)


@pytest.mark.parametrize(
    "span", [(44.0, 64.0), (100.0, 170.0), (-40.0, 1.5), (0.0, 180.0)]
)
def test_lines_stand_at_round_degrees_and_are_few(span: tuple[float, float]) -> None:
    lines = lines_of(*span)
    assert 2 <= len(lines) <= MOST_LINES
    assert all(span[0] <= one <= span[1] and one % 5 == 0 for one in lines)
    assert len({b - a for a, b in pairwise(lines)}) == 1


def test_a_wobble_of_a_degree_is_not_blown_up() -> None:
    line = rows_of_line(plot_of(drawn(trend(45, 46, 45, 46, noise=0.5))))
    assert np.nanmax(line) - np.nanmin(line) < 0.25 * (PLOT[3] - PLOT[1])


def test_dates_do_not_run_into_each_other() -> None:
    crowded = Trend(
        dots=((0.0, 45.0), (20.0, 46.0)),
        weeks=(Week(0.0, 45.0, 2.0), Week(20.0, 46.0, 2.0)),
        green=(40.0, 52.0),
        ticks=tuple((float(n), "12 March") for n in range(21)),
    )
    below = drawn(crowded)[PLOT[3] + 16 : PLOT[3] + 52, PLOT[0] : PLOT[2]]
    inked = (below.mean(axis=-1) > 60).any(axis=0)
    gaps = np.diff(np.flatnonzero(inked))
    assert (gaps > 20).sum() >= 3


def test_colours_are_those_of_the_house() -> None:
    assert tuple(drawn(trend(60, 59))[2, 2]) == theme.INK


def test_named_starts_are_discs_beside_each_other_and_lines_below() -> None:
    plain = trend(60, 55)
    named = tuple(
        Named(number, plain.weeks[1].at, 55.0, f"{number} Mar · spikes, wet " * 9)
        for number in (1, 2, 3)
    )
    chart = draw_chart(replace(plain, named=named), "", ("", ""), str)
    assert chart.width == SIZE_PX[0]
    below = np.asarray(chart, dtype=int)[SIZE_PX[1] :]
    inked = (below.mean(axis=-1) > 60).any(axis=1)
    assert (np.diff(np.flatnonzero(inked)) > 1).sum() == len(named) - 1
    assert not (below[:, -theme.EDGE_PX :].mean(axis=-1) > 60).any()
    added = np.asarray(chart, dtype=int)[: SIZE_PX[1]] - drawn(plain)
    discs = (np.abs(added).max(axis=-1) > 100)[PLOT[1] : PLOT[3]].any(axis=0)
    assert discs.sum() > 2.2 * DISC_PX
