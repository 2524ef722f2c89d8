"""Read what is drawn on a version of a floor, thing by thing, for editing and for comparing."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Q

from mapping.models import Floorplan, Opening, PlanArea, PlanObject, PlanPhoto, Space
from mapping.plans.drawn import Drawn, PhotoFile
from mapping.plans.queries import PRECISION
from mapping.vocabulary import FeatureKind


def drawn_on(floorplan: Floorplan) -> list[Drawn]:
    """Return everything drawn on a version. Five queries."""
    return list(_found(Q(floorplan=floorplan)))


def drawn_thing(floorplan: Floorplan, feature_id: UUID) -> Drawn | None:
    """Return one thing of a version. At most five queries."""
    return next(iter(_found(Q(floorplan=floorplan, pk=feature_id))), None)


def ref_of(source_ref: str, pk: UUID) -> str:
    """Return what a thing is called in every version: its source's key, else the id of its first drawing."""
    return source_ref or f"feature:{pk}"


def _found(where: Q) -> Iterator[Drawn]:
    yield from _spaces(where)
    yield from _openings(where)
    yield from _objects(where)
    yield from _areas(where)
    yield from _photos(where)


def _spaces(where: Q) -> Iterable[Drawn]:
    for row in Space.objects.filter(where).annotate(json=AsGeoJSON("geometry", precision=PRECISION)).defer("geometry"):
        yield Drawn(
            id=row.pk,
            kind=FeatureKind.SPACE,
            category=row.category,
            ref=ref_of(row.source_ref, row.pk),
            geometry=row.json,
            number=row.number,
            name=row.name,
            is_lockable=row.is_lockable,
            correlation_id=row.correlation_id,
        )


def _openings(where: Q) -> Iterable[Drawn]:
    rows = Opening.objects.filter(where).annotate(json=AsGeoJSON("geometry", precision=PRECISION)).defer("geometry")
    for row in rows:
        yield Drawn(
            id=row.pk,
            kind=FeatureKind.OPENING,
            category=row.category,
            ref=ref_of(row.source_ref, row.pk),
            geometry=row.json,
            number=row.number,
            name=row.name,
            is_exterior=row.is_exterior,
        )


def _objects(where: Q) -> Iterable[Drawn]:
    rows = PlanObject.objects.filter(where).annotate(json=AsGeoJSON("location", precision=PRECISION)).defer("location")
    for row in rows:
        yield Drawn(
            id=row.pk,
            kind=FeatureKind.OBJECT,
            category=row.kind,
            ref=ref_of(row.source_ref, row.pk),
            geometry=row.json,
            name=row.label,
            correlation_id=row.correlation_id,
        )


def _areas(where: Q) -> Iterable[Drawn]:
    rows = PlanArea.objects.filter(where).annotate(json=AsGeoJSON("geometry", precision=PRECISION)).defer("geometry")
    for row in rows:
        yield Drawn(
            id=row.pk,
            kind=FeatureKind.AREA,
            category=row.kind,
            ref=ref_of(row.source_ref, row.pk),
            geometry=row.json,
            name=row.label,
        )


def _photos(where: Q) -> Iterable[Drawn]:
    rows = PlanPhoto.objects.filter(where).annotate(json=AsGeoJSON("location", precision=PRECISION)).defer("location")
    for row in rows:
        yield Drawn(
            id=row.pk,
            kind=FeatureKind.PHOTO,
            category="photo",
            ref=ref_of(row.source_ref, row.pk),
            geometry=row.json,
            name=row.label,
            about_ref=row.about_ref,
            photo=PhotoFile(sha256=row.sha256, width_px=row.width_px, height_px=row.height_px),
        )
