"""Who the athlete is changes what a clip is told; with a stand-in for the analysis."""

import json
import sqlite3
from contextlib import closing

STEPS = "first standing, then three-point, then crouched, and blocks come last"


def levels(coach, athlete):
    """Whose bands judged each clip, the oldest first."""
    with closing(sqlite3.connect(coach.data / "history.sqlite")) as history:
        rows = history.execute(
            "select analysis from clips where athlete_id = ? order by id",
            [athlete.number],
        )
        return [json.loads(text)["level"] for (text,) in rows]


def replies(athlete):
    return [text for text in athlete.texts() if "One thing to work on" in text]


def page_of_phase_3(athlete, count):
    """The body line as the latest reply's page of phase 3 tells it."""
    athlete.wait(lambda: len(replies(athlete)) == count)
    page = next(
        button["data"]
        for message in reversed(athlete.replies())
        for button in (message["buttons"] or [[]])[0]
        if (button["data"] or "").startswith("v1:phase:") and button["text"] == "3"
    )
    athlete.press(page)

    def told():
        pages = [text for text in athlete.texts() if "Phase 3 of 8" in text]
        return pages[-1] if len(pages) == count else None

    (line,) = [row for row in athlete.wait(told).split("\n") if "body line" in row]
    return line


def test_a_developing_athlete_may_leave_the_blocks_at_54_degrees(coach, athlete):
    athlete.send(b"high")
    assert page_of_phase_3(athlete, 1).startswith(
        "〰️ body line from foot to shoulders: 54°"
    )

    athlete.say("/settings")
    athlete.read("Settings")
    athlete.press("v1:about")
    athlete.read("About you")
    athlete.press("v1:experience:new")
    said = athlete.read("Experience: new to blocks.")
    assert "from your next clip" in said["text"]
    athlete.send(b"high")
    assert page_of_phase_3(athlete, 2).startswith(
        "✅ body line from foot to shoulders: 54°"
    )
    assert levels(coach, athlete) == ["trained", "developing"]


def test_another_look_is_judged_by_the_level_now_set(coach, athlete):
    athlete.send(b"high 1")
    athlete.wait(lambda: len(replies(athlete)) == 1)
    athlete.say("/start")
    athlete.read("One question")
    athlete.press("v1:first:new")
    athlete.read("still building up")
    assert levels(coach, athlete) == ["trained"], "an old clip keeps its verdicts"
    athlete.press("v1:put:")
    menu = athlete.read("What shall I put right?")
    (who,) = {
        key["data"] for row in menu["buttons"] for key in row if "who" in key["data"]
    }
    athlete.press(who)
    athlete.read("look for somebody else")
    athlete.press("v1:do:")
    athlete.read("I changed it in the reply")
    assert levels(coach, athlete) == ["developing"]


def test_the_youngest_learn_to_start_step_by_step(athlete):
    athlete.say("/start")
    athlete.read("One question")
    athlete.press("v1:first:under_14")
    athlete.read("Do they say yes?")
    athlete.press("v1:guardian:yes")
    athlete.read("Thank you both!")
    athlete.send(b"good")
    reply = athlete.read("One thing to work on")
    assert STEPS in reply["text"]
    athlete.press("v1:drill:")
    assert STEPS in athlete.read("Your drill")["text"]

    athlete.say("/settings")
    athlete.read("Settings")
    athlete.press("v1:about")
    athlete.read("About you")
    athlete.press("v1:age:older")
    athlete.read("16 or older")
    athlete.say("/history")
    athlete.read("Your last clips")
    athlete.press("v1:hclip:")
    athlete.wait(lambda: "v1:show:" in str(athlete.replies()[-1]["buttons"]))
    athlete.press("v1:show:")
    athlete.wait(lambda: len(replies(athlete)) == 2)
    assert STEPS not in replies(athlete)[-1]


def test_a_height_gives_metres_until_it_is_forgotten(athlete):
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.say("/height 180")
    athlete.read("Thanks, 180 cm.")
    athlete.press("v1:phase:")
    athlete.read("Phase 1 of 8")
    athlete.press("v1:all:")
    told = athlete.read("In metres, for 180 cm")
    assert "Step 1: 0.97 ± 0.07 m" in told["text"]
    athlete.press("v1:height")
    athlete.read("Height: not told yet.")
    count = len(athlete.replies())
    athlete.press("v1:all:")
    athlete.wait(lambda: len(athlete.replies()) > count)
    assert "In metres" not in athlete.texts()[-1]
