"""Add a site to a district, and keep what is known of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.gis.geos import MultiPolygon as Area
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from mapping.access import district_to_draw_for, site_to_draw_for
from mapping.errors import BadSite
from mapping.geometry.shapes import MultiPolygon, Position
from mapping.interchange.ledger import Ledger
from mapping.models import Site
from mapping.sites.bell_schedule import Period
from mapping.sites.boundaries.ground_size import BOUNDARY, ground_fault
from mapping.sites.boundaries.valid_geometry import SRID, valid_area
from mapping.sites.console import record_at_console
from mapping.sites.time_zone_of_place import zone_of_place
from mou.access.names import checked_optional_text, checked_text
from mou.models import Agency
from mou.vocabulary import ActorId, AgencyKind

ENROLLMENT_MAX = 100_000


@dataclass(frozen=True, slots=True)
class SiteGiven:
    """What a district says of a site. An empty boundary means that none is known, an empty time zone that of its place.

    `may_be_large`: who says it was asked whether the ground is of that size, or has no one to ask.
    """

    name: str
    address: str
    school_id: UUID | None
    location: Position
    boundary: MultiPolygon
    time_zone: str
    enrollment: int | None
    bell_schedule: tuple[Period, ...]
    may_be_large: bool = True


def create_site(
    *,
    actor_id: ActorId,
    district_id: UUID,
    school_id: UUID | None,
    name: str,
    address: str,
    location: Position,
    boundary: MultiPolygon,
    time_zone: str,
    source_ref: str,
    at: datetime,
) -> UUID:
    """Add a site and return its id, in one durable transaction; an empty boundary means that none is known.

    Raises: DistrictNotFound: there is no such district, or the actor does not keep it. BadSite. BadName.
    """
    given = SiteGiven(name, address, school_id, location, boundary, time_zone, None, ())
    return add_site(actor_id=actor_id, district_id=district_id, given=given, source_ref=source_ref, at=at)


def add_site(*, actor_id: ActorId, district_id: UUID, given: SiteGiven, source_ref: str, at: datetime) -> UUID:
    """Add a site with all that is known of it and return its id, in one durable transaction.

    Raises: DistrictNotFound: there is no such district, or the actor does not keep it. BadSite. BadName.
    """
    columns = _site_columns(given)
    with transaction.atomic(durable=True):
        district = district_to_draw_for(actor_id=actor_id, district_id=district_id, at=at)
        _check_school(given.school_id, district.pk)
        site = Site.objects.create(district=district, source_ref=source_ref, created_at=at, **columns)
        record_at_console(site, {"site_added": ("", site.name)}, actor_id=actor_id, at=at)
    return site.pk


def change_site(*, actor_id: ActorId, site_id: UUID, given: SiteGiven, at: datetime) -> None:
    """Change what is known of a site, in one durable transaction. Locks the site's row.

    For keepers of the district: which school a site belongs to decides who sees it.
    Raises: SiteNotFound, NotAllowed, DistrictNotFound, BadSite, BadName.
    """
    columns = _site_columns(given)
    with transaction.atomic(durable=True):
        site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
        if given.school_id != site.school_id:
            district_to_draw_for(actor_id=actor_id, district_id=site.district_id, at=at)
            _check_school(given.school_id, site.district_id)
        Site.objects.filter(pk=site.pk).update(**columns)


def _site_columns(given: SiteGiven) -> dict[str, object]:
    """Return a site's columns, checked. Raises: BadSite, BadName."""
    if given.enrollment is not None and not 0 <= given.enrollment <= ENROLLMENT_MAX:
        raise BadSite(_("The enrollment is a number from 0 to %(most)s.") % {"most": ENROLLMENT_MAX})
    return {
        "name": checked_text(given.name, "name", max_chars=200),
        "address": checked_optional_text(given.address, "address", max_chars=200),
        "school_id": given.school_id,
        "location": Point(given.location, srid=SRID),
        "boundary": _checked_area(given),
        "time_zone": time_zone_of(given.time_zone, given.location),
        "enrollment": given.enrollment,
        "bell_schedule": [[one.name, one.begins, one.ends] for one in given.bell_schedule],
    }


def _checked_area(given: SiteGiven) -> Area | None:
    if not given.boundary:
        return None
    check_boundary(given)
    area = valid_area(given.boundary, ref=given.name, ledger=Ledger())
    if area is None:
        raise _at_boundary(_("The boundary encloses nothing."))
    return area


def check_boundary(given: SiteGiven) -> None:
    """Check that the boundary is of a school's size and near its point. Raises: BadSite."""
    if not given.boundary:
        return
    fault = ground_fault(given.boundary, given.location, BOUNDARY, may_be_large=given.may_be_large)
    if fault:
        raise _at_boundary(fault)


def _at_boundary(sentence: str) -> BadSite:
    refusal = BadSite(sentence)
    refusal.pointer = "/boundary"
    return refusal


def time_zone_of(name: str, place: Position) -> str:
    """Return a time zone that was chosen, or that of the place if none was. Raises: BadSite."""
    if not name:
        name = zone_of_place(place)
        if not name:
            raise BadSite(_("No time zone is known of this place: choose one."))
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSite(_("The time zone is not one of the IANA database, such as America/New_York.")) from error
    return name


def _check_school(school_id: UUID | None, district_id: UUID) -> None:
    schools = Agency.objects.filter(kind=AgencyKind.SCHOOL.value, parent_id=district_id, is_active=True)
    if school_id is not None and not schools.filter(pk=school_id).exists():
        raise BadSite(_("A site belongs to a school of its own district."))
