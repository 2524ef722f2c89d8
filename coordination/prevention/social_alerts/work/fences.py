"""Draw fences around sites and parcels, and say when they count."""

import math
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import transaction
from django.db.models import QuerySet

from coordination.prevention.social_alerts.access import ALERT_DESKS
from coordination.prevention.social_alerts.errors import BadAlertDesk
from coordination.prevention.social_alerts.models import AlertDesk, AlertFence, AlertWindow
from coordination.prevention.social_alerts.rules.fences import FenceIndex, fits_fence, ground_of
from coordination.prevention.social_alerts.vocabulary import AlertWindowKind
from mapping.geometry import shapes
from mapping.geometry.rings import METRES_PER_DEGREE
from mapping.interchange.ledger import Ledger
from mapping.models import Site
from mapping.sites.boundaries.valid_geometry import valid_area

BUFFERS_M = range(501)
MOST_FENCES, MOST_WINDOWS = 500, 100
LONGEST_WINDOW = timedelta(days=3)


def add_fence(
    *,
    actor_id: int,
    district_id: UUID,
    site_id: UUID,
    buffer_m: int,
    only_in_windows: bool,
    parcel: shapes.MultiPolygon | None,
    at: datetime,
) -> AlertFence:
    """Draw a fence around a parcel or the ground of a site. Durable. Raises: AlertDeskNotFound, BadAlertDesk."""
    if buffer_m not in BUFFERS_M:
        raise BadAlertDesk("0 to 500 metres.", pointer="/buffer_m")
    with transaction.atomic(durable=True):
        desk = ALERT_DESKS.locked_team_for(user_id=actor_id, agency_id=district_id, at=at)
        site = Site.objects.filter(pk=site_id, district_id=district_id).first()
        if site is None:
            raise BadAlertDesk("Choose a site of the district.", pointer="/site_id")
        if drawn_fences(desk).count() >= MOST_FENCES:
            raise BadAlertDesk("At most 500 fences.", pointer="/site_id")
        return AlertFence.objects.create(
            desk=desk,
            site=site,
            buffer_m=buffer_m,
            area=buffer_ground(_ground_of_site(site, parcel), buffer_m),
            only_in_windows=only_in_windows,
            made_by_id=actor_id,
            made_at=at,
        )


def _ground_of_site(site: Site, parcel: shapes.MultiPolygon | None) -> MultiPolygon:
    """Return a parcel, else the boundary of a site. Raises: BadAlertDesk: there is none, or it is no school's."""
    drawn = site.boundary if not parcel else valid_area(parcel, ref="", ledger=Ledger())
    if drawn is None or drawn.empty:
        raise BadAlertDesk("The site has no boundary. Bring its parcel.", pointer="/parcel")
    if not fits_fence(ground_of(site.pk, drawn.coords)):
        raise BadAlertDesk("That is larger than a campus.", pointer="/parcel")
    return drawn


def buffer_ground(ground: MultiPolygon, metres: float) -> MultiPolygon:
    """Return a ground with so many metres around it; flat-earth, good to a metre for a campus."""
    west, south, east, north = ground.extent
    lon, lat = (west + east) / 2, (south + north) / 2
    per_lon = METRES_PER_DEGREE * math.cos(math.radians(lat))
    plane = MultiPolygon(
        [
            Polygon(
                *[[((x - lon) * per_lon, (y - lat) * METRES_PER_DEGREE) for x, y in ring] for ring in polygon.coords]
            )
            for polygon in _list_polygons(ground)
        ]
    )
    grown = plane.buffer(metres, quadsegs=4)
    return MultiPolygon(
        [
            Polygon(*[[(lon + x / per_lon, lat + y / METRES_PER_DEGREE) for x, y in ring] for ring in polygon.coords])
            for polygon in _list_polygons(grown)
        ],
        srid=4326,
    )


def _list_polygons(area: GEOSGeometry) -> list[Polygon]:
    return [one for one in (area if isinstance(area, MultiPolygon) else [area]) if isinstance(one, Polygon)]


def retire_fence(*, actor_id: int, district_id: UUID, fence_id: UUID, at: datetime) -> None:
    """Let a fence count no longer; its alerts stay. Durable. Raises: AlertDeskNotFound, BadAlertDesk."""
    with transaction.atomic(durable=True):
        fence = _find_fence(ALERT_DESKS.locked_team_for(user_id=actor_id, agency_id=district_id, at=at), fence_id)
        fence.retired_at = at
        fence.save(update_fields=["retired_at"])


def add_window(
    *,
    actor_id: int,
    district_id: UUID,
    fence_id: UUID,
    kind: AlertWindowKind,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
) -> AlertWindow:
    """Say that a fence counts from one instant to another. Durable. Raises: AlertDeskNotFound, BadAlertDesk."""
    try:
        starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    except OverflowError as beyond:
        raise BadAlertDesk("That is no time of ours.", pointer="/starts_at") from beyond
    if not timedelta(0) < ends_at - starts_at <= LONGEST_WINDOW:
        raise BadAlertDesk("It ends after it begins, within three days.", pointer="/ends_at")
    if ends_at <= at:
        raise BadAlertDesk("It is over.", pointer="/ends_at")
    with transaction.atomic(durable=True):
        fence = _find_fence(ALERT_DESKS.locked_team_for(user_id=actor_id, agency_id=district_id, at=at), fence_id)
        if fence.windows.count() >= MOST_WINDOWS:
            raise BadAlertDesk("At most 100 times.", pointer="/starts_at")
        return AlertWindow.objects.create(fence=fence, kind=kind.value, starts_at=starts_at, ends_at=ends_at)


def remove_window(*, actor_id: int, district_id: UUID, window_id: UUID, at: datetime) -> None:
    """Take a time away. Durable. Raises: AlertDeskNotFound, BadAlertDesk."""
    with transaction.atomic(durable=True):
        desk = ALERT_DESKS.locked_team_for(user_id=actor_id, agency_id=district_id, at=at)
        # No hold is asked: nothing was recorded in it.
        if not AlertWindow.objects.filter(fence__desk=desk, pk=window_id).delete()[0]:
            raise BadAlertDesk("No fence has this time.", pointer="/window_id")


def _find_fence(desk: AlertDesk, fence_id: UUID) -> AlertFence:
    found = drawn_fences(desk).filter(pk=fence_id).first()
    if found is None:
        raise BadAlertDesk("There is no such fence.", pointer="/fence_id")
    return found


def drawn_fences(desk: AlertDesk) -> QuerySet[AlertFence]:
    """Return the fences of a desk that are not retired, by the name of their site."""
    return desk.fences.filter(retired_at__isnull=True).select_related("site").order_by("site__name", "pk")


def index_of(desk: AlertDesk) -> FenceIndex:
    """Return the door of matching: the fences of a desk by where they are. One query."""
    areas = desk.fences.filter(retired_at__isnull=True).values_list("pk", "area")
    return FenceIndex(ground_of(pk, area.coords) for pk, area in areas)
