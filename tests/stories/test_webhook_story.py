"""On a server: Telegram posts the updates, with the secret as proof."""

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.patience import PATIENCE_S

SECRET = "a-shared-secret"
BOT = {"id": 9, "is_bot": True, "first_name": "Coach", "username": "coach_bot"}
ANNA = {"id": 5, "is_bot": False, "first_name": "Anna", "language_code": "en"}
CHAT = {"id": 5, "type": "private"}


class Telegram(BaseHTTPRequestHandler):
    """Says yes to everything and keeps what it was asked."""

    def do_POST(self):
        method = self.path.rsplit("/", 1)[1]
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self.server.asked.append((method, body))
        message = {"message_id": 1, "date": 1, "chat": CHAT, "text": "?"}
        results = {
            "getMe": BOT,
            "sendMessage": message,
            "getMyDescription": {"description": ""},
            "getMyShortDescription": {"short_description": ""},
        }
        answer = json.dumps({"ok": True, "result": results.get(method, True)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def telegram():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Telegram)
    server.daemon_threads = True
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def post(port, update, secret):
    request = Request(
        f"http://127.0.0.1:{port}/coach",
        json.dumps(update).encode(),
        {"Content-Type": "application/json"},
    )
    if secret:
        request.add_header("X-Telegram-Bot-Api-Secret-Token", secret)
    with urlopen(request, timeout=PATIENCE_S) as answer:
        return answer.status


def test_updates_come_by_webhook_and_only_with_the_secret(telegram, bot):
    port = free_port()
    coach = bot(
        telegram_bot_token="9:token",
        telegram_base_url=f"http://127.0.0.1:{telegram.server_port}/bot",
        webhook_url="https://coach.example/coach",
        webhook_secret=SECRET,
        webhook_port=port,
        log_level="DEBUG",
    )
    (asked,) = [body for method, body in telegram.asked if method == "setWebhook"]
    assert SECRET in asked
    assert re.search(r"drop_pending_updates=(False|false)|^(?!.*drop_pending)", asked)

    entity = {"type": "bot_command", "offset": 0, "length": 5}
    message = {"message_id": 3, "date": 1, "chat": CHAT, "from": ANNA, "text": "/help"}
    update = {"update_id": 1, "message": message | {"entities": [entity]}}
    for wrong in ("", "guessed"):
        with pytest.raises(HTTPError, match="403") as refused:
            post(port, update, wrong)
        refused.value.close()
    assert not [body for method, body in telegram.asked if method == "sendMessage"]

    assert post(port, update, SECRET) == 200
    coach.person().wait(
        lambda: [b for m, b in telegram.asked if m == "sendMessage" and "can+do" in b]
    )
    assert coach.stop() == 0
    # A webhook that is taken down would lose what is sent during a restart.
    assert "deleteWebhook" not in [method for method, _ in telegram.asked]
    log = coach.log.read_text()
    assert "9:token" not in log
    assert SECRET not in log


def refused(port, body, secret=SECRET):
    """Status and words with which a post is refused."""
    told = {"X-Telegram-Bot-Api-Secret-Token": secret}
    try:
        with urlopen(
            Request(f"http://127.0.0.1:{port}/coach", body, told), timeout=PATIENCE_S
        ):
            raise AssertionError("it was taken")
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_post_that_is_no_update_is_refused_in_a_line(telegram, bot):
    port = free_port()
    coach = bot(
        telegram_bot_token="9:token",
        telegram_base_url=f"http://127.0.0.1:{telegram.server_port}/bot",
        webhook_url="https://coach.example/coach",
        webhook_secret=SECRET,
        webhook_port=port,
    )
    hush = {"update_id": 1, "message": {"text": "hush"}}
    odd = [b"", b"hush", b"\xff\xfe", b"[]", b"null", b"{}", b'{"update_id": "1"}']
    odd += [json.dumps(hush).encode(), b"[" * 100_000]
    for body in odd:
        assert refused(port, body)[0] == 400, body
    assert refused(port, b"[" * 2_000_000)[0] == 413
    assert refused(port, b"{}", "guéssed".encode().decode("latin-1"))[0] == 403
    log = coach.log.read_text()
    assert "Traceback" not in log
    assert "hush" not in log
