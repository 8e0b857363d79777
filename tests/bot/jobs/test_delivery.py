import asyncio
import dataclasses
from contextlib import closing
from datetime import UTC, datetime
from html import unescape

import pytest

from analysis.corrections import Corrections
from analysis.serialization import to_json
from bot.chat.faults import Rejected, Unreachable
from bot.chat.messages import Album, Photo, Picture, Text
from bot.jobs.payload import failed
from tests.bot.analyses import analysis, refused
from tests.bot.jobs.ending import ends_when_told_to
from tests.bot.visits import add_clip, office
from tests.older_rows import CAME_IN, before

JOB = {"clip_id": "tg-1", "athlete_id": 1, "chat_id": 1, "file_id": "f"}
PICTURES = {"phase_2.jpg": b"2", "phase_3.jpg": b"3", "phase_7.jpg": b"7"}


class Clock:
    """Time of day that goes on when it is told to."""

    now = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def made(tmp_path, clock):
    one = office(tmp_path, now=clock)
    with closing(one.store):
        add_clip(one.store, "tg-1", datetime(2026, 7, 1, tzinfo=UTC), message_id=5)
        one.artefacts.kept["tg-1"] = dict(PICTURES)
        yield one


async def later(made, clock):
    """Let time go by until nothing is owed; gives the pauses between tries."""
    waits_s = []
    while (due := made.store.next_due()) is not None:
        waits_s.append((due - clock.now).total_seconds())
        clock.now = max(due, clock.now)
        await asyncio.gather(*made.delivery.begin_due())
        await made.errands.do_due()
    return waits_s


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


async def test_an_answer_of_another_version_is_a_failure_of_ours(made):
    cut_short = to_json(analysis())
    del cut_short["measures"]
    await made.delivery.deliver(JOB, {"analysis": cut_short, "failure": None})
    assert made.store.clip("tg-1").state == "failed"
    assert "something broke while I looked" in made.outbox.texts[-1]


@pytest.mark.parametrize("what", CAME_IN)
async def test_an_answer_of_any_earlier_version_is_sent(made, what):
    written = before(what, to_json(analysis()))
    await made.delivery.deliver(JOB, {"analysis": written, "failure": None})
    assert made.store.clip("tg-1").state == "analysed"
    assert kinds(made) == ["Album", "Text"]


async def test_the_first_message_points_at_the_clip_it_is_about(made):
    await made.delivery.deliver(JOB, outcome())
    assert made.outbox.answers == [5, None]


async def test_delivering_again_says_nothing_twice(made):
    await made.delivery.deliver(JOB, outcome())
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album", "Text"]


async def test_the_same_video_again_brings_the_earlier_answer_and_counts_once(made):
    await made.delivery.deliver(JOB, outcome())
    add_clip(made.store, "tg-2", datetime(2026, 7, 2, tzinfo=UTC), message_id=9)
    made.store.set_note("tg-2", "wet")
    same = {"analysis": None, "failure": None, "same_as": "tg-1"}
    for _ in range(2):
        await made.delivery.deliver(JOB | {"clip_id": "tg-2"}, same)
    assert kinds(made) == ["Album", "Text", "Text", "Album", "Text"]
    assert made.outbox.answers[2:] == [9, None, None]
    (((anew,),), album) = made.outbox.sent[2][1].buttons, made.outbox.contents[3]
    assert anew.data == "v1:anew:tg-1"
    assert album["phase_2.jpg"] == "id-of-phase_2.jpg"
    assert made.outbox.texts[-1].startswith("📝 <i>wet</i>")
    assert [row.id for row in made.store.history(1, 9)] == ["tg-1"]
    assert made.store.clip("tg-2").state == "repeated"


async def test_a_video_whose_earlier_answer_was_deleted_is_asked_for_again(made):
    same = {"analysis": None, "failure": None, "same_as": "tg-0"}
    await made.delivery.deliver(JOB, same)
    assert "send it once more" in made.outbox.texts[-1]


def failing(made, troubles, wanted=lambda message: True):
    """Let what is sent fail so often, one trouble a time; gives what was tried."""
    send, tried = made.outbox.send, []

    async def faulty(chat_id, message, *rest):
        tried.append(message)
        if wanted(message) and troubles:
            raise troubles.pop(0)
        return await send(chat_id, message, *rest)

    made.outbox.send = faulty
    return tried


def is_text(message):
    return isinstance(message, Text)


