"""A clip goes in, coaching comes out; with a stand-in for the analysis."""

import json
import re
import sqlite3
from contextlib import closing
from zoneinfo import ZoneInfo


def test_a_clip_is_received_followed_and_answered(athlete):
    clip = athlete.send(b"good 3")

    athlete.read("Got it. You're next, about ")
    athlete.wait(lambda: athlete.chat()[0]["reactions"] == ["👀"])
    assert athlete.chat()[0]["id"] == clip
    status = athlete.read("Following your joints: 40 %")
    assert status["edited"]
    assert athlete.ask("chat")["action"] == "typing"

    reply = athlete.read("One thing to work on")
    athlete.gone("Following your joints")
    album = [message for message in athlete.replies() if message["album"]]
    assert [message["media"]["kind"] for message in album] == ["photo"] * 3
    assert album[0]["caption"].startswith("Your start, phase by phase\n✅ good")
    assert album[1]["caption"] is album[2]["caption"] is None
    assert reply["id"] > album[-1]["id"]
    seen, signs, *_ = reply["text"].split("\n")
    assert seen == "Phases: 7 seen, 7 judged · 30 frames/s"
    assert signs.startswith("1❔ 2✅ 3❗")
    assert "(phase 3, frame 37): about 131° ± 4°." in reply["text"]
    assert "Done well" in reply["text"]
    assert "Phase 1 is left open. The clip begins later than that." in reply["text"]


def test_buttons_under_the_reply_lead_to_its_details(athlete):
    athlete.send(b"good")
    athlete.read("One thing to work on")

    athlete.press("v1:phase:")
    page = athlete.read("Phase 1 of 8")
    assert "The clip begins later than that." in page["text"]
    athlete.press("v1:page:")
    athlete.press(page["buttons"][0][2]["data"])
    turned = athlete.read("Phase 3 of 8")
    assert turned["id"] == page["id"]
    assert "❗ front knee: 131° ± 4° · good: 165° or more" in turned["text"]

    athlete.press("v1:all:")
    athlete.read("❗ front knee, leaving the blocks: 131° ± 4°")
    athlete.press("v1:why:")
    athlete.read("What the range rests on:")
    athlete.press("v1:drill:")
    athlete.read("Your drill")


def praise_in(text):
    return text.partition("Done well:")[2].partition("🎯")[0].strip()


def opened(athlete, page):
    """Whether a page of the history shows one clip."""
    shown = next(one for one in athlete.replies() if one["id"] == page)
    return "v1:show:" in str(shown["buttons"])


def test_every_clip_is_praised_for_something_else_than_the_one_before(athlete):
    athlete.send(b"good 1")
    first = praise_in(athlete.read("One thing to work on")["text"])
    athlete.send(b"good 2")
    athlete.wait(lambda: sum("One thing" in text for text in athlete.texts()) == 2)
    second = praise_in(athlete.texts()[-1])
    assert first.startswith("You leave the blocks at about 41°")
    assert second
    assert second != first

    athlete.say("/history")  # and an old reply says again what it said
    athlete.read("Your last clips")
    page = athlete.read("Your last clips")
    for again, praise in ((0, second), (1, first)):
        athlete.press(page["buttons"][0][again]["data"])
        athlete.wait(lambda: opened(athlete, page["id"]))
        athlete.press("v1:show:")
        count = 3 + again
        athlete.wait(
            lambda count=count: sum("One thing" in t for t in athlete.texts()) == count
        )
        assert praise_in(athlete.texts()[-1]) == praise
        athlete.press("v1:hpage:0")
        athlete.wait(lambda: not opened(athlete, page["id"]))


def test_a_stumble_is_the_first_thing_said(athlete):
    athlete.send(b"stumble")
    reply = athlete.read("One thing to work on")["text"]
    stumble, focus = reply.index("You stumble in the steps"), reply.index("One thing")
    assert stumble < focus
    assert "Done well" not in reply


def test_the_checklist_shows_the_last_clip(athlete):
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.press("v1:phase:")
    athlete.read("Phase 1 of 8")
    athlete.press("v1:all:")
    athlete.read("1. Set")
    athlete.press("v1:checklist")
    board = athlete.read("3 ○ Full extension: front knee")
    assert board["media"]["width"] >= 1080
    athlete.press("v1:phases:3")
    turned = athlete.read("○ front knee: 131° ± 4° · good: 165° or more")
    assert turned["id"] == board["id"]
    athlete.press("v1:phases:3:drill")
    assert athlete.read("About: front knee")["id"] == board["id"]
    athlete.press("v1:phases:2")
    athlete.read("Phase 2 of 8")
    athlete.press("v1:phases:0")
    athlete.read("Your eight phases")
    athlete.press("v1:best:0")
    assert athlete.read("Your frames closest to the aim")["id"] == board["id"]
    athlete.press("v1:best:3")
    athlete.read("Phase 3: Full extension, ")


