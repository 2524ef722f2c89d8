"""The pages of a district: what is kept how long and why, what is under hold, what was deleted."""

from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from coordination.keeping.classes import BOUNDS
from coordination.keeping.models import LegalHold
from coordination.keeping.vocabulary import DataClass
from coordination.records.retention import acts
from coordination.records.retention.access import district_of_records
from coordination.records.retention.queries import (
    HoldView,
    deletion_rows,
    going_incidents,
    hold_rows,
    holds_of,
    incidents_to_hold,
    kept_rows_of,
    read_deletions,
    read_holds,
    retention_of_district,
    sites_to_hold,
)
from coordination.records.retention.tables import DELETIONS, GOING, HOLDS, HoldForms
from coordination.records.retention.wire import HoldOfDaysIn, ReleaseAskedIn, RetentionOfClassIn
from coordination.records.retention.words import reason_words, refusal_sentence
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency

MOST_GOING = 1000


@page(posts=True)
def retention_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show what a district keeps how long, why, and what goes next; take a time of its own for a class."""
    asker = asker_of(request)
    district = district_of_records(asker, district_id)
    form = ActForm(
        request,
        "set",
        RetentionOfClassIn,
        partial(acts.set_days_of_class, asker, district.pk),
        choices={"data_class": [(one.value, one.label) for one in BOUNDS]},
        first=["data_class", "days"],
    )
    if carry_out(request, [form], refusal_sentence):
        return redirect_anew(request.path)
    rows = going_incidents(district, asker.at, most=MOST_GOING + 1)
    going = ShownTable(request, GOING, rows, zone=ZoneInfo(district.time_zone), most_read=MOST_GOING)
    context = {
        "agency": district,
        "lines": retention_of_district(district, asker.at),
        "going": going,
        "classes": DataClass.labels(),
        "reasons": reason_words(),
        "form": form,
    }
    return show_tables(request, "records/retention.html", context, [going], [form])


@page(posts=True)
def holds_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show what is under legal hold; set one, ask that one be released, and release it as the second person."""
    asker = asker_of(request)
    district = district_of_records(asker, district_id)
    new = ActForm(
        request,
        "set",
        HoldOfDaysIn,
        partial(acts.hold_days, asker, district),
        choices={"incident_id": _incident_choices(district), "site_id": _site_choices(district)},
    )
    # A form is sent from any page of the list.
    sent = holds_of(district, asker.user_id) if request.method == "POST" else []
    forms = {one.hold_id: _hold_forms(request, asker, district, one) for one in sent}
    of_page: list[AnyForm] = [new, *(form for one in forms.values() for form in (one.release, one.keep))]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)

    def read_forms(rows: QuerySet[LegalHold]) -> list[HoldForms]:
        views = read_holds(rows, asker.user_id)
        return [forms.get(one.hold_id) or _hold_forms(request, asker, district, one) for one in views]

    holds = ShownTable(request, HOLDS, hold_rows(district), read=read_forms, zone=ZoneInfo(district.time_zone))
    context = {"agency": district, "holds": holds, "kept_rows": kept_rows_of(district), "form": new}
    return show_tables(request, "records/holds.html", context, [holds], of_page)


@page()
def deletions_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show what was deleted, by which rule, and the chain that proves it."""
    asker = asker_of(request)
    district = district_of_records(asker, district_id)
    rows = deletion_rows(district)
    deletions = ShownTable(request, DELETIONS, rows, read=read_deletions, zone=ZoneInfo(district.time_zone))
    context = {"agency": district, "deletions": deletions}
    return show_tables(request, "records/deletions.html", context, [deletions])


def _hold_forms(request: HttpRequest, asker: Asker, district: Agency, hold: HoldView) -> HoldForms:
    fixed = {"hold_id": str(hold.hold_id)}
    of_hold = (asker, district.pk, hold.hold_id)
    release: AnyForm
    if hold.release_asked_at is None:
        release = ActForm(request, "release", ReleaseAskedIn, partial(acts.ask_release, *of_hold), fixed=fixed)
    else:
        release = ActForm(request, "release", NothingGiven, partial(acts.release_as_second, *of_hold), fixed=fixed)
    keep = ActForm(request, "keep", NothingGiven, partial(acts.keep_hold, *of_hold), fixed=fixed)
    return HoldForms(hold, release, keep)


def _incident_choices(district: Agency) -> list[tuple[object, str]]:
    exercise = _("EXERCISE")
    return [
        (
            one.pk,
            " · ".join(
                (
                    *((exercise,) if one.is_exercise else ()),
                    one.shown_title(),
                    one.site.name,
                    date_format(localtime(one.opened_at, ZoneInfo(district.time_zone)), "DATE_FORMAT"),
                )
            ),
        )
        for one in incidents_to_hold(district)
    ]


def _site_choices(district: Agency) -> list[tuple[object, str]]:
    return [(one.pk, one.name) for one in sites_to_hold(district)]
