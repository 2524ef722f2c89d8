"""The pages of a district: what is kept how long and why, what is under hold, what was deleted."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.errors import CoordinationError
from coordination.keeping.classes import BOUNDS
from coordination.keeping.errors import BadHold, DaysOutOfBounds, HoldNotFound, HoldReleased, SecondPersonNeeded
from coordination.keeping.vocabulary import DataClass, HoldScope
from coordination.records.retention.access import district_of_records
from coordination.records.retention.holding import WantedHold, keep_holding, release_hold, set_hold
from coordination.records.retention.queries import (
    deletions_of,
    going_incidents,
    holds_of,
    incidents_to_hold,
    kept_rows_of,
    retention_of_district,
    sites_to_hold,
)
from coordination.records.retention.rules import set_days
from coordination.records.retention.words import reasons
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mou.errors import AgencyNotFound, BadName
from mou.models import Agency

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def retention_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show what a district keeps how long, why, and what goes next; take a time of its own for a class."""
    asker = asker_of(request)
    district = _district(asker, district_id)
    problem = ""
    if request.method == "POST":
        try:
            _set_days(asker, district, request)
        except DaysOutOfBounds:
            problem = _("This is shorter than the law, or the product, asks for.")
        except (BadName, ValueError):
            problem = _("Give whole days and a reason.")
        else:
            return _again(request)
    context = {
        "agency": district,
        "lines": retention_of_district(district, asker.at),
        "settable": [(one.value, one.label) for one in BOUNDS],
        "going": going_incidents(district, asker.at),
        "classes": DataClass.labels(),
        "reasons": reasons(),
        "problem": problem,
        "given": request.POST,
    }
    return render(request, "records/retention.html", context, status=REFUSED if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def holds_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show what is under legal hold; set one, ask that one be released, and release it as the second person."""
    asker = asker_of(request)
    district = _district(asker, district_id)
    problem = ""
    if request.method == "POST":
        try:
            _act_on_hold(asker, district, request)
        except (BadHold, SecondPersonNeeded, HoldReleased, BadName, ValueError, OverflowError) as wrong:
            problem = _problem_of(wrong)
        except HoldNotFound as missing:
            raise Http404 from missing
        else:
            return _again(request)
    context = {
        "agency": district,
        "holds": holds_of(district, asker.user_id),
        "kept_rows": kept_rows_of(district),
        "scopes": HoldScope.labels(),
        "incidents": incidents_to_hold(district),
        "sites": sites_to_hold(district),
        "problem": problem,
        "given": request.POST,
    }
    return render(request, "records/holds.html", context, status=REFUSED if problem else 200)


@require_safe
@never_cache
@login_required
def deletions_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show what was deleted, by which rule, and the chain that proves it."""
    asker = asker_of(request)
    district = _district(asker, district_id)
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows = deletions_of(district, before=number)
    context = {"agency": district, "rows": rows, "classes": DataClass.labels(), "is_first": number is None}
    return render(request, "records/deletions.html", context)


def _district(asker: Asker, district_id: UUID) -> Agency:
    try:
        return district_of_records(asker, district_id)
    except AgencyNotFound as missing:
        raise Http404 from missing


def _again(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    return response


def _set_days(asker: Asker, district: Agency, request: HttpRequest) -> None:
    said = request.POST.get("days", "").strip()
    set_days(
        asker=asker,
        district_id=district.pk,
        data_class=DataClass(request.POST.get("data_class", "")),
        # Nothing said: without end.
        days=int(said) if said else None,
        reason=request.POST.get("reason", ""),
    )


def _act_on_hold(asker: Asker, district: Agency, request: HttpRequest) -> None:
    said = request.POST
    reason = " ".join(said.get("reason", "").split())
    if said.get("act") == "set":
        wanted = WantedHold(
            scope=HoldScope(said.get("scope", "")),
            reason=reason,
            incident_id=_uuid(said.get("incident_id", "")),
            site_id=_uuid(said.get("site_id", "")),
            person=said.get("person", ""),
            since=_day(said.get("since", ""), district),
            until=_day(said.get("until", ""), district, plus=timedelta(days=1)),
        )
        set_hold(asker=asker, district_id=district.pk, wanted=wanted)
        return
    hold_id = UUID(said.get("hold_id", ""))
    if said.get("act") == "keep":
        keep_holding(asker=asker, district_id=district.pk, hold_id=hold_id)
    else:
        release_hold(asker=asker, district_id=district.pk, hold_id=hold_id, reason=reason)


def _problem_of(wrong: Exception) -> str:
    if isinstance(wrong, SecondPersonNeeded):
        return _("Another administrator has to release it.")
    if isinstance(wrong, HoldReleased):
        return _("This hold was released already.")
    if isinstance(wrong, CoordinationError) and wrong.pointer == "/person":
        return _("Give the full name, the login or the mail address of one person.")
    return _("Say what is to be held, and why.")


def _day(text: str, district: Agency, plus: timedelta = timedelta()) -> datetime | None:
    if not text:
        return None
    return datetime.combine(date.fromisoformat(text) + plus, time(), ZoneInfo(district.time_zone))


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
