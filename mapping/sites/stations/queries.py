"""Read the stations and units of agencies, and who of their people is on duty on each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from mapping.models import Facility, ResponseUnit
from mapping.sites.stations.access import SeenAgency
from mou.agencies.memberships.queries import active_members
from mou.agencies.names import seen_as
from mou.foundation.value_of import ValueOf
from mou.models import AgencyMember
from mou.vocabulary import MemberRole


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A member on duty, as colleagues see them."""

    member_id: UUID
    name: str
    callsign: str
    role: Annotated[str, ValueOf(MemberRole)]


@dataclass(frozen=True, slots=True)
class Crew:
    """Who is on duty on a unit or at a station. `people` are named to colleagues alone; others read how many."""

    count: int
    people: tuple[OnDuty, ...]
    # For what is asked of them: in which incidents they are. Never shown.
    member_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Station:
    """A station of an agency."""

    id: UUID
    kind: str
    name: str
    address: str
    phone: str
    lon: float
    lat: float
    is_in_use: bool
    crew: Crew


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of an agency. No station: it stands nowhere."""

    id: UUID
    kind: str
    name: str
    station_id: UUID | None
    station: str
    is_in_use: bool
    crew: Crew


@dataclass(frozen=True, slots=True)
class AgencyStations:
    """What an agency has, those in use first; `elsewhere` are on duty, and their membership names none of it."""

    seen: SeenAgency
    stations: list[Station]
    units: list[Unit]
    elsewhere: Crew


def stations_of(seen: Sequence[SeenAgency], at: datetime) -> list[AgencyStations]:
    """Return the stations and units of agencies; what is given up, only to keepers. Three queries, however many."""
    agencies = [one.agency for one in seen]
    stations: dict[UUID | None, list[Facility]] = defaultdict(list)
    for station in Facility.objects.filter(agency__in=agencies):
        stations[station.agency_id].append(station)
    units: dict[UUID, list[ResponseUnit]] = defaultdict(list)
    for unit in ResponseUnit.objects.filter(agency__in=agencies).select_related("station"):
        units[unit.agency_id].append(unit)
    members: dict[UUID, list[AgencyMember]] = defaultdict(list)
    for member in active_members(agencies, at).filter(is_on_duty=True, user__is_device=False):
        members[member.agency_id].append(member)
    return [
        _agency_stations(one, stations[one.agency.pk], units[one.agency.pk], members[one.agency.pk]) for one in seen
    ]


def _agency_stations(
    seen: SeenAgency, stations: list[Facility], units: list[ResponseUnit], members: list[AgencyMember]
) -> AgencyStations:
    by_name: dict[str, list[AgencyMember]] = defaultdict(list)
    for member in members:
        by_name[seen_as(member.unit)].append(member)
    shown = [one for one in stations if seen.may_change or one.retired_at is None]
    sent = [one for one in units if seen.may_change or one.retired_at is None]
    things: list[Facility | ResponseUnit] = [*stations, *units]
    known = {seen_as(one.name) for one in things if one.retired_at is None}
    elsewhere = [one for name, people in by_name.items() if name not in known for one in people]
    return AgencyStations(
        seen=seen,
        stations=_in_use_first(_station_view(one, _crew_of(one, by_name, is_own=seen.is_own)) for one in shown),
        units=_in_use_first(_unit_view(one, _crew_of(one, by_name, is_own=seen.is_own)) for one in sent),
        elsewhere=_make_crew(elsewhere, is_own=seen.is_own),
    )


def _in_use_first[Thing: (Station, Unit)](things: Iterable[Thing]) -> list[Thing]:
    return sorted(things, key=lambda one: (not one.is_in_use, one.name.casefold()))


def _crew_of(thing: Facility | ResponseUnit, by_name: Mapping[str, list[AgencyMember]], *, is_own: bool) -> Crew:
    # Given up, its name may be another's by now.
    return _make_crew([] if thing.retired_at else by_name.get(seen_as(thing.name), []), is_own=is_own)


def _make_crew(members: Sequence[AgencyMember], *, is_own: bool) -> Crew:
    people = [OnDuty(one.pk, one.user.shown_name(), one.callsign, one.role) for one in members] if is_own else []
    return Crew(len(members), tuple(people), frozenset(one.pk for one in members))


def _station_view(one: Facility, crew: Crew) -> Station:
    return Station(
        id=one.pk,
        kind=one.kind,
        name=one.name,
        address=one.address,
        phone=one.phone,
        lon=one.location.x,
        lat=one.location.y,
        is_in_use=one.retired_at is None,
        crew=crew,
    )


def _unit_view(one: ResponseUnit, crew: Crew) -> Unit:
    return Unit(
        id=one.pk,
        kind=one.kind,
        name=one.name,
        station_id=one.station_id,
        station="" if one.station is None else one.station.name,
        is_in_use=one.retired_at is None,
        crew=crew,
    )
