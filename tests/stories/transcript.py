"""What was said in a story, as Markdown that reads well aloud."""

import re
from datetime import timedelta

TOKEN = re.compile(r"(\?start=)[\w-]+")
SPECIAL = re.compile(r"([\\`*_<>])")
FILMS = ("video", "animation", "video_note")


class Transcript:
    """One story: who says what, pictures by what they show, buttons in brackets."""

    def __init__(self, title):
        self.title = title
        self._blocks = []
        self._heard = []
        self._albums = 0
        self._known = {}
        self._answered = set()
        self._skipped = set()

    def text(self):
        """The whole part of the page."""
        return "\n\n".join([f"## {self.title}", *self._blocks])

    def note(self, words):
        """Something that is done, not said."""
        self._blocks.append(f"*{words}*")

    def time(self, at):
        """A new time of day."""
        self._blocks.append(f"### {at:%A} {at.day} {at:%B}, {at:%H:%M}")

    def skip(self, text):
        """Leave this out: a token that nobody reads."""
        self._skipped.add(text)

    def say(self, who, text, reply_to=None):
        """Somebody writes."""
        to = f" (to “{reply_to}”)" if reply_to else ""
        self._blocks.append(f"**{who}**{to}: {_plain(text)}")

    def send(self, who, name, caption):
        """Somebody sends a file."""
        said = f": {_plain(caption)}" if caption else "."
        self._blocks.append(f"**{who}** sends {name}{said}")

    def press(self, who, label):
        """Somebody presses a button."""
        self._blocks.append(f"*{who} presses [{_plain(label)}].*")

    def answers(self, answers):
        """What a press was answered with, for a moment."""
        for one in answers:
            if one["text"] and one["query"] not in self._answered:
                self._blocks.append(f"**Bot**, for a moment: {_plain(one['text'])}")
            self._answered.add(one["query"])

    def hear(self, to, shown):
        """Take in a chat as it is now; ``to`` is whose, None when there is one only."""
        for message in shown["messages"]:
            before, said = self._known.get(message["id"]), _said(message)
            self._known[message["id"]] = said
            if message["from"] == "bot" and said != before:
                self._heard.append((message, before is not None, to, said))
            elif message["reactions"] and said != before:
                self.note(f"Bot puts {''.join(message['reactions'])} under it.")

    def write_heard(self):
        """Write what was taken in: what changed first, then what is new, by age."""
        self._heard.sort(key=lambda one: (not one[1], one[0]["id"]))
        for messages in _by_album(self._heard):
            (_, changed, to, _), *_ = messages
            whom = f" to {to}" if to else ""
            how = " changes what it said" if changed else ""
            told = [_quoted(said) for *_, said in self._shortened(messages)]
            self._blocks.append(f"**Bot**{whom}{how}:\n\n" + "\n>\n".join(told))
        self._heard.clear()

    def _shortened(self, messages):
        """The first album of a story in full; of others the first picture."""
        if len(messages) == 1:
            return messages
        told, self._albums = self._albums, self._albums + 1
        rest = len(messages) - 1
        return [messages[0], (None, [f"(and {rest} more)"])] if told else messages


def _by_album(heard):
    """The messages heard, those of an album together."""
    albums = []
    for one in heard:
        album = one[0]["album"]
        if album and albums and albums[-1][0][0]["album"] == album:
            albums[-1].append(one)
        else:
            albums.append([one])
    return albums


def _said(message):
    """A message's lines: its picture, its words, its buttons."""
    lines = [_media(message["media"])] if message["media"] else []
    if words := message["text"] or message["caption"]:
        lines += _plain(words).split("\n")
    for row in message["buttons"]:
        lines.append(" ".join(f"[{_plain(one['text'])}]" for one in row))
    if message["reactions"]:
        lines.append("".join(message["reactions"]))
    return lines


def _media(media):
    kind = "film" if media["kind"] in FILMS else "picture"
    if media["kind"] in ("voice", "audio"):
        return f"(voice: {timedelta(seconds=media['duration'])})"
    if media["kind"] == "document":
        return f"(file: {_plain(media['name'])})"
    return f"({kind}: {_plain(media['alt'])})" if media["alt"] else f"({kind})"


def _plain(text):
    return SPECIAL.sub(r"\\\1", TOKEN.sub(r"\1…", text))


def _quoted(lines):
    """Lines as a quotation; a break after each that another follows."""
    marked = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        marked.append(f"> {line}{'  ' if line and following else ''}".rstrip("\n"))
    return "\n".join(one if one.strip() != ">" else ">" for one in marked)