def has_film(message):
    return any(picture.moving for picture in getattr(message, "pictures", ()))


async def test_what_failed_half_way_goes_on_where_it_stopped(made, clock):
    failing(made, [Unreachable("502")], is_text)
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album"]
    assert await later(made, clock) == [1]
    assert kinds(made) == ["Album", "Text"]


@pytest.fixture
def few_tries(monkeypatch):
    """Pauses that grow longer than they do: hours go by in fewer tries."""
    monkeypatch.setattr("bot.chat.patience.LONGEST_PAUSE_S", 900.0)


@pytest.mark.usefixtures("few_tries")
async def test_telegram_may_be_away_for_hours(made, clock):
    made.artefacts.kept["tg-1"]["slow.mp4"] = b"film"
    made.store.set_status_message("tg-1", 50)
    tried = failing(made, [Unreachable("502") for _ in range(60)])
    await made.delivery.deliver(JOB, outcome())
    assert sum(await later(made, clock)) > 4 * 60 * 60
    assert kinds(made) == ["Album", "Text"]
    assert has_film(tried[-2])
    assert made.outbox.deleted == [(1, 50)]
    assert made.artefacts.kept == {}


@pytest.mark.usefixtures("few_tries")
async def test_after_a_day_it_is_given_up_and_owned_up_to(made, clock):
    made.store.set_status_message("tg-1", 50)
    failing(made, [Unreachable("502") for _ in range(500)])
    await made.delivery.deliver(JOB, outcome())
    assert 24 * 60 * 60 < sum(await later(made, clock)) < 25 * 60 * 60
    ((_, message, said),) = made.outbox.edited
    assert message == 50
    assert "went wrong on my side" in said
    assert made.store.clip("tg-1").state == "analysed"


async def test_a_reply_that_waits_keeps_no_other_waiting(made, clock):
    add_clip(made.store, "tg-2", datetime(2026, 7, 2, tzinfo=UTC), message_id=6)
    failing(made, [Unreachable("429", wait_s=3000)])
    await made.delivery.deliver(JOB, outcome())
    await made.delivery.deliver(JOB | {"clip_id": "tg-2"}, outcome())
    assert made.outbox.answers == [6]
    assert await later(made, clock) == [3000]
    assert made.outbox.answers == [6, 5, None]


async def test_what_a_killed_process_held_is_sent_by_its_next_start(made, clock):
    send, begun = made.outbox.send, asyncio.Event()

    async def hanging(*facts):
        begun.set()
        await asyncio.Event().wait()

    made.outbox.send = hanging
    dying = asyncio.ensure_future(made.delivery.deliver(JOB, outcome()))
    await begun.wait()
    assert made.delivery.begin_due() == []
    made.outbox.send = send
    anew = dataclasses.replace(made.delivery, _replying={}, _news=asyncio.Event())
    running = asyncio.create_task(anew.run())
    while made.store.owes_reply("tg-1"):
        await asyncio.sleep(0.01)
    assert kinds(made) == ["Album", "Text"]
    for task in (running, dying, *made.delivery._replying.values()):
        task.cancel()
    await asyncio.gather(running, dying, return_exceptions=True)


async def test_who_deletes_everything_while_telegram_is_away_hears_nothing(made, clock):
    failing(made, [Unreachable("502")])
    await made.delivery.deliver(JOB, outcome())
    await made.forget(1)
    assert await later(made, clock) == []
    assert made.outbox.sent == []
    assert made.store.athlete(1) is None


async def test_words_that_are_refused_are_given_up_at_once(made, clock):
    made.store.set_status_message("tg-1", 50)
    failing(made, [Rejected("can't parse entities")], is_text)
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album"]
    assert "went wrong on my side" in made.outbox.edited[0][2]
    assert await later(made, clock) == []


async def test_an_answer_nobody_understands_costs_one_more_album_at_most(made, clock):
    took, send = [], made.outbox.send

    async def odd(chat_id, message, *rest):
        if is_text(message):
            return await send(chat_id, message, *rest)
        took.append(message)
        raise ValueError("an album of another length")

    made.outbox.send = odd
    await made.delivery.deliver(JOB, outcome())
    await later(made, clock)
    assert len(took) == 2
    assert kinds(made) == ["Text"]


