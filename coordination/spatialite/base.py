"""Django's SpatiaLite backend with a lock timeout that holds, and transactions that only read."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.gis.db.backends.spatialite.base import DatabaseWrapper as SpatiaLiteWrapper
from django.db.transaction import Atomic

# A writer waits so long for the one before it. An import writes for seconds.
LOCK_TIMEOUT_MS = 15_000
# SQLite's own way to wait asks ever less often, at last ten times a second: a panic press slept through the pauses that
# an import leaves for others.
ASKED_EVERY_S = 0.002


class DatabaseWrapper(SpatiaLiteWrapper):
    """One connection."""

    transaction_mode: str | None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a new connection."""
        connection = super().get_new_connection(conn_params)
        # After the extension: loading mod_spatialite sets the timeout to 5 s, whatever was said before.
        connection.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT_MS}")
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        with self.wrap_database_errors:
            self._begin(f"BEGIN {self.transaction_mode or ''}")

    def _begin(self, statement: str) -> None:
        until_s = time.monotonic() + LOCK_TIMEOUT_MS / 1000
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    self.connection.execute(statement)
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until_s:
                        raise
                else:
                    return
                time.sleep(ASKED_EVERY_S)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT_MS}")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one state of the database for several reads, without the write lock that a transaction takes here.

        Nothing may be written in it: a transaction that began by reading could not wait for its turn to write.
        """
        # A connection is told its mode when it is made, and this may be the first that is asked of it.
        self.ensure_connection()
        mode, self.transaction_mode = self.transaction_mode, "DEFERRED"
        try:
            with Atomic(self.alias, savepoint=False, durable=True):
                self.transaction_mode = mode
                yield
        finally:
            self.transaction_mode = mode
