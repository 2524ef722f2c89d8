"""Read the reunification sites of schools, with directions, distances and lines of sight worked out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.gis.geos import MultiLineString, MultiPolygon

from mapping.models import Building, ReunificationArea, ReunificationSite, Site
from mapping.reunification_sites.capacity import Capacity, Held, held_counts
from mapping.reunification_sites.geometry import Line, LonLat, are_apart, bearing_deg, distance_m, sight_lines
from mapping.reunification_sites.recommend import Candidate, HostsAgree, Recommendation, Situation, recommend_sites
from mapping.vocabulary import ReunificationAreaKind, RouteMode

# Who must not see whom (Standard Reunification Method).
PARENT_AREAS = frozenset(
    (ReunificationAreaKind.PARENTS, ReunificationAreaKind.CHECK_IN, ReunificationAreaKind.GREETING)
)
STUDENT_AREAS = frozenset((ReunificationAreaKind.STUDENTS, ReunificationAreaKind.STUDENT_ARRIVAL))


@dataclass(frozen=True, slots=True)
class ReunificationFacts:
    """What the rules ask of one school: how many sites, whether apart, in how many parents see students."""

    sites: int = 0
    is_apart: bool = False
    in_sight: int = 0


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area of a reunification site. `ring`: its outline, as `[lon, lat]` points."""

    id: UUID
    kind: ReunificationAreaKind
    label: str
    ring: tuple[LonLat, ...]
    capacity_students: int | None
    capacity_adults: int | None
    capacity_cars: int | None
    capacity_buses: int | None


@dataclass(frozen=True, slots=True)
class RouteView:
    id: UUID
    mode: RouteMode
    name: str
    line: tuple[LonLat, ...]
    distance_m: int
    time_s: int


@dataclass(frozen=True, slots=True)
class ReunificationView:
    """A site as pages and programs see it: `bearing_deg` and `distance_m` from the school.

    `sight_lines` join parents and students whom nothing drawn parts: two points `[lon, lat]` each. `capacity_…` is what
    is stated of the whole site, `holds` what counts: what its areas hold, where they say so. `etag` is what `If-Match`
    wants.
    """

    id: UUID
    site_id: UUID
    rank: int
    name: str
    is_on_campus: bool
    address: str
    lon: float
    lat: float
    bearing_deg: int
    distance_m: int
    host: str
    agreement_reference: str
    agreement_expires_on: date | None
    capacity_students: int | None
    capacity_adults: int | None
    capacity_cars: int | None
    capacity_buses: int | None
    access_notes: str
    power: str
    languages: tuple[str, ...]
    kit_location: str
    last_exercised_on: date | None
    screens: tuple[tuple[LonLat, ...], ...]
    areas: tuple[AreaView, ...]
    routes: tuple[RouteView, ...]
    sight_lines: tuple[tuple[LonLat, LonLat], ...]
    holds: tuple[Held, ...]
    edit_number: int
    etag: str


def hosts_agree_until(site_ids: Sequence[UUID]) -> dict[UUID, HostsAgree]:
    """Return it of each school that has reunification sites, by rank. One query."""
    found: dict[UUID, list[date | None]] = defaultdict(list)
    rows = ReunificationSite.objects.filter(site__in=site_ids).order_by("rank", "id")
    for site_id, day in rows.values_list("site_id", "agreement_expires_on"):
        found[site_id].append(day)
    return {site_id: HostsAgree(tuple(days)) for site_id, days in found.items()}


def reunification_tag(site_id: UUID, edit_number: int) -> str:
    """Return the ETag of a reunification site: another after every change."""
    return f'"{site_id}.{edit_number}"'


def reunification_facts(sites: Sequence[Site]) -> dict[UUID, ReunificationFacts]:
    """Return what the rules ask of each school. Three queries at most."""
    views = reunification_views(sites)
    return {
        site.pk: ReunificationFacts(
            sites=len(views[site.pk]),
            is_apart=are_apart(one.bearing_deg for one in views[site.pk] if one.distance_m > 0),
            in_sight=sum(1 for one in views[site.pk] if one.sight_lines),
        )
        for site in sites
    }


def reunification_views(sites: Sequence[Site]) -> dict[UUID, list[ReunificationView]]:
    """Return the reunification sites of each school by rank. Four queries at most, however many schools."""
    found: dict[UUID, list[ReunificationView]] = defaultdict(list)
    rows = list(
        ReunificationSite.objects.filter(site__in=[site.pk for site in sites])
        .prefetch_related("areas", "routes")
        .order_by("rank", "id")
    )
    schools = {site.pk: site for site in sites}
    walls = _walls_by_site({row.site_id for row in rows})
    for row in rows:
        found[row.site_id].append(_view_of(row, schools[row.site_id], walls[row.site_id]))
    return found


