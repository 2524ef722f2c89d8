"""The page of a year: how often, how fast against what was promised, what stayed silent. Real incidents alone."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format

from coordination.drills.evaluation.words import seconds_text
from coordination.reviews.access import agency_of_year
from coordination.reviews.pages.tables import (
    YEAR_AGENCIES,
    YEAR_MONTHS,
    YEAR_RESPONSES,
    YEAR_TYPES,
    YEAR_WAYS,
    CountRow,
    month_words,
)
from coordination.reviews.rules.bars import BarGiven, BarPlot, bar_plot
from coordination.reviews.words import way_words
from coordination.reviews.work.opening import open_due
from coordination.reviews.work.queries import YearView, year_view
from coordination.web.signed_in import asker_of
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables

YEARS = range(2000, 2099)
# So many bars are drawn; the table has all of them.
MOST_BARS = 24


@page()
def year_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show a school year of a district, a school, or an agency's own responses."""
    asker = asker_of(request)
    open_due(asker.user_id, asker.at)
    agency = agency_of_year(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    view = year_view(agency, year=_asked_year(request), at=asker.at)
    types = [CountRow(one.incident_type.label, one.incidents) for one in view.numbers.by_type]
    ways = [CountRow(way_words(way), count) for way, count in view.numbers.ways.items()]
    tables: dict[str, ShownTable[Any]] = {
        "types": ShownTable(request, YEAR_TYPES, types),
        "months": ShownTable(request, YEAR_MONTHS, view.months),
        "agencies": ShownTable(request, YEAR_AGENCIES, view.numbers.agencies),
        "responses": ShownTable(request, YEAR_RESPONSES, view.responses),
        "ways": ShownTable(request, YEAR_WAYS, ways if view.is_of_school else []),
    }
    context = {
        "view": view,
        "numbers": view.numbers,
        "earlier": view.year - 1,
        "later": view.year + 1 if view.last_day < view.today else None,
        "types_plot": bar_plot([BarGiven(one.name, one.count, str(one.count)) for one in types]),
        "months_plot": _plot_months(view),
        "responses_plot": _plot_responses(view),
        **tables,
    }
    return show_tables(request, "reviews/year.html", context, list(tables.values()))


def _asked_year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS else None


def _plot_months(view: YearView) -> BarPlot | None:
    if view.numbers.incidents == 0:
        return None
    return bar_plot(
        [BarGiven(month_words(one.month), one.incidents, str(one.incidents), is_count=True) for one in view.months]
    )


def _plot_responses(view: YearView) -> BarPlot | None:
    """Draw the newest responses against their targets."""
    shown = [one for one in view.responses if one.response_s is not None or one.target_min is not None][-MOST_BARS:]
    return bar_plot(
        [
            BarGiven(
                f"{date_format(one.on, 'MONTH_DAY_FORMAT')} · {one.agency}",
                one.response_s,
                seconds_text(one.response_s) or one.standing.label,
                mark=None if one.target_min is None else one.target_min * 60,
            )
            for one in shown
        ]
    )
