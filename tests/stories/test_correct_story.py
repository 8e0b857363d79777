"""What the bot got wrong is put right with a tap; with a stand-in for the analysis."""

import json
import sqlite3
import time
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


def fault(athlete, method, **facts):
    fault = {"method": method, "error_code": 400, "description": GONE, "times": 1}
    athlete.ask("fault", json.dumps(fault | facts).encode())


def test_a_moment_is_moved_and_put_back(coach, athlete):
    clip = athlete.send(b"good 1")
    athlete.read("One thing to work on")
    (row,) = clips(coach, athlete)
    athlete.press(f"v1:phase:{row['id']}:8")
    athlete.read("Phase 8 of 8")
    athlete.press("v1:later:")
    receipt = athlete.read("Got it.")
    assert receipt["reply_to"]["id"] == clip
    athlete.wait(lambda: len(answers(athlete)) == 2)
    athlete.gone("Following your joints")
    assert "You moved key moments yourself (phases: 8)" in answers(athlete)[-1]
    assert albums(athlete) == [3, 3]
    assert corrections(coach, athlete)["shifts"] == {"touchdown_3": 1}

    athlete.say("/history")
    athlete.read("Your last clips")
    listed = athlete.replies()[-1]
    assert sum("v1:hclip:" in str(row) for row in listed["buttons"]) == 1
    assert len(listed["buttons"][0]) == 1, "one clip stays one clip"

    athlete.press("v1:as_it_was:")
    athlete.wait(lambda: len(answers(athlete)) == 3)
    assert answers(athlete)[-1] == answers(athlete)[0]
    assert corrections(coach, athlete) is None


def test_pressing_twice_is_one_look(coach, athlete):
    athlete.send(b"good 1")
    athlete.read("One thing to work on")
    athlete.press("v1:other:")
    athlete.press("v1:other:")
    athlete.read("already looking at this clip again")
    athlete.wait(lambda: len(answers(athlete)) == 2)
    time.sleep(1.0)
    assert len(answers(athlete)) == 2
    assert corrections(coach, athlete)["athlete"] == 1


def test_not_me_in_a_refused_clip_finds_the_one_who_starts(coach, athlete):
    athlete.send(b"refuse")
    athlete.read("find a start from the blocks")
    athlete.press("v1:other:")
    athlete.read("One thing to work on")
    (row,) = clips(coach, athlete)
    assert (row["state"], row["refusal_code"], row["look"]) == ("analysed", None, 2)

    athlete.press("v1:other:")
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
    athlete.press("v1:turn:")
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
    athlete.press("v1:other:")
    athlete.read("can't get your clip from Telegram any more")
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
    athlete.press("v1:other:")
    athlete.read("Following your joints")
    athlete.say("/cancel")
    athlete.read("Taken back.")
    assert coach.children() == []
    (row,) = clips(coach, athlete)
    assert (row["state"], row["again"]) == ("analysed", "cancelled")

    athlete.press("v1:other:")
    athlete.wait(lambda: len(answers(athlete)) == 2)
    assert corrections(coach, athlete)["athlete"] == 1


def test_delete_takes_second_looks_along(coach, athlete):
    athlete.send(b"good 3")
    athlete.read("One thing to work on")
    athlete.press("v1:other:")
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
    athlete.press("v1:other:")
    athlete.read("Following your joints")
    coach.kill()

    coach.start()
    athlete.wait(lambda: len(answers(athlete)) == 2)
    athlete.gone("Following your joints")
    time.sleep(1.5)
    assert len(answers(athlete)) == 2
    assert albums(athlete) == [3, 3]
    assert corrections(coach, athlete)["athlete"] == 1
