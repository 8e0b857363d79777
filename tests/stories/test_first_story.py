"""A newcomer's first minute; with a stand-in for the analysis."""

import json
import sqlite3
from contextlib import closing

import pytest

HELLO = {
    "en": "Hello! I look at sprint starts.",
    "es": "¡Hola! Analizo salidas de velocidad.",
    "uk": "Привіт! Я дивлюся спринтерські старти.",
}


def rows(coach, table):
    with closing(sqlite3.connect(coach.data / "history.sqlite")) as history:
        return history.execute(f"select * from {table}").fetchall()


def starts(person, language="en"):
    said = json.dumps({"text": "/start"}).encode()
    person.ask("text", said, language=language)
    return person.read(HELLO[language])


def labels(message):
    return [button["text"] for row in message["buttons"] for button in row]


@pytest.mark.parametrize("language", HELLO)
def test_hello_is_three_lines_under_a_card_and_one_question(athlete, language):
    hello = starts(athlete, language)
    assert hello["media"]["kind"] == "photo"
    assert hello["caption"].count("\n") == 2
    athlete.wait(lambda: len(athlete.replies()) == 2)
    question = athlete.replies()[1]
    assert [len(row) for row in question["buttons"]] == [1, 2, 2, 1]
    athlete.press("v1:first:skip")
    skipped = athlete.wait(lambda: [m for m in athlete.replies() if m["edited"]])[0]
    assert skipped["id"] == question["id"]
    assert skipped["buttons"] == []
    assert "/settings" in skipped["text"]
    assert len(athlete.replies()) == 2, "nothing more is said"


def test_the_empty_chat_and_its_menu_speak_the_phones_language(athlete):
    def told():
        chat = athlete.ask("chat", language="es")
        return chat if "de una salida" in chat["bot"]["description"] else None

    shown = athlete.wait(told)  # a bot that is ready tells Telegram soon after
    menu = {one["command"]: one["description"] for one in shown["commands"]}
    assert list(menu)[:2] == ["film", "checklist"]
    assert menu["film"] == "Cómo grabar"
    assert shown["words"]["placeholder"] == "Mensaje o vídeo"


def test_a_sample_is_a_whole_reply_to_nobodys_clip(coach, athlete):
    starts(athlete)
    athlete.press("v1:sample")
    athlete.read("I'm measuring the sample just as I'd measure yours.")
    reply = athlete.read("One thing to work on")
    athlete.gone("I'm measuring the sample")
    album = [message for message in athlete.replies() if message["album"]]
    assert [message["media"]["kind"] for message in album] == ["photo"] * 3
    assert album[0]["caption"].startswith(
        "A sample: the start of a computer-drawn athlete\n"
    )
    last = reply["text"].rsplit("\n", 1)[1]
    assert "Now you: send me a clip of one start." in last

    assert not {"Compare", "Not me", "Mirrored?"} & set(labels(reply))
    for button, said in (("phase", "Phase 1 of 8"), ("why", "What the range rests on")):
        athlete.press(f"v1:{button}:sample")
        page = athlete.read(said)
    athlete.press("v1:drill:sample")
    athlete.read("Your drill")
    page = athlete.read("Phase 1 of 8")
    athlete.press("v1:page:sample:3")
    athlete.wait(lambda: "Phase 3 of 8" in "".join(athlete.texts()))
    page = athlete.read("Phase 3 of 8")
    assert not any("frame" in label for label in labels(page))
    athlete.press("v1:all:sample")
    athlete.read("❗ front knee, leaving the blocks: 131°")

    athlete.say("/history")
    athlete.read("No clips yet.")
    assert [one for one in rows(coach, "clips") if athlete.number in one] == []
    assert rows(coach, "samples") == []


def test_who_asks_second_gets_the_sample_at_once(coach, athlete):
    first = coach.person(athlete.number + 1000)
    starts(first)
    first.press("v1:sample")
    first.read("One thing to work on")
    starts(athlete)
    athlete.press("v1:sample")
    athlete.read("One thing to work on")
    assert not any("I'm measuring the sample" in text for text in athlete.texts())
    forgotten = {
        "method": "sendMediaGroup",
        "error_code": 400,
        "description": "Bad Request: wrong file identifier",
    }
    athlete.ask("fault", json.dumps(forgotten).encode())
    athlete.press("v1:sample")
    athlete.wait(lambda: sum("One thing" in text for text in athlete.texts()) == 2)
    assert sum(one["album"] is not None for one in athlete.replies()) == 6


def test_the_level_changes_what_the_next_clip_is_held_against(coach, athlete):
    starts(athlete)
    athlete.read("One question")
    athlete.press("v1:first:new")
    thanks = athlete.read("athletes who are still building up")
    assert labels(thanks) == ["Under 14", "Under 16"]
    athlete.send(b"high")
    athlete.read("Done well")
    athlete.say("/start")
    athlete.wait(lambda: len([t for t in athlete.texts() if HELLO["en"] in t]) == 2)
    assert len([t for t in athlete.texts() if "One question" in t]) == 0


def test_a_young_athletes_clip_waits_for_a_guardians_yes(coach, athlete):
    starts(athlete)
    athlete.read("One question")
    athlete.press("v1:first:under_14")
    asked = athlete.read("a parent or guardian decides with you")
    athlete.press("v1:guardian:no")
    athlete.wait(lambda: "until they say yes" in athlete.texts()[-1])
    athlete.send(b"good", name="start.mp4")
    held = athlete.read("I've put your clip aside, nothing is lost.")
    assert held["id"] > asked["id"]
    athlete.say("/history")
    athlete.read("No clips yet.")
    assert coach.children() == []

    athlete.press("v1:guardian:yes")
    athlete.read("Your clip is in line now. Thank you both!")
    athlete.read("One thing to work on")
    athlete.say("/settings")
    athlete.read("A parent or guardian has said yes.")

    athlete.press("v1:about")
    athlete.read("About you")
    athlete.press("v1:guardian:back")
    athlete.read("I look at no more clips until a parent or guardian says yes again")
    athlete.send(b"good 1")
    athlete.read("I've put your clip aside")
    athlete.say("/cancel")
    athlete.read("Done. Your clip is taken back.")
