"""Write once what tests that commit begin with, and put it back before each of the others.

To write a stage takes ten times as long as to put it back. What is put back is what stood in the database after it was
written, with all that triggers did: the whole file of SQLite, on PostgreSQL the rows of each table. A test has copies
of what was returned, an empty cache and an access epoch that no other test has met.
"""

import sqlite3
from collections.abc import Callable
from copy import deepcopy

from django.core.cache import cache
from django.db import connection, transaction

from tests.support.database.emptied import filled_tables
from tests.support.database.epochs import begin_new_epoch


class Kept[Made]:
    """What `make` wrote into an empty database, and returned."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: list[Made] = []
        self._file: sqlite3.Connection | None = None
        self._tables: dict[str, bytes] = {}

    def put(self) -> Made:
        """Write it into the empty database, or put it back there."""
        connection.ensure_connection()
        if self._made:
            self._put_back()
        else:
            made = self._make()
            self._keep()
            self._made.append(made)
        cache.clear()
        begin_new_epoch()
        return deepcopy(self._made[0])

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _keep(self) -> None:
        if connection.vendor == "postgresql":
            self._tables = {name: _rows_of(name) for name in filled_tables()}
        else:
            self._file = sqlite3.connect(":memory:")
            connection.connection.backup(self._file)

    def _put_back(self) -> None:
        if self._file is not None:
            self._file.backup(connection.connection)
            return
        with transaction.atomic(), connection.cursor() as cursor:
            # Of a superuser alone: triggers have done already what they do, and each row has what it refers to.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name, rows in self._tables.items():
                with cursor.copy(f"COPY {connection.ops.quote_name(name)} FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(rows)


def _rows_of(table: str) -> bytes:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT (FORMAT BINARY)") as copy,
    ):
        return b"".join(copy)
