"""Steps from 22 on: nothing is left that should be gone, in backups and chats."""

from __future__ import annotations

import hashlib

from sqlite_utils import Database

from bot.store.migrations.register import IN_POSTGRESQL, MIGRATIONS


@MIGRATIONS()
def m022_hashed_links(db: Database) -> None:
    """Keep of a link's token only its SHA-256, and who opened it.

    A backup that is stolen opens nothing then.
    """
    db.execute("alter table links rename column token to digest")
    tokens = [row["digest"] for row in db.query("select digest from links")]
    for token in tokens:
        digest = hashlib.sha256(token.encode()).hexdigest()
        db.execute("update links set digest = ? where digest = ?", [digest, token])
    # As SQL: the library would rebuild the table.
    db.execute(
        "alter table links add column opened_by integer "
        "references athletes(id) on delete set null"
    )


IN_POSTGRESQL["m022_hashed_links"] = """do $$ begin
    if to_regclass('links') is not null then
        alter table links rename column token to digest;
        update links set digest = encode(sha256(convert_to(digest, 'UTF8')), 'hex');
    end if;
end $$"""


@MIGRATIONS()
def m023_last_words(db: Database) -> None:
    """Add which message still says of a clip that it was taken back, or failed."""
    db.table("clips").add_column("last_words_id", int)
