"""Build sites and plans for tests; name only what matters to the test."""

import itertools
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from mapping.geometry.shapes import Polygon as Rings
from mapping.geometry.shapes import Position
from mapping.imports.jobs import request_import
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.saving.record import Source
from mapping.imports.saving.store import StoredPlan, import_floorplan
from mapping.interchange.drawing import (
    LevelDrawing,
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
)
from mapping.interchange.ledger import Ledger
from mapping.models import Floorplan, ImportJob, Level, PlanImage, Site
from mapping.plans.files import keep_file
from mapping.vocabulary import FloorplanState, ObjectKind, OpeningCategory
from mou.models import Agency
from mou.vocabulary import OPERATOR
from tests.factories.mou import LONG_AGO, NOW

CENTRE = (-98.5, 39.8)
STEP = 0.0001  # about ten metres
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
_numbers = itertools.count(1)


def make_site(
    district: Agency,
    *,
    school: Agency | None = None,
    name: str = "",
    at_lonlat: Position = CENTRE,
    source_ref: str = "",
) -> Site:
    """Return a site of some hundred metres around a place."""
    lon, lat = at_lonlat
    box = Polygon.from_bbox((lon - 20 * STEP, lat - 20 * STEP, lon + 20 * STEP, lat + 20 * STEP))
    return Site.objects.create(
        name=name or f"Site {next(_numbers)}",
        district=district,
        school=school,
        address="1 School Road",
        location=Point(lon, lat, srid=4326),
        boundary=MultiPolygon(box, srid=4326),
        time_zone=district.time_zone,
        source_ref=source_ref,
        created_at=LONG_AGO,
    )


def square(lonlat: Position, *, steps: float = 1) -> Rings:
    """Return a square whose south-west corner is the place."""
    (west, south), side = lonlat, steps * STEP
    return (
        (
            (west, south),
            (west + side, south),
            (west + side, south + side),
            (west, south + side),
            (west, south),
        ),
    )


def draw_space(*, number: str = "101", name: str = "Room 101", category: str = "classroom") -> SpaceDrawing:
    """Return a room at the centre."""
    return SpaceDrawing(
        source_ref=f"space/{number}", category=category, number=number, name=name, polygons=(square(CENTRE),)
    )


def draw_level(*spaces: SpaceDrawing, ordinal: str = "0") -> LevelDrawing:
    """Return a floor with the spaces, one exterior door and one AED."""
    lon, lat = CENTRE
    return LevelDrawing(
        ordinal=Decimal(ordinal),
        name=f"Level {ordinal}",
        short_name=ordinal,
        is_outdoor=False,
        spaces=spaces or (draw_space(),),
        openings=(
            OpeningDrawing(
                source_ref="door/1",
                category=OpeningCategory.PRINCIPAL,
                number="1",
                name="",
                is_exterior=True,
                line=((lon, lat), (lon, lat + STEP / 5)),
            ),
        ),
        objects=(ObjectDrawing(source_ref="aed/1", kind=ObjectKind.AED, label="AED 1", location=(lon, lat)),),
    )


def make_plan(
    site: Site,
    *levels: LevelDrawing,
    building: str = "Main building",
    state: FloorplanState = FloorplanState.PUBLISHED,
) -> StoredPlan:
    """Store a plan for a site, through the import's own door, and publish it unless a state is named."""
    drawing = PlanDrawing(outline=(square(CENTRE, steps=5),), levels=levels or (draw_level(),))
    return import_floorplan(
        actor_id=OPERATOR,
        site_id=site.pk,
        building_name=building,
        drawing=drawing,
        ledger=Ledger(),
        source=Source("drawn in a test", "0" * 64),
        state=state,
        at=NOW,
    )


def bring_plan(
    *,
    actor_id: int,
    site: Site,
    raw: bytes = b"{}",
    name: str = "plan.geojson",
    order: ReadingOrder | None = None,
    is_dry_run: bool = False,
    building: str = "Main building",
    at: datetime = NOW,
) -> ImportJob:
    """Queue the import of a file."""
    return request_import(
        actor_id=actor_id,
        site_id=site.pk,
        building_name=building,
        file_name=name,
        chunks=[raw],
        order=order or ReadingOrder(),
        is_dry_run=is_dry_run,
        at=at,
    )


def lay_scan_under(level: Level) -> UUID:
    """Put a picture of one pixel under a level's published floorplan and return the floorplan's id."""
    floorplan = Floorplan.objects.get(level=level, state=FloorplanState.PUBLISHED)
    shown = keep_file([PIXEL], max_bytes=1000)
    lon, lat = CENTRE
    PlanImage.objects.create(
        floorplan=floorplan,
        original_sha256=shown.sha256,
        media_type="image/png",
        page=1,
        width_px=1,
        height_px=1,
        transform=[STEP, 0, lon, 0, -STEP, lat],
        control_points=[],
        residuals_m=[],
        rms_m=0.0,
        bounds=[lon, lat - STEP, lon + STEP, lat],
        shown_sha256=shown.sha256,
    )
    return floorplan.pk
