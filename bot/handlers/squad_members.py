"""Athletes kept on a coach's phone: added, renamed, handed over, let go."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.chat.callback_data import callback_data
from bot.chat.messages import Text
from bot.handlers import squad
from bot.handlers.giving import give
from bot.handlers.request import Visit
from bot.handlers.sharing import own_name, short
from bot.replies.guardian import ask_guardian
from bot.replies.squad import MYSELF, ask_to_leave, handed_over, whose_page

# Enough for a club's evening; a list that long still fits a message.
MOST_KEPT = 40


async def add(visit: Visit) -> None:
    """Ask for the name of a new athlete."""
    visit.office.store.ask(visit.athlete.id, callback_data("add_athlete"))
    await visit.say_words("bot.squad.ask_name")


async def named(visit: Visit) -> None:
    """Keep an athlete of the name written, and look at their clips."""
    store, name = visit.office.store, short(visit.argument)
    if not name:
        await add(visit)
        return
    if len(store.squad(visit.athlete.id)) >= MOST_KEPT:
        await visit.say_words("bot.squad.full", most=MOST_KEPT)
        return
    kept = store.keep(visit.athlete.id, name)
    button = replace(visit.button, athlete=kept.id)
    await squad.look(replace(visit, button=button))


async def rename(visit: Visit) -> None:
    """Ask for another name."""
    if one := await squad.member_named(visit):
        visit.office.store.ask(visit.athlete.id, callback_data("rename", one.id))
        await visit.say_words("bot.squad.ask_new_name", name=one.name)


async def renamed(visit: Visit) -> None:
    """Call an athlete by the name written."""
    name = short(visit.argument)
    if not name:
        await rename(visit)
    elif one := await squad.member_named(visit):
        visit.office.store.rename(visit.athlete.id, one.id, name)
        await squad.member(visit)


async def hand_over(visit: Visit) -> None:
    """Make the link by which an athlete takes over their own starts."""
    one = await squad.member_named(visit)
    if one is not None and one.kept:
        link = visit.link("take_over", one.id, own_name(visit))
        await visit.show(handed_over(one, visit.words))
        # Alone in its message, to be forwarded as it is.
        key = "bot.squad.hand_over_passed_on"
        await visit.say_words(key, name=one.name, link=link)


async def leave(visit: Visit) -> None:
    """Let an athlete leave the squad, once the coach is sure."""
    one = await squad.member_named(visit)
    if one is None:
        return
    if visit.button.choice != "yes":
        await visit.show(ask_to_leave(one, visit.words))
        return
    if one.kept:
        await visit.office.forget(one.id)
    else:
        visit.office.end_sharing(one.id, visit.athlete.id)
    await visit.say_words("bot.squad.has_left", name=one.name)


async def whose(visit: Visit) -> None:
    """Give a clip to another athlete of the squad, or ask to whom."""
    store, clip = visit.office.store, visit.own_clip(visit.button.clip)
    if clip is None:
        await visit.say_words("bot.history.gone")
        return
    members = {str(one.id): one for one in store.squad(visit.athlete.id)}
    chosen = visit.button.choice
    if chosen != MYSELF and chosen not in members:
        await visit.say(whose_page(clip.id, members.values(), visit.words))
        return
    member = members.get(chosen)
    athlete = store.athlete(member.id) if member else visit.athlete
    if athlete is None or athlete.waits:
        kept = member.id if member and member.kept else 0
        await visit.say(ask_guardian(visit.words, kept=kept))
        return
    again = await give(visit, clip, athlete)
    key, name = ("is_of", member.name) if member else ("is_mine", "")
    said = visit.words.text(f"bot.squad.{key}", name=name)
    if again:
        said = f"{said} {visit.words.text('bot.squad.other_ranges')}"
    await visit.show(Text(escape(said)))
