"""/progress: the words, then up to three charts."""

import io
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from analysis.visuals.progress_chart import SIZE_PX
from bot.chat.faults import Rejected
from bot.chat.messages import Album, Text
from bot.handlers.progress import progress, switch
from bot.progress.chart_data import MOST_CHARTS
from tests.bot.starts import start
from tests.bot.visits import add_clip, office, press, visit


class Clock:
    """A clock the test sets."""

    def __init__(self):
        self.time = datetime.now(UTC)

    def __call__(self):
        return self.time


CLOCK = Clock()


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path, now=CLOCK)
    with closing(made.store):
        yield made


def add(counter, days_ago, **values):
    now = datetime.now(UTC)
    CLOCK.time = now - timedelta(days=days_ago)
    clip_id = f"c{days_ago}"
    add_clip(counter.store, clip_id, CLOCK.time)
    told = {check: "good" for check in values}
    told["body_line_exit"] = "work_on"
    counter.store.finish(clip_id, "analysed", start(told, values=values).analysis)
    CLOCK.time = now


async def test_the_focus_is_drawn_first(counter):
    for days in (20, 12, 3):
        add(counter, days, body_line_exit=60.0, trunk_exit=42.0)
    await progress(visit(counter))
    text, album = (message for _, message in counter.outbox.sent)
    assert isinstance(text, Text)
    assert isinstance(album, Album)
    assert album.pictures[0].name == "chart_body_line_exit.png"
    assert album.pictures[0].caption.startswith("Small dots")
    assert all(one.caption is None for one in album.pictures[1:])
    assert len(album.pictures) <= MOST_CHARTS
    for one in album.pictures:
        chart = Image.open(io.BytesIO(counter.outbox.contents[-1][one.name]))
        assert (chart.format, chart.size) == ("PNG", SIZE_PX)


async def test_two_clips_are_words_only(counter):
    for days in (12, 3):
        add(counter, days, body_line_exit=60.0)
    await progress(visit(counter))
    assert [type(message) for _, message in counter.outbox.sent] == [Text]


async def test_without_clips_there_are_words_only(counter):
    await progress(visit(counter))
    assert [type(message) for _, message in counter.outbox.sent] == [Text]


async def test_charts_telegram_refuses_leave_the_words(counter, monkeypatch):
    for days in (20, 12, 3):
        add(counter, days, body_line_exit=60.0)
    send = counter.outbox.send

    async def refuse(chat_id, message, contents=None):
        if isinstance(message, Album):
            raise Rejected("PHOTO_INVALID_DIMENSIONS")
        return await send(chat_id, message, contents)

    monkeypatch.setattr(counter.outbox, "send", refuse)
    await progress(visit(counter))
    assert [type(message) for _, message in counter.outbox.sent] == [Text]


async def test_the_switch_sends_no_charts(counter):
    for days in (20, 12, 3):
        add(counter, days, body_line_exit=60.0)
    await press(counter, switch, "off")
    assert [type(message) for _, message in counter.outbox.sent] == [Text]
    assert "is off" in counter.outbox.texts[-1]
