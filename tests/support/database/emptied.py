"""Empty the database after a test that commits: only the tables that have rows.

Django's own flush empties all of them, and then writes every content type and permission anew, though no test changes
those. That takes longer than most of the tests.
"""

from functools import cache
from time import sleep

from django.core.management.color import no_style
from django.db import IntegrityError, connection
from django.test import TransactionTestCase

# Made by migrate, from the models; the same before and after.
KEPT = {"django_content_type", "auth_permission"}
TRIES = 5


def empty_instead_of_flushing() -> None:
    """Let every test that commits end this way."""
    TransactionTestCase._fixture_teardown = lambda _case: empty_tables()  # type: ignore[attr-defined]


def empty_tables() -> None:
    """Delete every row of every model, whatever triggers say about it.

    A live server may be carrying out the last request of a browser that was closed: then what it wrote is looked for
    anew.
    """
    for _ in range(TRIES):
        try:
            _empty(filled_tables())
        except IntegrityError:
            sleep(0.5)
        else:
            return
    _empty(filled_tables())


def _empty(filled: list[str]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Of a superuser alone: no trigger and no foreign key looks at what is deleted, as with TRUNCATE.
            deletions = "".join(f"DELETE FROM {connection.ops.quote_name(table)};" for table in filled)
            cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deletions} COMMIT;")
    else:
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), filled))


def filled_tables() -> list[str]:
    """Return the tables that have rows, in the order in which Django would empty them."""
    names = map(connection.ops.quote_name, _tables())
    asked = " UNION ALL ".join(
        f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {name})" for number, name in enumerate(names)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [_tables()[number] for (number,) in cursor.fetchall()]


@cache
def _tables() -> list[str]:
    every = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [table for table in every if table not in KEPT]
