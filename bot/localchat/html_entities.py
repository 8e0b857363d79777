"""Message text as Telegram reads it: HTML into plain text and entities.

Offsets and lengths are UTF-16 units, as in the Bot API (and in JavaScript).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

Entity = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_PIECE = re.compile(r"<[^>]*>?|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s/>]*)(?P<rest>[^>]*)>")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+)))?""")
_COMMAND = re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/])")
_MENTION = re.compile(r"(?<![\w/@])@\w{3,32}\b")
_LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
_FOUND = (("url", _LINK), ("bot_command", _COMMAND), ("mention", _MENTION))
_SAFE_LINK = re.compile(r"(?:https?|tg)://.+", re.IGNORECASE)


class BadHtml(ValueError):
    """Markup that Telegram can't parse; the text is Telegram's complaint."""


@dataclass
class _Open:
    name: str
    offset: int
    attributes: dict[str, str]


def utf16_length(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, entity: Entity) -> str:
    """Give the part of a text that an entity covers."""
    start, stop = entity["offset"], entity["offset"] + entity["length"]
    return text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML.

    Parameters
    ----------
    source
        Text with the tags the Bot API knows.

    Returns
    -------
    tuple
        The text without markup and surrounding blanks, and its entities.

    Raises
    ------
    BadHtml
        For an unknown, unclosed or crossing tag.
    """
    text: list[str] = []
    length = 0
    open_tags: list[_Open] = []
    entities: list[Entity] = []
    for piece in _PIECE.finditer(source):
        part = piece.group()
        if not part.startswith("<"):
            plain = unescape(part) if part.startswith("&") and part != "&" else part
            text.append(plain)
            length += utf16_length(plain)
            continue
        where = len(source[: piece.start()].encode())
        _read_tag(part, where, length, open_tags, entities)
    if open_tags:
        name = open_tags[-1].name
        raise BadHtml(f'Can\'t find end tag corresponding to start tag "{name}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return trim("".join(text), entities)


def _read_tag(
    part: str, where: int, length: int, open_tags: list[_Open], entities: list[Entity]
) -> None:
    tag = _TAG.fullmatch(part)
    if tag is None:
        raise BadHtml(f"Unclosed start tag at byte offset {where}")
    name = tag["name"].lower()
    if tag["end"]:
        _close(name, where, length, open_tags, entities)
        return
    attributes = {
        key.lower(): unescape(first or second or third)
        for key, first, second, third in _ATTRIBUTE.findall(tag["rest"])
    }
    known = name in KINDS and (
        name != "span" or attributes.get("class") == "tg-spoiler"
    )
    if not known:
        raise BadHtml(f'Unsupported start tag "{name}" at byte offset {where}')
    open_tags.append(_Open(name, length, attributes))


def _close(
    name: str, where: int, length: int, open_tags: list[_Open], entities: list[Entity]
) -> None:
    if not open_tags:
        raise BadHtml(f"Unexpected end tag at byte offset {where}")
    tag = open_tags.pop()
    if name not in ("", tag.name):
        raise BadHtml(
            f"Unmatched end tag at byte offset {where},"
            f' expected "</{tag.name}>", found "</{name}>"'
        )
    inside_pre = any(outer.name in ("pre", "code") for outer in open_tags)
    if length > tag.offset and not inside_pre:
        entities.extend(_entity(tag, length))


def _entity(tag: _Open, end: int) -> list[Entity]:
    kind = KINDS[tag.name]
    entity: Entity = {"type": kind, "offset": tag.offset, "length": end - tag.offset}
    if kind == "text_link":
        href = tag.attributes.get("href", "")
        if not _SAFE_LINK.fullmatch(href):
            return []
        entity["url"] = href
    if kind == "custom_emoji":
        entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
    if kind == "blockquote" and "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    return [entity]


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop blanks around a text and move its entities along."""
    lead = utf16_length(text) - utf16_length(text.lstrip())
    plain = text.strip()
    end = utf16_length(plain)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return plain, kept


def find_plain(text: str, known: list[Entity] | None = None) -> list[Entity]:
    """Add the commands, mentions and links that Telegram finds by itself."""
    entities = list(known or [])
    taken = [
        range(entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in ("code", "pre", "text_link")
    ]
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            if any(offset in span for span in taken):
                continue
            length = utf16_length(match.group())
            taken.append(range(offset, offset + length))
            entities.append({"type": kind, "offset": offset, "length": length})
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