def walls_of(site: Site) -> list[Line]:
    """Return the outlines of a school's buildings, which block the view. One query."""
    return _walls_by_site({site.pk})[site.pk]


def _walls_by_site(site_ids: set[UUID]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    if not site_ids:
        return found
    for site_id, outline in Building.objects.filter(
        site__in=site_ids, outline__isnull=False, closed_at=None
    ).values_list("site_id", "outline"):
        found[site_id] += [] if outline is None else _rings_of(outline)
    return found


def _rings_of(area: MultiPolygon) -> list[Line]:
    return [line_of(ring) for polygon in area.coords for ring in polygon]


def _screens_of(lines: MultiLineString | None) -> tuple[tuple[LonLat, ...], ...]:
    return () if lines is None else tuple(line_of(line) for line in lines.coords)


def line_of(points: Iterable[tuple[float, ...]]) -> tuple[LonLat, ...]:
    """Return the points of a line or ring without heights."""
    return tuple((point[0], point[1]) for point in points)


def _view_of(row: ReunificationSite, school: Site, buildings: Sequence[Line]) -> ReunificationView:
    here, there = (school.location.x, school.location.y), (row.location.x, row.location.y)
    screens = _screens_of(row.screens)
    areas = tuple(_area_view(one) for one in row.areas.all())
    return ReunificationView(
        id=row.pk,
        site_id=row.site_id,
        rank=row.rank,
        name=row.name,
        is_on_campus=row.is_on_campus,
        address=row.address,
        lon=there[0],
        lat=there[1],
        bearing_deg=round(bearing_deg(here, there)) % 360,
        distance_m=round(distance_m(here, there)),
        host=row.host,
        agreement_reference=row.agreement_reference,
        agreement_expires_on=row.agreement_expires_on,
        capacity_students=row.capacity_students,
        capacity_adults=row.capacity_adults,
        capacity_cars=row.capacity_cars,
        capacity_buses=row.capacity_buses,
        access_notes=row.access_notes,
        power=row.power,
        languages=tuple(row.languages),
        kit_location=row.kit_location,
        last_exercised_on=row.last_exercised_on,
        screens=screens,
        areas=areas,
        routes=tuple(
            RouteView(one.pk, RouteMode(one.mode), one.name, line_of(one.geometry.coords), one.distance_m, one.time_s)
            for one in row.routes.all()
        ),
        sight_lines=tuple(_in_sight(areas, [*buildings, *screens])),
        holds=held_counts(_capacity_of(row), [(one.kind, _capacity_of(one)) for one in areas]),
        edit_number=row.edit_number,
        etag=reunification_tag(row.pk, row.edit_number),
    )


def _area_view(row: ReunificationArea) -> AreaView:
    return AreaView(
        id=row.pk,
        kind=ReunificationAreaKind(row.kind),
        label=row.label,
        ring=line_of(row.geometry.coords[0]),
        capacity_students=row.capacity_students,
        capacity_adults=row.capacity_adults,
        capacity_cars=row.capacity_cars,
        capacity_buses=row.capacity_buses,
    )


def _capacity_of(of: ReunificationSite | AreaView) -> Capacity:
    return Capacity(
        students=of.capacity_students, adults=of.capacity_adults, cars=of.capacity_cars, buses=of.capacity_buses
    )


def _in_sight(areas: Sequence[AreaView], walls: Sequence[Line]) -> list[tuple[LonLat, LonLat]]:
    parents = [one.ring for one in areas if one.kind in PARENT_AREAS]
    students = [one.ring for one in areas if one.kind in STUDENT_AREAS]
    return [line for here in parents for there in students for line in sight_lines(here, there, walls)[:1]]


def site_recommendations(site: Site, now: Situation) -> list[tuple[ReunificationView, Recommendation]]:
    """Return a school's sites ranked for an incident, best first. Four queries at most."""
    views = {str(view.id): view for view in reunification_views([site])[site.pk]}
    return [(views[one.key], one) for one in recommend_sites([_candidate_of(view) for view in views.values()], now)]


def _candidate_of(view: ReunificationView) -> Candidate:
    return Candidate(
        key=str(view.id),
        rank=view.rank,
        bearing_deg=view.bearing_deg,
        distance_m=view.distance_m,
        is_on_campus=view.is_on_campus,
        agreement_expires_on=view.agreement_expires_on,
        holds={one.kind: one.count for one in view.holds},
        last_exercised_on=view.last_exercised_on,
    )
