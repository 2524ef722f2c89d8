"""Write many rows by one statement, and let several statements travel together.

Django's bulk_create reads back what the database has made of the rows, so that nothing can be sent before it answers.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, transaction
from django.db.models import Field, Model

if TYPE_CHECKING:
    import psycopg


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


def insert(rows: Sequence[Model], *, unique: Sequence[str] = (), renewed: Sequence[str] = ()) -> None:
    """Insert rows of one model, all of them with their keys; where one stands by `unique`, renew some columns instead.

    Columns are named as in the table. Keys that the database makes are left out where a row has none. Values are what
    the columns hold: text, numbers, times, UUIDs and nothing.
    """
    if not rows:
        return
    meta = rows[0]._meta  # noqa: SLF001 - Django's documented way to a model's table
    fields = [one for one in meta.concrete_fields if one is not meta.auto_field or rows[0].pk is not None]
    write = _as_document if connection.vendor == "postgresql" else _as_values
    columns = ", ".join(str(one.column) for one in fields)
    source, values = write(rows, fields)
    statement = f"INSERT INTO {meta.db_table} ({columns}) {source}"  # names of our own
    if renewed:
        said = ", ".join(f"{column} = excluded.{column}" for column in renewed)
        statement += f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {said}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _as_document(rows: Sequence[Model], fields: "Sequence[Field[Any, Any]]") -> tuple[str, list[Any]]:
    """Give all rows as one JSON document: hundreds of values, each quoted by itself, took most of a command's time."""
    columns = [(str(one.column), one.attname) for one in fields]
    document = orjson.dumps([{column: getattr(row, name) for column, name in columns} for row in rows]).decode()
    table = rows[0]._meta.db_table  # noqa: SLF001 - as above
    named = ", ".join(column for column, _name in columns)
    return f"SELECT {named} FROM json_populate_recordset(NULL::{table}, %s)", [document]  # noqa: S608 - as above


def _as_values(rows: Sequence[Model], fields: "Sequence[Field[Any, Any]]") -> tuple[str, list[Any]]:
    one_row = f"({', '.join(['%s'] * len(fields))})"
    values = [one.get_db_prep_save(getattr(row, one.attname), connection) for row in rows for one in fields]
    return f"VALUES {', '.join([one_row] * len(rows))}", values
