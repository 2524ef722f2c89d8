"""How a table is declared: its columns, what they are sorted and filtered by, and what is said where it is empty."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass, field

from django.utils.translation import gettext, pgettext

from mou.foundation.labelled import InContext, Labelled
from mou.foundation.tables.cells import Value

# The names that a query string has beside the columns'.
SEARCH, SORT, PAGE, FORMAT = "q", "sort", "page", "format"
ROWS_OF_PAGE = 50
# So many rows are counted, paged through and written to a file; a narrower search finds the others.
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A title that is a name, or said in the reader's language already: no catalog has it."""

    text: str


type Words = str | InContext | AsWritten
type Choices = Sequence[tuple[str, str]]


def words_of(words: Words) -> str:
    """Return words that are marked for the catalogs, in the language that is active."""
    if isinstance(words, AsWritten):
        return words.text
    return pgettext(words.context, words.text) if isinstance(words, InContext) else gettext(words)


@dataclass(frozen=True, slots=True)
class Column[RowT]:
    """One column, for page and file.

    Args:
        name: what the query string calls it.
        title: its head, marked for the catalogs.
        value: what a row has there, to sort by, to filter by, for the file; drawn, unless a template draws it. A column
            without one holds buttons.
        template: draws a cell, given `row` and `value` beside what the page knows.
        link: where the value leads; nowhere, if it is empty.
        sorts: by which columns of the database it is sorted; rows that are read already are sorted by their value.
        filters: what may be chosen: a closed list, or True, and the page gives the choices or the rows have them.
        matches: which column of the database is compared with what was chosen.
        is_head: it names the row.
        is_number: its digits stand below each other.
        is_of_file: it stands in the file alone, where the page says it in another column.
        says_none: its template has words where there is no value; else a phone leaves the cell out.
    """

    name: str
    title: Words
    value: Callable[[RowT], Value] | None = None
    _: KW_ONLY
    template: str = ""
    link: Callable[[RowT], str] | None = None
    sorts: Sequence[str] | bool = False
    filters: type[Labelled] | bool = False
    matches: str = ""
    is_head: bool = False
    is_number: bool = False
    is_of_file: bool = False
    says_none: bool = False

    def value_of(self, row: RowT) -> Value:
        """Return what a row has there."""
        return None if self.value is None else self.value(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table[RowT]:
    """A table, declared once.

    Args:
        name: what its file is called, and the ids of its elements begin with.
        caption: what it is a table of.
        empty: what is said where there is no row; a page may know better words.
        not_found: what is said where a search leaves no row, if more is to be said than that.
        order: by which columns of the database rows stand at first; rows that are read already stand as they are.
        searches: in which columns of the database a text is looked for; True: in the words of rows that are read.
        prefix: before its names in the query string, where a page has more than one table.
        tone: how a row looks: a class of its line.
        has_file: it may be taken as CSV.
    """

    name: str
    caption: Words
    columns: Sequence[Column[RowT]]
    empty: Words = ""
    not_found: Words = ""
    order: Sequence[str] = field(default_factory=tuple)
    searches: Sequence[str] | bool = False
    prefix: str = ""
    tone: Callable[[RowT], str] = lambda _row: ""
    has_file: bool = True
    rows_of_page: int = ROWS_OF_PAGE
