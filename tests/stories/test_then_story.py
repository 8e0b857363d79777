"""Two starts, and the second laid over the first."""

import sqlite3
from contextlib import closing


def send(athlete):
    before = sum("Done well" in text for text in athlete.texts())
    athlete.send(b"good")
    athlete.wait(lambda: sum("Done well" in text for text in athlete.texts()) > before)


def test_a_second_start_can_be_seen_over_the_first(athlete):
    send(athlete)
    athlete.press("v1:then:")
    athlete.read("This is the first start of yours I can show.")

    send(athlete)
    athlete.press("v1:then:")
    shown = athlete.read("Then and now: ")
    assert shown["media"]["kind"] == "photo"
    assert shown["media"]["width"] >= 900
    assert "Nothing changed by more than my measuring error." in shown["caption"]
    labels = [button["text"] for button in shown["buttons"][0]]
    assert labels == ["2", "• 3 •", "7"]

    athlete.press(shown["buttons"][0][2]["data"])
    athlete.wait(
        lambda: any(
            button["text"] == "• 7 •"
            for message in athlete.replies()
            for row in message["buttons"]
            for button in row
        )
    )


def test_two_starts_can_be_seen_in_motion(athlete):
    send(athlete)
    send(athlete)
    athlete.press("v1:then:")
    athlete.read("Then and now: ")
    athlete.press("v1:motion:")
    film = athlete.read("Two starts in the same time: ")["media"]
    assert (film["kind"], film["width"]) == ("video", 720)
    assert film["poster"] is not None


def test_forgetting_an_athlete_forgets_the_stills(coach, athlete):
    def kept():
        with closing(sqlite3.connect(coach.data / "history.sqlite")) as database:
            query = "select count(*) from stills where athlete_id = ?"
            return database.execute(query, [athlete.number]).fetchone()[0]

    send(athlete)
    athlete.wait(lambda: kept() == 5)  # three stills, their list, the motion
    athlete.say("/delete")
    athlete.read("Shall I forget everything")
    athlete.press("v1:del:yes")
    athlete.read("Done. I've forgotten everything")
    assert kept() == 0
