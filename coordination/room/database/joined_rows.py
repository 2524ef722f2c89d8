"""Read rows by their keys, each with the rows that it leads to, by a statement that Django compiles once.

Each batch of commands asks for its rooms: to compile that question took half of what the batch cost, and its statement
is always the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.db import connection
from django.db.models import ForeignKey, Model

# By how many rows are asked for; a batch has at most 128.
STATEMENTS_KEPT = 256

type Converter = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement, and which of its columns become what Python has for them, and how."""

    statement: str
    converted: tuple[tuple[int, tuple[Converter, ...], Any], ...]

    def rows(self, values: Sequence[Any]) -> Iterator[list[Any]]:
        """Run the statement with these values. One query."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement, values)
            found = cursor.fetchall()
        for row in map(list, found):
            for place, converters, column in self.converted:
                for convert in converters:
                    row[place] = convert(row[place], column, connection)
            yield row


@dataclass(frozen=True, slots=True)
class JoinedRows[M: Model]:
    """Rows of a model, and along `path` from each row to the next: names of keys that are never empty."""

    model: type[M]
    path: tuple[str, ...]

    def by_key(self, keys: Iterable[object]) -> list[M]:
        """Return those rows that exist, by key. One query, none for no keys."""
        key = self.model._meta.pk  # noqa: SLF001 - Django's documented way to a model's table
        wanted = [key.get_db_prep_value(one, connection) for one in dict.fromkeys(keys)]
        if not wanted:
            return []
        statement = _compile_question(self.model, self.path, len(wanted), connection.vendor)
        return [self._joined(row) for row in statement.rows(wanted)]

    def _joined(self, row: list[Any]) -> M:
        first, place = _from_row(self.model, row, 0)
        before: Model = first
        for name in self.path:
            key = cast("ForeignKey[Model, Model]", before._meta.get_field(name))  # noqa: SLF001 - as above
            after, place = _from_row(key.related_model, row, place)
            # As select_related() leaves them: in both directions where each has one of the other.
            key.set_cached_value(before, after)
            if key.unique:
                key.remote_field.set_cached_value(after, before)
            before = after
        return first


def _from_row[N: Model](model: type[N], row: list[Any], place: int) -> tuple[N, int]:
    """Return the model whose columns begin at a place, and where the next one's begin."""
    names = [one.attname for one in model._meta.concrete_fields]  # noqa: SLF001 - as above
    end = place + len(names)
    return model.from_db("default", names, row[place:end]), end


@lru_cache(maxsize=STATEMENTS_KEPT)
def _compile_question(model: type[Model], path: tuple[str, ...], count: int, _vendor: str) -> Compiled:
    question = model._default_manager.select_related("__".join(path)).filter(pk__in=range(count))  # noqa: SLF001 - as above
    compiler = question.order_by().query.get_compiler(connection=connection)
    statement, _values = compiler.as_sql()
    columns = [column for column, *_name in compiler.select]
    return Compiled(
        str(statement),
        tuple(
            (place, tuple(converters), column)
            for place, (converters, column) in compiler.get_converters(columns).items()
        ),
    )
