from contextlib import closing
from datetime import UTC, datetime

import pytest
from telegram.error import BadRequest, NetworkError

from analysis.serial import to_json
from bot.messages import Album, Photo, Picture
from bot.outcome import failed
from tests.bot.analyses import analysis, refused
from tests.bot.visits import office

JOB = {"clip_id": "tg-1", "athlete_id": 1, "chat_id": 1, "file_id": "f"}
PICTURES = {"phase_2.jpg": b"2", "phase_3.jpg": b"3", "phase_7.jpg": b"7"}


@pytest.fixture
def made(tmp_path):
    one = office(tmp_path)
    with closing(one.store):
        one.store.athlete(1)
        one.store.add_clip(
            id="tg-1",
            athlete_id=1,
            chat_id=1,
            received_at=datetime(2026, 7, 1, tzinfo=UTC),
            kind="video",
            file_id="f",
            message_id=5,
        )
        one.artefacts.kept["tg-1"] = dict(PICTURES)
        yield one


def outcome(found=None):
    return {"analysis": to_json(found or analysis()), "failure": None}


def kinds(made):
    return [type(message).__name__ for _, message in made.outbox.sent]


async def test_pictures_and_words_go_out_and_the_history_knows(made):
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album", "Text"]
    row = made.store.clip("tg-1")
    assert row.state == "analysed"
    assert row.pictures == {name: f"id-of-{name}" for name in PICTURES}
    assert made.artefacts.kept == {}


async def test_the_first_message_points_at_the_clip_it_is_about(made):
    await made.delivery.deliver(JOB, outcome())
    assert made.outbox.answers == [5, None]


async def test_delivering_again_says_nothing_twice(made):
    await made.delivery.deliver(JOB, outcome())
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album", "Text"]


async def test_what_failed_half_way_goes_on_where_it_stopped(made):
    send, troubles = made.outbox.send, [NetworkError("502")]

    async def faulty(chat_id, message, contents=None, answers=None):
        if not isinstance(message, Album) and troubles:
            raise troubles.pop()
        return await send(chat_id, message, contents, answers)

    made.outbox.send = faulty
    with pytest.raises(NetworkError):
        await made.delivery.deliver(JOB, outcome())
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album", "Text"]


async def test_words_go_out_even_when_the_pictures_are_refused(made):
    send = made.outbox.send

    async def faulty(chat_id, message, contents=None, answers=None):
        if isinstance(message, Album):
            raise BadRequest("PHOTO_INVALID_DIMENSIONS")
        return await send(chat_id, message, contents, answers)

    made.outbox.send = faulty
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Text"]
    assert made.outbox.answers == [5]


@pytest.mark.parametrize(
    "trouble",
    [BadRequest("wrong file"), NetworkError("Request Entity Too Large")],
    ids=["refused", "too heavy"],
)
async def test_a_film_that_is_not_taken_costs_nothing_else(made, trouble):
    send = made.outbox.send

    async def faulty(chat_id, message, contents=None, answers=None):
        if any(picture.moving for picture in getattr(message, "pictures", ())):
            raise trouble
        return await send(chat_id, message, contents, answers)

    made.outbox.send = faulty
    made.artefacts.kept["tg-1"]["slow.mp4"] = b"film"
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album", "Text"]
    assert made.outbox.answers == [5, None]
    assert made.store.clip("tg-1").pictures.keys() == PICTURES.keys()


async def test_the_album_ends_with_the_film(made):
    made.artefacts.kept["tg-1"] |= {"slow.mp4": b"film", "slow.jpg": b"small"}
    await made.delivery.deliver(JOB, outcome())
    names = [picture.name for picture in made.outbox.sent[0][1].pictures]
    assert names == [*sorted(PICTURES), "slow.mp4"]
    assert made.store.clip("tg-1").pictures["slow.mp4"] == "id-of-slow.mp4"


async def test_a_refusal_is_kept_as_one(made):
    await made.delivery.deliver(JOB, outcome(refused("nobody")))
    row = made.store.clip("tg-1")
    assert (row.state, row.refusal_code) == ("refused", "nobody")


async def test_a_refusal_is_shown_and_can_be_shown_again(made):
    made.artefacts.kept["tg-1"] = {"refused.jpg": b"r"}
    await made.delivery.deliver(JOB, outcome(refused("nobody", "refused.jpg")))
    assert kinds(made) == ["Photo"]
    row = made.store.clip("tg-1")
    assert row.pictures == {"refused.jpg": "id-of-refused.jpg"}
    photo = made.outbox.sent[0][1]
    await made.delivery.show_again(row, 1, [photo])
    assert kinds(made) == ["Photo", "Photo"]


async def test_a_refusal_whose_picture_is_lost_is_told_in_words(made):
    made.artefacts.kept.clear()
    await made.delivery.deliver(JOB, outcome(refused("nobody", "refused.jpg")))
    assert kinds(made) == ["Text"]
    assert made.outbox.answers == [5]


async def test_a_refusal_whose_picture_is_refused_is_told_in_words(made):
    send = made.outbox.send

    async def faulty(chat_id, message, contents=None, answers=None):
        if isinstance(message, Photo):
            raise BadRequest("PHOTO_INVALID_DIMENSIONS")
        return await send(chat_id, message, contents, answers)

    made.outbox.send = faulty
    made.artefacts.kept["tg-1"] = {"refused.jpg": b"r"}
    await made.delivery.deliver(JOB, outcome(refused("nobody", "refused.jpg")))
    assert kinds(made) == ["Text"]
    assert made.outbox.answers == [5]


async def test_a_failure_is_told(made):
    await made.delivery.deliver(JOB, failed("crashed"))
    assert made.store.clip("tg-1").state == "failed"
    assert "I tried three times" in made.outbox.texts[0]


@pytest.mark.parametrize("forget", [True, False], ids=["deleted", "cancelled"])
async def test_a_clip_taken_back_meanwhile_is_not_answered(made, forget):
    if forget:
        made.store.delete_athlete(1)
    else:
        made.store.finish("tg-1", "cancelled")
    await made.delivery.deliver(JOB, outcome())
    assert made.outbox.sent == []
    assert made.artefacts.kept == {}


async def test_an_old_reply_is_shown_again_with_telegrams_copies(made):
    await made.delivery.deliver(JOB, outcome())
    row = made.store.clip("tg-1")
    messages = [message for _, message in made.outbox.sent]
    made.outbox.sent.clear()
    await made.delivery.show_again(row, 1, messages)
    assert [message for _, message in made.outbox.sent] == messages


async def test_pictures_nobody_has_any_more_are_left_out(made):
    album = Album((Picture("phase_2.jpg"), Picture("phase_3.jpg")))
    made.store.set_pictures("tg-1", {"phase_3.jpg": "id"})
    await made.delivery.show_again(made.store.clip("tg-1"), 1, [album])
    assert made.outbox.sent == [(1, Album((Picture("phase_3.jpg"),)))]


async def test_clean_key_frames_outlive_the_reply(made):
    stills = {"still_2.jpg": b"clean", "stills.json": b"{}"}
    made.artefacts.kept["tg-1"] |= stills
    await made.delivery.deliver(JOB, outcome())
    assert made.store.stills("tg-1") == stills
    await made.delivery.deliver(JOB, outcome())  # the artefacts are gone by now
    assert made.store.stills("tg-1") == stills
