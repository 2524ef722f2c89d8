"""Stations and units over HTTP. Parse, call, answer; no rule stands here."""

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from coordination.administration.stations.shown import ShownAgency, shown_stations
from coordination.sign_in.callers import caller_of
from mapping.sites.stations import actions
from mapping.sites.stations.given import StationGiven, UnitGiven, station_given, unit_given
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

    def given(self) -> StationGiven:
        """Return it as the actions take it. Raises: BadStation."""
        return station_given(**self.model_dump())


class UnitIn(Schema):
    """A unit of an agency, by the name that is said on the radio. No station: it stands nowhere."""

    kind: UnitKind
    name: str
    station_id: UUID | None = None

    def given(self) -> UnitGiven:
        """Return it as the actions take it. Raises: BadStation."""
        return unit_given(**self.model_dump())


class InUseIn(Schema):
    is_in_use: bool


class ThingOut(Schema):
    id: UUID


class By(TypedDict):
    """Who does something to what an agency has, and when: the same for each act."""

    actor_id: int
    agency_id: UUID
    at: datetime


def _by(request: HttpRequest, agency_id: UUID) -> By:
    caller = caller_of(request)
    return {"actor_id": caller.user_id, "agency_id": agency_id, "at": caller.at}


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
    return Status(201, ThingOut(id=actions.add_station(**_by(request, agency_id), given=body.given())))


@router.put(STATION, response={204: None}, operation_id="change_station")
def change_station(request: HttpRequest, agency_id: UUID, station_id: UUID, body: StationIn) -> Status[None]:
    """Rename or move a station; whose membership names it goes along."""
    actions.change_station(**_by(request, agency_id), station_id=station_id, given=body.given())
    return Status(204, None)


@router.put(f"{STATION}/in-use", response={204: None}, operation_id="set_station_in_use")
def set_station_in_use(request: HttpRequest, agency_id: UUID, station_id: UUID, body: InUseIn) -> Status[None]:
    """Give a station up, or use it again."""
    actions.set_station_in_use(**_by(request, agency_id), station_id=station_id, is_in_use=body.is_in_use)
    return Status(204, None)


@router.post(f"{AGENCY}/units", response={201: ThingOut}, operation_id="add_unit")
def add_unit(request: HttpRequest, agency_id: UUID, body: UnitIn) -> Status[ThingOut]:
    """Add a unit. For who leads or administers the agency."""
    return Status(201, ThingOut(id=actions.add_unit(**_by(request, agency_id), given=body.given())))


@router.put(UNIT, response={204: None}, operation_id="change_unit")
def change_unit(request: HttpRequest, agency_id: UUID, unit_id: UUID, body: UnitIn) -> Status[None]:
    """Rename a unit or give it another station; its people go along."""
    actions.change_unit(**_by(request, agency_id), unit_id=unit_id, given=body.given())
    return Status(204, None)


@router.put(f"{UNIT}/in-use", response={204: None}, operation_id="set_unit_in_use")
def set_unit_in_use(request: HttpRequest, agency_id: UUID, unit_id: UUID, body: InUseIn) -> Status[None]:
    """Give a unit up, or use it again."""
    actions.set_unit_in_use(**_by(request, agency_id), unit_id=unit_id, is_in_use=body.is_in_use)
    return Status(204, None)
