"""What waits for the reader, as one list; and the week on paper, for who has ninety minutes."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coordination.room.people.watching import districts_led_by
from coordination.waiting.overdue import OVERDUE, count_overdue
from coordination.waiting.queries import list_waiting
from coordination.web.signed_in import asker_of
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables

AHEAD = timedelta(days=7)


@page()
def waiting_page(request: HttpRequest) -> HttpResponse:
    """List what waits for the reader."""
    asker = asker_of(request)
    found = list_waiting(asker.user_id, asker.at)
    return render(request, "waiting/waiting.html", {"found": found, "at": asker.at})


@page()
def schools_page(request: HttpRequest) -> HttpResponse:
    """Show what is overdue at the schools of the districts that the reader leads, in numbers."""
    asker = asker_of(request)
    districts = districts_led_by(asker.user_id, asker.at)
    if not districts:
        raise Http404
    overdue = ShownTable(request, OVERDUE, count_overdue(districts, asker.at))
    context = {"overdue": overdue, "at": asker.at, "zone": districts[0].time_zone}
    return show_tables(request, "waiting/schools.html", context, [overdue])


@page()
def week_page(request: HttpRequest) -> HttpResponse:
    """Show what is overdue and due within seven days, of the same list, to print and tick off."""
    asker = asker_of(request)
    found = list_waiting(asker.user_id, asker.at)
    until = timezone.localdate(asker.at) + AHEAD
    context = {
        "found": found,
        "at": asker.at,
        "until": until,
        "due": found.lines_until(until),
        "later": len(found.lines_after(until)),
    }
    return render(request, "waiting/week.html", context)
