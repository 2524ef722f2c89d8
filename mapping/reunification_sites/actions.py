"""Keep a school's reunification sites: add one, change it, take it away."""

from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import LineString, MultiLineString, Point, Polygon
from django.db import transaction
from django.db.models import Q

from mapping.access import site_to_draw_for
from mapping.deletion_gate import refuse_if_held
from mapping.models import ReunificationArea, ReunificationRoute, ReunificationSite, Site
from mapping.plans.if_match import require_match
from mapping.reunification_sites.draft import SPEED_M_PER_S, AreaDraft, ReunificationDraft, RouteDraft
from mapping.reunification_sites.errors import BadReunificationSite, RankTaken, ReunificationSiteNotFound
from mapping.reunification_sites.geometry import distance_m, length_m
from mapping.reunification_sites.queries import reunification_tag
from mapping.sites.boundaries.ground_size import WAITING_AREA, ground_fault
from mapping.sites.boundaries.valid_geometry import SRID
from mou.vocabulary import ActorId, Operator

# No school reunites families farther away than this; a larger distance comes from swapped axes or a typing error.
MAX_DISTANCE_M = 100_000
# Some ten square centimeters: less is a line with rounding.
SMALLEST_AREA_DEG2 = 1e-13


def add_reunification_site(*, actor_id: ActorId, site_id: UUID, draft: ReunificationDraft, at: datetime) -> UUID:
    """Add a site and return its id, in one durable transaction.

    Raises: SiteNotFound, NotAllowed: not theirs to keep. RankTaken: another has this rank.
        BadReunificationSite: a shape is none, or too far away.
    """
    with transaction.atomic(durable=True):
        site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
        row = ReunificationSite(site=site, edit_number=0)
        _write_row(row, site, draft, actor_id, at)
    return row.pk


def change_reunification_site(
    *,
    actor_id: ActorId,
    site_id: UUID,
    reunification_id: UUID,
    draft: ReunificationDraft,
    if_match: str | None,
    at: datetime,
) -> int:
    """Replace what is stored of a site and return its new edit number, in one durable transaction.

    Raises: as add_reunification_site; ReunificationSiteNotFound; PreconditionRequired, PreconditionFailed.
    """
    with transaction.atomic(durable=True):
        site, row = _hold_row(actor_id, site_id, reunification_id, if_match, at)
        _write_row(row, site, draft, actor_id, at)
    return row.edit_number


def remove_reunification_site(
    *, actor_id: ActorId, site_id: UUID, reunification_id: UUID, if_match: str | None, at: datetime
) -> None:
    """Take a site away, in one durable transaction.

    Raises: SiteNotFound, NotAllowed, ReunificationSiteNotFound; PreconditionRequired, PreconditionFailed. UnderHold.
    """
    with transaction.atomic(durable=True):
        site, row = _hold_row(actor_id, site_id, reunification_id, if_match, at)
        refuse_if_held(site, since=None)
        row.delete()


def _hold_row(
    actor_id: ActorId, site_id: UUID, reunification_id: UUID, if_match: str | None, at: datetime
) -> tuple[Site, ReunificationSite]:
    # The school's row is locked: two people who change one site wait for each other, and ranks are looked at in peace.
    site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
    row = ReunificationSite.objects.filter(pk=reunification_id, site=site).select_related("changed_by").first()
    if row is None:
        raise ReunificationSiteNotFound
    by = "" if row.changed_by is None else f"{row.changed_by.shown_name()} changed it at {row.changed_at:%H:%M}."
    require_match(if_match, reunification_tag(row.pk, row.edit_number), by)
    return site, row


def _write_row(row: ReunificationSite, site: Site, draft: ReunificationDraft, actor_id: ActorId, at: datetime) -> None:
    if ReunificationSite.objects.filter(Q(site=site, rank=draft.rank) & ~Q(pk=row.pk)).exists():
        raise RankTaken("Another reunification site of this school has this rank.")
    _check_near(site, draft)
    lon, lat = draft.location
    for name in PLAIN_FIELDS:
        setattr(row, name, getattr(draft, name))
    row.languages = list(draft.languages)
    row.location = Point(lon, lat, srid=SRID)
    row.screens = MultiLineString([LineString(line) for line in draft.screens], srid=SRID) if draft.screens else None
    row.edit_number += 1
    row.changed_by_id = None if isinstance(actor_id, Operator) else actor_id
    row.changed_at = at
    row.save()
    row.areas.all().delete()
    row.routes.all().delete()
    ReunificationArea.objects.bulk_create(_area_row(row, one) for one in draft.areas)
    ReunificationRoute.objects.bulk_create(_route_row(row, one) for one in draft.routes)


PLAIN_FIELDS = (
    *("rank", "name", "is_on_campus", "address", "host", "agreement_reference", "agreement_expires_on"),
    *("capacity_students", "capacity_adults", "capacity_cars", "capacity_buses", "access_notes", "power"),
    *("kit_location", "last_exercised_on"),
)


def _check_near(site: Site, draft: ReunificationDraft) -> None:
    school = (site.location.x, site.location.y)
    lines = [*draft.screens, *(one.ring for one in draft.areas), *(one.line for one in draft.routes)]
    points = [draft.location, *(point for line in lines for point in line)]
    if any(distance_m(school, point) > MAX_DISTANCE_M for point in points):
        raise BadReunificationSite("A point is more than 100 km from the school; points are longitude, latitude.")
    for area in draft.areas:
        fault = ground_fault((((*area.ring, area.ring[0]),),), draft.location, WAITING_AREA)
        if fault:
            raise BadReunificationSite(f"{area.label or area.kind.value}: {fault}")


def _area_row(row: ReunificationSite, draft: AreaDraft) -> ReunificationArea:
    ring = draft.ring if draft.ring[0] == draft.ring[-1] else (*draft.ring, draft.ring[0])
    shape = Polygon(ring, srid=SRID)
    if not shape.valid or shape.area < SMALLEST_AREA_DEG2:
        raise BadReunificationSite(f"The area {draft.label or draft.kind.value} crosses itself or has no size.")
    holds = draft.capacity
    return ReunificationArea(
        reunification_site=row,
        kind=draft.kind.value,
        label=draft.label,
        geometry=shape,
        capacity_students=holds.students,
        capacity_adults=holds.adults,
        capacity_cars=holds.cars,
        capacity_buses=holds.buses,
    )


def _route_row(row: ReunificationSite, draft: RouteDraft) -> ReunificationRoute:
    metres = round(length_m(draft.line)) if draft.distance_m is None else draft.distance_m
    seconds = round(metres / SPEED_M_PER_S[draft.mode]) if draft.time_s is None else draft.time_s
    return ReunificationRoute(
        reunification_site=row,
        mode=draft.mode.value,
        name=draft.name,
        geometry=LineString(draft.line, srid=SRID),
        distance_m=metres,
        time_s=seconds,
    )
