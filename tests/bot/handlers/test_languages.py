from types import SimpleNamespace

import pytest

from bot.chat.messages import Menu, Text
from bot.handlers.settings import settings, speak
from bot.replies.menu import menu
from content.words import languages, load_words
from tests.bot.visits import press, visit


def page(counter) -> Text:
    return counter.outbox.sent[-1][1]


def labels(text):
    return {button.data: button.label for row in text.buttons for button in row}


async def choose(counter, language):
    await press(counter, speak, language, message=SimpleNamespace(message_id=5))
    return counter.outbox.edited[-1][2]


async def test_every_language_has_a_button_in_its_own_words(counter):
    await settings(visit(counter))
    shown = labels(page(counter))
    chosen = [f"v1:lang:{language}" for language in languages()]
    assert list(shown) == [*chosen, "v1:about", "v1:keep_for", "v1:faces"]
    assert shown["v1:lang:en"] == "English"


@pytest.mark.parametrize("language", languages())
async def test_a_chosen_language_is_kept_and_spoken_at_once(counter, language):
    counter.store.meet(1, "de")
    html = await choose(counter, language)
    assert counter.store.meet(1).language == language
    assert counter.outbox.menus == [menu(load_words(language), chat_id=1)]
    shown = {"en": "I speak English", "es": "Español", "uk": "Українська"}
    assert shown[language] in html


async def test_the_apps_language_can_come_back(counter):
    counter.store.meet(1, "de")
    await choose(counter, "en")
    await settings(visit(counter))
    assert "v1:lang:app" in labels(page(counter))
    assert "the language of your app" in await choose(counter, "app")
    assert counter.store.meet(1).language == "de"
    assert counter.outbox.menus[-1] == Menu((), chat_id=1)


async def test_a_language_nobody_speaks_here_changes_nothing(counter):
    counter.store.meet(1, "en")
    await choose(counter, "tlh")
    assert counter.store.meet(1).chosen_language is None
