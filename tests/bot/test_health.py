"""What whoever runs the bot is told over HTTP."""

import socket
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.health import Health, HealthPortTaken
from tests.patience import PATIENCE_S

HOST = "127.0.0.1"


def free_port():
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


@pytest.fixture
async def health(tmp_path):
    return Health(tmp_path)


@pytest.fixture
async def client(health):
    async with health.listen(HOST, free_port()) as port:
        base = f"http://{HOST}:{port}"
        async with httpx.AsyncClient(base_url=base, timeout=PATIENCE_S) as one:
            yield one


async def test_it_lives_from_the_start_and_is_ready_when_updates_are_taken(
    health, client
):
    assert (await client.get("/healthz/live")).status_code == 200
    told = await client.get("/healthz")
    assert (told.status_code, told.json()["wrong"]) == (503, ["not_serving"])
    health.serving = True
    told = await client.get("/healthz")
    assert (told.status_code, told.json()["ready"]) == (200, True)


async def test_a_disk_that_takes_nothing_makes_it_unready(health, client, tmp_path):
    health.serving = True
    tmp_path.rmdir()
    told = await client.get("/healthz")
    assert (told.status_code, told.json()["wrong"]) == (503, ["disk"])
    assert (await client.get("/healthz/live")).status_code == 200


async def test_it_is_not_ready_where_no_clip_would_be_taken(
    health, client, monkeypatch
):
    health.serving = True
    monkeypatch.setattr("bot.health.is_full", lambda folder: True)
    assert (await client.get("/healthz")).json()["wrong"] == ["disk"]


async def test_metrics_tell_the_line_as_it_is_now(health, client):
    health.line = lambda: (3, datetime.now(UTC) - timedelta(seconds=90))
    told = await client.get("/metrics")
    assert told.headers["Content-Type"].startswith("text/plain; version=")
    lines = dict(
        line.rsplit(" ", 1) for line in told.text.splitlines() if line[0] != "#"
    )
    assert float(lines["blockstart_clips_waiting"]) == 3
    assert float(lines["blockstart_oldest_clip_seconds"]) >= 90
    assert float(lines["blockstart_disk_free_bytes"]) > 0
    health.line = lambda: (0, None)
    assert "blockstart_oldest_clip_seconds 0.0" in (await client.get("/metrics")).text


async def test_what_has_not_happened_yet_is_counted_as_nothing(client):
    told = (await client.get("/metrics")).text
    assert 'blockstart_refusals_total{code="too_dark"} ' in told
    assert 'blockstart_failures_total{why="crashed"} ' in told


async def test_without_a_port_nothing_listens(health):
    async with health.listen(HOST, 0) as port:
        assert port == 0


async def test_a_port_that_is_taken_is_said(health):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(HealthPortTaken):
            async with health.listen(HOST, taken.getsockname()[1]):
                pass
