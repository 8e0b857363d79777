"""What the bot got wrong is put right with a tap; with a stand-in for the analysis."""

import json
import sqlite3
from contextlib import closing

GONE = "Bad Request: wrong file_id or the file is temporarily unavailable"


def answers(athlete):
    return [text for text in athlete.texts() if "One thing to work on" in text]


def albums(athlete):
    """Albums by the number of their pictures."""
    groups = [m["album"] for m in athlete.replies() if m["album"]]
    return [groups.count(group) for group in dict.fromkeys(groups)]


def clips(coach, athlete):
    with closing(sqlite3.connect(coach.data / "history.sqlite")) as history:
        history.row_factory = sqlite3.Row
        rows = history.execute(
            "select * from clips where athlete_id = ?", [athlete.number]
        )
        return [dict(row) for row in rows]


def corrections(coach, athlete):
    (row,) = clips(coach, athlete)
    return json.loads(row["analysis"])["corrections"]


def not_me(athlete):
    """Ask for somebody else: under a refusal, or among what can be put right."""
    if any("v1:put:" in str(m["buttons"]) for m in athlete.replies()):
        turn_to(athlete, "who", "look for somebody else")
    else:
        athlete.press("v1:other:")
        athlete.read("look for somebody else")
    athlete.press("v1:do:")


def turn_to(athlete, page, words):
    """Open what can be put right, and turn to a page that says so."""
    athlete.press("v1:put:")
    menu = athlete.read("What shall I put right?")
    (put,) = {
        button["data"]
        for row in menu["buttons"]
        for button in row
        if button["data"].endswith(":who")
    }
    athlete.press(f"{put.removesuffix('who')}{page}")
    athlete.read(words)


def fault(athlete, method, **facts):
    fault = {"method": method, "error_code": 400, "description": GONE, "times": 1}
    athlete.ask("fault", json.dumps(fault | facts).encode())


def cards(athlete):
    """The pictures of the chat as they look now."""
    return [m["media"]["url"] for m in athlete.replies() if m["album"]]


def test_a_moment_is_moved_in_the_reply_itself_and_put_back(coach, athlete):
    clip = athlete.send(b"good 1")
    athlete.read("One thing to work on")
    (row,) = clips(coach, athlete)
    before = cards(athlete)
    athlete.press(f"v1:phase:{row['id']}:8")
    athlete.read("Phase 8 of 8")
    athlete.press("v1:later:")
    page = athlete.read("1 frame later, 33 ms")
    assert "It changes phase 8" in page["text"]
    athlete.press("v1:do:")
    receipt = athlete.read("Got it.")
    assert receipt["reply_to"]["id"] == clip
    done = athlete.read("I changed it in the reply")
    athlete.gone("Following your joints")
    assert len(answers(athlete)) == 1
    assert "You moved key moments yourself (phases: 8)" in answers(athlete)[0]
    assert albums(athlete) == [3]
    after = cards(athlete)
    assert after[:2] == before[:2]
    assert after[2] != before[2], "the one picture that changed"
    assert corrections(coach, athlete)["shifts"] == {"touchdown_3": 1}

    athlete.say("/history")
    athlete.read("Your last clips")
    listed = athlete.replies()[-1]
    assert str(listed["buttons"]).count("v1:hclip:") == 1, "one clip stays one clip"
    assert "As it was" in str(done["buttons"])
    athlete.press("v1:as_it_was:")
    athlete.wait(lambda: "You moved key moments" not in answers(athlete)[0])
    assert albums(athlete) == [3]
    assert corrections(coach, athlete) is None


def test_messages_that_were_deleted_leave_one_new_card(coach, athlete):
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.gone("Following your joints")
    words = "Bad Request: message to edit not found"
    fault(athlete, "editMessageMedia", description=words, times=9)
    turn_to(athlete, "moments", "Which moment is off?")
    (row,) = clips(coach, athlete)
    athlete.press(f"v1:fix:{row['id']}:touchdown_3")
    athlete.read("Should it be earlier or later?")
    athlete.press(f"v1:fix:{row['id']}:touchdown_3:-1")
    athlete.read("1 frame earlier")
    athlete.press("v1:do:")
    card = athlete.read("can't change the old messages")
    assert card["media"]["kind"] == "photo"
    assert albums(athlete) == [3]
    assert len(answers(athlete)) == 1


