"""Read sites and their people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q, QuerySet

from mapping.errors import SiteAmbiguous, SiteNotFound
from mapping.geometry.grid import Grid
from mapping.models import Building, Site
from mapping.sites.grid_queries import site_grid
from mou.agencies.masking import Headcount, Named, masked_people
from mou.agencies.memberships.queries import active_members
from mou.vocabulary import TermKind

type Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site as lists and pages show it. `bounds`: west, south, east, north of its boundary, or its point twice."""

    id: UUID
    name: str
    address: str
    district_id: UUID
    district_name: str
    school_id: UUID | None
    lon: float
    lat: float
    bounds: Box
    grid: Grid | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class RosterView:
    """One person who works at the site or for its district."""

    name: str
    title: str
    role: str
    agency_name: str
    is_on_duty: bool


@dataclass(frozen=True, slots=True)
class SiteOutline:
    """The shape of a site: its boundary, where known, and its buildings as GeoJSON geometries, and its grid."""

    boundary: str | None
    buildings: tuple[str, ...]
    bounds: Box
    grid: Grid | None


def site_outline(site: Site) -> SiteOutline:
    """Return the shape of a site. One query."""
    buildings = [building.outline for building in site.buildings.filter(closed_at=None, outline__isnull=False)]
    return SiteOutline(
        boundary=None if site.boundary is None else site.boundary.json,
        buildings=tuple(outline.json for outline in buildings if outline is not None),
        bounds=bounds_of(site.location if site.boundary is None else site.boundary),
        grid=site_grid(site),
    )


def point_outline(lon: float, lat: float) -> SiteOutline:
    """Return the shape of a place of which only the point is known, away from any site."""
    return SiteOutline(boundary=None, buildings=(), bounds=(lon, lat, lon, lat), grid=None)


def site_views(sites: QuerySet[Site]) -> list[SiteView]:
    """Return the sites in order of name. One query."""
    return [site_view(site) for site in sites.select_related("district").order_by("name", "id")]


def names_of_sites(district_id: UUID, site_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of a district's sites by id, for agreements, which do not know maps. One query."""
    return dict(Site.objects.filter(district_id=district_id, pk__in=site_ids).values_list("pk", "name"))


def sites_called(name_or_id: str) -> list[SiteView]:
    """Return the sites with this name or id, for the operator at the console: no access is asked. One query."""
    return site_views(_sites_called(name_or_id))


def site_called(name_or_id: str) -> Site:
    """Return the one site with this name or id, for the operator at the console: no access is asked. One query.

    Raises: SiteNotFound: there is none. SiteAmbiguous: there are several.
    """
    found = list(_sites_called(name_or_id)[:6])
    if not found:
        raise SiteNotFound(f"there is no site called {name_or_id!r}")
    if len(found) > 1:
        raise SiteAmbiguous(f"give the id, one of: {', '.join(str(site.pk) for site in found)}")
    return found[0]


def _sites_called(name_or_id: str) -> QuerySet[Site]:
    try:
        wanted = Q(pk=UUID(name_or_id))
    except ValueError:
        wanted = Q(name=name_or_id)
    return Site.objects.filter(wanted).select_related("district", "school").order_by("name", "id")


def site_view(site: Site) -> SiteView:
    """Return one site; no query if its district was fetched with it."""
    return SiteView(
        id=site.pk,
        name=site.name,
        address=site.address,
        district_id=site.district_id,
        district_name=site.district.name,
        school_id=site.school_id,
        lon=site.location.x,
        lat=site.location.y,
        bounds=bounds_of(site.location if site.boundary is None else site.boundary),
        grid=site_grid(site),
        time_zone=site.time_zone,
    )


def roster_of(site: Site, at: datetime) -> list[RosterView]:
    """Return the people of the school and of its district whose membership counts. One query."""
    agencies = [agency for agency in (site.school, site.district) if agency is not None]
    return [
        RosterView(
            name=member.user.shown_name(),
            title=member.title,
            role=member.role,
            agency_name=member.agency.name,
            is_on_duty=member.is_on_duty,
        )
        for member in active_members(agencies, at)
    ]


def people_at(site: Site, grants: frozenset[TermKind], at: datetime) -> Headcount:
    """Return how many people work at a site, and their names if `grants` include the roster. One query."""
    return masked_people([Named(role=one.role, name=one.name) for one in roster_of(site, at)], grants)


def bounds_of(geometry: GEOSGeometry) -> Box:
    """Return west, south, east, north."""
    west, south, east, north = geometry.extent
    return (west, south, east, north)


def building_names(site: Site) -> list[str]:
    """Return the names of a site's buildings. One query."""
    return list(site.buildings.filter(closed_at=None).order_by("name").values_list("name", flat=True))


def countings_of(site: Site) -> dict[str, str]:
    """Return how each building of a site counts its floors, by its name. One query."""
    return dict(site.buildings.values_list("name", "floor_counting"))


def building_of(site: Site, building_id: UUID) -> Building | None:
    """Return a building of a site, also one that is closed. One query."""
    return site.buildings.filter(pk=building_id).first()


def buildings_of(site: Site) -> list[Building]:
    """Return the buildings of a site that stand. One query."""
    return list(site.buildings.filter(closed_at=None).order_by("name"))
