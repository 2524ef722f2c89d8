"""Stations and units over HTTP. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from coordination.administration.stations import acts
from coordination.administration.stations.shown import ShownAgency, shown_stations
from coordination.administration.stations.wire import InUseIn, StationIn, UnitIn
from coordination.sign_in.callers import caller_of

router = Router(tags=["map"])
AGENCY = "/agencies/{uuid:agency_id}"
STATION = f"{AGENCY}/stations/{{uuid:station_id}}"
UNIT = f"{AGENCY}/units/{{uuid:unit_id}}"


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
    return Status(201, ThingOut(id=acts.add_station(caller_of(request).asker(), agency_id, body)))


@router.put(STATION, response={204: None}, operation_id="change_station")
def change_station(request: HttpRequest, agency_id: UUID, station_id: UUID, body: StationIn) -> Status[None]:
    """Rename or move a station; whose membership names it goes along."""
    acts.change_station(caller_of(request).asker(), agency_id, station_id, body)
    return Status(204, None)


@router.put(f"{STATION}/in-use", response={204: None}, operation_id="set_station_in_use")
def set_station_in_use(request: HttpRequest, agency_id: UUID, station_id: UUID, body: InUseIn) -> Status[None]:
    """Give a station up, or use it again."""
    acts.set_station_in_use(caller_of(request).asker(), agency_id, station_id, body)
    return Status(204, None)


@router.post(f"{AGENCY}/units", response={201: ThingOut}, operation_id="add_unit")
def add_unit(request: HttpRequest, agency_id: UUID, body: UnitIn) -> Status[ThingOut]:
    """Add a unit. For who leads or administers the agency."""
    return Status(201, ThingOut(id=acts.add_unit(caller_of(request).asker(), agency_id, body)))


@router.put(UNIT, response={204: None}, operation_id="change_unit")
def change_unit(request: HttpRequest, agency_id: UUID, unit_id: UUID, body: UnitIn) -> Status[None]:
    """Rename a unit or give it another station; its people go along."""
    acts.change_unit(caller_of(request).asker(), agency_id, unit_id, body)
    return Status(204, None)


@router.put(f"{UNIT}/in-use", response={204: None}, operation_id="set_unit_in_use")
def set_unit_in_use(request: HttpRequest, agency_id: UUID, unit_id: UUID, body: InUseIn) -> Status[None]:
    """Give a unit up, or use it again."""
    acts.set_unit_in_use(caller_of(request).asker(), agency_id, unit_id, body)
    return Status(204, None)
