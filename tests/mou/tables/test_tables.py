"""A table that is declared once: what a query string may ask of it, what it draws, and what leaves as a file."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.forms import ChoiceField
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.asked import TableForm
from mou.foundation.tables.columns import Column, Table
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency
from mou.vocabulary import AgencyKind
from tests.factories.mou import make_agency

ZONE = ZoneInfo("America/New_York")


class Color(Labelled):
    """A closed list of the test."""

    RED = "red", "Red paint"
    BLUE = "blue", "Blue paint"


@dataclass(frozen=True, slots=True)
class Door:
    """A row of the test."""

    name: str
    color: Color = Color.RED
    floor: int | None = None
    seen_at: datetime | None = None
    due_on: date | None = None


DOORS: Table[Door] = Table(
    name="doors",
    caption="Doors",
    empty="There is no door.",
    searches=True,
    columns=(
        Column("name", "Name", lambda one: one.name, sorts=True, is_head=True, link=lambda one: f"/doors/{one.name}"),
        Column("color", "Color", lambda one: one.color, sorts=True, filters=Color),
        Column("floor", "Floor", lambda one: one.floor, sorts=True, filters=True, is_number=True),
        Column("seen", "Seen", lambda one: one.seen_at, sorts=True),
        Column("due", "Until", lambda one: one.due_on),
        Column("secret", "Written to the file", lambda one: one.name.upper(), is_of_file=True),
        Column("act", "Act"),
    ),
    rows_of_page=3,
)
SOME = [Door("Room 10", Color.BLUE, 2), Door("Room 9", Color.RED, 1), Door("école"), Door("Gym", Color.RED, 1)]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Whatever language a request of another test has left active."""
    with override("en"):
        yield


def asked(query: str = "", rows: Any = SOME, table: Table[Any] = DOORS, **more: Any) -> ShownTable[Any]:
    return ShownTable(RequestFactory().get(f"/doors{query}"), table, rows, **more)


def drawn(shown: ShownTable[Any]) -> str:
    page = Template("{% load tables %}{% table shown %}").render(
        Context({"shown": shown, "request": RequestFactory().get("/doors")})
    )
    return re.sub(r"\s+", " ", page)


def names(shown: ShownTable[Any]) -> list[str]:
    return [one.row.name for one in shown.lines]


def answered(query: str, rows: Any = SOME, **more: Any) -> HttpResponse:
    request = RequestFactory().get(f"/doors{query}")
    shown = ShownTable(request, DOORS, rows, **more)
    return show_tables(request, "tables/table.html", {"table": shown}, [shown])


def file_rows(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


# --- order, search, filters, pages ------------------------------------------------------------------------------------
def test_rows_stand_as_they_came_until_an_order_is_asked_for() -> None:
    assert names(asked()) == ["Room 10", "Room 9", "école"]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("name", ["école", "Gym", "Room 9", "Room 10"]),
        ("-name", ["Room 10", "Room 9", "Gym", "école"]),
        # What has no value is last both ways, and what is equal stays as it stood.
        ("floor", ["Room 9", "Gym", "Room 10", "école"]),
        ("-floor", ["Room 10", "Room 9", "Gym", "école"]),
        # The order of a closed list is the order of its declaration.
        ("color", ["Room 9", "école", "Gym", "Room 10"]),
    ],
)
def test_numbers_in_names_accents_and_empty_values_are_sorted_as_people_expect(order: str, wanted: list[str]) -> None:
    whole = f"?sort={order}"

    assert names(asked(whole)) + names(asked(f"{whole}&page=2")) == wanted


def test_moments_are_sorted_by_time() -> None:
    early, late = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    rows = [Door("late", seen_at=late), Door("never"), Door("early", seen_at=early)]

    assert names(asked("?sort=seen", rows)) == ["early", "late", "never"]


def test_a_search_finds_rows_with_every_word_wherever_it_stands() -> None:
    assert names(asked("?q=room+blue")) == ["Room 10"]
    assert names(asked("?q=GYM")) == ["Gym"]
    assert names(asked("?q=room+gym")) == []


def test_a_filter_leaves_what_has_its_value() -> None:
    assert names(asked("?color=red&floor=1")) == ["Room 9", "Gym"]
    assert names(asked("?color=blue&floor=1")) == []


def test_a_filter_offers_a_closed_list_what_rows_have_or_what_the_page_gives() -> None:
    def offered(form: TableForm, name: str) -> object:
        field = form.fields[name]
        assert isinstance(field, ChoiceField)
        return field.choices

    whole, given = asked().form, asked(choices={"floor": [("7", "Seventh")]}).form

    assert offered(whole, "color") == [("", "all"), ("red", "Red paint"), ("blue", "Blue paint")]
    assert offered(whole, "floor") == [("", "all"), ("2", "2"), ("1", "1")]
    assert offered(given, "floor") == [("", "all"), ("7", "Seventh")]