async def test_what_was_taken_is_not_sent_again_when_it_cant_be_written_down(
    made, clock
):
    note, troubles = made.store.mark_sent, [OSError("disk full")] * 2

    def faulty(*args, **facts):
        if troubles:
            raise troubles.pop()
        note(*args, **facts)

    made.store.mark_sent = faulty
    await made.delivery.deliver(JOB, outcome())
    assert await later(made, clock) == [1, 2]
    assert kinds(made) == ["Album", "Text"]


async def test_words_go_out_even_when_the_pictures_are_refused(made):
    made.outbox.refuse(Album, Rejected("PHOTO_INVALID_DIMENSIONS"))
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Text"]
    assert made.outbox.answers == [5]


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [(Rejected("wrong file"), []), (Unreachable("write timed out"), [1, 2])],
    ids=["refused", "too heavy"],
)
async def test_a_film_that_is_not_taken_costs_nothing_else(made, clock, trouble, waits):
    failing(made, [trouble] * 9, has_film)
    made.artefacts.kept["tg-1"]["slow.mp4"] = b"film"
    await made.delivery.deliver(JOB, outcome())
    assert await later(made, clock) == waits
    assert kinds(made) == ["Album", "Text"]
    assert made.outbox.answers == [5, None]
    assert made.store.clip("tg-1").pictures.keys() == PICTURES.keys()


async def test_a_film_waits_as_long_as_telegram_asks(made, clock):
    failing(made, [Unreachable("429", wait_s=40) for _ in range(5)], has_film)
    made.artefacts.kept["tg-1"]["slow.mp4"] = b"film"
    await made.delivery.deliver(JOB, outcome())
    assert await later(made, clock) == [40] * 5
    assert has_film(made.outbox.sent[0][1])


async def test_the_album_ends_with_the_film(made):
    made.artefacts.kept["tg-1"] |= {"slow.mp4": b"film", "slow.jpg": b"small"}
    await made.delivery.deliver(JOB, outcome())
    names = [picture.name for picture in made.outbox.sent[0][1].pictures]
    assert names == [*sorted(PICTURES), "slow.mp4"]
    assert made.store.clip("tg-1").pictures["slow.mp4"] == "id-of-slow.mp4"


async def answered_twice(made, first, second):
    """Two clips of one athlete, one after the other; gives both replies."""
    add_clip(made.store, "tg-2", datetime(2026, 7, 2, tzinfo=UTC), message_id=6)
    await made.delivery.deliver(JOB, outcome(first))
    await made.delivery.deliver(JOB | {"clip_id": "tg-2"}, outcome(second))
    return [text for text in made.outbox.texts if text != "(pictures)"]


def done_well(html):
    return html.partition("Done well:</b>")[2].partition("🎯")[0]


async def test_the_next_clip_is_praised_for_something_else(made):
    one, two = await answered_twice(made, analysis(), analysis())
    assert done_well(one)
    assert done_well(two)
    assert done_well(one) != done_well(two)
    rows = [made.store.clip(id) for id in ("tg-1", "tg-2")]
    assert rows[0].analysis == rows[1].analysis
    assert rows[0].praised == rows[0].analysis["praise"] != rows[1].praised


async def test_another_look_at_a_clip_is_praised_as_its_first(made):
    _, two = await answered_twice(made, analysis(), analysis())
    made.store.look_again("tg-2", None, 9)
    found = analysis(off=("trunk_exit",))
    await made.delivery.deliver(JOB | {"clip_id": "tg-2", "look": 2}, outcome(found))
    assert done_well(made.outbox.edited[-1][2]) == done_well(two)


async def test_another_try_of_a_reply_praises_the_same(made, clock):
    failing(made, [Unreachable("502")] * 3, is_text)
    await made.delivery.deliver(JOB, outcome())
    await later(made, clock)
    assert made.store.clip("tg-1").praised == analysis().praise


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
    made.outbox.refuse(Photo, Rejected("PHOTO_INVALID_DIMENSIONS"))
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


async def test_an_old_reply_is_not_waited_for_long(made, pauses):
    await made.delivery.deliver(JOB, outcome())
    failing(made, [Unreachable("502") for _ in range(9)])
    with pytest.raises(Unreachable):
        await made.delivery.show_again(made.store.clip("tg-1"), 1, [Text("hi")])
    assert pauses == [1, 2, 4]


async def test_pictures_nobody_has_any_more_are_left_out(made):
    album = Album((Picture("phase_2.jpg"), Picture("phase_3.jpg")))
    made.store.set_pictures("tg-1", {"phase_3.jpg": "id"})
    await made.delivery.show_again(made.store.clip("tg-1"), 1, [album])
    assert made.outbox.sent == [(1, Album((Picture("phase_3.jpg"),)))]


