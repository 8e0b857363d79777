"""What the bot says, before anybody sends it: plain frozen messages.

Texts and captions are HTML as Telegram reads it (b, i, u, s, code, a, blockquote).
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ALBUM_LIMIT = 10
DATA_LIMIT = 64
SHORT_LIMIT, LONG_LIMIT = 120, 512  # of the bot's profile


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: it either calls back with ``data`` or opens ``url``."""

    label: str
    data: str | None = None
    url: str | None = None
    style: Literal["danger", "success", "primary"] | None = None

    def __post_init__(self) -> None:
        """A button does exactly one thing, and Telegram can carry it."""
        if (self.data is None) == (self.url is None):
            raise ValueError(f"button {self.label!r} needs either data or url")
        if self.data is not None and len(self.data.encode()) > DATA_LIMIT:
            raise ValueError(f"button data over {DATA_LIMIT} bytes: {self.data!r}")


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text with buttons under it."""

    html: str
    buttons: Rows = ()

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse."""
        if not 0 < len(self.html) <= TEXT_LIMIT:
            raise ValueError(f"a text has 1 to {TEXT_LIMIT} characters")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, still or moving: its name among the clip's, and its caption.

    ``alt`` says what it shows, where a chat can tell that to who can't see it.
    """

    name: str
    caption: str | None = None
    alt: str | None = None

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse."""
        if self.caption is not None and len(self.caption) > CAPTION_LIMIT:
            raise ValueError(f"a caption has at most {CAPTION_LIMIT} characters")

    @property
    def moving(self) -> bool:
        """Whether it is a film."""
        return self.name.endswith(".mp4")

    @property
    def thumbnail(self) -> str:
        """The name of the small picture a film shows until it is loaded."""
        return self.name.removesuffix(".mp4") + ".jpg"


@dataclass(frozen=True, slots=True)
class Album:
    """One to ten pictures sent together (one alone goes by itself); no buttons."""

    pictures: tuple[Picture, ...]

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse."""
        if not 0 < len(self.pictures) <= ALBUM_LIMIT:
            raise ValueError(f"an album has 1 to {ALBUM_LIMIT} pictures")

    def of(self, names: Container[str]) -> Album | None:
        """The pictures among these, the caption under the first; None without any."""
        kept = [picture for picture in self.pictures if picture.name in names]
        if not kept:
            return None
        caption = self.pictures[0].caption
        return Album((replace(kept[0], caption=caption), *kept[1:]))


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture with words and buttons under it; the words alone when it is lost.

    ``alt`` is as in :class:`Picture`.
    """

    name: str
    html: str
    buttons: Rows = ()
    alt: str | None = None

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse."""
        if not 0 < len(self.html) <= CAPTION_LIMIT:
            raise ValueError(f"a photo's words have 1 to {CAPTION_LIMIT} characters")

    @property
    def picture(self) -> Picture:
        """The picture with its caption."""
        return Picture(self.name, self.html, self.alt)

    @property
    def words(self) -> Text:
        """What is left to say without the picture."""
        return Text(self.html, self.buttons)


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice message of somebody's, by Telegram's id, with words and buttons."""

    file_id: str
    html: str
    buttons: Rows = ()

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse."""
        if not 0 < len(self.html) <= CAPTION_LIMIT:
            raise ValueError(f"a voice's words have 1 to {CAPTION_LIMIT} characters")


@dataclass(frozen=True, slots=True)
class Document:
    """A file of ours, with words under it."""

    name: str
    html: str

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse."""
        if not 0 < len(self.html) <= CAPTION_LIMIT:
            raise ValueError(f"a file's words have 1 to {CAPTION_LIMIT} characters")


Message: TypeAlias = Text | Album | Photo | Voice | Document


MenuScope: TypeAlias = Literal["private", "groups"]


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands some chats offer, each with its description.

    ``language`` None is for every other language; ``chat_id`` is for that chat alone
    instead of all of its ``scope``. One without commands takes itself away, so that a
    wider one shows again.
    """

    commands: tuple[tuple[str, str], ...]
    language: str | None = None
    scope: MenuScope = "private"
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What the bot says of itself: on its profile, and in a chat that is empty."""

    short: str
    long: str
    language: str | None = None

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse."""
        if len(self.short) > SHORT_LIMIT or len(self.long) > LONG_LIMIT:
            raise ValueError("the profile is too long")
