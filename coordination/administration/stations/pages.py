"""The pages of stations and units: all that a reader sees on a map and as a table, and the forms of who keeps them."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from coordination.administration.pages.words import refusal_words
from coordination.administration.stations import acts
from coordination.administration.stations.shown import ShownAgency, ShownThing, shown_stations
from coordination.administration.stations.tables import STATIONS, UNITS, things_in_use
from coordination.administration.stations.wire import InUseIn, StationIn, UnitIn
from coordination.administration.stations.words import map_words, station_kinds
from coordination.room.access import Asker
from coordination.room.people.watching import may_watch
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.sites.street_map.streets import streets_here
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables


@page()
def stations_page(request: HttpRequest) -> HttpResponse:
    """Show the stations and units that the reader sees: for all who respond and the district's people."""
    asker = asker_of(request)
    if not may_watch(asker.user_id, asker.at):
        raise Http404
    agencies = shown_stations(asker.user_id, asker.at)
    stations = ShownTable(request, STATIONS, things_in_use(agencies, "stations"))
    units = ShownTable(request, UNITS, things_in_use(agencies, "units"))
    context = {
        "agencies": agencies,
        "stations": stations,
        "units": units,
        "at": asker.at,
        "places": places_on_map(agencies),
        "has_places": any(one.stations for one in agencies),
        "streets": streets_here(),
        "words": map_words(),
    }
    return show_tables(request, "administration/stations/stations.html", context, [stations, units])


@page(posts=True)
def agency_stations_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Add stations and units of an agency, for who leads or administers it."""
    asker = asker_of(request)
    agency = _find_agency(asker, agency_id)
    add_station, add_unit = partial(acts.add_station, asker, agency_id), partial(acts.add_unit, asker, agency_id)
    station = ActForm(request, "station", StationIn, add_station, choices=_station_choices())
    unit = ActForm(request, "unit", UnitIn, add_unit, choices=_unit_choices(agency))
    if carry_out(request, [station, unit], refusal_words):
        return redirect_anew(reverse("agency_stations", args=[agency_id]))
    return _show_page(request, "agency_stations.html", agency, [station, unit], station_form=station, unit_form=unit)


@page(posts=True)
def station_page(request: HttpRequest, agency_id: UUID, station_id: UUID) -> HttpResponse:
    """Rename or move a station, give it up, or use it again."""
    asker = asker_of(request)
    agency = _find_agency(asker, agency_id)
    thing = _find_thing(agency.stations, station_id)
    change = partial(acts.change_station, asker, agency_id, station_id)
    save = ActForm(request, "save", StationIn, change, choices=_station_choices(), initial=_as_typed(thing))
    turn = partial(acts.set_station_in_use, asker, agency_id, station_id)
    return _thing_page(request, agency, thing, save, turn, is_unit=False)


@page(posts=True)
def unit_page(request: HttpRequest, agency_id: UUID, unit_id: UUID) -> HttpResponse:
    """Rename a unit, give it another station, give it up, or use it again."""
    asker = asker_of(request)
    agency = _find_agency(asker, agency_id)
    thing = _find_thing(agency.units, unit_id)
    change = partial(acts.change_unit, asker, agency_id, unit_id)
    save = ActForm(request, "save", UnitIn, change, choices=_unit_choices(agency), initial=_as_typed(thing))
    turn = partial(acts.set_unit_in_use, asker, agency_id, unit_id)
    return _thing_page(request, agency, thing, save, turn, is_unit=True)


def places_on_map(agencies: list[ShownAgency]) -> list[dict[str, object]]:
    """Return the stations in use as the map draws them; the tables below say the same."""
    return [
        {"name": one.name, "agency": agency.agency, "lat": one.lat, "lon": one.lon, "on_duty": one.crew.on_duty}
        for agency in agencies
        for one in agency.stations
        if one.is_in_use
    ]


def _thing_page(
    request: HttpRequest,
    agency: ShownAgency,
    thing: ShownThing,
    save: AnyForm,
    turn: Callable[[InUseIn], None],
    *,
    is_unit: bool,
) -> HttpResponse:
    retire = ActForm(request, "retire", NothingGiven, lambda _given: turn(InUseIn(is_in_use=False)))
    again = ActForm(request, "again", NothingGiven, lambda _given: turn(InUseIn(is_in_use=True)))
    of_page: list[AnyForm] = [save, retire, again]
    if carry_out(request, of_page, refusal_words):
        return redirect_anew(reverse("agency_stations", args=[agency.agency_id]) if save.is_bound else request.path)
    shown = {"thing": thing, "is_unit": is_unit, "save_form": save, "retire_form": retire, "again_form": again}
    return _show_page(request, "station.html", agency, of_page, **shown)


def _find_thing(things: list[ShownThing], thing_id: UUID) -> ShownThing:
    found = next((one for one in things if one.id == thing_id), None)
    if found is None:
        raise Http404
    return found


def _as_typed(thing: ShownThing) -> dict[str, object]:
    """Return a thing as its form shows it at first; degrees to some ten centimeters."""
    typed = {name: getattr(thing, name) for name in ("kind", "name", "address", "phone", "station_id")}
    degrees = {"lat": thing.lat, "lon": thing.lon}
    return typed | {name: "" if value is None else f"{value:.6f}" for name, value in degrees.items()}


def _find_agency(asker: Asker, agency_id: UUID) -> ShownAgency:
    found = next((one for one in shown_stations(asker.user_id, asker.at) if one.agency_id == agency_id), None)
    if found is None or not found.may_change:
        raise Http404
    return found


def _station_choices() -> dict[str, Choices]:
    return {"kind": station_kinds().items()}


def _unit_choices(agency: ShownAgency) -> dict[str, Choices]:
    return {"station_id": [(one.id, one.name) for one in agency.stations if one.is_in_use]}


def _show_page(
    request: HttpRequest, template: str, agency: ShownAgency, of_page: list[AnyForm], **more: object
) -> HttpResponse:
    context = {
        "agency": agency,
        "places": places_on_map([agency]),
        "streets": streets_here(),
        "words": map_words(),
        **more,
    }
    return show_page(request, f"administration/stations/{template}", context, of_page)
