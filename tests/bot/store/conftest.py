"""Each test of the history runs on a SQLite file and on a real PostgreSQL."""

import psycopg
import pytest

from bot.store import Store
from tests import postgres
from tests.bot.visits import with_tables


@pytest.fixture(scope="session")
def tables(postgres_server):
    """A PostgreSQL database with the history's tables; and how to empty them."""
    address = postgres.new_schema(postgres_server)
    Store(address).close()
    with psycopg.connect(address, autocommit=True) as connection:
        names = connection.execute(
            "select string_agg(quote_ident(tablename), ', ') from pg_tables "
            "where schemaname = current_schema() and tablename != 'history_steps'"
        ).fetchone()[0]

        def emptied():
            connection.execute(f"truncate {names} restart identity cascade")
            return address

        yield emptied


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Where a history may be."""
    if request.param == "sqlite":
        return with_tables(tmp_path / "data" / "history.sqlite")
    return request.getfixturevalue("tables")()


@pytest.fixture
def path(tmp_path):
    """A file for what is so on SQLite only."""
    return tmp_path / "data" / "history.sqlite"
