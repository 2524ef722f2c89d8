"""The pages of records: the audit of an agency, and its weekly review."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.records.audit.lines import event_line
from coordination.records.audit.queries import (
    Wanted,
    agency_of_records,
    delivery_in_trouble,
    events_of,
    sites_in_audit,
    weeks_of,
)
from coordination.records.audit.reviews import review_week
from coordination.records.audit.tables import EVENTS
from coordination.records.evidence.keys import record_keys
from coordination.records.wire import AuditReviewNoteIn
from coordination.room.access import Asker
from coordination.vocabulary import AuditKind, AuditOutcome
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable
from mou.models import Agency


@require_safe
@never_cache
def record_key_view(request: HttpRequest) -> JsonResponse:
    """Tell everybody the key that signs heads of logs, and those of before: who was mailed one checks it with these."""
    key, *earlier = record_keys(timezone.now())
    return JsonResponse({"algorithm": "Ed25519", "key": key, "earlier": earlier})


@page()
def audit_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show an agency's audit, newest first, and find in it."""
    agency = agency_of_records(asker_of(request), agency_id)
    found = events_of(agency, wanted_in(request.GET, agency))
    chosen = {key: value for key, value in request.GET.items() if key != "before" and value}
    kinds, outcomes = AuditKind.labels(), AuditOutcome.labels()
    lines = [event_line(one, kinds, outcomes) for one in found.events]
    context = {
        "agency": agency,
        "events": ShownTable(request, EVENTS, lines, empty=_("Nothing is found.") if chosen else ""),
        "older": urlencode({**chosen, "before": found.next_before}) if found.next_before else "",
        "is_first": "before" not in request.GET,
        "newest": urlencode(chosen),
        "csv_query": urlencode(api_query(request.GET, agency)),
        "chosen": chosen,
        "kinds": kinds,
        "outcomes": outcomes,
        "sites": [(str(pk), name) for pk, name in sites_in_audit(agency)],
        "delivery": delivery_in_trouble(),
    }
    return render(request, "records/audit.html", context)


@page(posts=True)
def review_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show the newest weeks of an agency's audit, and take a signature for one that is over."""
    asker = asker_of(request)
    agency = agency_of_records(asker, agency_id)
    weeks = [(one, _review_form(request, asker, agency, one.week)) for one in weeks_of(agency, asker.at)]
    of_page = [form for _week, form in weeks]
    if carry_out(request, of_page, lambda refusal: refusal.sentence_or(str(refusal))):
        return redirect_anew(request.path)
    context = {"agency": agency, "weeks": weeks, "kinds": AuditKind.labels(), "outcomes": AuditOutcome.labels()}
    return show_page(request, "records/review.html", context, of_page)


def _review_form(request: HttpRequest, asker: Asker, agency: Agency, week: date) -> AnyForm:
    def sign_off(given: AuditReviewNoteIn) -> None:
        review_week(actor_id=asker.user_id, agency_id=agency.pk, week=week, note=given.note, at=asker.at)

    return ActForm(request, "review", AuditReviewNoteIn, sign_off, fixed={"week": week.isoformat()})


def wanted_in(asked: QueryDict, agency: Agency) -> Wanted:
    """Return what the form looks for; what is nonsense looks for everything."""
    before = asked.get("before", "")
    return Wanted(
        person=asked.get("person", "").strip()[:100],
        kind=next((one for one in AuditKind if one.value == asked.get("kind")), None),
        outcome=next((one for one in AuditOutcome if one.value == asked.get("outcome")), None),
        site_id=_parse_uuid(asked.get("site", "")),
        since=_parse_day(asked.get("since", ""), agency),
        until=_parse_day(asked.get("until", ""), agency, plus=timedelta(days=1)),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )


def api_query(asked: QueryDict, agency: Agency) -> dict[str, str]:
    """Return the same search as the interface takes it."""
    wanted = wanted_in(asked, agency)
    told = {
        "person": wanted.person,
        "kind": wanted.kind.value if wanted.kind else "",
        "outcome": wanted.outcome.value if wanted.outcome else "",
        "site_id": str(wanted.site_id) if wanted.site_id else "",
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
    }
    return {key: value for key, value in told.items() if value}


def _parse_day(text: str, agency: Agency, plus: timedelta = timedelta()) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text) + plus, time(), ZoneInfo(agency.time_zone))
    except (ValueError, OverflowError):
        return None


def _parse_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
