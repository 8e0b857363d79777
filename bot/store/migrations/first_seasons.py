"""Steps 1 to 17: people, clips, what was sent, squads; all in one file."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from bot.store.migrations.register import MIGRATIONS, of_athlete


@MIGRATIONS()
def m001_athletes(db: Database) -> None:
    """Create the people; ``weekly_since`` is when the summary was last turned on."""
    db.table("athletes").create(
        {
            "id": int,
            "language": str,
            "timezone": str,
            "weekly": int,
            "weekly_since": str,
            "created_at": str,
        },
        pk="id",
        not_null={"weekly", "weekly_since", "created_at"},
        strict=True,
    )


ALWAYS_KNOWN_OF_A_CLIP = frozenset(
    {"athlete_id", "chat_id", "received_at", "kind"}
    | {"file_id", "message_id", "state", "pictures"}
)


@MIGRATIONS()
def m002_clips(db: Database) -> None:
    """Create the clips; ``analysis`` and ``pictures`` hold JSON."""
    clips = db.table("clips").create(
        {
            "id": str,
            "athlete_id": int,
            "chat_id": int,
            "received_at": str,
            "kind": str,
            "file_id": str,
            "message_id": int,
            "status_message_id": int,
            "state": str,
            "analysis": str,
            "refusal_code": str,
            "analysis_version": str,
            "pictures": str,
            "finished_at": str,
        },
        pk="id",
        foreign_keys=of_athlete("clips"),
        not_null=ALWAYS_KNOWN_OF_A_CLIP,
        strict=True,
    )
    clips.create_index(["athlete_id", "received_at", "id"])
    clips.create_index(["state", "athlete_id"])


@MIGRATIONS()
def m003_sent(db: Database) -> None:
    """Create the markers of messages that went out."""
    sent = db.table("sent").create(
        {"key": str, "athlete_id": int, "message_id": int, "sent_at": str},
        pk="key",
        foreign_keys=of_athlete("sent"),
        not_null={"athlete_id", "message_id", "sent_at"},
        strict=True,
    )
    sent.create_index(["athlete_id"])


@MIGRATIONS()
def m004_summaries(db: Database) -> None:
    """Create the weekly summaries: at most one row per athlete and ISO week."""
    db.table("summaries").create(
        {
            "athlete_id": int,
            "week": str,
            "covers_until": str,
            "claimed_at": str,
            "tries": int,
            "sent_at": str,
        },
        pk=("athlete_id", "week"),
        foreign_keys=of_athlete("summaries"),
        not_null={"covers_until", "claimed_at", "tries"},
        strict=True,
    )


@MIGRATIONS()
def m005_chosen_language(db: Database) -> None:
    """Add the language an athlete chose; ``language`` stays what their app speaks."""
    db.table("athletes").add_column("chosen_language", str)


@MIGRATIONS()
def m006_stills(db: Database) -> None:
    """Create the stills of finished clips, small pictures for then and now."""
    stills = db.table("stills").create(
        {"clip_id": str, "athlete_id": int, "name": str, "content": bytes},
        pk=("clip_id", "name"),
        foreign_keys=[
            *of_athlete("stills"),
            ForeignKey("stills", "clip_id", "clips", "id", on_delete="CASCADE"),
        ],
        not_null={"athlete_id", "content"},
        strict=True,
    )
    stills.create_index(["athlete_id"])


@MIGRATIONS()
def m007_corrections(db: Database) -> None:
    """Let a clip be looked at again.

    ``look`` counts, ``again`` is the state of the last look after the first one,
    ``wanted`` holds its corrections in JSON, ``pressed`` is the update id of the button
    press that began it.
    """
    clips = db.table("clips")
    clips.add_column("look", int, not_null_default=1)
    clips.add_column("again", str)
    clips.add_column("wanted", str)
    clips.add_column("pressed", int)


@MIGRATIONS()
def m008_praised(db: Database) -> None:
    """Add the check a clip's reply praised; before, that was the analysis' own."""
    db.table("clips").add_column("praised", str)


@MIGRATIONS()
def m009_about(db: Database) -> None:
    """Add what an athlete may tell of themselves: experience, age group, height."""
    athletes = db.table("athletes")
    athletes.add_column("experience", str)
    athletes.add_column("age_group", str)
    athletes.add_column("height_cm", int)


@MIGRATIONS()
def m010_squad(db: Database) -> None:
    """Let one phone keep many athletes, and an athlete share with a coach.

    Of an athlete: ``kept_by`` is on whose phone they live, ``name`` what they are
    called there; ``subject`` is whose clips this person looks at now, ``asked`` what
    their next text answers. Who shares is called ``name`` by their ``coach``. A link
    works once. A comment on a clip is a text or a voice message.
    """
    for column, follows in (("kept_by", "cascade"), ("subject", "set null")):
        # As SQL: the library would rebuild the table, and what hangs on it would go.
        db.execute(
            f"alter table athletes add column {column} integer "
            f"references athletes(id) on delete {follows}"
        )
    athletes = db.table("athletes")
    athletes.add_column("name", str)
    athletes.add_column("asked", str)
    athletes.create_index(["kept_by"])
    _create_shares(db)
    _create_links(db)
    _create_comments(db)


def _create_shares(db: Database) -> None:
    shares = db.table("shares").create(
        {"athlete_id": int, "coach_id": int}
        | dict.fromkeys(("name", "coach", "since"), str),
        pk=("athlete_id", "coach_id"),
        foreign_keys=[
            *of_athlete("shares"),
            ForeignKey("shares", "coach_id", "athletes", "id", on_delete="CASCADE"),
        ],
        not_null={"name", "coach", "since"},
        strict=True,
    )
    shares.create_index(["coach_id"])


def _create_links(db: Database) -> None:
    links = db.table("links").create(
        {"token": str, "kind": str, "athlete_id": int, "name": str, "made_at": str},
        pk="token",
        foreign_keys=of_athlete("links"),
        not_null={"kind", "athlete_id", "name", "made_at"},
        strict=True,
    )
    links.create_index(["athlete_id"])


def _create_comments(db: Database) -> None:
    comments = db.table("comments").create(
        {"id": int, "clip_id": str, "athlete_id": int}
        | dict.fromkeys(("author", "text", "voice", "said_at"), str),
        pk="id",
        foreign_keys=[
            *of_athlete("comments"),
            ForeignKey("comments", "clip_id", "clips", "id", on_delete="CASCADE"),
        ],
        not_null={"clip_id", "athlete_id", "author", "said_at"},
        strict=True,
    )
    comments.create_index(["clip_id"])
    comments.create_index(["athlete_id"])


@MIGRATIONS()
def m011_first_minute(db: Database) -> None:
    """Add a guardian's yes, and who waits for the sample under which message."""
    db.table("athletes").add_column("agreed_at", str)
    db.table("samples").create(
        {"athlete_id": int, "message_id": int, "asked_at": str},
        pk="athlete_id",
        foreign_keys=of_athlete("samples"),
        not_null={"message_id", "asked_at"},
        strict=True,
    )


