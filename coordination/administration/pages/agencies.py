"""The pages of agencies: what one administers, a district's first hour, an agency with its people. Plain forms."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from coordination.administration.access import people_waiting
from coordination.administration.checklist import checklist_of
from coordination.administration.own_places import open_offers
from coordination.administration.pages.posted import administrative_form, answer_forms
from coordination.administration.pages.time_zones import list_time_zones
from coordination.administration.pages.words import change_words, kind_choices, role_words
from coordination.administration.people_wire import AgencyChangeIn, AgencyFoundedIn, OfferNamed, RequestNamed
from coordination.administration.second_person.deciding import confirm_either, waiting_requests, withdraw_either
from coordination.administration.second_person.recovery import recoveries_for
from coordination.administration.tables import ACTS, OPERATED, list_people
from coordination.incident.reach.facts import agencies_reach, agreements_that_hold, reach_of_agency
from coordination.incident.reach.tables import agencies_table
from coordination.room.access import Asker
from coordination.room.people.watching import TOLD_KINDS
from coordination.web.signed_in import asker_of
from mapping.models import Site
from mapping.sites.queries import site_views
from mou.access import fetch
from mou.access.operators import is_operator, managed_agencies, operated_agencies
from mou.agencies.actions import change_agency, create_agency
from mou.agencies.acts import acts_of, read_acts
from mou.agencies.memberships.offers import withdraw_offer
from mou.foundation.forms.act_form import ActForm, AnyForm, show_page
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.page import page
from mou.foundation.tables.table import AnyTable, ShownTable, show_tables
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole

PARTNER_KINDS = tuple(kind for kind in AgencyKind if kind not in (AgencyKind.DISTRICT, AgencyKind.SCHOOL))
FOUNDED_BY_OPERATOR = (AgencyKind.DISTRICT, *PARTNER_KINDS)


@page()
def administration_page(request: HttpRequest) -> HttpResponse:
    """Show the agencies that the reader administers, and to the operator all; other readers find no page."""
    asker = asker_of(request)
    managed = list(managed_agencies(asker.user_id, asker.at).select_related("parent"))
    operated = list(operated_agencies(asker.user_id, asker.at).exclude(kind=AgencyKind.SCHOOL.value))
    operates = is_operator(asker.user_id)
    if not managed and not operates:
        raise Http404
    # One about a district's roster waits at each of its schools.
    requests = {
        one.id: one
        for agency in {row.pk: row for row in (*managed, *operated)}.values()
        for one in waiting_requests(user_id=asker.user_id, agency=agency, at=asker.at)
    }
    people = list_people(request, asker)
    founded = ShownTable(request, OPERATED, operated)
    context = {
        "districts": [(one, checklist_of(one, asker.at)) for one in managed if one.kind == AgencyKind.DISTRICT.value],
        "managed": managed,
        "operated": founded,
        "operates": operates,
        "kinds": AgencyKind.labels(),
        "requests": list(requests.values()),
        "recoveries": recoveries_for(asker.user_id, asker.at),
        "changes": change_words(),
        "people": people,
        "shows_agency": True,
    }
    return show_tables(request, "administration/administration.html", context, [people, founded])


@page()
def roles_page(request: HttpRequest) -> HttpResponse:
    """Say what each role may do."""
    return render(request, "administration/roles.html", {"roles": role_words()})


@page(posts=True)
def new_agency_page(request: HttpRequest) -> HttpResponse:
    """Found a district or a partner agency: the operator's page alone."""
    asker = asker_of(request)
    if not is_operator(asker.user_id):
        raise Http404
    form = administrative_form(
        request,
        "found",
        AgencyFoundedIn,
        lambda given: _found_agency(asker, given),
        choices={"kind": kind_choices(FOUNDED_BY_OPERATOR), **_zone_choices()},
        first=["kind"],
    )
    answer = answer_forms(request, [form])
    if answer is not None:
        return answer
    return show_page(request, "administration/new_agency.html", {"form": form}, [form])


