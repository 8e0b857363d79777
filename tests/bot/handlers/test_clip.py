import math
from contextlib import closing
from datetime import timedelta

import pytest

from analysis.serialization import to_json
from bot.handlers.clip import (
    Attachment,
    attachment_in,
    is_video,
    objection_to,
    take_clip,
)
from bot.handlers.line import resume
from content.words import load_words
from tests.bot.analyses import analysis
from tests.bot.incoming import film, media, message
from tests.bot.visits import office, visit

WORDS = load_words()


@pytest.mark.parametrize("kind", ["video", "animation", "video_note"])
def test_a_clip_is_found_whichever_way_it_was_sent(kind):
    found = attachment_in(message(**{kind: media()}))
    assert found == Attachment(kind, "f", 1000, 3.0)


def test_a_length_may_come_as_a_timedelta():
    found = attachment_in(message(video=media(duration=timedelta(seconds=61))))
    assert found.duration_s == 61.0


def test_an_animation_is_not_taken_for_the_document_it_carries():
    both = message(
        animation=media(file_id="a"),
        document=media(file_id="d", mime_type="video/mp4", file_name="a.mp4"),
    )
    assert attachment_in(both).file_id == "a"


@pytest.mark.parametrize(
    ("mime_type", "name", "is_one"),
    [
        ("video/quicktime", None, True),
        ("application/octet-stream", "IMG_0012.MOV", True),
        (None, "start.mkv", True),
        ("application/pdf", "plan.pdf", False),
        (None, None, False),
    ],
)
def test_a_file_is_a_video_by_its_type_or_its_name(mime_type, name, is_one):
    assert is_video(mime_type, name) is is_one


def test_size_and_length_are_checked_before_anything_is_fetched():
    assert (
        objection_to(Attachment("document", "f", 20_000_000, None), WORDS, 20_000_000)
        is None
    )
    said = objection_to(
        Attachment("document", "f", 20_400_000, None), WORDS, 20_000_000
    )
    assert "20.4 MB and I can only fetch 20 MB" in said
    said = objection_to(
        Attachment("document", "f", 20_000_001, None), WORDS, 20_000_000
    )
    assert "20.1 MB" in said
    assert objection_to(Attachment("video", "f", 1, 60.0), WORDS, 20_000_000) is None
    said = objection_to(Attachment("video", "f", 1, 95.0), WORDS, 20_000_000)
    assert "95 seconds long and I look at 60 at most" in said


async def test_a_clip_is_written_down_queued_and_confirmed(counter):
    await take_clip(visit(counter, message=message(video=media()), update_id=42))
    row = counter.store.clip("tg-000000000042")
    assert (row.kind, row.file_id, row.state) == ("video", "f", "waiting")
    assert counter.jobs.enqueued == ["tg-000000000042"]
    assert counter.outbox.reactions == [(1, 5, "👀")]
    assert "Got it. You" in counter.outbox.texts[0]


async def test_the_same_update_again_gives_no_second_receipt(counter):
    for _ in range(2):
        await take_clip(visit(counter, message=message(document=film()), update_id=42))
    assert len(counter.outbox.sent) == 1
    assert len(counter.outbox.reactions) == 1
    assert len(counter.store.waiting(1)) == 1


async def test_an_update_repeated_after_its_answer_does_nothing(counter):
    await take_clip(visit(counter, message=message(document=film()), update_id=42))
    counter.store.finish("tg-000000000042", "failed")
    await take_clip(visit(counter, message=message(document=film()), update_id=42))
    assert len(counter.jobs.enqueued) == 1
    assert len(counter.outbox.sent) == 1


async def test_a_repeated_update_is_no_sixth_clip(counter):
    for number in range(1, 6):
        clip = message(number, document=film())
        await take_clip(visit(counter, message=clip, update_id=number))
    before = len(counter.outbox.sent)
    await take_clip(visit(counter, message=message(3, document=film()), update_id=3))
    assert len(counter.outbox.sent) == before
    await take_clip(visit(counter, message=message(6, document=film()), update_id=6))
    assert "You have 5 clips in line already" in counter.outbox.texts[-1]
    assert counter.outbox.answers == [1, 2, 3, 4, 5, 6]
    assert len(counter.store.waiting(1)) == 5


async def test_a_round_video_is_taken_with_a_word_about_its_size(counter):
    await take_clip(visit(counter, message=message(video_note=media())))
    assert "round video message is very small" in counter.outbox.texts[-1]


async def test_other_files_get_a_sentence_and_no_place_in_line(counter):
    pdf = media(mime_type="application/pdf", file_name="plan.pdf")
    await take_clip(visit(counter, message=message(document=pdf)))
    assert counter.jobs.enqueued == []
    assert "I can only look at videos" in counter.outbox.texts[0]


async def test_a_server_of_ones_own_says_itself_what_is_too_large(tmp_path):
    long = message(
        document=media(file_size=90_000_000, mime_type="video/mp4", file_name=None)
    )
    with closing((home := office(tmp_path / "home")).store):
        await take_clip(visit(home, message=long))
        assert home.store.waiting(1) == []
    own = office(tmp_path / "own", most_bytes=math.inf)
    with closing(own.store):
        await take_clip(visit(own, message=long))
        assert len(own.store.waiting(1)) == 1


async def test_the_same_file_again_gets_its_answer_at_once_and_counts_once(counter):
    sent = message(document=film(file_unique_id="u1"))
    await take_clip(visit(counter, message=sent, update_id=42))
    again = message(6, document=film(file_unique_id="u1"), caption="the good one")
    await take_clip(visit(counter, message=again, update_id=43))
    assert "it is in line" in counter.outbox.texts[-1]
    counter.store.finish("tg-000000000042", "analysed", to_json(analysis()))
    await take_clip(visit(counter, message=again, update_id=44))
    assert "here is what I said" in counter.outbox.texts[-2]
    assert counter.outbox.texts[-1].startswith("📝 <i>the good one</i>\nPhases:")
    assert [row.id for row in counter.store.history(1, 9)] == ["tg-000000000042"]
    assert counter.jobs.enqueued == ["tg-000000000042"]
    await resume(visit(counter, pressed="anew:tg-000000000042"))
    assert counter.jobs.enqueued[-1] == "tg-000000000042-2"


async def test_a_clip_sent_as_a_video_brings_the_hint_once_a_week(counter):
    for number in (1, 2):
        sent = message(number, video=media())
        await take_clip(visit(counter, message=sent, update_id=number))
    hints = [text for text in counter.outbox.texts if "Sent as a file" in text]
    assert len(hints) == 1


async def test_where_there_is_no_room_no_clip_is_taken_and_that_is_said(
    counter, monkeypatch
):
    monkeypatch.setattr("bot.handlers.clip.is_full", lambda folder: True)
    await take_clip(visit(counter, message=message(video=media())))
    assert "my disk takes nothing more" in counter.outbox.texts[-1]
    assert counter.store.waiting(1) == []
    assert counter.jobs.enqueued == []
