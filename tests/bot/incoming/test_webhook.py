import errno

import httpx
import pytest
from telegram import Update

from bot.incoming.inbox import NoUpdate
from bot.incoming.webhook import SECRET_HEADER, Webhook

SECRET = {SECRET_HEADER: "right"}


class Desk:
    """Takes updates in, or fails as it is told to."""

    def __init__(self):
        self.taken, self.trouble = [], None

    async def take_in(self, updates):
        if self.trouble:
            raise self.trouble
        self.taken += updates


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
async def post(desk):
    webhook = Webhook("right", desk.take_in, lambda told: Update.de_json(told, None))
    async with (
        webhook.listening("127.0.0.1", 0, "coach") as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client.post


async def test_yes_is_said_once_it_is_written_down(post, desk):
    for path in ("/coach", "/coach/"):
        answer = await post(path, json={"update_id": 1}, headers=SECRET)
        assert (answer.status_code, answer.text) == (200, "")
    assert desk.taken == [{"update_id": 1}] * 2


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        (OSError(errno.ENOSPC, "full"), 503),
        (RuntimeError("odd"), 503),
        (NoUpdate(), 400),
    ],
    ids=["full", "odd", "no update"],
)
async def test_what_cant_be_written_down_is_left_with_telegram(
    post, desk, caplog, trouble, status
):
    desk.trouble = trouble
    answer = await post("/coach", json={"update_id": 1}, headers=SECRET)
    assert answer.status_code == status
    assert "Traceback" not in caplog.text


async def test_elsewhere_nobody_listens(post):
    assert (await post("/", json={"update_id": 1}, headers=SECRET)).status_code == 404
