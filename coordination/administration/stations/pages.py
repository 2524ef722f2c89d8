"""The pages of stations and units: all that a reader sees on a map and as a table, and the forms of who keeps them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.administration.pages.posted import Outcome, Step, carried_out
from coordination.administration.stations.shown import ShownAgency, ShownThing, shown_stations
from coordination.administration.stations.words import map_words, station_kinds
from coordination.room.access import Asker
from coordination.room.people.watching import may_watch
from coordination.web.signed_in import asker_of
from mapping.sites.stations import actions
from mapping.sites.stations.given import StationGiven, UnitGiven, station_given, unit_given
from mapping.sites.street_map.streets import streets_here
from mapping.vocabulary import UnitKind

REFUSED = 422


@require_safe
@never_cache
@login_required
def stations_page(request: HttpRequest) -> HttpResponse:
    """Show the stations and units that the reader sees: for all who respond and the district's people."""
    user_id, at = cast("int", request.user.pk), datetime.now(UTC)
    if not may_watch(user_id, at):
        raise Http404
    agencies = shown_stations(user_id, at)
    context = {
        "agencies": agencies,
        "at": at,
        "places": places_on_map(agencies),
        "has_places": any(one.stations for one in agencies),
        "streets": streets_here(),
        "words": map_words(),
        "station_kinds": station_kinds(),
        "unit_kinds": UnitKind.labels(),
    }
    return render(request, "administration/stations/stations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def agency_stations_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Add stations and units of an agency, for who leads or administers it."""
    asker = asker_of(request)
    agency = _kept(asker, agency_id)
    steps: Mapping[str, Step] = {"station": _adds_station(agency_id), "unit": _adds_unit(agency_id)}
    outcome = carried_out(request, steps) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    return _form(request, "agency_stations.html", agency, outcome, {"typed": request.POST if outcome.problem else {}})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def station_page(request: HttpRequest, agency_id: UUID, station_id: UUID) -> HttpResponse:
    """Rename or move a station, give it up, or use it again."""
    return _thing_page(request, agency_id, station_id, _station_steps(agency_id, station_id))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def unit_page(request: HttpRequest, agency_id: UUID, unit_id: UUID) -> HttpResponse:
    """Rename a unit, give it another station, give it up, or use it again."""
    return _thing_page(request, agency_id, unit_id, _unit_steps(agency_id, unit_id))


def places_on_map(agencies: list[ShownAgency]) -> list[dict[str, object]]:
    """Return the stations in use as the map draws them; the tables below say the same."""
    return [
        {"name": one.name, "agency": agency.agency, "lat": one.lat, "lon": one.lon, "on_duty": one.crew.on_duty}
        for agency in agencies
        for one in agency.stations
        if one.is_in_use
    ]


def _thing_page(request: HttpRequest, agency_id: UUID, thing_id: UUID, steps: Mapping[str, Step]) -> HttpResponse:
    asker = asker_of(request)
    _kept(asker, agency_id)
    outcome = carried_out(request, steps) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    agency = _kept(asker, agency_id)
    is_unit = request.resolver_match is not None and request.resolver_match.url_name == "unit"
    thing = next((one for one in (agency.units if is_unit else agency.stations) if one.id == thing_id), None)
    if thing is None:
        raise Http404
    is_refused_change = bool(outcome.problem) and request.POST.get("step") == "save"
    typed = request.POST if is_refused_change else _as_typed(thing)
    context = {"thing": thing, "is_unit": is_unit, "typed": typed}
    return _form(request, "station.html", agency, outcome, context)


def _as_typed(thing: ShownThing) -> dict[str, object]:
    """Return a thing as its form sends it; degrees as they are written in every language."""
    return {
        "kind": thing.kind,
        "name": thing.name,
        "address": thing.address,
        "phone": thing.phone,
        "lat": "" if thing.lat is None else f"{thing.lat:.6f}",
        "lon": "" if thing.lon is None else f"{thing.lon:.6f}",
        "station_id": "" if thing.station_id is None else str(thing.station_id),
    }


def _kept(asker: Asker, agency_id: UUID) -> ShownAgency:
    found = next((one for one in shown_stations(asker.user_id, asker.at) if one.agency_id == agency_id), None)
    if found is None or not found.may_change:
        raise Http404
    return found


def _form(
    request: HttpRequest, template: str, agency: ShownAgency, outcome: Outcome, more: dict[str, object]
) -> HttpResponse:
    context = {
        "agency": agency,
        "problem": outcome.problem,
        "wrong": outcome.field,
        "step": request.POST.get("step", ""),
        "station_kinds": station_kinds().items(),
        "unit_kinds": UnitKind.labels().items(),
        "places": places_on_map([agency]),
        "streets": streets_here(),
        "words": map_words(),
        **more,
    }
    status = REFUSED if outcome.problem else 200
    return render(request, f"administration/stations/{template}", context, status=status)


# --- what the forms ask for -------------------------------------------------------------------------------------------
class Saving[Given](Protocol):
    """An act on one thing of an agency that takes what a form says of it."""

    def __call__(self, *, actor_id: int, given: Given, at: datetime) -> object:
        """Carry it out."""


class SettingInUse(Protocol):
    """The act that gives one thing of an agency up, or takes it back."""

    def __call__(self, *, actor_id: int, is_in_use: bool, at: datetime) -> object:
        """Carry it out."""


def _adds_station(agency_id: UUID) -> Step:
    return _saves(agency_id, partial(actions.add_station, agency_id=agency_id), _station_in)


def _adds_unit(agency_id: UUID) -> Step:
    return _saves(agency_id, partial(actions.add_unit, agency_id=agency_id), _unit_in)


def _station_steps(agency_id: UUID, station_id: UUID) -> Mapping[str, Step]:
    save = partial(actions.change_station, agency_id=agency_id, station_id=station_id)
    turn = _turns(partial(actions.set_station_in_use, agency_id=agency_id, station_id=station_id))
    return {"save": _saves(agency_id, save, _station_in), "retire": turn, "again": turn}


def _unit_steps(agency_id: UUID, unit_id: UUID) -> Mapping[str, Step]:
    save = partial(actions.change_unit, agency_id=agency_id, unit_id=unit_id)
    turn = _turns(partial(actions.set_unit_in_use, agency_id=agency_id, unit_id=unit_id))
    return {"save": _saves(agency_id, save, _unit_in), "retire": turn, "again": turn}


def _saves[Given](agency_id: UUID, save: Saving[Given], read: Callable[[QueryDict], Given]) -> Step:
    """Return the step that takes what a form says, and goes on to what the agency has."""

    def step(request: HttpRequest, asker: Asker) -> str:
        save(actor_id=asker.user_id, given=read(request.POST), at=asker.at)
        return reverse("agency_stations", args=[agency_id])

    return step


def _turns(set_in_use: SettingInUse) -> Step:
    """Return the step that gives a thing up, or takes it back, and stays on its page."""

    def step(request: HttpRequest, asker: Asker) -> str:
        set_in_use(actor_id=asker.user_id, is_in_use=request.POST["step"] == "again", at=asker.at)
        return request.path

    return step


def _station_in(posted: QueryDict) -> StationGiven:
    return station_given(
        kind=posted.get("kind", ""),
        name=posted.get("name", ""),
        address=posted.get("address", ""),
        phone=posted.get("phone", ""),
        lat=posted.get("lat", ""),
        lon=posted.get("lon", ""),
    )


def _unit_in(posted: QueryDict) -> UnitGiven:
    station = posted.get("station_id", "")
    try:
        station_id = UUID(station) if station else None
    except ValueError as nonsense:
        raise Http404 from nonsense
    return unit_given(kind=posted.get("kind", ""), name=posted.get("name", ""), station_id=station_id)