async def test_clean_key_frames_path_and_motion_outlive_the_reply(made):
    stills = {"still_2.jpg": b"clean", "stills.json": b"{}"}
    stills |= {"path.jpg": b"way", "motion.npz": b"movement"}
    made.artefacts.kept["tg-1"] |= stills
    await made.delivery.deliver(JOB, outcome())
    assert made.store.stills("tg-1") == stills
    await made.delivery.deliver(JOB, outcome())  # the artefacts are gone by now
    assert made.store.stills("tg-1") == stills


AGAIN = JOB | {"look": 2, "corrections": {"athlete": 1}}


@pytest.fixture
async def again(made):
    """A clip that was answered and is looked at again."""
    await made.delivery.deliver(JOB, outcome())
    made.outbox.sent.clear()
    made.outbox.answers.clear()
    made.store.look_again("tg-1", {"athlete": 1}, pressed=9)
    made.store.set_status_message("tg-1", 50)
    made.artefacts.kept["tg-1-2"] = PICTURES | {"phase_7.jpg": b"moved"}
    return made


async def test_only_what_changed_is_replaced_where_it_stands(again):
    parts = again.store.reply("tg-1")
    found = analysis(off=())
    await again.delivery.deliver(AGAIN, outcome(found))
    assert again.outbox.replaced == [(parts["phase_7.jpg"].message_id, "phase_7.jpg")]
    ((_, words, html),) = again.outbox.edited
    assert words == parts["words"].message_id
    assert "Why" not in html, "nothing is off any more"
    assert kinds(again) == ["Text"], "what was changed, in a word"
    assert "differently now" in again.outbox.texts[0]
    row = again.store.clip("tg-1")
    assert row.analysis == to_json(found)
    assert row.pictures["phase_7.jpg"] == "new-id-of-phase_7.jpg"
    assert row.pictures["phase_2.jpg"] == "id-of-phase_2.jpg"
    assert again.outbox.deleted[-1] == (1, 50)
    assert again.artefacts.kept == {}


async def test_a_corrected_answer_is_not_said_twice(again):
    for _ in range(2):
        await again.delivery.deliver(AGAIN, outcome())
    assert kinds(again) == ["Text"]
    assert len(again.outbox.replaced) == 1


async def test_what_failed_between_two_pictures_goes_on_there(again, clock):
    replace, troubles = again.outbox.replace, [Unreachable("502")]
    again.artefacts.kept["tg-1-2"]["phase_2.jpg"] = b"other"

    async def faulty(chat_id, message_id, picture, contents, patience):
        if picture.name == "phase_7.jpg" and troubles:
            raise troubles.pop()
        return await replace(chat_id, message_id, picture, contents)

    again.outbox.replace = faulty
    await again.delivery.deliver(AGAIN, outcome())
    assert await later(again, clock) == [1]
    assert [name for _, name in again.outbox.replaced] == ["phase_2.jpg", "phase_7.jpg"]


async def test_a_picture_of_what_is_no_longer_seen_is_taken_back(again):
    gone = again.store.reply("tg-1")["phase_3.jpg"].message_id
    del again.artefacts.kept["tg-1-2"]["phase_3.jpg"]
    await again.delivery.deliver(AGAIN, outcome())
    assert (1, gone) in again.outbox.deleted
    assert "phase_3.jpg" not in again.store.clip("tg-1").pictures


async def test_where_the_old_messages_are_gone_the_card_that_matters_comes(again):
    parts = again.store.reply("tg-1")
    again.outbox.lost = {part.message_id for part in parts.values()}
    await again.delivery.deliver(AGAIN, outcome(analysis(off=("trunk_exit",))))
    (photo,) = [message for _, message in again.outbox.sent]
    assert (type(photo), photo.name) == (Photo, "phase_7.jpg")
    assert "can't change the old messages" in unescape(photo.html)
    data = [one.data for row in photo.buttons for one in row]
    assert "v1:show:tg-1" in data


async def test_a_reply_of_a_version_that_did_not_remember_it_counts_as_gone(again):
    for name in again.store.reply("tg-1"):
        again.store.drop_part("tg-1", name)
    await again.delivery.deliver(AGAIN, outcome())
    assert kinds(again) == ["Photo"]
    assert again.outbox.replaced == again.outbox.edited == []


