"""The button Path: the picture that was kept with the clip, with words under it."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from analysis.serialization import to_json
from bot.chat.faults import Rejected
from bot.chat.messages import Photo
from bot.handlers.callbacks import ACTIONS
from bot.handlers.path import path
from bot.replies.coaching import path_caption
from content.words import languages, load_words
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, press

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
CLIP = "tg-000000000001"
KEPT = {"still_1.jpg": b"one", "stills.json": b"{}", "path.jpg": b"the way"}


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        add_clip(made.store, CLIP, NOON)
        made.store.finish(CLIP, "analysed", analysis=to_json(analysis()))
        yield made


async def test_the_path_is_sent_as_it_was_drawn(counter):
    counter.store.keep_stills(CLIP, KEPT)
    await press(counter, path, CLIP)
    ((chat, photo),) = counter.outbox.sent
    assert (chat, photo.name) == (1, "path.jpg")
    assert photo.html.startswith("<b>Your start in one picture</b>\n")
    assert counter.outbox.contents[0]["path.jpg"] == b"the way"


async def test_a_clip_without_one_is_told(counter):
    counter.store.keep_stills(CLIP, {"still_1.jpg": b"one"})
    await press(counter, path, CLIP)
    (text,) = counter.outbox.texts
    assert text.startswith("I have no such picture of this clip.")


async def test_one_that_telegram_refuses_is_told(counter):
    counter.store.keep_stills(CLIP, KEPT)
    counter.outbox.refuse(Photo, Rejected("PHOTO_INVALID_DIMENSIONS"))
    await press(counter, path, CLIP)
    assert "no such picture" in counter.outbox.texts[0]


async def test_somebody_elses_path_is_not_shown(counter):
    counter.store.keep_stills(CLIP, KEPT)
    await press(counter, path, CLIP, athlete=2)
    assert not [m for _, m in counter.outbox.sent if isinstance(m, Photo)]


@pytest.mark.parametrize("language", languages())
def test_dots_are_told_only_where_there_are_any(language):
    words, found = load_words(language), analysis()
    unknown = replace(found, clip=replace(found.clip, speed_factor=None))
    beats = words.text("bot.path.beats")
    assert beats in path_caption(found, words)
    assert beats not in path_caption(unknown, words)


def test_the_button_leads_here():
    assert ACTIONS["path"] is path