@MIGRATIONS()
def m012_notes(db: Database) -> None:
    """Add what stands under a clip, which album and file it is; the last hint's time.

    ``file_unique_id`` is Telegram's for the same file sent again.
    """
    clips = db.table("clips")
    for column in ("note", "album", "file_unique_id"):
        clips.add_column(column, str)
    clips.create_index(["chat_id", "file_unique_id"])
    db.table("athletes").add_column("hinted_at", str)


@MIGRATIONS()
def m013_replies(db: Database) -> None:
    """Create the parts of replies, by the names of their pictures; add what was before.

    ``before`` of a clip is its analysis before the last correction.
    """
    replies = db.table("replies").create(
        {
            "clip_id": str,
            "name": str,
            "athlete_id": int,
            "message_id": int,
            "digest": str,
        },
        pk=("clip_id", "name"),
        foreign_keys=[
            *of_athlete("replies"),
            ForeignKey("replies", "clip_id", "clips", "id", on_delete="CASCADE"),
        ],
        not_null={"athlete_id", "message_id", "digest"},
        strict=True,
    )
    replies.create_index(["athlete_id"])
    db.table("clips").add_column("before", str)


@MIGRATIONS()
def m014_access(db: Database) -> None:
    """Create who was let in or kept out by who runs the bot.

    ``told_at`` is when somebody kept out was told so, once. These rows stay when an
    athlete deletes everything: else who is kept out could come in again.
    """
    db.table("access").create(
        {"id": int, "allowed": int, "changed_at": str, "told_at": str},
        pk="id",
        not_null={"allowed", "changed_at"},
        strict=True,
    )


@MIGRATIONS()
def m015_retention(db: Database) -> None:
    """Add for how many days somebody's clips are kept; none means for ever."""
    db.table("athletes").add_column("keep_days", int)


@MIGRATIONS()
def m016_weekly_time(db: Database) -> None:
    """Add when an athlete wants the weekly summary: ISO weekday and hour."""
    athletes = db.table("athletes")
    athletes.add_column("weekly_day", int, not_null_default=7)
    athletes.add_column("weekly_hour", int, not_null_default=18)


@MIGRATIONS()
def m017_content(db: Database) -> None:
    """Add what tells the same video from another, whatever Telegram calls its file."""
    db.table("clips").add_column("content", str)
