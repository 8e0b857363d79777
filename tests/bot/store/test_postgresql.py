"""What is so on PostgreSQL alone: its tables, and that it takes every statement."""

import inspect
import types
import typing
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
from sqlite_utils import Database

from bot.store import (
    About,
    Coach,
    Executor,
    Incoming,
    OwedEdit,
    Owing,
    Part,
    Report,
    Store,
)
from bot.store.migrations import MIGRATIONS
from bot.store.models import WeeklyTime
from tests import postgres
from tests.bot.visits import add_clip

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MOMENT = "2026-03-02T12:00:00.000000+00:00"
EXAMPLES = {
    int: 1,
    float: 1.5,
    str: "c1",
    bytes: b"\0x",
    bool: True,
    datetime: NOON,
    About: About("new", "under_14", 150),
    WeeklyTime: WeeklyTime(5, 7),
    Coach: Coach(2, "Tom"),
    Part: Part(3, "digest"),
    Sequence[Incoming]: [Incoming(1, 1, "{}")],
    OwedEdit: OwedEdit(1, 2, None, [], NOON, 1),
    Owing: Owing({"clip_id": "c1"}, {"failure": "crashed"}),
    Executor: Executor("one", 1, 1),
    Report: Report("posing", 40),
}


@pytest.fixture(scope="module")
def store(tables):
    with closing(Store(tables())) as made:
        yield made


def methods():
    return sorted(
        name
        for name, _ in inspect.getmembers(Store, inspect.isfunction)
        if not name.startswith("_") and name != "close"
    )


def examples(hint):
    """Values of a type: those that may be None are given and left out."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return list(inside)
    if origin in (typing.Union, types.UnionType):
        return [value for one in inside for value in examples(one)]
    if origin is Mapping:
        return [{"c1": examples(inside[1])[0]}]
    if hint is types.NoneType:
        return [None]
    return [EXAMPLES.get(hint, "anything")]


def calls(method):
    """Ways to call a method: all that may be left out given, and left out."""
    hints = typing.get_type_hints(method)
    names = [name for name in inspect.signature(method).parameters if name != "self"]
    choices = {name: examples(hints[name]) for name in names}
    for number in range(max(map(len, choices.values()), default=1)):
        yield {name: values[number % len(values)] for name, values in choices.items()}


@pytest.mark.parametrize("name", methods())
def test_every_method_speaks_sql_that_postgresql_understands(name, tables, store):
    for call in calls(getattr(Store, name)):
        tables()
        add_clip(store, "c1", NOON, athlete=1, message_id=7)
        store.meet(2)
        store.set_keep_days(2, 30)
        store.finish("c1", "analysed", {"praise": "x"})
        getattr(store, name)(**call)


def columns(address):
    with psycopg.connect(address) as connection:
        return set(
            connection.execute(
                """select table_name::text, column_name::text from
                information_schema.columns where table_schema = current_schema()
                and table_name != 'history_steps'"""
            )
        )


def test_it_has_the_tables_and_columns_that_sqlite_has(tables):
    model = Database(memory=True)
    MIGRATIONS.apply(model)
    assert columns(tables()) == {
        (table.name, column.name)
        for table in model.tables
        for column in table.columns
        if table.name != MIGRATIONS.migrations_table
    }
    model.close()


@pytest.fixture
def older(postgres_server, monkeypatch):
    """A database as it was before a step, with an athlete in it."""
    apply, pending = MIGRATIONS.apply, MIGRATIONS.pending

    def before(step):
        def first(model):
            names = [one.name for one in pending(model)]
            return pending(model)[: names.index(step)]

        address = postgres.new_schema(postgres_server)
        with monkeypatch.context() as patch:
            patch.setattr(MIGRATIONS, "apply", lambda one: apply(one, stop_before=step))
            patch.setattr(MIGRATIONS, "pending", first)
            Store(address).close()
        with psycopg.connect(address) as connection:
            connection.execute(
                """insert into athletes (id, weekly, weekly_since, created_at)
                values (1, 1, %s, %s)""",
                [MOMENT, MOMENT],
            )
        return address

    return before


def test_a_link_made_before_opens_what_it_did_and_its_token_is_gone(older):
    address = older("m022_hashed_links")
    with psycopg.connect(address) as connection:
        connection.execute(
            """insert into links (token, kind, athlete_id, name, made_at)
            values ('secret', 'share', 1, 'Ana', %s)""",
            [MOMENT],
        )
    with closing(Store(address, lambda: NOON)) as store:
        assert store.link("secret").name == "Ana"
        store.use_link("secret", 5, 1)
        assert store.link_opened("secret", 1)
    with psycopg.connect(address) as connection:
        assert "secret" not in str(connection.execute("select * from links").fetchall())


def test_an_older_database_keeps_its_rows(older):
    address = older("m004_summaries")
    with closing(Store(address)) as store:
        assert store.athlete(1).weekly_time == WeeklyTime(7, 18)
        add_clip(store, "c1", NOON, athlete=1, message_id=7)
        assert store.clip("c1").look == 1


def test_a_connection_that_is_lost_is_made_anew(tables, postgres_server):
    with closing(Store(tables())) as store:
        store.meet(1)
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(
                """select pg_terminate_backend(pid) from pg_stat_activity
                where pid != pg_backend_pid() and state = 'idle'
                and query not like 'truncate%'"""
            )
        assert store.athlete(1)


def test_what_fails_halfway_leaves_nothing(tables):
    with closing(Store(tables())) as store:
        add_clip(store, "c1", NOON, athlete=1, message_id=7)
        with pytest.raises(Exception, match="content"):
            store.keep_stills("c1", {"still_1.jpg": b"one", "still_2.jpg": None})
        assert store.stills("c1") == {}
