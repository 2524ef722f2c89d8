"""Write many rows by one statement, and let several statements travel together.

Django's bulk_create reads back what the database has made of the rows, so that nothing can be sent before it answers.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import Model

if TYPE_CHECKING:
    import psycopg

# A number that is not used is a gap, and means nothing. The sequence is looked up once, not for each number.
TAKE_NUMBERS = """
SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id')::regclass)) FROM generate_series(1, %s)
"""


@contextmanager
def one_transaction(*, pipelined: bool) -> Iterator[None]:
    """Carry out what is inside in one durable transaction.

    `pipelined` writes without waiting for each answer, on PostgreSQL: an error comes with the next reading, or with the
    commit. Ask for it only where nothing inside recovers from an error of the database by itself.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(durable=True):
        if not pipelined or not is_outermost or connection.vendor != "postgresql":
            yield
            return
        line: psycopg.Connection[tuple[object, ...]] = connection.connection
        # Where the driver begins and commits, and where autocommit is turned, it waits for an answer of its own each.
        line.autocommit = True
        with connection.wrap_database_errors, line.pipeline():
            line.execute("BEGIN")
            yield
            line.execute("COMMIT")


def insert_rows(
    rows: Sequence[object], *, into: type[Model], unique: Sequence[str] = (), renewed: Sequence[str] = ()
) -> None:
    """Insert rows, all of them with their keys; where one stands by `unique`, renew some columns instead.

    Rows are models, or dataclasses with the columns of the table as their fields. Keys that the database makes are left
    out where a row has none. Values are what the columns hold: text, numbers, times, UUIDs and nothing.
    """
    if not rows:
        return
    columns = _columns_of(into, has_number=_has_number(rows[0], into))
    write = _as_document if connection.vendor == "postgresql" else _as_values
    source, values = write(rows, columns, into)
    # Names of our own.
    statement = f"INSERT INTO {into._meta.db_table} ({', '.join(columns)}) {source}"  # noqa: SLF001 - Django's documented way to a model's table
    if renewed:
        said = ", ".join(f"{column} = excluded.{column}" for column in renewed)
        statement += f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {said}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def take_numbers(table: str, count: int) -> list[int]:
    """Return numbers for rows to come, in the caller's transaction, which on SQLite is the only one that writes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(TAKE_NUMBERS, [table, count])
            return [number for (number,) in cursor]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = last[0] + 1 if last else 1
    return list(range(first, first + count))


def _has_number(row: object, into: type[Model]) -> bool:
    """Tell whether the table numbers its rows and this one has its number already."""
    numbered = into._meta.auto_field  # noqa: SLF001 - as above
    return numbered is not None and getattr(row, numbered.attname) is not None


@cache
def _columns_of(into: type[Model], *, has_number: bool) -> tuple[str, ...]:
    """Return the columns that are written, which have the names of the attributes."""
    meta = into._meta  # noqa: SLF001 - as above
    return tuple(one.attname for one in meta.concrete_fields if has_number or one is not meta.auto_field)


def _as_document(rows: Sequence[object], columns: Sequence[str], into: type[Model]) -> tuple[str, list[Any]]:
    """Give all rows as one JSON document: hundreds of values, each quoted by itself, took most of a command's time."""
    is_plain = not isinstance(rows[0], Model)
    document = orjson.dumps(rows if is_plain else [{name: getattr(row, name) for name in columns} for row in rows])
    table = into._meta.db_table  # noqa: SLF001 - as above
    named = ", ".join(columns)
    return f"SELECT {named} FROM json_populate_recordset(NULL::{table}, %s)", [document.decode()]  # noqa: S608 - as above


def _as_values(rows: Sequence[object], columns: Sequence[str], _into: type[Model]) -> tuple[str, list[Any]]:
    one_row = f"({', '.join(['%s'] * len(columns))})"
    values = [_as_stored(value) for row in rows for value in attrgetter(*columns)(row)]
    return f"VALUES {', '.join([one_row] * len(rows))}", values


def _as_stored(value: object) -> object:
    """Return what SQLite's columns hold of a value."""
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
