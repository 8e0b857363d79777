"""What the log tells of a conversation: every step of a clip, and nothing of anybody's.

The real bot writes it, at the level that tells the most.
"""

import json
import re
import socket
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.patience import PATIENCE_S

NAME, CAPTION, SAID = "Zebulon", "quokka before breakfast", "wombat or numbat"
NOTE = "a capybara at ninety degrees"
STEPS = ["received", "queued", "fetched", "analysed", "drawn", "sent", "answered"]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def watched(bot, port):
    return bot(log_level="DEBUG", health_port=port, invite_only=True, admin_users="1")


def get(port, path):
    """Status and text of a page of the health endpoint."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE_S) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def lines_of(log):
    """The lines of steps, as their keys and values."""
    found = re.findall(r"bot\.steps: (.*)$", log, re.MULTILINE)
    return [dict(part.split("=", 1) for part in line.split()) for line in found]


def test_the_log_follows_a_clip_and_tells_nothing_of_anybody(watched, port):
    coach, athlete = watched.person(), watched.person()
    person = json.dumps({"name": NAME, "language": "en"}).encode()
    athlete.number = coach.ask("person", person)["user"]
    coach.say("/invite")
    token = coach.read("start=", 60)["text"].rpartition("start=")[2]
    athlete.say(f"/start {token}")
    athlete.read("Hello!", 60)
    athlete.say(SAID)
    athlete.send(b"good", name=f"{NAME}.mp4", caption=CAPTION)
    athlete.read("One thing to work on", 60)
    refused = {
        "method": "sendMessage",
        "error_code": 400,
        "description": "No",
        "times": 1,
    }
    athlete.ask("fault", json.dumps(refused).encode())
    athlete.say(f"/timezone {NOTE}")
    athlete.read("something went wrong on my side", 60)
    athlete.send(b"refuse", caption=NOTE)
    athlete.wait(lambda: "end=refused" in watched.log.read_text(), 60)

    log = watched.log.read_text()
    for secret in (NAME, CAPTION, SAID, NOTE, token):
        assert secret.lower() not in log.lower(), secret
    assert not re.search(r"\d{5,}:[\w-]{20,}", log)  # the shape of a bot's token
    steps = [line["step"] for line in lines_of(log) if line["clip"] == first_clip(log)]
    assert list(dict.fromkeys(steps)) == STEPS
    assert all(float(line.get("s", 0)) >= 0 for line in lines_of(log))
    assert re.search(r" ERROR bot\.handlers\.errors: update \d+ failed\n", log)
    watched.log.write_text("")  # that error was wanted

    status, told = get(port, "/metrics")
    assert status == 200
    assert 'blockstart_refusals_total{code="no_start"} 1.0' in told
    assert 'blockstart_stage_seconds_count{stage="posing"} 2.0' in told
    for secret in (NAME, CAPTION, SAID, NOTE, token):
        assert secret not in told
    assert get(port, "/healthz")[0] == 200


def first_clip(log):
    return min(line["clip"] for line in lines_of(log))
