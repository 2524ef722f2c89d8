"""Add stations and units, rename and move them, and give them up. Each in one durable transaction."""

from datetime import datetime
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from mapping.errors import BadStation, StationInUse, StationNameTaken, StationNotFound
from mapping.models import Facility, ResponseUnit
from mapping.sites.boundaries.valid_geometry import SRID
from mapping.sites.stations.access import agency_to_keep_for
from mapping.sites.stations.given import StationGiven, UnitGiven
from mou.agencies.memberships.many_members import rename_unit
from mou.agencies.names import seen_as
from mou.models import Agency

type Thing = Facility | ResponseUnit


def add_station(*, actor_id: int, agency_id: UUID, given: StationGiven, at: datetime) -> UUID:
    """Add a station and return its id. Raises: AgencyNotFound, NotAllowed, StationNameTaken."""
    with transaction.atomic(durable=True):
        agency = agency_to_keep_for(user_id=actor_id, agency_id=agency_id, at=at)
        _check_name(agency, given.name)
        station_id = uuid_utils.uuid7()
        Facility.objects.create(
            pk=station_id, agency=agency, source_ref=f"agency_{station_id}", **_station_columns(given), kept_since=at
        )
    return station_id


def change_station(*, actor_id: int, agency_id: UUID, station_id: UUID, given: StationGiven, at: datetime) -> None:
    """Rename or move a station; whose membership names it goes along. Raises as `add_station`, and StationNotFound."""
    with transaction.atomic(durable=True):
        agency = agency_to_keep_for(user_id=actor_id, agency_id=agency_id, at=at)
        station = _station_of(agency, station_id)
        _check_name(agency, given.name, but=station.pk)
        rename_unit(actor_id, agency, before=station.name, after=given.name, at=at)
        Facility.objects.filter(pk=station.pk).update(**_station_columns(given), kept_since=at)


def add_unit(*, actor_id: int, agency_id: UUID, given: UnitGiven, at: datetime) -> UUID:
    """Add a unit and return its id. Raises: AgencyNotFound, NotAllowed, StationNameTaken, BadStation."""
    with transaction.atomic(durable=True):
        agency = agency_to_keep_for(user_id=actor_id, agency_id=agency_id, at=at)
        _check_name(agency, given.name)
        unit = ResponseUnit.objects.create(agency=agency, created_at=at, **_unit_columns(agency, given))
    return unit.pk


def change_unit(*, actor_id: int, agency_id: UUID, unit_id: UUID, given: UnitGiven, at: datetime) -> None:
    """Rename a unit or give it another station; its people go along. Raises as `add_unit`, and StationNotFound."""
    with transaction.atomic(durable=True):
        agency = agency_to_keep_for(user_id=actor_id, agency_id=agency_id, at=at)
        unit = _unit_of(agency, unit_id)
        _check_name(agency, given.name, but=unit.pk)
        rename_unit(actor_id, agency, before=unit.name, after=given.name, at=at)
        ResponseUnit.objects.filter(pk=unit.pk).update(**_unit_columns(agency, given))


def set_station_in_use(*, actor_id: int, agency_id: UUID, station_id: UUID, is_in_use: bool, at: datetime) -> None:
    """Give a station up, or use it again. Raises: AgencyNotFound, NotAllowed, StationNotFound, StationInUse,
    StationNameTaken.
    """
    with transaction.atomic(durable=True):
        agency = agency_to_keep_for(user_id=actor_id, agency_id=agency_id, at=at)
        station = _station_of(agency, station_id)
        if not is_in_use and station.units.filter(retired_at__isnull=True).exists():
            raise StationInUse(_("Units stand there: give them another station first."))
        _set_in_use(agency, station, is_in_use=is_in_use, at=at)
        Facility.objects.filter(pk=station.pk).update(kept_since=at)


def set_unit_in_use(*, actor_id: int, agency_id: UUID, unit_id: UUID, is_in_use: bool, at: datetime) -> None:
    """Give a unit up, or use it again. Raises: AgencyNotFound, NotAllowed, StationNotFound, StationNameTaken,
    BadStation: its station was given up meanwhile.
    """
    with transaction.atomic(durable=True):
        agency = agency_to_keep_for(user_id=actor_id, agency_id=agency_id, at=at)
        unit = _unit_of(agency, unit_id)
        if is_in_use and unit.station_id is not None:
            _station_in_use(agency, unit.station_id)
        _set_in_use(agency, unit, is_in_use=is_in_use, at=at)


def _set_in_use(agency: Agency, thing: Thing, *, is_in_use: bool, at: datetime) -> None:
    if is_in_use:
        _check_name(agency, thing.name, but=thing.pk)
        thing.retired_at = None
    elif thing.retired_at is None:
        thing.retired_at = at
    thing.save(update_fields=["retired_at"])


def _station_columns(given: StationGiven) -> dict[str, object]:
    return {
        "kind": given.kind.value,
        "name": given.name,
        "address": given.address,
        "phone": given.phone,
        "location": Point(given.location, srid=SRID),
    }


def _unit_columns(agency: Agency, given: UnitGiven) -> dict[str, object]:
    station = None if given.station_id is None else _station_in_use(agency, given.station_id)
    return {"kind": given.kind.value, "name": given.name, "station": station}


def _station_in_use(agency: Agency, station_id: UUID) -> Facility:
    station = Facility.objects.filter(agency=agency, pk=station_id, retired_at__isnull=True).first()
    if station is None:
        raise BadStation(_("Choose a station of the agency that is in use, or none."), field="station_id")
    return station


def _station_of(agency: Agency, station_id: UUID) -> Facility:
    station = Facility.objects.filter(agency=agency, pk=station_id).first()
    if station is None:
        raise StationNotFound
    return station


def _unit_of(agency: Agency, unit_id: UUID) -> ResponseUnit:
    unit = ResponseUnit.objects.filter(agency=agency, pk=unit_id).first()
    if unit is None:
        raise StationNotFound
    return unit


def _check_name(agency: Agency, name: str, *, but: UUID | None = None) -> None:
    """Refuse the name of another station or unit in use, behind the agency's row: people are on a unit by its name."""
    taken = [
        one
        for rows in (Facility.objects.filter(agency=agency), ResponseUnit.objects.filter(agency=agency))
        for pk, one in rows.filter(retired_at__isnull=True).values_list("pk", "name")
        if pk != but
    ]
    if seen_as(name) in map(seen_as, taken):
        raise StationNameTaken(_("Another station or unit of the agency is called that."), field="name")
