"""What the person who runs the bot may choose, from the environment and ``.env``."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.time_zones import find_zone

SQLITE = "sqlite:///"  # begins the address of a file
SECRET_SHAPES = {
    "telegram_bot_token": (
        r"\d+:[\w-]+",
        "digits, a colon and letters, as BotFather gave",
    ),
    "webhook_secret": (r"[A-Za-z0-9_-]{1,256}", "1 to 256 letters, digits, _ or -"),
}


Role: TypeAlias = Literal["all", "chat", "analyst"]


def _own_name(known: dict[str, Any]) -> str:
    """Name a process: on a machine of its own after it, else after what it does."""
    role: str = known.get("role", "all")
    if str(known.get("queue_url")).startswith("postgresql"):
        return f"{socket.gethostname()}-{role}"
    return "local" if role == "all" else role


class BadSettings(Exception):
    """One or more settings can't be used; the message names each on its own line."""


class Settings(BaseSettings):
    """The bot's settings. Each is an environment variable of the same name in capitals.

    A variable set to nothing counts as not set.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        str_strip_whitespace=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_bot_token: SecretStr | None = Field(
        None,
        description="The token BotFather gave. Without it the local chat starts.",
    )
    telegram_base_url: str | None = Field(
        None,
        pattern=r"^https?://",
        description="A Bot API server of your own, up to the token, such as "
        "http://127.0.0.1:8081/bot; Telegram's when not set.",
    )
    telegram_base_file_url: str | None = Field(
        None,
        pattern=r"^https?://",
        description="The same server's address for files, such as "
        "http://127.0.0.1:8081/file/bot.",
    )
    webhook_url: str | None = Field(
        None,
        pattern=r"^https://",
        description="The https address Telegram sends updates to. The bot asks for "
        "updates itself (polling) when not set.",
    )
    webhook_secret: SecretStr | None = Field(
        None,
        validate_default=True,
        description="Shared with Telegram so that nobody else can post updates: 1 to "
        "256 letters, digits, _ or -. Needed with WEBHOOK_URL.",
    )
    webhook_listen: str = Field(
        "127.0.0.1", description="The address the webhook listens on."
    )
    webhook_port: int = Field(
        8080, ge=1, le=65535, description="The port the webhook listens on."
    )
    allowed_users: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(),
        description="Telegram user ids that may use the bot, separated by commas. "
        "Everyone may when not set.",
    )
    admin_users: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(),
        description="Telegram user ids of who runs the bot, separated by commas: they "
        "may use /status, /allow, /block and /invite.",
    )
    invite_only: bool = Field(
        False,
        description="Let nobody in but ALLOWED_USERS, ADMIN_USERS and whom these let "
        "in with /allow or a link of /invite.",
    )
    clips_per_day: int = Field(
        50, ge=1, description="Clips one person may send in 24 hours."
    )
    clips_per_hour: int = Field(
        25, ge=1, description="Clips one person may send in an hour."
    )
    default_timezone: str = Field(
        "UTC",
        description="Time zone of athletes who have not chosen one with /timezone, "
        "such as Europe/London.",
    )
    data_dir: Path = Field(
        Path("data"), description="Folder of the history and the default queue."
    )
    queue_url: str | None = Field(
        None,
        repr=False,
        pattern=r"^(sqlite|postgresql(\+psycopg)?)://",
        description="One PostgreSQL database for queue and history that several "
        "machines share, such as postgresql://user@host/name; SQLite files in DATA_DIR "
        "when not set.",
    )
    role: Role = Field(
        "all",
        description="What this process does: chat takes clips and sends replies, "
        "analyst looks at clips, all does both.",
    )
    executor_id: str = Field(
        None,  # named after role and machine
        validate_default=True,
        min_length=1,
        description="Name of this process in the queue: unique, and the same after "
        "every restart.",
    )
    pose_model: Literal["heavy", "full"] = Field(
        "heavy", description="heavy is more exact, full is about twice as fast."
    )
    pose_model_path: Path | None = Field(
        None, description="A pose model file you already have; found or fetched if not."
    )
    analysis_timeout_s: float = Field(
        600, gt=0, description="Seconds one analysis may take before it is ended."
    )
    workers: int = Field(
        1, ge=1, description="Clips each process that analyses has at the same time."
    )
    max_file_mb: int = Field(
        200,
        ge=1,
        description="Megabytes a clip may have; Telegram's own server gives 20.",
    )
    spare_child: bool = Field(
        True,
        description="Whether a process waits ready for the next clip, which then "
        "begins seconds earlier; it takes 200 MB of memory.",
    )
    max_waiting: int = Field(
        5, ge=1, description="Clips one athlete may have waiting at once."
    )
    local_chat_port: int = Field(
        8642, ge=0, le=65535, description="Port of the local chat; 0 takes a free one."
    )
    health_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Port of /healthz and /metrics, for monitoring; 0 opens none.",
    )
    health_listen: str = Field(
        "127.0.0.1", description="The address /healthz and /metrics listen on."
    )
    backup_days: int = Field(
        7,
        ge=0,
        description="For how many days the daily backups in DATA_DIR/backups are kept; "
        "0 makes none.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged."
    )

    @property
    def history_path(self) -> Path:
        """The SQLite file of athletes and their clips, where there is one."""
        return self.data_dir / "history.sqlite"

    @property
    def history(self) -> Path | str:
        """Where athletes and their clips are: a SQLite file, or PostgreSQL's address.

        Who shares the queue shares the history too: a reply is written where the chat
        is, of a clip that another machine analysed.
        """
        url = self.queue_url or ""
        return url if url.startswith("postgresql") else self.history_path

    @property
    def queue_path(self) -> Path | None:
        """The SQLite file of the queue; None when it is on a server."""
        if self.queue_url is None:
            return self.data_dir / "queue.sqlite"
        path = self.queue_url.removeprefix(SQLITE)
        return Path(path) if path and path != self.queue_url else None

    @property
    def table(self) -> Path:
        """Where clips lie while they are analysed."""
        return self.data_dir / "tmp" / self.executor_id

    @property
    def backups(self) -> Path:
        """The folder of the daily backups."""
        return self.data_dir / "backups"

    @property
    def queue_database_url(self) -> str:
        """The queue's database, the SQLite file in ``data_dir`` by default."""
        return self.queue_url or f"{SQLITE}{self.queue_path}"

    @field_validator("telegram_bot_token", "webhook_secret")
    @classmethod
    def _shaped(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        shape, words = SECRET_SHAPES[str(info.field_name)]
        if value and not re.fullmatch(shape, value.get_secret_value()):
            raise ValueError(f"should be {words}")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _given_with_its_webhook(
        cls, value: SecretStr | None, info: ValidationInfo
    ) -> SecretStr | None:
        if value is None and info.data.get("webhook_url"):
            raise ValueError("is needed with WEBHOOK_URL")
        return value

    @field_validator("executor_id", mode="before")
    @classmethod
    def _named(cls, value: object, info: ValidationInfo) -> object:
        return _own_name(info.data) if value is None else value

    @field_validator("allowed_users", "admin_users", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return [part.strip() for part in value.split(",") if part.strip()]

    @field_validator("default_timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        if not (name := find_zone(value)):
            raise ValueError("should be a time zone such as Europe/London")
        return name

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value


def load_settings(**values: object) -> Settings:
    """Read the settings; ``values`` take precedence over environment and ``.env``.

    Raises
    ------
    BadSettings
        Names every variable that can't be used and why, without its value, which
        may be secret.
    """
    try:
        return Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
    raise BadSettings("\n".join(_line(str(e["loc"][0]), e["msg"]) for e in found))


def _line(field: str, message: str) -> str:
    wrong = message.removeprefix("Value error, ")
    return f"{field.upper()}: {wrong} ({Settings.model_fields[field].description})"
