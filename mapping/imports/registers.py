"""Bring a register of schools, stations and hospitals in; a second run changes only what changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import models, transaction

from mapping.access import district_to_draw_for
from mapping.imports.readers.registers.dc_open_data import (
    GROUNDS_FILE,
    SCHOOLS_FILE,
    Place,
    Register,
)
from mapping.imports.readers.registers.join import School, join_schools
from mapping.imports.saving.record import Source, record_import
from mapping.interchange.ledger import Ledger
from mapping.models import Facility, Site
from mapping.sites.agencies import agency_named
from mapping.sites.boundaries.valid_geometry import SRID, valid_area
from mapping.sites.console import record_agency_at_console
from mapping.sites.time_zone_of_place import zone_of_place
from mapping.vocabulary import FacilityKind, ImportKind
from mou.models import Agency
from mou.vocabulary import ActorId, AgencyKind

# What a later register may change; whose the row is, and since when it stands, it may not.
SITE_FIELDS = ("name", "school_id", "address", "location", "boundary")
FACILITY_FIELDS = ("name", "agency_id", "address", "phone", "location")


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """How many sites and facilities were created, updated and left as they were."""

    district_id: UUID
    sites: Mapping[str, int]
    facilities: Mapping[str, int]


def import_register(
    *,
    actor_id: ActorId,
    district_id: UUID,
    register: Register,
    agency_ids: Mapping[FacilityKind, UUID],
    sources: Mapping[str, Source],
    at: datetime,
) -> RegisterOutcome:
    """Create or update a site per school and a facility per station and hospital; record one run per file.

    Missing school agencies are founded first, each in its own transaction; then all else in one durable transaction.
    Raises: DistrictNotFound: there is no such district, or the actor does not keep it.
    """
    district = district_to_draw_for(actor_id=actor_id, district_id=district_id, at=at)
    ledgers = register.ledgers
    school_ledger = ledgers.get(SCHOOLS_FILE) or Ledger()
    schools = join_schools(register.schools, register.grounds, school_ledger, ledgers.get(GROUNDS_FILE) or Ledger())
    agencies = {
        school.place.name: agency_named(
            actor_id=actor_id,
            kind=AgencyKind.SCHOOL,
            name=school.place.name,
            time_zone=zone_of_place(school.place.location) or district.time_zone,
            parent_id=district_id,
            at=at,
        )
        for school in schools
    }
    with transaction.atomic(durable=True):
        district = district_to_draw_for(actor_id=actor_id, district_id=district_id, at=at)
        sites = _store_sites(district, schools, agencies, school_ledger, at)
        facilities: Counter[str] = Counter()
        for kind, places in register.facilities.items():
            facilities.update(_store_facilities(kind, places, agency_ids.get(kind)))
        for name, ledger in ledgers.items():
            ledger.close()
            record_import(kind=ImportKind.SITES, site=None, source=sources[name], ledger=ledger, at=at)
        theirs = [agency_ids[kind] for kind, places in register.facilities.items() if places and kind in agency_ids]
        _record_operator(district, sites, theirs, actor_id=actor_id, at=at)
    return RegisterOutcome(district_id, dict(sites), dict(facilities))


def _record_operator(
    district: Agency, sites: Counter[str], stations: Sequence[UUID], *, actor_id: ActorId, at: datetime
) -> None:
    """Write what the operator brought in into the records of the district and of those whose stations these are."""
    told = ", ".join(f"{count} {what}" for what, count in sites.items())
    record_agency_at_console(district, {"sites_imported": ("", told)}, actor_id=actor_id, at=at)
    for agency in Agency.objects.filter(pk__in=stations).order_by("id"):
        record_agency_at_console(agency, {"stations_imported": ("", district.name)}, actor_id=actor_id, at=at)


def _store_sites(
    district: Agency, schools: Sequence[School], agencies: Mapping[str, UUID], ledger: Ledger, at: datetime
) -> Counter[str]:
    known = {site.source_ref: site for site in Site.objects.filter(district=district).exclude(source_ref="")}
    tally: Counter[str] = Counter(created=0, updated=0, unchanged=0)
    for school in schools:
        place, ground = school.place, school.ground
        site = Site(
            name=place.name,
            district=district,
            school_id=agencies[place.name],
            address=place.address,
            location=Point(place.location, srid=SRID),
            boundary=None if ground is None else valid_area(ground.polygons, ref=place.ref, ledger=ledger),
            time_zone=zone_of_place(place.location) or district.time_zone,
            source_ref=place.source_ref,
            created_at=at,
        )
        tally[_store_row(site, known.get(place.source_ref), SITE_FIELDS)] += 1
    return tally


def _store_facilities(kind: FacilityKind, places: Sequence[Place], agency_id: UUID | None) -> Counter[str]:
    # By the register's key alone: whose kind its agency has corrected is the same place.
    known = {one.source_ref: one for one in Facility.objects.filter(source_ref__in=[one.source_ref for one in places])}
    tally: Counter[str] = Counter(created=0, updated=0, unchanged=0)
    for place in places:
        facility = Facility(
            kind=kind,
            name=place.name,
            agency_id=agency_id,
            address=place.address,
            phone=place.phone,
            location=Point(place.location, srid=SRID),
            source_ref=place.source_ref,
        )
        held = known.get(place.source_ref)
        # What an agency keeps by hand is newer than any register; it is its agency's also where that changes hands.
        fields = () if held is not None and held.kept_since is not None else FACILITY_FIELDS
        tally[_store_row(facility, held, fields)] += 1
    return tally


def _store_row[Row: models.Model](fresh: Row, known: Row | None, fields: Sequence[str]) -> str:
    """Insert the fresh row, or bring the known one up to it; return which it was."""
    if known is None:
        fresh.save(force_insert=True)
        return "created"
    changed = [name for name in fields if getattr(known, name) != getattr(fresh, name)]
    if not changed:
        return "unchanged"
    for name in changed:
        setattr(known, name, getattr(fresh, name))
    known.save(update_fields=changed)
    return "updated"
