"""The bot in its own process, and people who talk to it through the chat's page."""

import itertools
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.patience import PATIENCE_S
from tests.stories.stand_in.bot_with_stand_in import Copy

ROOT = Path(__file__).parents[2]
STAND_IN = Path(__file__).parent / "stand_in"


class Person:
    """One user of the local chat."""

    def __init__(self, url, number):
        self.url, self.number = url, number

    def ask(self, path, body=None, **query):
        address = (
            f"{self.url}chat/api/{path}?{urlencode({'user': self.number, **query})}"
        )
        with urlopen(Request(address, data=body), timeout=PATIENCE_S) as answer:
            return json.load(answer)

    def chat(self):
        return self.ask("chat")["messages"]

    def replies(self):
        return [message for message in self.chat() if message["from"] == "bot"]

    def texts(self):
        return [
            message["text"] or message["caption"] or "" for message in self.replies()
        ]

    def say(self, text):
        return self.ask("text", json.dumps({"text": text}).encode())["message"]

    def send(self, content, kind="document", name="start.mp4", **facts):
        return self.ask(
            "clip", content, kind=kind, name=name, type="video/mp4", **facts
        )["message"]

    def press(self, data):
        """Press the latest button with this data (or that begins so)."""
        for message in reversed(self.replies()):
            buttons = [one for row in message["buttons"] for one in row]
            for button in sorted(buttons, key=lambda one: one["data"] != data):
                if (button["data"] or "").startswith(data):
                    body = {"message": message["id"], "data": button["data"]}
                    self.ask("press", json.dumps(body).encode())
                    return message["id"]
        raise AssertionError(f"no button {data}")

    def wait(self, what, seconds=PATIENCE_S):
        """Wait until ``what`` of this person is true; gives its value."""
        end = time.monotonic() + seconds
        while not (value := what()):
            assert time.monotonic() < end, "\n---\n".join(self.texts())
            time.sleep(0.05)
        return value

    def read(self, words, seconds=PATIENCE_S):
        """Wait for a message of the bot with these words in it, and give it."""

        def found():
            for message in self.replies():
                if words in (message["text"] or message["caption"] or ""):
                    return message
            return None

        return self.wait(found, seconds)

    def gone(self, words, seconds=PATIENCE_S):
        """Wait until no message has these words."""
        self.wait(lambda: not any(words in text for text in self.texts()), seconds)


class Bot:
    """A bot in a process of its own, on a free port and a folder of its own.

    ``real`` is ``python -m bot``; others have the stand-in for the analysis.
    """

    def __init__(self, folder, real=False, **settings):
        self.folder, self.real, self.settings = folder, real, settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.log = folder / "bot.log"
        self.process = None

    @property
    def data(self):
        return self.folder / "data"

    def start(self):
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TELEGRAM_", "WEBHOOK_", "QUEUE_"))
        } | {
            "DATA_DIR": str(self.data),
            "LOCAL_CHAT_PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(STAND_IN)]),
            **{name.upper(): str(value) for name, value in self.settings.items()},
        }
        self.log.touch()
        begin = self._begin_real if self.real else Copy
        self.process = begin(environment, self.log)
        self._wait_until_ready()
        return self

    def _begin_real(self, environment, log):
        command = [sys.executable, "-m", "bot"]
        with log.open("a") as output:
            return subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=output, stderr=output
            )

    def _wait_until_ready(self):
        ready = self.log.read_text().count("ready as")
        end = time.monotonic() + 120
        while self.log.read_text().count("ready as") == ready:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)

    def person(self, number=1):
        return Person(self.url, number)

    def stop(self):
        """End it as a supervisor would; gives the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=PATIENCE_S)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def children(self):
        """Ids of the processes that analyse a clip of this bot now.

        Without bubblewrap's own around them.
        """
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            wrapper = command[0].endswith(b"bwrap")
            if (
                not wrapper
                and b"bot.sandbox.confined_child" in command
                and str(self.data).encode() in b" ".join(command)
            ):
                found.append(int(entry.name))
        return found

    def answers(self):
        try:
            with urlopen(self.url, timeout=1):
                return True
        except (URLError, OSError):
            return False


def check_log(bot):
    """No error of ours in the log, but for those a test wanted and took out."""
    log = bot.log.read_text()
    assert not re.search(r" ERROR .*\nTraceback", log), log


@pytest.fixture
def bot(tmp_path):
    """Start a bot of one's own with settings; with the real analysis when asked."""
    started = []

    def start(real=False, **settings):
        started.append(Bot(tmp_path, real, **settings).start())
        return started[-1]

    yield start
    for one in started:
        one.stop()
        check_log(one)


@pytest.fixture(scope="module")
def coach(tmp_path_factory):
    """A bot with the stand-in that the tests of one file share."""
    one = Bot(tmp_path_factory.mktemp("coach")).start()
    yield one
    one.stop()
    check_log(one)


@pytest.fixture
def telegram(tmp_path):
    """A Telegram of its own, which lives on when the bot doesn't: address and token."""
    command = [sys.executable, "-u", "-m", "bot.localchat", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path / "telegram")],
        stdout=subprocess.PIPE,
        text=True,
    )
    told = [process.stdout.readline().split() for _ in range(3)]
    yield dict(told)
    process.terminate()
    process.wait()
    process.stdout.close()


NUMBERS = itertools.count(100)


@pytest.fixture
def athlete(coach):
    """Somebody the shared bot doesn't know yet."""
    return coach.person(next(NUMBERS))