def test_the_history_shows_an_old_reply_again(athlete):
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.say("/history")
    page = athlete.read("Your last clips")
    assert "front knee out of the blocks" in page["caption"]
    assert page["media"]["width"] >= 1080
    athlete.press("v1:hclip:")
    athlete.wait(lambda: opened(athlete, page["id"]))

    before = len(athlete.replies())
    athlete.press("v1:show:")
    athlete.wait(lambda: len(athlete.replies()) == before + 5)
    again = athlete.replies()[before:]
    assert again[0]["text"].startswith("The clip of ")
    assert [message["album"] is not None for message in again[1:4]] == [True] * 3
    assert "One thing to work on" in again[4]["text"]


def test_nobody_sees_another_athletes_clip(coach, athlete):
    other = coach.person(athlete.number + 1000)
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.say("/history")
    athlete.read("Your last clips")
    other.say("/checklist")
    page = other.read("Your eight phases")
    assert "No start of yours yet" in page["caption"]
    other.say("/history")
    other.read("No clips yet.")


def test_two_clips_wait_in_line_and_the_second_moves_up(athlete):
    athlete.send(b"good 3")
    athlete.read("You're next")
    athlete.send(b"good 1")
    athlete.read("Got it. 1 before this one, about ")
    athlete.read("One thing to work on")
    athlete.gone("1 before this one")
    athlete.wait(lambda: sum("One thing" in text for text in athlete.texts()) == 2)


def test_a_refused_clip_is_shown_and_told_and_how_to_film(athlete):
    athlete.send(b"refuse")
    reply = athlete.read("I couldn't find a start")
    assert reply["media"]["kind"] == "photo"
    assert reply["buttons"][0][0]["data"] == "v1:film"
    athlete.gone("Got it")
    athlete.say("/history")
    page = athlete.read("· I couldn't find a start")
    athlete.press("v1:hclip:")
    athlete.wait(lambda: opened(athlete, page["id"]))
    athlete.press("v1:show:")
    shown = athlete.wait(lambda: [m for m in athlete.replies() if m["media"]][2:])
    assert shown[0]["caption"] == reply["caption"]


def test_one_clip_of_two_is_forgotten(coach, athlete):
    for number in (1, 2):
        athlete.send(b"good %d" % number)
        athlete.wait(
            lambda n=number: sum("One thing" in t for t in athlete.texts()) == n
        )
    athlete.say("/history")
    page = athlete.read("Your last clips")
    athlete.press("v1:hclip:")
    athlete.wait(lambda: opened(athlete, page["id"]))
    athlete.press("v1:drop:")
    athlete.read("Shall I forget your clip of")
    athlete.press("v1:drop:")
    athlete.read("That clip is gone")
    athlete.read("Your last clips")
    assert _rows(
        coach, "history.sqlite", f"clips where athlete_id = {athlete.number}"
    ) == [1]


def test_how_to_film_is_drawn_and_told(athlete):
    athlete.say("/film")
    athlete.read("How to film your start")
    drawn = [m for m in athlete.replies() if m["media"]]
    assert "8 to 10 m" in drawn[-1]["caption"]


def test_a_failing_analysis_is_tried_three_times_and_told(coach, athlete):
    athlete.send(b"fail")
    athlete.read("I tried three times")
    assert "exit code 1" in coach.log.read_text()
    athlete.gone("Got it")
    assert not list((coach.data / "tmp").rglob("clip"))


def test_a_clip_that_breaks_its_reader_is_refused_at_once(coach, athlete):
    athlete.send(b"crash")
    athlete.read("This file broke the program I read videos with")
    assert coach.log.read_text().count("SIGSEGV") == 1
    athlete.gone("Got it")


def test_an_analysis_that_takes_too_long_is_ended(bot):
    athlete = bot(analysis_timeout_s=1.5).person()
    athlete.send(b"good 600")
    athlete.read("this clip took me too long")


def test_cancel_takes_back_the_running_clip_and_the_waiting_ones(coach, athlete):
    for _ in range(2):
        athlete.send(b"good 600")
    athlete.read("Following your joints")
    (child,) = coach.children()
    athlete.say("/cancel")
    athlete.wait(lambda: child not in coach.children())
    athlete.read("Done. 2 clips are taken back.")
    athlete.gone("Following your joints")
    athlete.say("/cancel")
    athlete.read("You have no clip in line.")

    athlete.send(b"good")  # the line is free again
    athlete.read("One thing to work on")


