"""A process's name, locked in the PostgreSQL that several machines share.

The lock belongs to a connection and ends with it: a process that is killed frees its
name at once, a machine without power within half a minute.
"""

from __future__ import annotations

import asyncio

import psycopg
import sqlalchemy as sa

CONNECT_S = 5
# A killed process's connection may be closed a moment after it.
TRIES, PAUSE_S = 10, 0.3
# The server asks a silent machine after 10 s, and gives it up after 15 s more.
SETTINGS = """set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5;
    set tcp_keepalives_count = 3"""
LOCK = """select pg_try_advisory_lock(hashtextextended(
    concat_ws(' ', 'blockstart', current_schema(), %s::text), 0))"""


class NameLock:
    """The lock of one name.

    Parameters
    ----------
    address
        Of the database, such as ``postgresql://user@host/name``.
    name
        What this process is called in the queue.
    """

    def __init__(self, address: str, name: str) -> None:
        url = sa.make_url(address).set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._name = name
        self._connection: psycopg.AsyncConnection[tuple[bool]] | None = None

    async def take(self) -> bool:
        """Lock the name; False when another process has it.

        Raises
        ------
        psycopg.OperationalError
            Without a connection.
        """
        for number in range(TRIES):
            await asyncio.sleep(PAUSE_S if number else 0)
            if await self._try():
                return True
        return False

    async def keep(self) -> bool:
        """See to it that the name is still ours; False when another process has it.

        A server that was away has forgotten the lock: it is taken anew, at the next
        call if not at this one.
        """
        try:
            if self._connection is not None:
                await self._connection.execute("select true")
                return True
            return await self._try()
        except psycopg.OperationalError:
            await self.close()
            return True

    async def close(self) -> None:
        """Free the name."""
        if self._connection is not None:
            await self._connection.close()
        self._connection = None

    async def _try(self) -> bool:
        connection = await psycopg.AsyncConnection.connect(
            self._address, autocommit=True, connect_timeout=CONNECT_S
        )
        try:
            await connection.execute(SETTINGS)
            found = await connection.execute(LOCK, [self._name])
            (taken,) = await found.fetchone() or (False,)
        except BaseException:
            await connection.close()
            raise
        if taken:
            self._connection = connection
        else:
            await connection.close()
        return bool(taken)
