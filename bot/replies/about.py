"""What an athlete told of themselves, and the buttons that change it. Pure."""

from __future__ import annotations

from html import escape
from typing import get_args

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Rows, Text
from bot.replies.guardian import guardian_button, guardian_line
from bot.store import About, Athlete
from bot.store.models import AgeGroup, Experience
from content.words import Words

FORGET = "forget"


def about_page(athlete: Athlete, words: Words) -> Text:
    """Ask who they are, tell what is known and what it changes."""
    about = athlete.about
    judged = words.text(f"bot.about.judged_{about.level}")
    lines = [*about_lines(athlete, words), judged]
    kept = "_of" if athlete.name else ""
    blocks = [
        _bold(words.text(f"bot.about.title{kept}", name=athlete.name)),
        escape(words.text(f"bot.about.ask{kept}")),
        "\n".join(escape(line) for line in lines),
        escape(words.text("bot.about.from_now")),
    ]
    rows = (*guardian_button(athlete, words), *_buttons(about, words))
    return Text("\n\n".join(blocks), rows)


def about_button(athlete: Athlete, words: Words) -> Button:
    """Leads to that page: one's own, or of an athlete kept on one's phone."""
    key = "about_them" if athlete.name else "about"
    label = words.text(f"bot.button.{key}", name=athlete.name)
    return Button(label, data=callback_data("about"))


def about_lines(athlete: Athlete, words: Words) -> list[str]:
    """A line for each thing that may be told."""
    about, guardian = athlete.about, guardian_line(athlete, words)
    height = about.height_cm
    return [
        words.text(f"bot.about.experience_{about.experience or 'untold'}"),
        words.text(f"bot.about.age_{about.age_group or 'untold'}"),
        *([guardian] if guardian else []),
        words.text(f"bot.about.height_{'told' if height else 'untold'}", cm=height),
    ]


def height_page(about: About, words: Words, key: str) -> Text:
    """Tell what a height is for and how to give it, or that it is known now."""
    said = words.text(f"bot.height.{key}", cm=about.height_cm)
    return Text(escape(said), _forget_height(about, words))


def _buttons(about: About, words: Words) -> Rows:
    def key(name: str, told: bool, data: str) -> Button:
        label = words.text(f"bot.button.{name}")
        return Button(f"✓ {label}" if told else label, data=data)

    experiences = [
        key(
            f"experience_{one}",
            one == about.experience,
            callback_data("experience", one),
        )
        for one in get_args(Experience)
    ]
    ages = [
        key(f"age_{one}", one == about.age_group, callback_data("age", one))
        for one in get_args(AgeGroup)
    ]
    forget = Button(
        words.text("bot.button.forget_about"), data=callback_data("about", FORGET)
    )
    rows = (tuple(experiences[:1]), tuple(experiences[1:]), tuple(ages))
    return (*rows, *_forget_height(about, words), *(((forget,),) if about else ()))


def _forget_height(about: About, words: Words) -> Rows:
    label = words.text("bot.button.forget_height")
    button = Button(label, data=callback_data("height"))
    return ((button,),) if about.height_cm else ()


def _bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"