def test_no_more_than_the_allowed_clips_wait(bot):
    athlete = bot(max_waiting=2).person()
    for _ in range(3):
        athlete.send(b"good 600")
    athlete.read("You have 2 clips in line already")
    athlete.say("/cancel")
    athlete.read("Done. 2 clips")


def test_what_is_no_clip_gets_a_helpful_sentence(athlete):
    athlete.say("hello coach")
    athlete.read("I can't chat, but I can look at your start.")
    athlete.ask(
        "clip", b"%PDF", kind="document", name="plan.pdf", type="application/pdf"
    )
    athlete.read("I can only look at videos.")


def test_delete_forgets_everything_after_asking(coach, athlete):
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.send(b"good 600")
    athlete.read("Following your joints")
    athlete.say("/delete")
    ask = athlete.read("Shall I forget everything about you?")
    assert ask["buttons"][0][0]["style"] == "danger"
    athlete.press("v1:del:no")
    athlete.read("everything stays as it is")

    athlete.say("/delete")
    athlete.read("Shall I forget everything about you?")
    athlete.press("v1:del:yes")
    athlete.read("I've forgotten everything about you.")
    assert coach.children() == []
    mine = [
        f"{table} where athlete_id = {athlete.number}" for table in ("clips", "sent")
    ]
    mine.append(f"athletes where id = {athlete.number}")
    assert _rows(coach, "history.sqlite", *mine) == [0, 0, 0]
    queued = f"workflow_status where queue_partition_key = '{athlete.number}'"
    assert _rows(coach, "queue.sqlite", "artefacts", queued) == [0, 0]
    athlete.say("/history")
    athlete.read("No clips yet.")


def test_strangers_are_turned_away_kindly(bot):
    coach = bot(allowed_users="2,3")
    stranger, member = coach.person(1), coach.person(2)
    stranger.send(b"good")
    stranger.read("They will need this number: 1")
    member.say("/help")
    member.read("What I can do")
    assert _rows(coach, "history.sqlite", "athletes where id = 1") == [0]


def test_settings_in_the_chat_last(coach, athlete):
    athlete.say("/timezone berln")
    athlete.read("Did you mean one of these?")
    athlete.press("v1:tz:Europe/Berlin")
    athlete.read("Your time zone is Europe/Berlin")
    athlete.say("/progress")
    athlete.read("in your time zone (Europe/Berlin)")
    athlete.press("v1:weekly")
    athlete.wait(lambda: "v1:weekly:off" in str(athlete.replies()))
    athlete.press("v1:weekly:off")
    athlete.read("It is off.")
    assert ZoneInfo("Europe/Berlin")
    coach.stop()
    coach.start()
    athlete.say("/progress")
    athlete.wait(lambda: "The weekly summary is off." in athlete.texts()[-1])


def test_every_command_of_the_menu_answers(athlete):
    menu = [entry["command"] for entry in athlete.ask("chat")["commands"]]
    assert set(menu) >= {"checklist", "film", "history", "progress", "cancel", "help"}
    for command in ("start", *menu):
        before = len(athlete.replies())
        athlete.say(f"/{command}")
        athlete.wait(lambda before=before: len(athlete.replies()) > before)
    # Each says something else; /film sends its picture first, /start asks a question.
    athlete.wait(lambda: len(set(athlete.texts())) == len(menu) + 3)


def test_an_athlete_is_spoken_to_in_the_apps_language_or_the_one_chosen(athlete):
    athlete.ask("text", json.dumps({"text": "/help"}).encode(), language="uk")
    athlete.read("Що я вмію")
    menu = athlete.ask("chat")["commands"]
    assert {"command": "film", "description": "Як знімати"} in menu
    athlete.say("/settings")
    page = athlete.read("мовою твого застосунку: Українська")
    athlete.press("v1:lang:es")
    assert athlete.read("Hablo el idioma que elegiste: Español.")["id"] == page["id"]
    film = {"command": "film", "description": "Cómo grabar"}
    athlete.wait(lambda: film in athlete.ask("chat")["commands"])
    athlete.send(b"good")
    reply = athlete.read("Una cosa para trabajar")
    assert "unos 131° ± 4°" in reply["text"]


def _rows(coach, file, *tables):
    with closing(sqlite3.connect(coach.data / file)) as connection:
        return [
            connection.execute(f"select count(*) from {table}").fetchone()[0]
            for table in tables
        ]


def test_the_log_tells_nothing_about_people(bot):
    coach = bot(log_level="DEBUG")
    athlete = coach.person()
    athlete.say("my secret injury")
    athlete.send(b"good", name="anna.mp4")
    athlete.read("One thing to work on")
    log = coach.log.read_text()
    assert "ready as" in log
    assert not re.search(r"secret injury|anna|/bot\d+:", log)
