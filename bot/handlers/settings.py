"""/settings: language and who you are; /timezone: where it is Sunday evening."""

from __future__ import annotations

from html import escape

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Menu, Rows, Text
from bot.handlers.request import Visit
from bot.replies.about import about_button, about_lines
from bot.replies.faces import faces_button, faces_line
from bot.replies.menu import ADMIN, menu
from bot.replies.numbers import clock_text
from bot.replies.weekly_page import weekly_words
from bot.store import Athlete
from bot.time_zones import zone, zone_named, zones_like
from content.words import FALLBACK, Words, languages, load_words, locale_of

AS_IN_APP = "app"


async def settings(visit: Visit) -> None:
    """Show what can be chosen."""
    await visit.say(_settings_page(visit, visit.athlete, visit.words))


async def speak(visit: Visit) -> None:
    """Speak the language of the button from now on, and show so in place."""
    store, chosen = visit.office.store, visit.button.choice
    if chosen in (AS_IN_APP, *languages()):
        store.set_language(visit.athlete.id, None if chosen == AS_IN_APP else chosen)
    athlete = store.meet(visit.athlete.id)
    words = load_words(athlete.language or FALLBACK)
    await visit.show(_settings_page(visit, athlete, words))
    await visit.office.outbox.set_menu(
        own_menu(visit, words, chosen=athlete.chosen_language is not None)
    )


def _settings_page(visit: Visit, athlete: Athlete, words: Words) -> Text:
    home = zone(athlete.timezone, visit.office.settings.default_timezone)
    source = "chosen" if athlete.chosen_language else "from_app"
    weekly = "weekly_on" if athlete.weekly else "weekly_off"
    lines = [
        words.text(f"bot.settings.{source}", language=_own_name(words.language)),
        words.text("bot.settings.timezone", zone=home.key),
        *about_lines(athlete, words),
        faces_line(athlete, words),
        words.text(f"bot.settings.{weekly}", **weekly_words(athlete, words)),
    ]
    title = f"<b>{escape(words.text('bot.settings.title'))}</b>"
    said = "\n".join(escape(line) for line in lines)
    about = about_button(visit.about_whom, words)
    keep = Button(words.text("bot.button.keep"), data=callback_data("keep_for"))
    rows = (*_language_buttons(athlete, words), (about, keep), (faces_button(words),))
    return Text(f"{title}\n\n{said}", rows)


def own_menu(visit: Visit, words: Words, *, chosen: bool) -> Menu:
    """The commands of this chat; none where those of the app's language will do."""
    if visit.athlete.id in visit.office.settings.admin_users:
        return menu(words, ADMIN, chat_id=visit.chat_id)
    if not chosen:
        return Menu((), chat_id=visit.chat_id)
    return menu(words, chat_id=visit.chat_id)


def _language_buttons(athlete: Athlete, words: Words) -> Rows:
    row = tuple(
        Button(_own_name(language), data=callback_data("lang", language))
        for language in languages()
    )
    if athlete.chosen_language is None:
        return (row,)
    label = words.text("bot.button.language_of_app")
    return (row, (Button(label, data=callback_data("lang", AS_IN_APP)),))


def _own_name(language: str) -> str:
    """A language's name as those who speak it write it, such as ``Español``."""
    name = locale_of(language).get_display_name() or language
    return name[:1].upper() + name[1:]


async def timezone(visit: Visit) -> None:
    """Set the zone to the one named, suggest some, or say which it is."""
    wanted, language = visit.button.choice or visit.argument, visit.words.language
    if not wanted:
        await visit.say(Text(escape(_place(visit, "now"))))
    elif name := zone_named(wanted, language):
        visit.office.store.set_timezone(visit.athlete.id, name)
        await visit.show(Text(escape(_place(visit, "done", name))))
    elif names := zones_like(wanted, language):
        buttons = tuple(
            (Button(name, data=callback_data("tz", name)),) for name in names
        )
        await visit.say_words("bot.timezone.suggest", buttons)
    else:
        await visit.say_words("bot.timezone.unknown")


def _place(visit: Visit, key: str, name: str | None = None) -> str:
    """Say which zone it is and what its clocks show."""
    home = zone(name or visit.athlete.timezone, visit.office.settings.default_timezone)
    time = clock_text(visit.office.clock(), home, visit.words.language)
    return visit.words.text(f"bot.timezone.{key}", zone=home.key, time=time)