def test_links_keep_what_was_asked_and_begin_at_the_first_page() -> None:
    shown = asked("?color=red&other=1&page=2&sort=name", [Door(f"Room {n}") for n in range(7)])

    assert shown.previous_address == "?color=red&other=1&page=1&sort=name"
    assert shown.next_address == "?color=red&other=1&page=3&sort=name"
    assert shown.heads[0].address == "?color=red&other=1&sort=-name"
    assert shown.whole_address == "?other=1&sort=name"
    assert shown.file_address == "?color=red&other=1&sort=name&format=csv"
    assert list(shown.other_values()) == [("other", "1"), ("sort", "name")]


def test_a_page_after_the_last_is_the_last() -> None:
    shown = asked("?page=900")

    assert (shown.page, names(shown), shown.next_address) == (2, ["Gym"], "")


def test_two_tables_of_a_page_are_asked_apart() -> None:
    other = Table(name="gates", caption="Gates", columns=DOORS.columns, prefix="gates", searches=True)
    query = "?q=gym&gates-sort=-name"

    assert names(asked(query)) == ["Gym"]
    assert names(asked(query, table=other)) == ["Room 10", "Room 9", "Gym", "école"]
    assert asked(query, table=other).file_address == "?q=gym&gates-sort=-name&gates-format=csv"


# --- what is wrong ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?sort=secret", "sort: Select a valid choice"),
        ("?sort=name;drop", "sort: Select a valid choice"),
        ("?color=green", "Color</a>: Select a valid choice"),
        ("?floor=3", "Floor</a>: Select a valid choice"),
        ("?page=0", "page: Ensure this value is greater"),
        ("?page=x", "page: Enter a whole number"),
        ("?page=99999999999999999999999", "page: Ensure this value is less"),
        ("?format=xls", "format: Select a valid choice"),
        ("?q=" + "x" * 101, "Find</a>: Ensure this value has at most 100 characters"),
        ("?q=%00", "Find</a>: Null characters are not allowed"),
        ("?color=green&format=csv", "Color</a>: Select a valid choice"),
    ],
)
def test_a_wrong_value_is_said_and_answered_with_no_row(query: str, said: str) -> None:
    response = answered(query)

    page = re.sub(r"\s+", " ", response.content.decode())
    assert (response.status_code, said in page) == (422, True), page
    assert "Room 9" not in page
    assert "<table" not in page
    assert response.headers["Content-Type"].startswith("text/html")


def test_what_was_typed_comes_back_as_text() -> None:
    page = drawn(asked('?q="><script>alert(1)</script>&evil"><b>=1'))

    assert "<script>" not in page
    assert "<b>" not in page
    assert "Nothing is found." in page


# --- what is drawn ----------------------------------------------------------------------------------------------------
def test_a_table_says_what_it_is_and_how_it_is_sorted() -> None:
    page = drawn(asked("?sort=-name"))

    assert '<caption class="visually-hidden">Doors</caption>' in page
    assert '<th scope="col" role="columnheader" aria-sort="descending" class="">' in page
    assert '<a class="sort" href="?sort=name">Name</a>' in page
    assert page.count("aria-sort") == 1
    assert re.search(
        r'<th scope="row" role="rowheader" > <a href="/doors/Room 10"><bdi> ?Room 10 ?</bdi></a> ?</th>', page
    )
    assert 'data-label="Color"' in page
    assert 'data-label="Act"' not in page
    assert "<script" not in page


def test_moments_are_by_the_clock_of_the_table_and_what_is_missing_is_a_dash() -> None:
    moment = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    page = drawn(asked(rows=[Door("x", seen_at=moment)], zone=ZONE))

    assert re.search(r'<time datetime="2026-01-01T22:04:00-05:00">Jan\.? 1, 2026', page), page
    assert '<td role="cell" class="listing-none" data-label="Until"> —</td>' in page


def test_an_empty_table_says_so_and_one_in_which_nothing_is_found_says_that() -> None:
    empty, searched = drawn(asked(rows=[])), drawn(asked("?q=nothing"))

    assert "There is no door." in empty
    assert "<table" not in empty
    assert "format=csv" not in empty
    assert drawn(asked(rows=[], empty="Known better.")).count("Known better.") == 1
    assert "Nothing is found." in searched
    assert 'href="/doors">Show everything' in searched


def test_a_short_table_has_no_search_and_a_long_one_has() -> None:
    assert "<form" not in drawn(asked())
    assert '<form method="get"' in drawn(asked(rows=[Door(f"Room {n}") for n in range(20)]))


def test_heads_are_in_the_readers_language() -> None:
    table: Table[Door] = Table(name="x", caption=_("Name"), columns=(Column("name", _("Name"), lambda one: one.name),))
    with override("es"):
        assert ">Nombre<" in drawn(asked(table=table))


