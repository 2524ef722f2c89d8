"""A column of words that the database itself searches: tsvector on PostgreSQL, text beside an FTS5 table on SQLite."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup

# The FTS5 table of a column lies beside its table, under this name.
FTS_SUFFIX = "_fts"
# All of it must be there: for each word asked for, what the words of the index that are meant begin with.
type Wanted = tuple[tuple[str, ...], ...]


if TYPE_CHECKING:
    TextField = models.Field[str, str]
    WantedLookup = Lookup[Any]
else:
    TextField, WantedLookup = models.Field, Lookup


class WordsField(TextField):
    """Words with blanks between, of letters and digits alone: neither database takes them apart any further."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the column's type."""
        return "tsvector" if connection.vendor == "postgresql" else "text"


@WordsField.register_lookup
class BeginWith(WantedLookup):
    """`words__begin_with=(("door", "tür"), ("5",))`: a word that begins with door or tür, and one that does with 5."""

    lookup_name = "begin_with"

    def get_prep_lookup(self) -> Wanted:
        """Take the words as they are."""
        wanted: Wanted = self.rhs
        return wanted

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        """Return a match against the tsvector, by its GIN index."""
        column, _none = self.process_lhs(compiler, connection)
        asked = " & ".join("(" + " | ".join(f"'{start}':*" for start in starts) + ")" for starts in self.rhs)
        return f"{column} @@ %s::tsquery", [asked]

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        """Return a match against the FTS5 table beside."""
        column, _none = self.process_lhs(compiler, connection)
        alias = column.rpartition(".")[0]
        meta = self.lhs.target.model._meta  # noqa: SLF001 - Django's documented way to a model's table
        asked = " AND ".join("(" + " OR ".join(f'"{start}"*' for start in starts) + ")" for starts in self.rhs)
        fts = f"{meta.db_table}{FTS_SUFFIX}"
        matching = f"SELECT rowid FROM {fts} WHERE {fts} MATCH %s"  # noqa: S608 - the table's name is ours
        return f'{alias}."{meta.pk.column}" IN ({matching})', [asked]
