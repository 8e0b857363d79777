import asyncio
from types import SimpleNamespace

import pytest
from aiohttp import web

from bot.chat.download import download
from bot.chat.faults import Rejected, TooBig, Unreachable


class Telegram:
    """Says of one file where it lies and how large it is."""

    def __init__(self, path, size):
        self.file = SimpleNamespace(file_path=path, file_size=size)

    async def get_file(self, file_id):
        return self.file


@pytest.fixture
async def address():
    """A server of files: the path says with which status, the query how many bytes."""

    async def serve(request):
        status = int(request.match_info["status"])
        answer = web.StreamResponse(status=status)
        await answer.prepare(request)
        for _ in range(int(request.query.get("bytes", 0)) // 1000):
            await answer.write(b"x" * 1000)
        if "cut" in request.query:
            request.transport.abort()
        return answer

    app = web.Application()
    app.add_routes([web.get("/{status}", serve)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_file_comes_piece_by_piece(address, tmp_path):
    telegram = Telegram(f"{address}/200?bytes=300000", 300_000)
    await download(telegram, "f", tmp_path / "clip", 300_000)
    assert (tmp_path / "clip").stat().st_size == 300_000


@pytest.mark.parametrize("told", [300_000, 1, None])
async def test_a_file_too_large_is_not_fetched_whatever_is_said(
    address, tmp_path, told
):
    telegram = Telegram(f"{address}/200?bytes=300000", told)
    with pytest.raises(TooBig):
        await download(telegram, "f", tmp_path / "clip", 200_000)
    target = tmp_path / "clip"
    assert not target.exists() or target.stat().st_size <= 200_000


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/502", Unreachable),
        ("/429", Unreachable),
        ("/404", Rejected),
        ("/200?bytes=3000&cut=1", Unreachable),
    ],
)
async def test_what_fails_is_told_by_whether_another_try_may_do_better(
    address, tmp_path, path, fault
):
    with pytest.raises(fault) as raised:
        await download(Telegram(address + path, None), "f", tmp_path / "clip", 10_000)
    assert "127.0.0.1" not in str(raised.value)


async def test_a_server_on_this_machine_only_says_where_it_lies(tmp_path):
    there = tmp_path / "there"
    there.write_bytes(b"moving")
    await download(Telegram(str(there), None), "f", tmp_path / "clip", 6)
    assert (tmp_path / "clip").read_bytes() == b"moving"
    with pytest.raises(TooBig):
        await download(Telegram(str(there), None), "f", tmp_path / "clip", 5)
    with pytest.raises(Rejected):
        await download(Telegram(str(tmp_path / "gone"), 1), "f", tmp_path / "clip", 5)


async def test_nothing_answers_there(tmp_path):
    with pytest.raises(Unreachable):
        await download(Telegram("http://127.0.0.1:9/f", 1), "f", tmp_path / "clip", 10)
    await asyncio.sleep(0)
