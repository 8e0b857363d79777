"""/share: who sees an athlete's clips; by a link that works once, ended by a tap."""

from __future__ import annotations

from html import escape

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from bot.handlers.request import Visit
from bot.store import Coach, Link

MOST_LETTERS = 30


async def share(visit: Visit) -> None:
    """List who sees what, with a tap that ends it, and offer a link."""
    await visit.say(_page(visit))


async def make_link(visit: Visit) -> None:
    """Make a link for a coach."""
    name = own_name(visit)
    link = visit.link("share", visit.athlete.id, name)
    await visit.say_words("bot.share.link")
    # Alone in its message, to be forwarded as it is.
    await visit.say_words("bot.share.passed_on", name=name, link=link)


async def stop(visit: Visit) -> None:
    """End sharing with one coach, and show so in place."""
    store, me, coach = visit.office.store, visit.athlete.id, visit.button.athlete
    name = store.called(coach, me)
    ended = visit.office.end_sharing(me, coach)
    await visit.show(_page(visit))
    if ended:
        words = visit.office.words_of(coach)
        told = Text(escape(words.text("bot.share.ended", name=name)))
        await visit.office.outbox.send(coach, told)


async def open_share(visit: Visit, link: Link, token: str) -> None:
    """See an athlete's clips from now on; the athlete is told."""
    store, coach = visit.office.store, Coach(visit.athlete.id, own_name(visit))
    if link.athlete_id == coach.id:
        await visit.say_words("bot.share.own_link")
        return
    if store.use_link(token, visit.update_id, coach.id) is None:
        await visit.say_words("bot.errors.old_link")
        return
    new = store.share(link.athlete_id, link.name, coach)
    if not (new or link.begun):  # after a crash nobody may have been told
        await visit.say_words("bot.share.known", name=link.name)
        return
    button = Button(visit.words.text("bot.button.squad"), data=callback_data("squad"))
    await visit.say_words("bot.share.opened", ((button,),), name=link.name)
    words = visit.office.words_of(link.athlete_id)
    told = Text(escape(words.text("bot.share.told", name=coach.name)))
    await visit.office.outbox.send(link.athlete_id, told)


async def open_take_over(visit: Visit, link: Link, token: str) -> None:
    """Take over the starts a coach kept; the coach is told and goes on seeing them."""
    store, me = visit.office.store, visit.athlete.id
    if store.keeps(me, link.athlete_id):
        await visit.say_words("bot.share.own_link")
        return
    used = store.use_link(token, visit.update_id, me)
    keeper = store.take_over(link.athlete_id, me, link.name) if used else None
    if keeper is None and link.begun and store.sees(link.athlete_id, me):
        keeper = link.athlete_id  # taken over before a crash
    if keeper is None:
        await visit.say_words("bot.errors.old_link")
        return
    await visit.say_words("bot.share.taken_over", name=link.name)
    await visit.office.let_go(me)
    for row in store.all_clips(me):
        if row.chat_id == keeper:
            await visit.office.delivery.judge_anew(row.id)
    await visit.office.hide_faces()
    words = visit.office.words_of(keeper)
    name = next(one.name for one in store.squad(keeper) if one.id == me)
    told = Text(escape(words.text("bot.squad.taken_over", name=name)))
    await visit.office.outbox.send(keeper, told)


async def opened_before(visit: Visit, link: Link) -> None:
    """Say what a link did that this person has opened already."""
    if link.kind == "take_over":
        await visit.say_words("bot.share.yours_already")
        return
    called = visit.office.store.called(visit.athlete.id, link.athlete_id)
    key = "known" if called else "seen_before"
    await visit.say_words(f"bot.share.{key}", name=called or link.name)


def own_name(visit: Visit) -> str:
    """What their app calls the person, for somebody they share with."""
    return short(visit.called)


def short(name: str) -> str:
    """A name in one line that fits a button; empty when nothing is left."""
    return " ".join(name.split())[:MOST_LETTERS].strip()


def _page(visit: Visit) -> Text:
    words, coaches = visit.words, visit.office.store.coaches(visit.athlete.id)
    title = f"<b>{escape(words.text('bot.share.title'))}</b>"
    names = ", ".join(one.name for one in coaches)
    key = "bot.share.who" if coaches else "bot.share.nobody"
    parts = (words.text(key, names=names), words.text("bot.share.may"))
    said = "\n\n".join((title, *map(escape, parts)))
    link = Button(words.text("bot.button.share_link"), data=callback_data("share_link"))
    ends = tuple(
        (
            Button(
                words.text("bot.share.stop", name=one.name),
                data=callback_data("stop_sharing", one.id),
                style="danger",
            ),
        )
        for one in coaches
    )
    return Text(said, ((link,), *ends))
