"""The steps of a clip, as the log and Prometheus have them."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot import steps
from bot.metrics import REGISTRY


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, "bot.steps")
    return lambda: [record.getMessage() for record in caplog.records]


def counted(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


class Seconds:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self):
        return self.now


def test_a_line_is_keys_and_values_that_a_machine_can_split(lines):
    steps.note("received", "tg-1", kind="video", bytes=None, late_s=0.12345)
    (line,) = lines()
    assert dict(part.split("=") for part in line.split()) == {
        "step": "received",
        "clip": "tg-1",
        "kind": "video",
        "late_s": "0.123",
    }


def test_each_stage_is_timed_from_its_first_report_to_the_next_stage(lines):
    seconds = Seconds()
    watch = steps.Stopwatch("tg-1", seconds)
    before = counted("blockstart_stage_seconds_sum", stage="posing")
    seconds.now = 2.0
    watch.fetched(1234)
    for stage, at in (("finding", 3.0), ("posing", 5.0), ("posing", 6.0)):
        seconds.now = at
        watch.reach(stage)
    seconds.now = 9.0
    watch.reach("drawing")
    seconds.now = 10.5
    watch.analysed()
    assert lines() == [
        "step=fetched clip=tg-1 bytes=1234 s=2.000",
        "step=analysed clip=tg-1 starting=1.000 finding=2.000 posing=4.000 s=7.000",
        "step=drawn clip=tg-1 s=1.500",
    ]
    assert counted("blockstart_stage_seconds_sum", stage="posing") == before + 4.0
    assert steps.late_seconds()["drawing"] > 0


def test_what_draws_nothing_has_no_line_that_it_was_drawn(lines):
    watch = steps.Stopwatch("tg-1")
    watch.fetched(1)
    watch.analysed()
    assert [line.split()[0] for line in lines()] == ["step=fetched", "step=analysed"]


@pytest.mark.parametrize(
    ("end", "why", "counter", "label"),
    [
        ("refused", "no_start", "blockstart_refusals_total", "code"),
        ("failed", "crashed", "blockstart_failures_total", "why"),
    ],
)
def test_refusals_and_failures_are_counted_by_their_reason(
    lines, end, why, counter, label
):
    before = counted(counter, **{label: why})
    sent_at = datetime.now(UTC) - timedelta(seconds=9)
    steps.note_answer("tg-1", end, why, sent_at)
    assert counted(counter, **{label: why}) == before + 1
    (line,) = lines()
    told = re.fullmatch(rf"step=answered clip=tg-1 end={end} why={why} s=(.*)", line)
    assert float(told[1]) >= 9


def test_an_answer_from_the_future_took_no_time(lines):
    steps.note_answer("tg-1", "analysed", None, datetime.now(UTC) + timedelta(days=9))
    assert lines() == ["step=answered clip=tg-1 end=analysed s=0.000"]
