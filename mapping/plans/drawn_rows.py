"""Put things into a version of a floor and take them out: the rows behind every edit; called inside its transaction."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon
from django.db.models import Model, QuerySet

from mapping.models import Floorplan, Opening, PlanArea, PlanObject, PlanPhoto, Space
from mapping.plans.drawn import Drawn
from mapping.sites.valid_geometry import SRID
from mapping.vocabulary import FeatureKind

# Django counts one variable for a geometry, which takes two: left to itself it asks SQLite for more than there are.
AT_A_TIME = 1000


def store_drawn(floorplan: Floorplan, things: Iterable[Drawn]) -> None:
    """Insert things into a version. One statement per table and thousand rows."""
    found = list(things)

    def of(kind: FeatureKind) -> list[Drawn]:
        return [one for one in found if one.kind is kind]

    Space.objects.bulk_create([_space(floorplan, one) for one in of(FeatureKind.SPACE)], batch_size=AT_A_TIME)
    Opening.objects.bulk_create([_opening(floorplan, one) for one in of(FeatureKind.OPENING)], batch_size=AT_A_TIME)
    PlanObject.objects.bulk_create([_object(floorplan, one) for one in of(FeatureKind.OBJECT)], batch_size=AT_A_TIME)
    PlanArea.objects.bulk_create([_area(floorplan, one) for one in of(FeatureKind.AREA)], batch_size=AT_A_TIME)
    PlanPhoto.objects.bulk_create([_photo(floorplan, one) for one in of(FeatureKind.PHOTO)])


def replace_drawn(floorplan: Floorplan, *, kind: FeatureKind, feature_id: UUID, after: Drawn | None) -> None:
    """Make one thing of a version what it is after an edit; None takes it away."""
    ROWS[kind](floorplan).filter(pk=feature_id).delete()
    if after is not None:
        store_drawn(floorplan, [after])


def count_drawn(floorplan: Floorplan) -> int:
    """Return how many things are drawn on a version. Five queries."""
    return sum(rows(floorplan).count() for rows in ROWS.values())


ROWS: Mapping[FeatureKind, Callable[[Floorplan], QuerySet[Model]]] = {
    FeatureKind.SPACE: lambda plan: Space.objects.filter(floorplan=plan),
    FeatureKind.OPENING: lambda plan: Opening.objects.filter(floorplan=plan),
    FeatureKind.OBJECT: lambda plan: PlanObject.objects.filter(floorplan=plan),
    FeatureKind.AREA: lambda plan: PlanArea.objects.filter(floorplan=plan),
    FeatureKind.PHOTO: lambda plan: PlanPhoto.objects.filter(floorplan=plan),
}


def geometry_of(thing: Drawn) -> GEOSGeometry:
    """Return the geometry of a thing as the database takes it."""
    return GEOSGeometry(thing.geometry, srid=SRID)


def _parts_of(thing: Drawn) -> MultiPolygon:
    """Return the area of a space: always of parts, of which it may have one."""
    found = geometry_of(thing)
    if isinstance(found, Polygon):
        return MultiPolygon(found, srid=SRID)
    assert isinstance(found, MultiPolygon)
    return found


def _place_of(thing: Drawn) -> Point:
    found = geometry_of(thing)
    assert isinstance(found, Point)
    return found


def _space(floorplan: Floorplan, one: Drawn) -> Space:
    return Space(
        id=one.id,
        floorplan=floorplan,
        category=one.category,
        number=one.number,
        name=one.name,
        source_ref=one.ref,
        correlation_id=one.correlation_id,
        is_lockable=one.is_lockable,
        geometry=_parts_of(one),
    )


def _opening(floorplan: Floorplan, one: Drawn) -> Opening:
    return Opening(
        id=one.id,
        floorplan=floorplan,
        category=one.category,
        number=one.number,
        name=one.name,
        is_exterior=one.is_exterior,
        source_ref=one.ref,
        geometry=geometry_of(one),
    )


def _object(floorplan: Floorplan, one: Drawn) -> PlanObject:
    return PlanObject(
        id=one.id,
        floorplan=floorplan,
        kind=one.category,
        label=one.name,
        source_ref=one.ref,
        correlation_id=one.correlation_id,
        location=_place_of(one),
    )


def _area(floorplan: Floorplan, one: Drawn) -> PlanArea:
    return PlanArea(
        id=one.id,
        floorplan=floorplan,
        kind=one.category,
        label=one.name,
        source_ref=one.ref,
        geometry=geometry_of(one),
    )


def _photo(floorplan: Floorplan, one: Drawn) -> PlanPhoto:
    assert one.photo is not None
    return PlanPhoto(
        id=one.id,
        floorplan=floorplan,
        label=one.name,
        source_ref=one.ref,
        about_ref=one.about_ref,
        location=_place_of(one),
        sha256=one.photo.sha256,
        width_px=one.photo.width_px,
        height_px=one.photo.height_px,
    )
