"""The database of a soak as the soak sees it: ask it, and write into it beside the servers. PostGIS or SpatiaLite."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.support.services import PostgisServer

type Row = tuple[Any, ...]
# As long as our own server waits for a lock, and some more: the soak must never be what gives up.
PATIENCE_S = 30


class Store(Protocol):
    """One migrated database."""

    @property
    def url(self) -> str: ...

    def write(self, sql: str) -> None:
        """Run a statement and commit it. Raises: the driver's error."""

    def rows(self, sql: str, room_id: str) -> Sequence[Row]:
        """Return what a statement finds of one room, which stands in it as {room}."""


@dataclass(frozen=True)
class PostgisStore:
    server: PostgisServer
    database: str

    @property
    def url(self) -> str:
        return self.server.url(self.database)

    def write(self, sql: str) -> None:
        with self.server.connect(self.database) as connection:
            connection.execute(sql.encode())

    def rows(self, sql: str, room_id: str) -> Sequence[Row]:
        with self.server.connect(self.database) as connection:
            return connection.execute(sql.format(room=f"'{room_id}'").encode()).fetchall()


@dataclass(frozen=True)
class SpatialiteStore:
    path: Path

    @property
    def url(self) -> str:
        return f"spatialite:///{self.path}"

    def write(self, sql: str) -> None:
        with closing(sqlite3.connect(self.path, timeout=PATIENCE_S)) as connection, connection:
            connection.execute(sql)

    def rows(self, sql: str, room_id: str) -> Sequence[Row]:
        with closing(sqlite3.connect(self.path, timeout=PATIENCE_S)) as connection:
            return connection.execute(sql.format(room=f"'{room_id.replace('-', '')}'")).fetchall()
