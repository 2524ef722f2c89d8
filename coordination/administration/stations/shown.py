"""Stations and units as pages and the interface show them: with the incidents that their people are at."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.room.models import Participant
from coordination.room.people.watching import WatchedIncident, watched_incidents
from mapping.sites.stations.access import agencies_seen
from mapping.sites.stations.queries import AgencyStations, Crew, OnDuty, Station, Unit, stations_of


@dataclass(frozen=True, slots=True)
class IncidentAt:
    """An open incident that people of a unit have joined. Only incidents that the reader watches over themself."""

    incident_id: UUID
    title: str
    title_in: dict[str, str]
    site: str
    is_exercise: bool


@dataclass(frozen=True, slots=True)
class ShownCrew:
    """How many are on duty there (`on_duty`), who they are if they are colleagues, and where they are now."""

    on_duty: int
    people: tuple[OnDuty, ...]
    incidents: tuple[IncidentAt, ...]


@dataclass(frozen=True, slots=True)
class ShownThing:
    """A station or a unit. A unit's place is its station's; it has none without one."""

    id: UUID
    kind: str
    name: str
    address: str
    phone: str
    lon: float | None
    lat: float | None
    station_id: UUID | None
    station: str
    is_in_use: bool
    crew: ShownCrew


@dataclass(frozen=True, slots=True)
class ShownAgency:
    """An agency that responds, and what it has."""

    agency_id: UUID
    agency: str
    is_own: bool
    may_change: bool
    stations: list[ShownThing]
    units: list[ShownThing]
    elsewhere: ShownCrew


def shown_stations(user_id: int, at: datetime) -> list[ShownAgency]:
    """Return all stations and units that a person sees, by agency, their own first. A dozen queries at most."""
    found = stations_of(agencies_seen(user_id, at), at)
    incidents = _incidents_of_members(
        user_id, {pk for one in found for crew in _list_crews(one) for pk in crew.member_ids}, at
    )
    return [_show_agency(one, incidents) for one in found]


type Incidents = Mapping[UUID, tuple[IncidentAt, ...]]


def _list_crews(agency: AgencyStations) -> list[Crew]:
    return [agency.elsewhere, *(one.crew for one in agency.stations), *(one.crew for one in agency.units)]


def _incidents_of_members(user_id: int, member_ids: Collection[UUID], at: datetime) -> Incidents:
    """Return in which open incidents members are, of those that the reader watches over."""
    if not member_ids:
        return {}
    told = watched_incidents([user_id], at=at)
    rooms = told.rooms_of[user_id].keys()
    rows = Participant.objects.filter(
        room_id__in=rooms, member_id__in=list(member_ids), left_at__isnull=True, removed_at__isnull=True
    )
    found: dict[UUID, list[IncidentAt]] = defaultdict(list)
    for member_id, room_id in rows.values_list("member_id", "room_id"):
        found[member_id].append(_incident_at(told.incidents[room_id]))
    return {member_id: tuple(incidents) for member_id, incidents in found.items()}


def _incident_at(one: WatchedIncident) -> IncidentAt:
    return IncidentAt(one.incident_id, one.title, one.title_in, one.site, one.is_exercise)


def _show_agency(one: AgencyStations, incidents: Incidents) -> ShownAgency:
    places = {station.id: station for station in one.stations}
    return ShownAgency(
        agency_id=one.seen.agency.pk,
        agency=one.seen.agency.name,
        is_own=one.seen.is_own,
        may_change=one.seen.may_change,
        stations=[_show_station(station, incidents) for station in one.stations],
        units=[
            _show_unit(unit, places.get(unit.station_id) if unit.station_id else None, incidents) for unit in one.units
        ],
        elsewhere=_show_crew(one.elsewhere, incidents),
    )


def _show_station(one: Station, incidents: Incidents) -> ShownThing:
    return ShownThing(
        id=one.id,
        kind=one.kind,
        name=one.name,
        address=one.address,
        phone=one.phone,
        lon=one.lon,
        lat=one.lat,
        station_id=None,
        station="",
        is_in_use=one.is_in_use,
        crew=_show_crew(one.crew, incidents),
    )


def _show_unit(one: Unit, station: Station | None, incidents: Incidents) -> ShownThing:
    return ShownThing(
        id=one.id,
        kind=one.kind,
        name=one.name,
        address="" if station is None else station.address,
        phone="",
        lon=None if station is None else station.lon,
        lat=None if station is None else station.lat,
        station_id=one.station_id,
        station=one.station,
        is_in_use=one.is_in_use,
        crew=_show_crew(one.crew, incidents),
    )


def _show_crew(crew: Crew, incidents: Incidents) -> ShownCrew:
    at = {one.incident_id: one for pk in crew.member_ids for one in incidents.get(pk, ())}
    # What really happens first.
    ordered = sorted(at.values(), key=lambda one: (one.is_exercise, one.site, str(one.incident_id)))
    return ShownCrew(crew.count, crew.people, tuple(ordered))
