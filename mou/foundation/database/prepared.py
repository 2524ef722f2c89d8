"""Questions whose SQL is made once, by Django's own query: the rule stands in it alone, and only values differ.

Making a statement of some joins takes Django ten times as long as the database needs to answer it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# What stands in the statement where a value of the asker's belongs; no row has either.
SOME_ID, SOME_INSTANT = 2**31 - 19, datetime(1901, 2, 3, 4, 5, 6, 789, UTC)

type Rows = QuerySet[Any, tuple[Any, ...]]


class PreparedRows:
    """Rows for one person at one instant, as `values_list` names their columns."""

    def __init__(self, rows_of: Callable[[int, datetime], Rows]) -> None:
        self._rows_of = rows_of
        self._made: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def of(self, user_id: int, at: datetime) -> list[tuple[Any, ...]]:
        """Return the rows as the database gives them: ids of SQLite are text. One query."""
        vendor = connection.vendor
        if vendor not in self._made:
            self._made[vendor] = self._rows_of(SOME_ID, SOME_INSTANT).query.sql_with_params()
        sql, places = self._made[vendor]
        adapted = connection.ops.adapt_datetimefield_value
        values: dict[Any, Any] = {SOME_ID: user_id, adapted(SOME_INSTANT): adapted(at)}
        with connection.cursor() as cursor:
            cursor.execute(sql, [values.get(place, place) for place in places])
            return list(cursor.fetchall())