# --- the file ---------------------------------------------------------------------------------------------------------
def test_a_file_has_the_rows_of_all_pages_in_the_order_and_by_the_filter_that_were_asked() -> None:
    response = answered("?sort=-name&color=red&format=csv&page=2", SOME)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="doors.csv"'
    assert "no-store" in response.headers["Cache-Control"]
    assert file_rows(response) == [
        ["Name", "Color", "Floor", "Seen", "Until", "Written to the file"],
        ["Room 9", "Red paint", "1", "", "", "ROOM 9"],
        ["Gym", "Red paint", "1", "", "", "GYM"],
        ["école", "Red paint", "", "", "", "ÉCOLE"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_harmless(text: str) -> None:
    rows = file_rows(answered("?format=csv", [Door(text, floor=-1)]))

    assert rows[1][0] == f"'{text}"
    # A number is one.
    assert rows[1][2] == "-1"


def test_moments_and_days_of_a_file_are_written_for_machines() -> None:
    row = Door("x", seen_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC), due_on=date(2026, 5, 6))

    assert file_rows(answered("?format=csv", [row], zone=ZONE))[1][3:5] == ["2026-01-01T22:04:00-05:00", "2026-05-06"]


def test_a_table_that_may_not_leave_as_a_file_has_none() -> None:
    held: Table[Door] = Table(name="doors", caption="Doors", columns=DOORS.columns, has_file=False)

    assert asked(table=held).file_address == ""
    assert asked("?format=csv", table=held).is_wrong


# --- rows of a database -----------------------------------------------------------------------------------------------
AGENCIES: Table[Agency] = Table(
    name="agencies",
    caption="Agencies",
    order=("name",),
    searches=("name", "short_name"),
    columns=(
        Column("name", "Name", lambda one: one.name, sorts=("name",)),
        Column("kind", "Kind", lambda one: one.kind, sorts=("kind", "name"), filters=True, matches="kind"),
    ),
    rows_of_page=2,
)
KINDS = {"kind": [("police", "Police"), ("fire", "Fire")]}


@pytest.mark.django_db
def test_the_database_sorts_filters_and_searches() -> None:
    for name, kind in (("Beta 1", AgencyKind.POLICE), ("Alpha 2", AgencyKind.FIRE), ("Gamma 1", AgencyKind.POLICE)):
        make_agency(kind, name=name)
    rows = Agency.objects.filter(name__in=["Beta 1", "Alpha 2", "Gamma 1"])

    def found(query: str) -> list[str]:
        return names(asked(query, rows, AGENCIES, choices=KINDS))

    assert found("") == ["Alpha 2", "Beta 1"]
    assert found("?page=2") == ["Gamma 1"]
    assert found("?sort=-kind") == ["Gamma 1", "Beta 1"]
    assert found("?kind=fire") == ["Alpha 2"]
    assert found("?q=1+gam") == ["Gamma 1"]
    assert found("?q=%25") == []


@pytest.mark.django_db
def test_a_page_reads_its_own_rows_alone_and_counts_once(django_assert_num_queries: Any) -> None:
    for n in range(5):
        make_agency(name=f"Agency {n}")
    read: list[int] = []

    def note(rows: Any) -> list[Agency]:
        read.append(len(rows))
        return list(rows)

    shown = asked("?page=2", Agency.objects.filter(name__startswith="Agency "), AGENCIES, choices=KINDS, read=note)
    with django_assert_num_queries(2):
        page = drawn(shown)

    assert "Agency 2" in page
    assert "Agency 1" not in page
    assert read == [2]


@pytest.mark.django_db
def test_more_rows_than_it_pages_through_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        make_agency(name=f"Agency {n}")
    monkeypatch.setattr("mou.foundation.tables.table.MOST_ROWS", 3)
    rows = Agency.objects.filter(name__startswith="Agency ")

    shown = asked("", rows, AGENCIES, choices=KINDS)

    assert (shown.total, shown.pages, shown.is_cut) == (3, 2, True)
    assert "Only the first 3 rows are listed." in drawn(shown)
    assert names(asked("?page=2", rows, AGENCIES, choices=KINDS)) == ["Agency 2"]
    assert file_rows(shown.make_file())[-2:] == [
        ["Agency 2", "police"],
        ["There are more rows. Search for less to have the others."],
    ]


def test_rows_that_were_read_up_to_a_number_say_so_even_where_a_search_finds_nothing() -> None:
    said = "Only the first 3 rows are listed, searched and sorted."
    shown, searched = asked("", SOME, most_read=3), asked("?q=gym", SOME, most_read=3)

    assert names(shown) == ["Room 10", "Room 9", "école"]
    assert said in drawn(shown)
    assert names(searched) == []
    assert said in drawn(searched)
    assert file_rows(shown.make_file())[-1] == [said]


def test_a_table_that_has_every_row_says_nothing_of_others() -> None:
    shown = asked("", SOME, most_read=len(SOME))

    assert shown.total == len(SOME)
    assert "Only the first" not in drawn(shown)
    assert len(file_rows(shown.make_file())) == 1 + len(SOME)