@page(posts=True)
def agency_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show an agency that the reader administers, with its people; carry out what a form asks for."""
    asker = asker_of(request)
    agency = managed_or_operated(asker, agency_id)
    is_managed = fetch.may_manage(asker.user_id, agency, asker.at)
    forms = _forms_of(request, asker, agency, is_managed=is_managed)
    of_page = list(forms.values())
    answer = answer_forms(request, of_page)
    if answer is not None:
        return answer
    tables = _tables_of(request, asker, agency) if is_managed else {}
    context = {
        "agency": agency,
        "kind": AgencyKind(agency.kind).label,
        "is_managed": is_managed,
        "forms": forms,
        "requests": waiting_requests(user_id=asker.user_id, agency=agency, at=asker.at),
        "changes": change_words(),
        "roles": MemberRole.labels(),
        **(_managed_context(request, asker, agency) if is_managed else {}),
        **tables,
    }
    return show_tables(request, "administration/agency.html", context, list(tables.values()), of_page)


def _tables_of(request: HttpRequest, asker: Asker, agency: Agency) -> dict[str, AnyTable]:
    zone = ZoneInfo(agency.time_zone)
    is_district = agency.kind == AgencyKind.DISTRICT.value
    found = (
        agencies_reach(agency, agreements_that_hold(agency, asker.at), asker.at)
        if is_district
        else [reach_of_agency(agency, asker.at)]
    )
    return {
        "reach": agencies_table(request, found, zone),
        "people": list_people(request, asker, agency),
        "acts": ShownTable(request, ACTS, acts_of(agency), read=read_acts, zone=zone),
    }


def _managed_context(request: HttpRequest, asker: Asker, agency: Agency) -> dict[str, object]:
    is_district = agency.kind == AgencyKind.DISTRICT.value
    own = Site.objects.filter(district=agency) if is_district else Site.objects.filter(school=agency)
    return {
        "waiting": people_waiting(agency, user_id=asker.user_id, at=asker.at).count(),
        "offers": open_offers(agency, asker.at),
        "shows_waiting": "waiting" in request.GET,
        "has_mail": settings.HAS_MAIL,
        "is_district": is_district,
        "has_stations": agency.kind in TOLD_KINDS,
        "schools": agency.schools.order_by("name") if is_district else [],
        "sites": site_views(own),
        "checklist": checklist_of(agency, asker.at) if is_district else [],
    }


def managed_or_operated(asker: Asker, agency_id: UUID) -> Agency:
    """Return an agency that the asker administers or, as the operator, may appoint an administrator for.

    Raises: Http404.
    """
    found = managed_agencies(asker.user_id, asker.at).filter(pk=agency_id).first()
    found = found or operated_agencies(asker.user_id, asker.at).filter(pk=agency_id).first()
    if found is None:
        raise Http404
    return found


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _forms_of(request: HttpRequest, asker: Asker, agency: Agency, *, is_managed: bool) -> dict[str, AnyForm]:
    def change(given: AgencyChangeIn) -> None:
        change_agency(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at, **given.dict())

    def confirm(given: RequestNamed) -> None:
        confirm_either(actor_id=asker.user_id, request_id=given.request_id, at=asker.at)

    def withdraw(given: RequestNamed) -> None:
        withdraw_either(actor_id=asker.user_id, request_id=given.request_id, at=asker.at)

    def withdraw_place(given: OfferNamed) -> None:
        withdraw_offer(actor_id=asker.user_id, offer_id=given.offer_id, at=asker.at)

    forms: dict[str, AnyForm] = {
        "confirm": administrative_form(request, "confirm", RequestNamed, confirm),
        # What drops a request or an offer takes nothing from anybody: any session will do.
        "withdraw": ActForm(request, "withdraw", RequestNamed, withdraw),
        "withdraw_offer": ActForm(request, "withdraw_offer", OfferNamed, withdraw_place),
    }
    if is_managed:
        forms["change"] = administrative_form(
            request,
            "change",
            AgencyChangeIn,
            change,
            choices=_zone_choices(),
            initial=model_to_dict(agency, ["name", "short_name", "time_zone"]),
            # A page that was opened of another agency changes nothing here.
            fixed={"agency_id": str(agency.pk)},
        )
    return forms


def _zone_choices() -> dict[str, Choices]:
    return {"time_zone": list_time_zones()}


def _found_agency(asker: Asker, given: AgencyFoundedIn) -> str:
    agency_id = create_agency(actor_id=asker.user_id, parent_id=None, at=asker.at, **given.dict())
    return reverse("invite", args=[agency_id])
