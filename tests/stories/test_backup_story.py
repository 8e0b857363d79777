"""The drill: a machine is lost with clips in line, a backup taken back elsewhere."""

import os
import subprocess
import sys

import pytest

from tests.stories.conftest import ROOT, Bot


def run(folder, *arguments):
    """A command of the bot's, on this data; what it ended with and said."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=ROOT,
        env={"DATA_DIR": str(folder), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def keeping(telegram):
    """Settings of a bot on a Telegram that outlives it."""
    return {
        "telegram_bot_token": telegram["token"],
        "telegram_base_url": telegram["base_url"],
        "telegram_base_file_url": f"{telegram['page']}file/bot",
    }


def test_clips_in_line_when_the_machine_was_lost_are_answered_from_a_backup(
    bot, telegram, keeping, tmp_path
):
    lost = bot(**keeping)
    athlete = lost.person()
    athlete.url = telegram["page"]
    athlete.send(b"good")
    athlete.read("One thing to work on")
    athlete.send(b"good 20")
    athlete.read("Following your joints")
    athlete.send(b"refuse")
    athlete.read("1 before this one")
    archive = tmp_path / "coach.zip"
    made = run(lost.data, "backup", archive)
    assert made.returncode == 0, made.stderr
    lost.kill()

    elsewhere = Bot(tmp_path / "elsewhere", **keeping)
    elsewhere.folder.mkdir()
    taken = run(elsewhere.data, "restore", archive)
    assert taken.returncode == 0, taken.stderr
    try:
        elsewhere.start()
        athlete.read("couldn't find a start", seconds=120)
        # On a slow machine the lost bot may have answered after it was backed up.
        assert sum("One thing to work on" in text for text in athlete.texts()) >= 2
        athlete.gone("Got it")
        athlete.say("/history")
        athlete.read("Your last clips")
    finally:
        elsewhere.stop()
