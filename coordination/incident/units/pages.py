"""The page of a scanned door sticker, and the sheet of stickers to print."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from coordination.errors import RoomNotFound
from coordination.incident.units.capability import PlaceUnit, Unit
from coordination.incident.units.stickers import Sticker, sticker_of_code, stickers_of
from coordination.incident.units.vocabulary import UnitSecondary
from coordination.incident.units.words import refusal_sentence
from coordination.room.access import Asker, RoomGrant, incident_for, incidents_for
from coordination.room.dispatch import execute
from coordination.room.models import JoinedSite
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience, IncidentStatus
from coordination.web.posted import redirect_anew
from coordination.web.qr import qr_svg
from coordination.web.signed_in import asker_of
from mapping.access import agencies_at, site_for, standing_allows
from mapping.errors import SiteNotFound
from mapping.models import Site
from mapping.vocabulary import SiteNeed
from mou.foundation.forms.act_form import ActForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page

OPEN = [one.value for one in IncidentStatus if one.is_open]


@dataclass(frozen=True, slots=True)
class UnitHere:
    """A unit for which the reader speaks, with the button that says it is at the door."""

    unit_id: str
    callsign: str
    place: str
    form: ActForm[NothingGiven, object]


@dataclass(frozen=True, slots=True)
class IncidentHere:
    """An open incident at the door's site that the reader is in as a responder, and their units there."""

    grant: RoomGrant
    units: list[UnitHere]


@page(posts=True)
def door_page(request: HttpRequest, site_id: UUID, code: UUID) -> HttpResponse:
    """Say by one tap that a unit is at this door. For responders in an open incident there; for no one else it is."""
    asker = asker_of(request)
    sticker = sticker_of_code(site_id, code)
    grants = [] if sticker is None else list(_grants_at(asker, site_id))
    if sticker is None or not grants:
        raise Http404
    here = [IncidentHere(grant, list(_units_of(request, asker, grant, sticker))) for grant in grants]
    forms = [unit.form for one in here for unit in one.units]
    if carry_out(request, forms, refusal_sentence):
        return redirect_anew(reverse("door", args=[site_id, code]))
    return show_page(request, "units/door.html", {"sticker": sticker, "here": here}, forms)


def _grants_at(asker: Asker, site_id: UUID) -> Iterator[RoomGrant]:
    """Yield what the asker is in each open incident at a site, real ones first, where they read plans and units."""
    joined = JoinedSite.objects.filter(site_id=site_id, left_at__isnull=True).values("incident_id")
    at_site = Q(site_id=site_id, place__isnull=True) | Q(pk__in=joined)
    site = Site.objects.get(pk=site_id)
    found = incidents_for(asker.user_id, asker.at).filter(at_site, status__in=OPEN)
    for incident in found.order_by("is_exercise", "-opened_at"):
        try:
            grant = incident_for(user_id=asker.user_id, incident_id=incident.pk, at=asker.at)
        except RoomNotFound:
            continue
        sees_plan = grant.sees_plans_of(site_id) or standing_allows(
            user_id=asker.user_id, site=site, need=SiteNeed.FLOORPLAN, at=asker.at
        )
        if grant.participant is not None and Audience.RESPONDERS in grant.audiences and sees_plan:
            yield grant


def _units_of(request: HttpRequest, asker: Asker, grant: RoomGrant, sticker: Sticker) -> Iterator[UnitHere]:
    me = grant.joined().pk
    units = state_now(grant.room, audiences=[Audience.RESPONDERS]).of(Unit)
    for unit_id, unit in sorted(units.items(), key=lambda one: one[1].callsign):
        if me not in (unit.leader, unit.checked_in_by) or unit.secondary is UnitSecondary.DEPARTED:
            continue
        say = partial(_say_here, asker, grant.room.pk, UUID(unit_id), sticker.space_id)
        form = ActForm(request, "here", NothingGiven, say, fixed={"unit_id": unit_id, "room_id": str(grant.room.pk)})
        yield UnitHere(unit_id, unit.callsign, unit.place or "", form)


def _say_here(asker: Asker, room_id: UUID, unit_id: UUID, space_id: UUID, _given: NothingGiven) -> object:
    command = PlaceUnit(id=uuid4(), type="place_unit", unit_id=unit_id, in_room=space_id, is_by_sticker=True)
    return execute(asker=asker, room_id=room_id, command=command)


@page()
def stickers_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show the stickers of a site's rooms to print, for its own people, who hang them up."""
    asker, at = asker_of(request), timezone.now()
    try:
        site = site_for(user_id=asker.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=at)
    except SiteNotFound as missing:
        raise Http404 from missing
    if not agencies_at(user_id=asker.user_id, site=site, at=at).is_insider:
        raise Http404
    printed = [
        {"sticker": one, "qr": qr_svg(request.build_absolute_uri(reverse("door", args=[site_id, one.code])))}
        for one in stickers_of(site)
    ]
    return render(request, "units/stickers.html", {"site": site, "printed": printed})