def test_pressing_twice_is_one_look(coach, athlete):
    athlete.send(b"good 1")
    athlete.read("One thing to work on")
    not_me(athlete)
    athlete.press("v1:put:")
    athlete.wait(lambda: ":mirrored" in str(athlete.replies()[-1]["buttons"]))
    athlete.press("v1:do:")
    athlete.read("already looking at this clip again")
    athlete.read("I changed it in the reply")
    assert albums(athlete) == [3]
    assert corrections(coach, athlete)["athlete"] == 1


def test_not_me_in_a_refused_clip_finds_the_one_who_starts(coach, athlete):
    athlete.send(b"refuse")
    athlete.read("find a start from the blocks")
    not_me(athlete)
    athlete.read("One thing to work on")
    (row,) = clips(coach, athlete)
    assert (row["state"], row["refusal_code"], row["look"]) == ("analysed", None, 2)

    athlete.gone("Got it.")
    not_me(athlete)
    athlete.read("found nobody I could tell apart")
    athlete.gone("Got it.")
    (row,) = clips(coach, athlete)
    assert (row["state"], row["again"]) == ("analysed", "failed")
    assert corrections(coach, athlete)["athlete"] == 1


def test_one_of_several_equal_starters_says_who_they_are(coach, athlete):
    athlete.send(b"several")
    athlete.read("which one you are")
    asked = athlete.replies()[-1]
    assert [[key["text"] for key in row] for row in asked["buttons"]][1] == ["1", "2"]
    (row,) = clips(coach, athlete)
    athlete.press(f"v1:me:{row['id']}:1")
    athlete.read("One thing to work on")
    assert corrections(coach, athlete)["athlete"] == 2, "the first of two is past both"


def test_the_other_direction_is_taken_at_once(coach, athlete):
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.press("v1:put:")
    athlete.read("What shall I put right?")
    athlete.press("v1:do:")
    said = athlete.read("I take this clip as mirrored")
    assert "from right to left" in said["text"]
    assert "Your left leg is the front one" in said["text"]
    assert corrections(coach, athlete)["mirrored"]
    athlete.press("v1:turn:")
    athlete.read("I take this clip as it looks")
    assert corrections(coach, athlete) is None
    assert len(answers(athlete)) == 1


def test_a_clip_telegram_no_longer_has_is_told_kindly(coach, athlete):
    athlete.send(b"good")
    athlete.read("One thing to work on")
    fault(athlete, "getFile")
    not_me(athlete)
    athlete.read("can't get your clip any more")
    athlete.gone("Got it.")
    (row,) = clips(coach, athlete)
    assert (row["state"], row["again"]) == ("analysed", "failed")
    athlete.say("/history")
    athlete.read("Your last clips")
    athlete.press("v1:hclip:")
    athlete.wait(lambda: "v1:show:" in str(athlete.replies()[-1]["buttons"]))
    athlete.press("v1:show:")
    athlete.wait(lambda: len(answers(athlete)) == 2)


def test_cancel_takes_a_second_look_back(coach, athlete):
    athlete.send(b"good 3")
    athlete.read("One thing to work on")
    not_me(athlete)
    athlete.read("Following your joints")
    athlete.say("/cancel")
    athlete.read("Taken back.")
    assert coach.children() == []
    (row,) = clips(coach, athlete)
    assert (row["state"], row["again"]) == ("analysed", "cancelled")

    not_me(athlete)
    athlete.read("I changed it in the reply")
    assert corrections(coach, athlete)["athlete"] == 1


def test_delete_takes_second_looks_along(coach, athlete):
    athlete.send(b"good 3")
    athlete.read("One thing to work on")
    not_me(athlete)
    athlete.read("Following your joints")
    athlete.say("/delete")
    athlete.read("Shall I forget everything about you?")
    athlete.press("v1:del:yes")
    athlete.read("I've forgotten everything about you.")
    assert coach.children() == []
    assert clips(coach, athlete) == []
    with closing(sqlite3.connect(coach.data / "queue.sqlite")) as queue:
        (left,) = queue.execute(
            "select count(*) from workflow_status where queue_partition_key = ?",
            [str(athlete.number)],
        ).fetchone()
    assert left == 0


def test_a_second_look_survives_the_death_of_the_bot(bot):
    coach = bot()
    athlete = coach.person()
    athlete.send(b"good 2")
    athlete.read("One thing to work on")
    athlete.gone("Following your joints")
    not_me(athlete)
    athlete.read("Following your joints")
    coach.kill()

    coach.start()
    athlete.read("I changed it in the reply")
    athlete.gone("Following your joints")
    assert len(answers(athlete)) == 1
    assert albums(athlete) == [3]
    assert corrections(coach, athlete)["athlete"] == 1
