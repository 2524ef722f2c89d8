"""A table as one request asks for it: its rows in their order, a page of them, and the same rows as a file.

Rows come from a queryset, of which the database sorts, filters and counts, or as a sequence that was read already.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from mou.foundation.forms.act_form import REFUSED, AnyForm, show_page
from mou.foundation.labelled import Labelled
from mou.foundation.tables.asked import CSV, TableForm, choices_of
from mou.foundation.tables.cells import Value, csv_text, file_text, shown_text, sort_key
from mou.foundation.tables.columns import (
    FORMAT,
    MOST_ROWS,
    PAGE,
    SEARCH,
    SORT,
    Choices,
    Column,
    Table,
    words_of,
)

# A table with fewer rows shows no search and no filters: all of it is in sight.
FEW = 8
# Spreadsheets take a file for UTF-8 when it begins so.
BYTE_ORDER_MARK = "\ufeff"


class TableFile(HttpResponse):
    """A table as a file. The audit records it by its class, whatever the page."""

    def __init__(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """Make it of rows of texts, the heads first."""
        super().__init__(BYTE_ORDER_MARK + csv_text(rows), content_type="text/csv; charset=utf-8")
        self.table_name = name
        self.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        self.headers["Cache-Control"] = "private, no-store"


@dataclass(frozen=True, slots=True)
class ShownHead:
    """The head of a column. `order` is "ascending", "descending" or empty; `address` leads to the other order."""

    title: str
    address: str
    order: str
    is_number: bool
    has_buttons: bool


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell. `kind` says how its value is drawn: "buttons", "none", "moment", "day", "label" or "text"."""

    column: Column[Any]
    title: str
    value: Value
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A line of the table."""

    row: Any
    cells: list[ShownCell]
    tone: str


class ShownTable[RowT]:
    """A table with what was asked of it. A page gives it to its template, which draws it with `{% table %}`."""

    def __init__(
        self,
        request: HttpRequest,
        declared: Table[RowT],
        rows: QuerySet[Any] | Sequence[RowT],
        *,
        read: Callable[[QuerySet[Any]], Sequence[RowT]] | None = None,
        search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None,
        choices: Mapping[str, Choices] | None = None,
        empty: str = "",
        zone: tzinfo = UTC,
        most_read: int = 0,
    ) -> None:
        """Ask a table for what the query string says. Reads nothing yet.

        Args:
            rows: all that the reader may see.
            read: turns rows of the database into rows of the table: of one page, or of the file.
            search: finds a text in a way of its own.
            choices: by column, what its filter offers.
            empty: what is said where there is no row, in the reader's language.
            zone: by whose clock moments are shown.
            most_read: of rows that were read: how many a query reads. Give one more, and the table says that it has not
                all of them.
        """
        self.declared, self.zone, self._request = declared, zone, request
        # A search or an order of what was read reaches no further: the page says so even where it finds nothing.
        self.left_out_after = most_read if most_read and len(rows) > most_read else 0
        self._rows = rows[:most_read] if self.left_out_after else rows
        self._read, self._search, self._empty = read, search, empty
        listed = choices_of(declared, choices or {}, None if isinstance(self._rows, QuerySet) else self._rows)
        self.form = TableForm(request, declared, listed)
        self.form.full_clean()

    # --- what was asked -----------------------------------------------------------------------------------------------
    @property
    def is_wrong(self) -> bool:
        """Whether something was asked that it cannot answer: it has no rows then, and says what was wrong."""
        return bool(self.form.errors)

    @property
    def is_file(self) -> bool:
        """Whether it was asked for as a file."""
        return not self.is_wrong and self.form.given(FORMAT) == CSV

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter leaves something out."""
        return bool(self.form.given(SEARCH) or self.form.chosen(self.declared.columns)) or self.is_wrong

    @cached_property
    def _order(self) -> tuple[Column[RowT] | None, bool]:
        asked = str(self.form.given(SORT) or "")
        found = next((one for one in self.declared.columns if one.name == asked.lstrip("-")), None) if asked else None
        return found, asked.startswith("-")

    # --- its rows -----------------------------------------------------------------------------------------------------
    @cached_property
    def _found(self) -> QuerySet[Any] | Sequence[RowT]:
        if self.is_wrong:
            return []
        return self._found_in_database(self._rows) if isinstance(self._rows, QuerySet) else self._found_in(self._rows)

    def _found_in_database(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        chosen, text = self.form.chosen(self.declared.columns), self.form.given(SEARCH)
        found = rows
        # A search of its own may begin from other rows: filters come after it.
        if text and self._search is not None:
            found = self._search(found, text)
        elif text and not isinstance(self.declared.searches, bool):
            for word in text.split():
                found = found.filter(Q.create([(f"{name}__icontains", word) for name in self.declared.searches], Q.OR))
        matched = [(one.matches or one.name, chosen[one.name]) for one in self.declared.columns if one.name in chosen]
        found = found.filter(**dict(matched))
        column, is_down = self._order
        if column is None or isinstance(column.sorts, bool):
            return found.order_by(*self.declared.order, "pk")
        # What has no value comes last whichever way one sorts.
        names = [F(name) for name in column.sorts]
        return found.order_by(
            *(one.desc(nulls_last=True) if is_down else one.asc(nulls_last=True) for one in names), "pk"
        )

    def _found_in(self, rows: Sequence[RowT]) -> Sequence[RowT]:
        chosen, text = self.form.chosen(self.declared.columns), self.form.given(SEARCH)
        columns = {one.name: one for one in self.declared.columns}
        found = [
            row for row in rows if all(str(columns[name].value_of(row)) == value for name, value in chosen.items())
        ]
        if text:
            words = text.casefold().split()
            found = [row for row in found if all(word in self._words_of(row) for word in words)]
        column, is_down = self._order
        if column is None:
            return found
        valued = [(column.value_of(row), row) for row in found]
        # Two sorts, so that what is equal stays as it stood, and what has no value stays last.
        valued.sort(key=lambda pair: sort_key(pair[0]), reverse=is_down)
        valued.sort(key=lambda pair: pair[0] in (None, ""))
        return [row for _value, row in valued]

    def _words_of(self, row: RowT) -> str:
        return " ".join(shown_text(one.value_of(row)) for one in self.declared.columns).casefold()

    def _rows_between(self, first: int, end: int) -> Sequence[RowT]:
        part = self._found[first:end]
        if isinstance(part, QuerySet):
            return self._read(part) if self._read is not None else list(part)
        return part

    @cached_property
    def _counted(self) -> int:
        # One more than are shown: whether there are more is known, and the count stays bounded.
        part = self._found[: MOST_ROWS + 1]
        return part.count() if isinstance(part, QuerySet) else len(part)

    # --- what the template draws --------------------------------------------------------------------------------------
    @property
    def caption(self) -> str:
        """Return what it is a table of."""
        return words_of(self.declared.caption)

    @property
    def says_utc(self) -> bool:
        """Whether its moments are by no place's clock, and say so."""
        return self.zone is UTC

    @property
    def is_asked(self) -> bool:
        """Whether the query string says something of it: a part of a page that is folded is open then."""
        return any(self._request.GET.get(self.form.add_prefix(name)) for name in self.form.fields)

    @property
    def total(self) -> int:
        """Return how many rows it has on all pages."""
        return min(self._counted, MOST_ROWS)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than it pages through."""
        return self._counted > MOST_ROWS

    @property
    def pages(self) -> int:
        """Return how many pages it has."""
        return max(1, -(-self.total // self.declared.rows_of_page))

    @property
    def page(self) -> int:
        """Return which page is shown. A list that became shorter shows its last one."""
        return min(self.form.given(PAGE) or 1, self.pages)

    @property
    def empty_words(self) -> str:
        """Return what is said where it has no row."""
        if self.is_narrowed:
            return words_of(self.declared.not_found) if self.declared.not_found else _("Nothing is found.")
        return self._empty or words_of(self.declared.empty)

    @cached_property
    def is_searched(self) -> bool:
        """Whether search and filters are shown."""
        return bool(self.form.visible_fields()) and (self.is_narrowed or self.total > FEW)

    @cached_property
    def heads(self) -> list[ShownHead]:
        """Return the heads of the columns."""
        return [self._head_of(one) for one in self._columns]

    @property
    def is_sortable(self) -> bool:
        """Whether a head sorts it."""
        return any(one.address for one in self.heads)

    @property
    def _columns(self) -> list[Column[RowT]]:
        return [one for one in self.declared.columns if not one.is_of_file]

    def _head_of(self, column: Column[RowT]) -> ShownHead:
        sorted_by, is_down = self._order
        order = "" if sorted_by is not column else "descending" if is_down else "ascending"
        asked = f"-{column.name}" if order == "ascending" else column.name
        # One row has no order.
        address = self.address_with(**{SORT: asked, PAGE: ""}) if column.sorts and self.total > 1 else ""
        return ShownHead(words_of(column.title), address, order, column.is_number, column.value is None)

    @cached_property
    def lines(self) -> list[ShownRow]:
        """Return the lines of the page. Reads them."""
        size = self.declared.rows_of_page
        first = (self.page - 1) * size
        titles = [words_of(one.title) for one in self._columns]
        return [
            ShownRow(
                row,
                [_shown_cell(column, title, row) for column, title in zip(self._columns, titles, strict=True)],
                self.declared.tone(row),
            )
            for row in self._rows_between(first, min(first + size, MOST_ROWS))
        ]

    @property
    def previous_address(self) -> str:
        """Return where the page before this one is; empty on the first."""
        return self.address_with(**{PAGE: str(self.page - 1)}) if self.page > 1 else ""

    @property
    def next_address(self) -> str:
        """Return where the page after this one is; empty on the last."""
        return self.address_with(**{PAGE: str(self.page + 1)}) if self.page < self.pages else ""

    @property
    def file_address(self) -> str:
        """Return where the same rows are as a file; empty where there is none."""
        has_one = self.declared.has_file and self.total
        return self.address_with(**{FORMAT: CSV, PAGE: ""}) if has_one else ""

    @property
    def whole_address(self) -> str:
        """Return where nothing is left out, in the same order."""
        return self.address_with(**{one.name: "" for one in self.form.visible_fields()}, **{PAGE: ""})

    def other_values(self) -> Iterator[tuple[str, str]]:
        """Yield what the query string says beside this table's fields, and its order: a search goes on with it."""
        own = {self.form.add_prefix(name) for name in self.form.fields} - {self.form.add_prefix(SORT)}
        for name, values in self._request.GET.lists():
            yield from ((name, value) for value in values if name not in own)

    def address_with(self, **changes: str) -> str:
        """Return the address of this page with other values of this table; an empty one is left out."""
        query = self._request.GET.copy()
        # A file is asked for once.
        for name, value in {FORMAT: "", **changes}.items():
            if value:
                query[self.form.add_prefix(name)] = value
            else:
                query.pop(self.form.add_prefix(name), None)
        return f"?{query.urlencode()}" if query else self._request.path

    def wrong_fields(self) -> list[BoundField]:
        """Return the fields at which something is wrong."""
        return self.form.wrong_fields()

    # --- the file -----------------------------------------------------------------------------------------------------
    def make_file(self) -> TableFile:
        """Return the rows that were asked for, of all pages, as CSV; the last row says if there are more."""
        columns = [one for one in self.declared.columns if one.value is not None]
        rows = [[words_of(one.title) for one in columns]]
        rows += [
            [file_text(one.value_of(row), self.zone) for one in columns] for row in self._rows_between(0, MOST_ROWS)
        ]
        if self.left_out_after:
            sentence = _("Only the first %(total)s rows are listed, searched and sorted.")
            rows.append([sentence % {"total": self.left_out_after}])
        if self.is_cut:
            rows.append([_("There are more rows. Search for less to have the others.")])
        return TableFile(self.declared.name, rows)


def _shown_cell(column: Column[Any], title: str, row: Any) -> ShownCell:
    value = column.value_of(row)
    address = column.link(row) if column.link is not None else ""
    kind = "buttons" if column.value is None else _kind_of(value)
    return ShownCell(column, title, value, kind, address)


def _kind_of(value: Value) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, date):
        return "day"
    return "label" if isinstance(value, Labelled) else "text"


type AnyTable = ShownTable[Any]


def show_tables(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    tables: Sequence[AnyTable],
    forms_of_page: Sequence[AnyForm] = (),
) -> HttpResponse:
    """Draw a page with tables, or answer with the file that was asked for: by the same rows, for the same reader.

    Of a table that was asked for what it does not have, the status says so, and the table what.
    """
    taken = next((one for one in tables if one.is_file), None)
    if taken is not None and request.method in ("GET", "HEAD"):
        return taken.make_file()
    response = show_page(request, template, context, forms_of_page)
    if any(one.is_wrong for one in tables):
        response.status_code = REFUSED
    return response
