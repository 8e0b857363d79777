"""/progress: the words, then up to three charts."""

import io
from datetime import UTC, datetime, timedelta

from PIL import Image

from analysis.visuals.progress_chart import SIZE_PX
from bot.chat.faults import Rejected
from bot.chat.messages import Album, Text
from bot.handlers.progress import progress
from bot.progress.chart_data import MOST_CHARTS
from tests.bot.starts import start
from tests.bot.visits import add_clip, visit


def add(counter, days_ago, athlete=1, **values):
    clip_id = f"c{days_ago}-{athlete}"
    received = datetime.now(UTC) - timedelta(days=days_ago)
    add_clip(counter.store, clip_id, received, athlete=athlete)
    told = dict.fromkeys(values, "good") | {"body_line_exit": "work_on"}
    counter.store.finish(clip_id, "analysed", start(told, values=values).analysis)


def kinds(counter):
    return [type(message) for _, message in counter.outbox.sent]


async def test_the_focus_is_drawn_first_and_told_to_who_cant_see_it(counter):
    for days in (20, 12, 3):
        add(counter, days, body_line_exit=60.0, trunk_exit=42.0)
    await progress(visit(counter))
    text, album = (message for _, message in counter.outbox.sent)
    assert [[b.data for b in row] for row in text.buttons] == [["v1:weekly"]]
    assert isinstance(album, Album)
    assert album.pictures[0].name == "chart_body_line_exit.png"
    assert album.pictures[0].caption.startswith("Discs with a number")
    assert album.pictures[0].alt == (
        "Body line out of the blocks, 3 weeks: from 60° to 60°"
    )
    assert all(one.caption is None for one in album.pictures[1:])
    assert len(album.pictures) <= MOST_CHARTS
    for one in album.pictures:
        chart = Image.open(io.BytesIO(counter.outbox.contents[-1][one.name]))
        assert (chart.format, chart.width) == ("PNG", SIZE_PX[0])


async def test_few_clips_or_none_are_words_only(counter):
    await progress(visit(counter))
    for days in (12, 3):
        add(counter, days, body_line_exit=60.0)
    await progress(visit(counter))
    assert kinds(counter) == [Text, Text]


async def test_charts_telegram_refuses_leave_the_words(counter):
    for days in (20, 12, 3):
        add(counter, days, body_line_exit=60.0)
    counter.outbox.refuse(Album, Rejected("PHOTO_INVALID_DIMENSIONS"))
    await progress(visit(counter))
    assert kinds(counter) == [Text]


async def test_a_coach_reads_of_the_athlete_they_look_at(counter):
    counter.store.meet(1)
    ana = counter.store.keep(1, "Ana")
    counter.store.look_at(1, ana.id)
    add(counter, 3)
    await progress(visit(counter))
    add(counter, 2, athlete=ana.id, body_line_exit=60.0)
    await progress(visit(counter))
    nothing, told = counter.outbox.texts
    assert "no measured start" in nothing
    assert told.startswith("👤 <b>Ana</b>")
    assert "weekly" not in told.lower()
