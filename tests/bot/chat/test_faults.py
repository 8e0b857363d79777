"""Telegram's faults over real HTTP, from the local chat or a server that misbehaves."""

import asyncio
import pickle

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.chat.faults import (
    Blocked,
    Gone,
    Rejected,
    SecondBot,
    TooBig,
    Unchanged,
    UnknownToken,
    Unreachable,
    as_faults,
    fault_of,
)


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        (400, "Bad Request: can't parse entities", Rejected),
        (400, "Bad Request: chat not found", Blocked),
        (400, "Bad Request: message to edit not found", Gone),
        (400, "Bad Request: message can't be edited", Gone),
        (400, "Bad Request: message can't be deleted for everyone", Gone),
        (400, "Bad Request: MESSAGE_ID_INVALID", Gone),
        (400, "Bad Request: message is not modified: same content", Unchanged),
        (400, "Bad Request: file is too big", TooBig),
        (413, "Request Entity Too Large", TooBig),
        (401, "Unauthorized", UnknownToken),
        (404, "Not Found", UnknownToken),
        (403, "Forbidden: bot was blocked by the user", Blocked),
        (409, "Conflict: terminated by other getUpdates request", SecondBot),
        (500, "Internal Server Error", Unreachable),
        (502, "Bad Gateway", Unreachable),
    ],
)
async def test_each_answer_of_telegram_has_its_fault(bot, person, code, said, kind):
    await person.call("fault", method="sendMessage", error_code=code, description=said)
    with pytest.raises(kind) as caught, as_faults():
        await bot.send_message(1, "hi")
    assert type(caught.value) is kind
    assert not getattr(caught.value, "doubtful", False)


async def test_how_long_to_wait_is_told(bot, person):
    fault = {"error_code": 429, "description": "Too Many Requests", "retry_after": 3}
    await person.call("fault", method="sendMessage", **fault)
    with pytest.raises(Unreachable) as caught, as_faults():
        await bot.send_message(1, "hi")
    assert (caught.value.wait_s, caught.value.doubtful) == (3.0, False)


@pytest.fixture
async def served():
    """Address of a server that gives every request the same bytes and hangs up."""
    servers = []

    async def start(answer):
        async def serve(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
            writer.close()

        servers.append(await asyncio.start_server(serve, "127.0.0.1", 0))
        port = servers[-1].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}/bot"

    yield start
    for server in servers:
        server.close()
        await server.wait_closed()


def page(status):
    """What a proxy says."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n"
    return f"{head}<hr>".encode()


async def fault_at(address, **times):
    telegram = Bot("1:token", address, request=HTTPXRequest(**times))
    async with telegram.request:
        with pytest.raises(Unreachable) as caught, as_faults():
            await telegram.send_message(1, "hi")
    return caught.value


@pytest.mark.parametrize(
    ("answer", "doubtful"),
    [
        (b"", True),
        (page("504 Gateway Timeout"), True),
        (page("200 OK"), True),
        (page("502 Bad Gateway"), False),
        (page("503 Service Unavailable"), False),
    ],
    ids=["hung up", "504", "no JSON", "502", "503"],
)
async def test_an_answer_that_is_lost_leaves_a_doubt(served, answer, doubtful):
    fault = await fault_at(await served(answer))
    assert fault.doubtful is doubtful


async def test_an_answer_that_takes_too_long_leaves_a_doubt(served):
    silent = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
    fault = await fault_at(await served(silent), read_timeout=0.01)
    assert fault.doubtful


async def test_without_a_connection_there_is_no_doubt(served, unused_tcp_port):
    fault = await fault_at(f"http://127.0.0.1:{unused_tcp_port}/bot")
    assert not fault.doubtful


def test_other_errors_are_no_faults_of_the_chat():
    assert fault_of(ValueError("ours")) is None
    assert fault_of(None) is None


def test_a_fault_can_be_kept_by_the_queue():
    kept = pickle.loads(pickle.dumps(Unreachable("429", wait_s=3.0)))
    assert (str(kept), kept.wait_s) == ("429", 3.0)
