"""What the bot tells of itself around a chat: its menus of commands, its profile. Pure.

Each is told once per language, and once for every other language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.messages import Menu, MenuScope, Profile
from content.words import Words, languages, load_words

# What an athlete uses, in the order of use; the whole of /help.
EVERYDAY = (
    *("film", "checklist", "best", "history"),
    *("progress", "settings", "privacy"),
)
PRIVATE = (
    *EVERYDAY,
    "share",
    "squad",
    "export",
    "cancel",
    "height",
    "timezone",
    "weekly",
    "delete",
    "help",
)
# What who runs the bot sees besides.
ADMIN = (*PRIVATE, "status", "allow", "block", "invite")
# In a group: what can be read aloud. Clips and numbers are for the private chat.
GROUPS = ("film", "checklist", "help")
SCOPES: dict[MenuScope, Sequence[str]] = {"private": PRIVATE, "groups": GROUPS}


def menu(
    words: Words,
    names: Sequence[str] = PRIVATE,
    language: str | None = None,
    scope: MenuScope = "private",
    chat_id: int | None = None,
) -> Menu:
    """These commands, each with its description."""
    commands = tuple((name, words.text(f"bot.command.{name}")) for name in names)
    return Menu(commands, language, scope, chat_id)


def menus() -> Iterator[Menu]:
    """The menus of all chats: of each kind and language."""
    for scope, names in SCOPES.items():
        for language, words in _spoken():
            yield menu(words, names, language, scope)


def profiles() -> Iterator[Profile]:
    """What an empty chat and the bot's profile say, in each language."""
    for language, words in _spoken():
        short, long = words.text("bot.profile.short"), words.text("bot.profile.long")
        yield Profile(short, long, language)


def _spoken() -> Iterator[tuple[str | None, Words]]:
    yield None, load_words()
    for language in languages():
        yield language, load_words(language)