async def test_a_reply_that_was_shown_again_is_the_one_that_changes(again):
    row = again.store.clip("tg-1")
    album = Album((Picture("phase_2.jpg"), Picture("phase_7.jpg")))
    await again.delivery.show_again(row, 1, [album])
    newest = again.store.reply("tg-1")["phase_7.jpg"].message_id
    await again.delivery.show_again(row, 2, [album])  # to a coach: no reply of theirs
    await again.delivery.deliver(AGAIN, outcome())
    assert again.outbox.replaced == [(newest, "phase_7.jpg")]


async def test_a_clip_that_was_refused_gets_its_whole_reply(made):
    await made.delivery.deliver(JOB, outcome(refused("nobody")))
    made.store.look_again("tg-1", {"athlete": 1}, pressed=9)
    made.artefacts.kept["tg-1-2"] = dict(PICTURES)
    await made.delivery.deliver(AGAIN, outcome())
    assert kinds(made) == ["Text", "Album", "Text"]


@pytest.mark.parametrize(
    "why", ["crashed", "too_slow", "too_big", "file_gone", "nobody_else", "cannot_move"]
)
async def test_a_look_that_gives_no_answer_leaves_the_old_one(again, why):
    before = again.store.clip("tg-1")
    failure = why in ("nobody_else", "cannot_move")
    came = outcome(refused(why)) if failure else failed(why)
    await again.delivery.deliver(AGAIN, came)
    (said,) = again.outbox.texts
    assert "stays as it is" in said
    row = again.store.clip("tg-1")
    assert (row.state, row.analysis) == ("analysed", before.analysis)
    assert row.pictures == before.pictures
    assert not row.under_way


async def test_a_person_who_cannot_be_judged_is_refused_with_a_way_back(again):
    found = dataclasses.replace(refused("no_start"), corrections=Corrections(athlete=1))
    await again.delivery.deliver(AGAIN, outcome(found))
    row = again.store.clip("tg-1")
    assert (row.state, row.refusal_code) == ("refused", "no_start")
    (message,) = [message for _, message in again.outbox.sent]
    data = {button.data for buttons in message.buttons for button in buttons}
    assert {"v1:other:tg-1", "v1:as_it_was:tg-1"} <= data


async def test_the_first_answer_come_again_leaves_a_new_look_alone(again):
    await again.delivery.deliver(JOB, outcome())
    assert again.outbox.sent == []
    row = again.store.clip("tg-1")
    assert (row.again, row.status_message_id) == ("waiting", 50)
    assert "tg-1-2" in again.artefacts.kept


async def test_a_look_that_was_taken_back_is_not_answered(again):
    again.store.finish("tg-1", "cancelled", look=2)
    await again.delivery.deliver(AGAIN, outcome())
    assert again.outbox.sent == []


@pytest.mark.parametrize("forget", ["clip", "everything"])
async def test_a_reply_stops_when_its_clip_is_deleted_meanwhile(made, forget):
    send = made.outbox.send

    async def deleting(*args):
        sent = await send(*args)
        if forget == "clip":
            await made.forget_clip(made.store.clip("tg-1"))
        else:
            await made.forget(1)
        return sent

    made.outbox.send = deleting
    made.artefacts.kept["tg-1"]["still_2.jpg"] = b"clean"
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album"], "nothing comes after it"
    album = {(1, 101), (1, 1101), (1, 2101)}
    assert set(made.outbox.deleted) == album, "what went out is taken back"
    tables = ("clips", "sent", "stills", "replies")
    assert [made.store._read(f"select 1 from {table}") for table in tables] == [[]] * 4
    assert made.delivery._sender.accepted == {}


async def test_who_hides_their_face_before_the_reply_gets_its_words(made):
    made.store.set_faces_hidden(1, True)
    made.artefacts.kept["tg-1"]["still_2.jpg"] = b"a face"
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Text"]
    assert made.store.stills("tg-1") == {}


async def test_pictures_without_a_face_go_out_and_are_kept_as_such(made):
    made.store.set_faces_hidden(1, True)
    made.artefacts.kept["tg-1"]["faceless"] = b""
    await made.delivery.deliver(JOB, outcome())
    assert kinds(made) == ["Album", "Text"]
    assert made.store.clip("tg-1").faceless
    await made.hide_faces()
    assert made.store.clip("tg-1").pictures != {}


async def test_the_rounds_end_when_told_to_though_news_come_in(made):
    assert await ends_when_told_to(made.delivery.run, made.delivery._news)
