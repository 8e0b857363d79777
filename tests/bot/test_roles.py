"""What the command line asks for, and what it refuses."""

import pytest

from bot.__main__ import main


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "QUEUE_URL", "ROLE"):
        monkeypatch.delenv(name, raising=False)


def said(monkeypatch, capsys, *words):
    monkeypatch.setattr("sys.argv", ["bot", *words])
    assert main() == 2
    return capsys.readouterr().err


def test_an_analyst_needs_the_token(monkeypatch, capsys):
    assert "TELEGRAM_BOT_TOKEN" in said(monkeypatch, capsys, "analyst")


def test_a_history_moves_to_a_postgresql_only(monkeypatch, capsys):
    assert "QUEUE_URL" in said(monkeypatch, capsys, "move")


def test_what_is_not_there_does_not_move(monkeypatch, capsys):
    monkeypatch.setenv("QUEUE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    assert "history.sqlite" in said(monkeypatch, capsys, "move")


def test_an_unknown_word_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bot", "analist"])
    with pytest.raises(SystemExit):
        main()
    assert "analyst" in capsys.readouterr().err
