"""A PostgreSQL server of the tests' own: on loopback, on a free port, in a new folder.

It refuses to run as root, so that root runs it as Debian's user ``postgres``.
"""

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

MISSING = "no PostgreSQL here: apt-get install postgresql"
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
NUMBERS = itertools.count(1)


def programs():
    """The folder of the server's programs; None where there is no server."""
    debians = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(debians[-1]) if debians else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def somebody():
    """Who runs it, where we are root: options of a subprocess."""
    if os.getuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


@contextlib.contextmanager
def server():
    """Run a server; gives its address. What it kept goes with it."""
    bin_ = programs()
    place = Path(tempfile.mkdtemp(prefix="pg"))
    if os.getuid() == 0:
        shutil.chown(place, "postgres", "postgres")
    data = place / "data"
    _run(bin_ / "initdb", "-D", data, "-U", "coach", "-A", "trust", "--no-sync", "-N")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = (
        "listen_addresses=127.0.0.1",
        f"port={port}",
        f"unix_socket_directories={place}",
        "max_connections=200",
        *QUICK,
    )
    options = " ".join(f"-c {one}" for one in settings)
    ctl = (bin_ / "pg_ctl", "-D", data, "-w", "-l", place / "log")
    _run(*ctl, "-o", options, "start")
    try:
        yield f"postgresql://coach@127.0.0.1:{port}/postgres"
    finally:
        _run(*ctl, "-m", "immediate", "stop")
        shutil.rmtree(place)


def new_database(address):
    """Make an empty database on a server; gives its address."""
    name = f"test_{next(NUMBERS)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create database {name} template template0")
    return f"{address.rpartition('/')[0]}/{name}"


def new_schema(address):
    """Make an empty place for tables, quicker than a database; gives its address."""
    name = f"test_{next(NUMBERS)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create schema {name}")
    return f"{address}?options=-csearch_path%3D{name}"


def _run(*command):
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, cwd="/", **somebody()
    )
    assert done.returncode == 0, done.stdout + done.stderr
