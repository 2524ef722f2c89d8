"""Stations and units over HTTP. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from coordination.administration.stations.shown import ShownAgency, shown_stations
from coordination.sign_in.callers import caller_of
from mapping.sites.stations import actions
from mapping.sites.stations.given import station_given, unit_given
from mapping.vocabulary import FacilityKind, UnitKind

router = Router(tags=["map"])
AGENCY = "/agencies/{uuid:agency_id}"
STATION = f"{AGENCY}/stations/{{uuid:station_id}}"
UNIT = f"{AGENCY}/units/{{uuid:unit_id}}"


class StationIn(Schema):
    """A station of an agency, and where it is in degrees."""

    kind: FacilityKind
    name: str
    address: str = ""
    phone: str = ""
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class UnitIn(Schema):
    """A unit of an agency, by the name that is said on the radio. No station: it stands nowhere."""

    kind: UnitKind
    name: str
    station_id: UUID | None = None


class InUseIn(Schema):
    is_in_use: bool


class ThingOut(Schema):
    id: UUID


@router.get("/stations", response=list[ShownAgency], operation_id="list_stations")
def list_stations(request: HttpRequest) -> list[ShownAgency]:
    """List the stations and units of the caller's own agency, and of agencies that serve the same district.

    Names of who is on duty are for colleagues; others read how many. `incidents`: those that the caller watches over.
    """
    caller = caller_of(request)
    return shown_stations(caller.user_id, caller.at)


@router.post(f"{AGENCY}/stations", response={201: ThingOut}, operation_id="add_station")
def add_station(request: HttpRequest, agency_id: UUID, body: StationIn) -> Status[ThingOut]:
    """Add a station. For who leads or administers the agency."""
    caller = caller_of(request)
    made = actions.add_station(
        actor_id=caller.user_id, agency_id=agency_id, given=station_given(**body.model_dump()), at=caller.at
    )
    return Status(201, ThingOut(id=made))


@router.put(STATION, response={204: None}, operation_id="change_station")
def change_station(request: HttpRequest, agency_id: UUID, station_id: UUID, body: StationIn) -> Status[None]:
    """Rename or move a station; whose membership names it goes along."""
    caller = caller_of(request)
    actions.change_station(
        actor_id=caller.user_id,
        agency_id=agency_id,
        station_id=station_id,
        given=station_given(**body.model_dump()),
        at=caller.at,
    )
    return Status(204, None)


@router.put(f"{STATION}/in-use", response={204: None}, operation_id="set_station_in_use")
def set_station_in_use(request: HttpRequest, agency_id: UUID, station_id: UUID, body: InUseIn) -> Status[None]:
    """Give a station up, or use it again."""
    caller = caller_of(request)
    actions.set_station_in_use(
        actor_id=caller.user_id, agency_id=agency_id, station_id=station_id, is_in_use=body.is_in_use, at=caller.at
    )
    return Status(204, None)


@router.post(f"{AGENCY}/units", response={201: ThingOut}, operation_id="add_unit")
def add_unit(request: HttpRequest, agency_id: UUID, body: UnitIn) -> Status[ThingOut]:
    """Add a unit. For who leads or administers the agency."""
    caller = caller_of(request)
    made = actions.add_unit(
        actor_id=caller.user_id, agency_id=agency_id, given=unit_given(**body.model_dump()), at=caller.at
    )
    return Status(201, ThingOut(id=made))


@router.put(UNIT, response={204: None}, operation_id="change_unit")
def change_unit(request: HttpRequest, agency_id: UUID, unit_id: UUID, body: UnitIn) -> Status[None]:
    """Rename a unit or give it another station; its people go along."""
    caller = caller_of(request)
    given = unit_given(**body.model_dump())
    actions.change_unit(actor_id=caller.user_id, agency_id=agency_id, unit_id=unit_id, given=given, at=caller.at)
    return Status(204, None)


@router.put(f"{UNIT}/in-use", response={204: None}, operation_id="set_unit_in_use")
def set_unit_in_use(request: HttpRequest, agency_id: UUID, unit_id: UUID, body: InUseIn) -> Status[None]:
    """Give a unit up, or use it again."""
    caller = caller_of(request)
    actions.set_unit_in_use(
        actor_id=caller.user_id, agency_id=agency_id, unit_id=unit_id, is_in_use=body.is_in_use, at=caller.at
    )
    return Status(204, None)
