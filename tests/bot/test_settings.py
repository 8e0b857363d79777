"""The settings, from the environment and .env."""

import socket
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load_settings

TOKEN = "123456:AAE-secret_part"


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """No setting is made and no .env lies about."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def complaint(**values):
    with pytest.raises(BadSettings) as raised:
        load_settings(**values)
    return str(raised.value)


def test_it_runs_with_nothing_set():
    settings = load_settings()
    assert settings.telegram_bot_token is None
    assert settings.allowed_users == frozenset()
    assert settings.history_path == Path("data/history.sqlite")
    assert settings.queue_database_url == "sqlite:///data/queue.sqlite"


def test_it_reads_the_environment(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("ALLOWED_USERS", "7, 5000000000 ,")
    monkeypatch.setenv("DEFAULT_TIMEZONE", "europe/london")
    monkeypatch.setenv("DATA_DIR", "/var/lib/coach")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    settings = load_settings()
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert settings.allowed_users == {7, 5_000_000_000}
    assert settings.default_timezone == "Europe/London"
    assert settings.queue_database_url == "sqlite:////var/lib/coach/queue.sqlite"
    assert settings.log_level == "DEBUG"


def test_it_reads_the_env_file_and_the_environment_wins(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("WORKERS=3\nMAX_WAITING=9\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("MAX_WAITING", "4")
    settings = load_settings()
    assert (settings.workers, settings.max_waiting) == (3, 4)


def test_a_variable_set_to_nothing_is_not_set(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    monkeypatch.setenv("WORKERS", "")
    monkeypatch.setenv("ALLOWED_USERS", "")
    settings = load_settings()
    assert settings.telegram_bot_token is None
    assert settings.workers == 1
    assert settings.allowed_users == frozenset()


def test_values_given_in_code_win(monkeypatch):
    monkeypatch.setenv("WORKERS", "3")
    assert load_settings(workers=2).workers == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("telegram_bot_token", "not a token"),
        ("telegram_base_url", "127.0.0.1:8081"),
        ("webhook_url", "http://not-safe.example"),
        ("webhook_port", "70000"),
        ("allowed_users", "7,anna"),
        ("default_timezone", "Mars/Olympus"),
        ("queue_url", "mysql://u@h/d"),
        ("executor_id", " "),
        ("pose_model", "lite"),
        ("analysis_timeout_s", "0"),
        ("workers", "none"),
        ("max_waiting", "0"),
        ("log_level", "loud"),
    ],
)
def test_a_bad_value_is_one_plain_line_that_names_the_variable(
    monkeypatch, name, value
):
    monkeypatch.setenv(name.upper(), value)
    (line,) = complaint().splitlines()
    assert line.startswith(f"{name.upper()}: ")
    assert Settings.model_fields[name].description in line


def test_every_bad_value_is_named_at_once():
    lines = complaint(workers=0, log_level="loud").splitlines()
    assert [line.split(":")[0] for line in lines] == ["WORKERS", "LOG_LEVEL"]


def test_a_webhook_needs_its_secret():
    assert complaint(webhook_url="https://coach.example").startswith("WEBHOOK_SECRET: ")
    assert load_settings(webhook_url="https://coach.example", webhook_secret="s-1")


def test_secrets_are_in_no_message_and_no_repr():
    secrets = {
        "telegram_bot_token": TOKEN,
        "webhook_secret": "hush-hush",
        "queue_url": "postgresql://user:hush-hush@host/queue",
    }
    settings = load_settings(**secrets)
    assert "hush" not in repr(settings) + str(settings)
    assert "secret_part" not in repr(settings) + str(settings)
    wrong = {name: value + "\nhush hush" for name, value in secrets.items()}
    wrong["queue_url"] = "mysql://user:hush-hush@host"
    assert "hush" not in complaint(**wrong)


def test_every_setting_is_described():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_settings_do_not_change_while_running():
    with pytest.raises(ValueError, match="frozen"):
        load_settings().workers = 5


def test_a_process_is_named_after_what_it_does_and_where():
    assert chosen().executor_id == "local"
    assert chosen(role="analyst").executor_id == "analyst"
    shared = chosen(role="chat", queue_url="postgresql://u@h/d")
    assert shared.executor_id == f"{socket.gethostname()}-chat"
    assert chosen(executor_id="mine").executor_id == "mine"


def test_who_shares_the_queue_shares_the_history():
    address = "postgresql://u@h/d"
    assert chosen(queue_url=address).history == address
    assert chosen(queue_url="sqlite:///q").history == chosen().history_path


def chosen(**values):
    return Settings(_env_file=None, **values)
