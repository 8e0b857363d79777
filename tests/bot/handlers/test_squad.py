"""A coach's squad at the counter: what the stories don't come across."""

from contextlib import closing
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from analysis.serialization import to_json
from bot.handlers import comments, history, sharing, squad, squad_members
from bot.handlers.answers import text, voice
from bot.handlers.links import start
from bot.store import About, Coach
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, visit

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
TOM, ANA, LEA = 1, 2, 3


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        for person in (TOM, ANA, LEA):
            made.store.meet(person)
        made.store.share(ANA, "Ana", Coach(TOM, "Tom"))
        add_clip(made.store, "anas", NOW, athlete=ANA)
        made.store.finish("anas", "analysed", to_json(analysis()))
        yield made


def actions(message):
    return {one.data.split(":")[1] for row in message.buttons for one in row}


def said(words, *, voice_id=None):
    spoken = SimpleNamespace(file_id=voice_id) if voice_id else None
    return SimpleNamespace(text=words, voice=spoken, chat_id=TOM, message_id=9)


async def test_what_only_the_athlete_may_put_right_is_not_offered_to_the_coach(counter):
    await history.show_again(visit(counter, athlete=TOM, pressed="show:anas"))
    assert "comment" in actions(counter.outbox.sent[-2][1])
    assert "put" not in actions(counter.outbox.sent[-1][1])
    await history.show_again(visit(counter, athlete=ANA, pressed="show:anas"))
    assert "put" in actions(counter.outbox.sent[-1][1])


async def test_nobody_else_sees_or_comments_on_a_clip(counter):
    await history.show_again(visit(counter, athlete=LEA, pressed="show:anas"))
    await comments.ask(visit(counter, athlete=LEA, pressed="comment:anas"))
    assert all("have that clip any more" in one for one in counter.outbox.texts)
    assert counter.store.athlete(LEA).asked is None


async def test_a_comment_is_heard_by_the_athlete_and_again_with_the_clip(counter):
    await comments.ask(visit(counter, athlete=TOM, pressed="comment:anas"))
    await voice(visit(counter, athlete=TOM, message=said(None, voice_id="v1")))
    chat_id, told = counter.outbox.sent[-2]
    assert (chat_id, told.file_id) == (ANA, "v1")
    assert counter.outbox.texts[-1] == "Sent."
    await history.show_again(visit(counter, athlete=ANA, pressed="show:anas"))
    assert counter.outbox.sent[-1][1].file_id == "v1"


async def test_a_comment_that_was_asked_for_before_sharing_ended_is_not_kept(counter):
    await comments.ask(visit(counter, athlete=TOM, pressed="comment:anas"))
    await sharing.stop(visit(counter, athlete=ANA, pressed=f"stop_sharing:{TOM}"))
    await text(visit(counter, athlete=TOM, message=said("Push!")))
    assert counter.store.comments("anas") == []
    assert "have that clip any more" in counter.outbox.texts[-1]


async def test_a_question_is_answered_once_and_a_name_must_be_one(counter):
    await squad_members.add(visit(counter, athlete=TOM))
    await text(visit(counter, athlete=TOM, message=said("  \n ")))
    assert "What is the athlete called?" in counter.outbox.texts[-1]
    await text(visit(counter, athlete=TOM, message=said("Ben\n <b>the best</b> " * 9)))
    names = [one.name for one in counter.store.squad(TOM)]
    assert names == ["Ana", "Ben <b>the best</b> Ben <b>the"]
    assert "&lt;b&gt;" in counter.outbox.texts[-1]
    assert counter.store.athlete(TOM).asked is None


async def test_a_link_of_ones_own_and_one_opened_twice_are_told_apart(counter):
    token = counter.store.make_link("share", ANA, "Ana")
    await start(visit(counter, athlete=ANA, argument=token))
    assert "your own link" in counter.outbox.texts[-1]
    await start(visit(counter, athlete=LEA, argument=token))
    assert "You see Ana" in counter.outbox.texts[-2]
    await start(visit(counter, athlete=TOM, argument=token, update_id=8))
    assert "no longer works" in counter.outbox.texts[-1]


def offered(message):
    return [one.label for row in message.buttons for one in row]


