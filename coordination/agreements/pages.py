"""The pages of agreements at work: why a person may, what a draft would have changed, what was disclosed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.agreements.explanations import (
    ExplanationView,
    explain_for,
    people_to_ask_about,
    sites_to_ask_about,
)
from coordination.agreements.rehearsal_picture import bars_of
from coordination.agreements.rehearsals import rehearsal_for
from coordination.agreements.schemas import DISCLOSURE_ORDER, DisclosureIn, DisclosureSearchTyped
from coordination.incident.disclosures.by_hand import enter_disclosure
from coordination.incident.disclosures.print import ledger_pdf
from coordination.incident.disclosures.queries import Ledger, ledger_for
from coordination.incident.disclosures.words import refusal_sentence
from coordination.incident.emergency_access.queries import emergency_access_of_own, emergency_access_views
from coordination.room.access import Asker
from coordination.vocabulary import DisclosureAuthority, IncidentType
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of, public_id_of
from coordination.web.wording import agreement_words as lists
from mapping.errors import MappingError
from mapping.sites.queries import site_views
from mou.access.emergency.emergency_access_review import reviews_emergency_access
from mou.access.fetch import kept_districts
from mou.errors import BadDates, MouError, NotFound, PaperNotDrawn
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.papers.bounded_drawing import one_print_of
from mou.vocabulary import AccessAction, AccessReason, DataCategory, EmergencyAccessOutcome, TermKind

MAX_PEOPLE = 1000


@require_safe
@never_cache
@login_required
def why_page(request: HttpRequest) -> HttpResponse:
    """Ask why a person may or may not, now or at a past instant; without a question, show the form alone."""
    asker = asker_of(request)
    kept = kept_districts(asker.user_id, asker.at)
    asked = _read_question(request)
    answer, is_future = _answer_question(asker, asked)
    context = {
        "asked": asked,
        "people": people_to_ask_about(kept, limit=MAX_PEOPLE) if kept else [],
        "me": public_id_of(request),
        "sites": site_views(sites_to_ask_about(asker)),
        "actions": AccessAction.labels(),
        "answer": answer,
        "is_future": is_future,
        "is_missing": asked.site_id is not None and answer is None and not is_future,
        "reasons": AccessReason.labels(),
        "remedies": lists.remedy_words(),
        "kept": kept,
    }
    return render(request, "agreements/why.html", context)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says; what cannot be read is not asked."""

    person_id: UUID | None
    site_id: UUID | None
    action: AccessAction
    at: str


def _read_question(request: HttpRequest) -> Asked:
    action = request.GET.get("action", "")
    return Asked(
        person_id=_parse_uuid(request.GET.get("person", "")),
        site_id=_parse_uuid(request.GET.get("site", "")),
        action=AccessAction(action) if action in list(AccessAction) else AccessAction.SEE_SITE,
        at=request.GET.get("at", "")[:40],
    )


def _answer_question(asker: Asker, asked: Asked) -> tuple[ExplanationView | None, bool]:
    """Return the answer, and whether the future was asked for. The time is the site's own, as its people know it."""
    if asked.site_id is None:
        return None, False
    try:
        now = explain_for(asker, person_id=asked.person_id, site_id=asked.site_id, action=asked.action, at=None)
        at = _parse_instant(asked.at, now.time_zone)
        if at is None:
            return now, False
        return explain_for(asker, person_id=asked.person_id, site_id=asked.site_id, action=asked.action, at=at), False
    except BadDates:
        return None, True
    except (MappingError, MouError):
        return None, False


def _parse_instant(text: str, time_zone: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(time_zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _parse_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@page(posts=True)
def disclosures_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show a district's keepers what was disclosed, and who took emergency access; enter what was by hand.

    One student's part is asked for by a form: a name stands in no address.
    """
    asker = asker_of(request)
    ledger = ledger_for(asker, district_id)

    def find(given: DisclosureSearchTyped) -> Ledger:
        return ledger_for(asker, district_id, student=given.student)

    def print_found(given: DisclosureSearchTyped) -> HttpResponse:
        return _ledger_pdf(request, find(given))

    def disclose(given: DisclosureIn) -> UUID:
        return enter_disclosure(asker=asker, district_id=district_id, given=given.make_input())

    found = ActForm(request, "find", DisclosureSearchTyped, find)
    printed = ActForm(request, "print", DisclosureSearchTyped, print_found)
    entered = ActForm(
        request, "disclose", DisclosureIn, disclose, first=DISCLOSURE_ORDER, zone=ZoneInfo(ledger.time_zone)
    )
    of_page: list[AnyForm] = [found, printed, entered]
    if carry_out(request, of_page, refusal_sentence):
        if not found.is_bound:
            return printed.done if printed.is_bound else redirect_anew(request.path)
        ledger = found.done
    context = {
        # Two buttons send the same field.
        "search_form": printed if printed.is_bound else found,
        "disclose_form": entered,
        "ledger": ledger,
        "taken": emergency_access_views(asker, district_id=district_id),
        "may_review": reviews_emergency_access(user_id=asker.user_id, district_id=district_id, at=asker.at),
        "authorities": DisclosureAuthority.labels(),
        "categories": DataCategory.labels(),
        "kinds": TermKind.labels(),
        "outcomes": EmergencyAccessOutcome.labels(),
    }
    return show_page(request, "agreements/disclosures.html", context, of_page)


@require_safe
@never_cache
@login_required
def emergency_access_page(request: HttpRequest) -> HttpResponse:
    """Show the leader of an agency's people what those took to save life; for all others there is no such page."""
    try:
        groups = emergency_access_of_own(asker_of(request))
    except NotFound as missing:
        raise Http404 from missing
    context = {
        "groups": groups,
        "may_review": False,
        "kinds": TermKind.labels(),
        "outcomes": EmergencyAccessOutcome.labels(),
    }
    return render(request, "agreements/emergency_access.html", context)


@require_safe
@never_cache
@login_required
def disclosures_pdf(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Give a district's keepers their ledger on paper."""
    try:
        return _ledger_pdf(request, ledger_for(asker_of(request), district_id))
    except NotFound as missing:
        raise Http404 from missing


def _ledger_pdf(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    try:
        return _draw_ledger(asker_of(request), ledger)
    except PaperNotDrawn:
        text = _("The ledger could not be printed just now. Try again in a minute.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})


def make_ledger(asker: Asker, district_id: UUID) -> HttpResponse:
    """Return a district's ledger on paper. Starts a process and waits for it. Raises: NotFound, PaperNotDrawn."""
    return _draw_ledger(asker, ledger_for(asker, district_id))


def _draw_ledger(asker: Asker, ledger: Ledger) -> HttpResponse:
    with one_print_of(asker.user_id):
        made = ledger_pdf(ledger, at=asker.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="disclosures.pdf"'
    return response


@require_safe
@never_cache
@login_required
def rehearsal_page(request: HttpRequest, memorandum_id: UUID, number: int) -> HttpResponse:
    """Show what a version would have changed in the incidents and drills so far."""
    asker = asker_of(request)
    try:
        found = rehearsal_for(asker, memorandum_id=memorandum_id, number=number)
    except MouError as missing:
        raise Http404 from missing
    context = {
        "rehearsal": found,
        "changed": [(one, bars_of(one)) for one in found.incidents if one.differences],
        "unchanged": [one for one in found.incidents if not one.differences],
        "incident_types": IncidentType.labels(),
        "kinds": TermKind.labels(),
        "categories": DataCategory.labels(),
    }
    return render(request, "agreements/rehearsal.html", context)
