"""The weekly summaries: once a week, to everyone, however long the bot was down."""

import io
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from analysis.serialization import to_json
from bot import maintenance
from bot.chat.faults import Rejected, Unreachable
from bot.chat.messages import Album
from tests.bot.analyses import analysis
from tests.bot.starts import body_line
from tests.bot.visits import add_clip, office

SUNDAY = datetime(2026, 3, 8, 18, 0, tzinfo=UTC)


class Clock:
    """The store's and the rounds' time of day."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock(SUNDAY - timedelta(days=2))


@pytest.fixture
def made(tmp_path, clock):
    one = office(tmp_path, now=clock)
    with closing(one.store):
        yield one


def clip(made, clock, clip_id="tg-1", athlete=1, done=True, found=None):
    add_clip(made.store, clip_id, clock.now, athlete=athlete)
    if done:
        made.store.finish(clip_id, "analysed", found or to_json(analysis()))


async def test_the_weeks_summary_goes_out_on_sunday_evening_once(made, clock):
    clip(made, clock)
    await maintenance.make_rounds(made)
    assert made.outbox.sent == []
    for minutes in (1, 6, 11, 60 * 24):
        clock.now = SUNDAY + timedelta(minutes=minutes)
        await maintenance.make_rounds(made)
    ((chat, text),) = made.outbox.sent
    assert chat == 1
    assert text.html.startswith("<b>Your week on the blocks</b>")


async def test_the_summary_leaves_out_what_cant_be_read_any_more(made, clock):
    clip(made, clock)
    clip(made, clock, "tg-2", done=False)
    made.store.finish("tg-2", "analysed", analysis={"analysis_version": "1.0"})
    clock.now = SUNDAY + timedelta(minutes=1)
    await maintenance.make_rounds(made)
    (text,) = made.outbox.texts
    assert "1 start" in text


async def test_after_a_long_sleep_one_summary_covers_all(made, clock):
    clip(made, clock, "tg-1")
    clock.now += timedelta(days=8)
    clip(made, clock, "tg-2")
    clock.now = SUNDAY + timedelta(days=17)
    await maintenance.make_rounds(made)
    await maintenance.make_rounds(made)
    (text,) = made.outbox.texts
    assert "2 starts" in text


async def test_a_summary_that_cant_be_sent_is_not_called_sent(made, clock):
    clip(made, clock)
    clock.now = SUNDAY + timedelta(minutes=1)
    made.outbox.gone = True
    await maintenance.make_rounds(made)
    made.outbox.gone = False
    clock.now += timedelta(minutes=15)
    await maintenance.make_rounds(made)
    assert len(made.outbox.sent) == 1


async def test_one_summary_that_fails_does_not_keep_the_others_waiting(made, clock):
    clip(made, clock, "tg-1")
    clip(made, clock, "tg-2", athlete=2)
    send = made.outbox.send

    async def faulty(chat_id, message, patience):
        if chat_id == 1 and clock.now < SUNDAY + timedelta(minutes=10):
            raise Unreachable("502")
        return await send(chat_id, message)

    made.outbox.send = faulty
    for minutes in (1, 2, 20):
        clock.now = SUNDAY + timedelta(minutes=minutes)
        await maintenance.make_rounds(made)
    assert [chat for chat, _ in made.outbox.sent] == [2, 1]


@pytest.mark.parametrize(("doubtful", "tries"), [(False, 24), (True, 3)])
async def test_a_summary_waits_for_telegram_and_is_not_sent_for_ever(
    made, clock, doubtful, tries
):
    clip(made, clock)
    tried = []

    async def away(*args, **_):
        tried.append(clock.now)
        raise Unreachable("502", doubtful=doubtful)

    send, made.outbox.send = made.outbox.send, away
    for rounds in range(24):
        clock.now = SUNDAY + timedelta(minutes=5 * rounds)
        await maintenance.make_rounds(made)
    assert len(tried) == tries
    made.outbox.send = send
    clock.now += timedelta(hours=1)
    await maintenance.make_rounds(made)
    assert len(made.outbox.sent) == (0 if doubtful else 1)


async def test_what_changed_is_drawn_in_a_picture_after_the_words(made, clock):
    for week, value in enumerate((60, 48)):
        for n in range(3):
            clock.now = SUNDAY - timedelta(days=10 - 7 * week - n)
            found = body_line(value=value).analysis
            clip(made, clock, f"c{week}{n}", found=found)
    clock.now = SUNDAY + timedelta(minutes=1)
    await maintenance.make_rounds(made)
    (_, text), (_, album) = made.outbox.sent
    assert "from 60° to 48°, closer to a good start" in text.html
    (chart,) = album.pictures
    drawn = made.outbox.contents[-1][chart.name]
    assert Image.open(io.BytesIO(drawn)).format == "PNG"
    assert "weeks: from 60° to 48°" in chart.alt


async def test_charts_that_are_refused_leave_the_summary_sent(made, clock):
    for week, value in enumerate((60, 48)):
        for n in range(3):
            clock.now = SUNDAY - timedelta(days=10 - 7 * week - n)
            clip(made, clock, f"c{week}{n}", found=body_line(value=value).analysis)
    made.outbox.refuse(Album, Rejected("PHOTO_INVALID_DIMENSIONS"))
    for minutes in (1, 20):
        clock.now = SUNDAY + timedelta(minutes=minutes)
        await maintenance.make_rounds(made)
    assert len(made.outbox.sent) == 1


async def test_weeks_without_a_start_get_a_line_each_and_after_three_silence(
    made, clock
):
    clip(made, clock)
    for weeks in range(7):
        clock.now = SUNDAY + timedelta(days=7 * weeks, minutes=1)
        await maintenance.make_rounds(made)
    first, *quiet = made.outbox.texts
    assert "Your week" in first
    assert [line.split()[0] for line in quiet] == ["No", "Another", "Three"]


async def test_who_blocks_the_bot_hears_no_more(made, clock):
    clip(made, clock)
    made.store.block(1)
    clock.now = SUNDAY + timedelta(minutes=1)
    await maintenance.make_rounds(made)
    assert made.outbox.sent == []


async def test_a_kept_athletes_week_is_not_sent_to_anybody(made, clock):
    made.store.meet(1)
    ana = made.store.keep(1, "Ana")
    clip(made, clock, athlete=ana.id)
    clock.now = SUNDAY + timedelta(minutes=1)
    await maintenance.make_rounds(made)
    assert made.outbox.sent == []
