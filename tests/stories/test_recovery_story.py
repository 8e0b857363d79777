"""Killed, stopped, disconnected, repeated: no clip is lost and none answered twice."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

from tests.patience import PATIENCE_S


def noted(coach):
    """How many messages of replies the bot has written down as sent."""
    with closing(sqlite3.connect(coach.data / "history.sqlite")) as history:
        return history.execute("select count(*) from sent").fetchone()[0]


def answers(athlete):
    return [text for text in athlete.texts() if "One thing to work on" in text]


def test_a_clip_survives_the_death_of_the_bot(bot):
    coach = bot()
    athlete = coach.person()
    athlete.send(b"good 3")
    status = athlete.read("Following your joints")
    (child,) = coach.children()
    coach.kill()
    end = time.monotonic() + PATIENCE_S
    while child in coach.children():
        assert time.monotonic() < end, "the analysis outlives the bot"

    coach.start()
    athlete.read("One thing to work on")
    athlete.gone("Following your joints")
    assert status["id"] not in [message["id"] for message in athlete.replies()]
    time.sleep(1.5)
    assert len(answers(athlete)) == 1
    assert len([message for message in athlete.replies() if message["album"]]) == 3
    assert not any(path.name == "clip" for path in (coach.data / "tmp").rglob("*"))


def test_a_stopped_bot_ends_soon_and_goes_on_after_its_restart(bot):
    coach = bot()
    athlete = coach.person()
    athlete.send(b"good 3")
    athlete.send(b"good")
    athlete.read("Following your joints")
    start = time.monotonic()
    assert coach.stop() == 0
    assert time.monotonic() - start < 25
    assert coach.children() == []

    coach.start()
    athlete.wait(lambda: len(answers(athlete)) == 2)
    athlete.gone("Got it")


def test_a_killed_bot_does_not_repeat_what_it_said(bot):
    coach = bot()
    athlete = coach.person()
    # The pictures go out, then the coaching text is refused for a while.
    fault(athlete, "sendMessage", 502, times=40)
    athlete.send(b"good")
    athlete.wait(lambda: noted(coach) == 1)
    coach.kill()

    coach.start()
    athlete.read("One thing to work on")
    assert len([message for message in athlete.replies() if message["album"]]) == 3


def test_an_update_that_comes_twice_is_one_clip(bot):
    coach = bot()
    athlete = coach.person()
    athlete.say("/help")
    athlete.read("What I can do")
    # The poll that is waiting now brings the clip; the next ones, which would
    # confirm it, don't get through.
    fault(athlete, "getUpdates", 502, times=100)
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.wait(lambda: noted(coach) == 2)
    coach.kill()

    coach.start()  # Telegram sends the clip again
    athlete.say("/film")
    athlete.read("How to film your start")
    time.sleep(1.5)
    assert len(answers(athlete)) == 1
    assert not any("Got it" in text for text in athlete.texts())


def test_telegrams_faults_are_ridden_out(bot):
    athlete = bot().person()
    fault(athlete, "setMessageReaction", 400)
    fault(athlete, "sendMediaGroup", 502)
    fault(athlete, "sendMessage", 429, retry_after=1)
    fault(athlete, "editMessageText", 400, times=3)
    fault(athlete, "deleteMessage", 400)
    fault(athlete, "sendChatAction", 500, times=3)
    athlete.send(b"good 2")
    athlete.read("One thing to work on")


def test_a_clip_that_cant_be_fetched_for_a_while_is_analysed_then(bot):
    athlete = bot().person()
    fault(athlete, "getFile", 502, times=3)
    athlete.send(b"good")
    athlete.read("One thing to work on")
    assert not any("went wrong" in text for text in athlete.texts())


def test_someone_who_blocked_the_bot_gets_no_more_summaries(bot):
    coach = bot()
    athlete = coach.person()
    athlete.say("/progress")
    athlete.read("The weekly summary: ")
    fault(athlete, "sendMessage", 403)
    athlete.say("/help")
    athlete.say("/progress")
    athlete.read("The weekly summary is off.")


def test_an_error_of_ours_is_told_kindly(bot):
    coach = bot()
    athlete = coach.person()
    # What Telegram refuses for a reason nobody thought of.
    fault(athlete, "sendMessage", 400)
    athlete.say("/help")
    athlete.read("something went wrong on my side")
    athlete.say("/help")
    athlete.read("What I can do")
    log = coach.log.read_text()
    assert "failed\nTraceback" in log
    coach.log.write_text("")  # that one was wanted


def test_only_one_bot_works_on_the_same_data(bot, tmp_path):
    coach = bot()
    second = subprocess.run(
        [sys.executable, "-m", "bot"],
        env={"DATA_DIR": str(coach.data), "LOCAL_CHAT_PORT": "0", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert second.returncode == 2
    assert "Another bot is already running here" in second.stderr


def test_a_taken_port_is_told_with_the_way_out(bot, tmp_path):
    coach = bot()
    second = subprocess.run(
        [sys.executable, "-m", "bot"],
        env={"DATA_DIR": str(tmp_path / "other"), "LOCAL_CHAT_PORT": str(coach.port)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert second.returncode == 2
    assert f"Port {coach.port} is taken" in second.stderr
    assert "Traceback" not in second.stderr


def test_what_is_written_is_its_owners_only(coach, athlete):
    athlete.say("/help")
    athlete.read("What I can do")
    assert coach.data.stat().st_mode & 0o077 == 0
    assert (coach.data / "history.sqlite").stat().st_mode & 0o077 == 0


def test_with_a_token_clips_sent_while_the_bot_was_down_are_answered(telegram, bot):
    page, base, token = telegram["page"], telegram["base_url"], telegram["token"]
    coach = bot(
        telegram_bot_token=token,
        telegram_base_url=base,
        telegram_base_file_url=f"{page}file/bot",
        log_level="DEBUG",
    )
    athlete = coach.person()
    athlete.url = page
    athlete.say("/start")
    athlete.read("Hello! I look at sprint starts.")
    coach.stop()
    athlete.send(b"good")
    coach.start()
    athlete.read("One thing to work on")
    assert token not in coach.log.read_text()


def test_a_wrong_token_is_refused_in_plain_words(tmp_path, telegram):
    started = subprocess.run(
        [sys.executable, "-m", "bot"],
        env={
            "DATA_DIR": str(tmp_path / "data"),
            "TELEGRAM_BOT_TOKEN": "1:wrong",
            "TELEGRAM_BASE_URL": telegram["base_url"],
            "PATH": "",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert started.returncode == 2
    assert "doesn't know the token" in started.stderr


def fault(athlete, method, code, times=1, **facts):
    words = {403: "Forbidden: bot was blocked by the user"}.get(
        code, "Bad Request: made up"
    )
    fault = {"method": method, "error_code": code, "description": words, "times": times}
    athlete.ask("fault", json.dumps(fault | facts).encode())


def a_week_passes(coach):
    """Let all that the history knows have happened eight days earlier."""
    moments = {
        "athletes": ("created_at", "weekly_since"),
        "clips": ("received_at", "finished_at"),
    }
    with closing(sqlite3.connect(coach.data / "history.sqlite")) as history, history:
        for table, columns in moments.items():
            for column in columns:
                history.execute(f"""update {table} set {column} = strftime(
                    '%Y-%m-%dT%H:%M:%f', {column}, '-8 days') || '000+00:00'""")


def test_a_summary_that_came_due_while_the_bot_was_down_goes_out_once(bot):
    coach = bot()
    athlete = coach.person()
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.gone("Got it")
    assert coach.stop() == 0
    a_week_passes(coach)

    coach.start()
    summary = athlete.read("Your week on the blocks")
    assert "1 start" in summary["text"]
    coach.kill()
    coach.start()
    assert coach.stop() == 0
    coach.start()
    assert sum("Your week" in text for text in athlete.texts()) == 1
