"""Insert what is drawn, many rows at a time, without Django's models: of 200,000 rooms they took most of the time."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from operator import attrgetter
from uuid import UUID

import uuid_utils
from django.db import connection

from mapping.plans.drawn_things.drawn_tables import DrawnTable
from mapping.sites.boundaries.valid_geometry import SRID

# The values of a row in the order of its columns; the last is a geometry as well-known binary.
type Value = UUID | str | bool | None
type Row = tuple[Value | bytes, ...]
# What the driver takes as it is; members of a vocabulary and ids are of other types.
PLAIN = frozenset((str, bool, type(None)))


def rows_of(table: DrawnTable, floorplan_id: UUID, things: Iterable[object], shapes: Iterable[bytes]) -> Iterator[Row]:
    """Yield a new row for each thing, with its shape."""
    values_of = attrgetter("source_ref", *table.columns.values())
    plan, new_id = floorplan_id.hex, uuid_utils.uuid7
    for thing, shape in zip(things, shapes, strict=True):
        values = [one if type(one) in PLAIN else _plain_value(one) for one in values_of(thing)]
        yield (new_id().hex, plan, *values, shape)


def insert_drawn(table: DrawnTable, rows: Sequence[Row]) -> None:
    """Insert rows of one table, in the caller's transaction."""
    if connection.vendor == "postgresql":
        with (
            connection.wrap_database_errors,
            connection.connection.cursor() as driver,
            driver.copy(_copy_sql(table)) as copy,
        ):
            for row in rows:
                *values, shape = row
                assert isinstance(shape, bytes)
                copy.write_row((*values, shape.hex()))
        return
    with connection.cursor() as cursor:
        cursor.executemany(_insert_sql(table), rows)


def _copy_sql(table: DrawnTable) -> str:
    return f"COPY {_table_and_columns(table)} FROM STDIN"


def _insert_sql(table: DrawnTable) -> str:
    marks = ", ".join(["%s"] * (3 + len(table.columns)))
    return f"INSERT INTO {_table_and_columns(table)} VALUES ({marks}, GeomFromWKB(%s, {SRID}))"  # noqa: S608 - names of ours


def _table_and_columns(table: DrawnTable) -> str:
    columns = ("id", "floorplan_id", "source_ref", *table.columns.values(), table.geometry)
    return f"{table.model._meta.db_table} ({', '.join(columns)})"  # noqa: SLF001 - Django's documented way to a table


def _plain_value(value: Value) -> Value:
    """Return what the driver takes of a value: a member of a vocabulary is its word, an id its digits."""
    if isinstance(value, UUID):
        return value.hex
    return str(value) if isinstance(value, StrEnum) else value