async def test_only_who_has_a_start_is_offered_to_compare_with(counter):
    counter.store.keep(TOM, "Ben")
    await squad.member(visit(counter, athlete=TOM, pressed=f"member:{ANA}"))
    assert "against" not in actions(counter.outbox.sent[-1][1])
    counter.store.share(LEA, "Lea", Coach(TOM, "Tom"))
    add_clip(counter.store, "leas", NOW, athlete=LEA)
    counter.store.finish("leas", "analysed", to_json(analysis()))
    await squad.member(visit(counter, athlete=TOM, pressed=f"member:{ANA}"))
    assert "against" in actions(counter.outbox.sent[-1][1])
    await squad.against(visit(counter, athlete=TOM, pressed=f"against:{ANA}"))
    assert offered(counter.outbox.sent[-1][1]) == ["Lea"]


async def test_an_old_button_to_compare_when_nobody_has_a_start_says_so(counter):
    await squad.against(visit(counter, athlete=TOM, pressed=f"against:{ANA}"))
    assert "Both of them need a start" in counter.outbox.texts[-1]


async def test_a_link_opened_again_says_what_it_did(counter):
    token = counter.store.make_link("share", ANA, "Ana")
    await start(visit(counter, athlete=LEA, argument=token, update_id=7))
    await start(visit(counter, athlete=LEA, argument=token, update_id=8))
    assert "You see Ana" in counter.outbox.texts[-1]
    assert "already" in counter.outbox.texts[-1]
    counter.store.unshare(ANA, LEA)
    await start(visit(counter, athlete=LEA, argument=token, update_id=9))
    assert "Ana no longer shares" in counter.outbox.texts[-1]
    assert not counter.store.sees(LEA, ANA), "it works once"


async def killed_at(counter, message, **facts):
    """Open a link; the bot is killed when it says this."""

    async def send(chat_id, text, *_args, **_more):
        if message in text.html:
            raise KeyboardInterrupt

    counter.outbox.send, as_ever = send, counter.outbox.send
    with pytest.raises(KeyboardInterrupt):
        await start(visit(counter, **facts))
    counter.outbox.send = as_ever


async def test_after_a_kill_both_still_hear_that_clips_are_shared(counter):
    opens = {"argument": counter.store.make_link("share", ANA, "Ana"), "athlete": LEA}
    await killed_at(counter, "You see Ana", **opens)
    await start(visit(counter, **opens))
    told = [(to, message.html) for to, message in counter.outbox.sent]
    assert [to for to, _ in told] == [LEA, ANA]
    assert "sees your starts now" in told[1][1]


async def test_after_a_kill_both_still_hear_that_starts_were_taken_over(counter):
    ben = counter.store.keep(TOM, "Ben").id
    add_clip(counter.store, "bens", NOW, athlete=TOM)
    counter.store.give("bens", ben)
    token = counter.store.make_link("take_over", ben, "Tom")
    other = counter.store.make_link("take_over", ben, "Tom")
    await killed_at(counter, "are yours now", athlete=LEA, argument=token)
    await start(visit(counter, athlete=LEA, argument=token))
    told = [(to, message.html) for to, message in counter.outbox.sent]
    assert [to for to, _ in told] == [LEA, TOM]
    assert "Ben has taken over" in told[1][1]
    assert counter.store.clip("bens").athlete_id == LEA
    await start(visit(counter, athlete=LEA, argument=token, update_id=8))
    assert "those starts are yours" in counter.outbox.texts[-1]
    for athlete, link in ((ANA, token), (LEA, other)):
        await start(visit(counter, athlete=athlete, argument=link, update_id=9))
        assert "no longer works" in counter.outbox.texts[-1]


async def test_a_clip_is_not_given_to_a_child_nobody_has_said_yes_for(counter):
    ben = counter.store.keep(TOM, "Ben")
    counter.store.set_about(ben.id, About(None, "under_14", None))
    add_clip(counter.store, "toms", NOW, athlete=TOM)
    pressed = f"whose:toms:{ben.id}"
    await squad_members.whose(visit(counter, athlete=TOM, pressed=pressed))
    assert counter.store.clip("toms").athlete_id == TOM
    assert "guardian" in counter.outbox.texts[-1]
    counter.store.set_agreed(ben.id, True)
    await squad_members.whose(visit(counter, athlete=TOM, pressed=pressed))
    assert counter.store.clip("toms").athlete_id == ben.id


@pytest.mark.parametrize("pressed", ["look:-5", f"member:{LEA}", "against:-5:2"])
async def test_a_button_of_who_has_left_says_so(counter, pressed):
    handler = {"look": squad.look, "member": squad.member, "against": squad.against}
    await handler[pressed.split(":")[0]](visit(counter, athlete=TOM, pressed=pressed))
    assert "no longer in your squad" in counter.outbox.texts[-1]
    assert counter.store.athlete(TOM).subject is None
