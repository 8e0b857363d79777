"""The whole way with nothing made up: real clip, real pose model, real pictures."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from analysis.serialization import to_json

CLIPS = Path(__file__).parents[1] / "clips"


def test_a_stranger_sends_a_start_and_gets_coaching(bot, seen):
    coach = bot(real=True)
    athlete = coach.person()
    athlete.say("/start")
    athlete.read("Hello! I look at sprint starts.")
    clip = (CLIPS / "B_30fps.mp4").read_bytes()
    athlete.send(clip, kind="video", width=1920, height=1080, duration=3)
    athlete.read("Got it. You're next")
    athlete.read("Following your joints", seconds=120)

    reply = athlete.read("Done well", seconds=240)
    assert (
        "One thing to work on" in reply["text"] or "Nothing stands out" in reply["text"]
    )
    album = [message for message in athlete.replies() if message["album"]]
    kinds = [message["media"]["kind"] for message in album]
    assert kinds == ["photo"] * 9 + ["video"]
    assert all(message["media"]["width"] >= 600 for message in album)
    film = album[-1]["media"]
    assert 10 <= film["duration"] <= 20
    assert film["poster"] is not None
    athlete.gone("Following your joints")
    opens_everything(athlete, film)
    # Another process, with limits, and the same to the last digit.
    assert kept(coach) == to_json(seen.found)


def kept(coach):
    with closing(sqlite3.connect(coach.data / "history.sqlite")) as history:
        return json.loads(*history.execute("select analysis from clips").fetchone())


def opens_everything(athlete, film):
    """Press the buttons below the reply, and go back to it."""
    athlete.press("v1:slow:")
    again = athlete.read("Your start in slow motion.")["media"]
    assert {**again, "alt": film["alt"]} == film

    athlete.press("v1:path:")
    path = athlete.read("Your start in one picture")["media"]
    assert (path["kind"], path["width"] > path["height"]) == ("photo", True)

    athlete.press("v1:phase:")
    athlete.read("Phase 1 of 8")
    athlete.press("v1:all:")
    athlete.read("8. Third step")
    athlete.say("/history")
    athlete.read("Your last clips")
    athlete.say("/checklist")
    athlete.read("From your newest start.")


def test_a_text_that_calls_itself_a_video_is_refused_kindly(bot):
    athlete = bot(real=True).person()
    athlete.send(b"my training plan\n" * 200, kind="document", name="start.mp4")
    athlete.read("I couldn't read this file as a video.")
    athlete.gone("Got it")
    athlete.say("/history")
    athlete.read("· I couldn't read this file as a video")
