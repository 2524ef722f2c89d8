"""Read what is drawn on a version of a floor, thing by thing, for editing and for comparing."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Q

from mapping.models import Floorplan
from mapping.plans.drawn_things.drawn import Drawn, PhotoFile
from mapping.plans.drawn_things.drawn_tables import DRAWN_TABLES, PHOTO_COLUMNS
from mapping.plans.queries import PRECISION
from mapping.vocabulary import FeatureKind


def drawn_on(floorplan: Floorplan) -> list[Drawn]:
    """Return everything drawn on a version. Five queries."""
    return list(_find_drawn(Q(floorplan=floorplan)))


def drawn_thing(floorplan: Floorplan, feature_id: UUID) -> Drawn | None:
    """Return one thing of a version. At most five queries."""
    return next(iter(_find_drawn(Q(floorplan=floorplan, pk=feature_id))), None)


def ref_of(source_ref: str, pk: UUID) -> str:
    """Return what a thing is called in every version: its source's key, else the id of its first drawing."""
    return source_ref or f"feature:{pk}"


def _find_drawn(where: Q) -> Iterator[Drawn]:
    for kind, table in DRAWN_TABLES.items():
        is_photo = kind is FeatureKind.PHOTO
        columns = [*table.columns.values(), *(PHOTO_COLUMNS if is_photo else ())]
        shape = AsGeoJSON(table.geometry, precision=PRECISION)
        rows = table.rows.filter(where).annotate(json=shape)
        for row in rows.values("pk", "source_ref", "json", *columns):
            fields = {field: row[column] for field, column in table.columns.items()}
            yield Drawn(
                id=row["pk"],
                kind=kind,
                ref=ref_of(row["source_ref"], row["pk"]),
                geometry=row["json"],
                photo=PhotoFile(**{column: row[column] for column in PHOTO_COLUMNS}) if is_photo else None,
                **({"category": "photo"} | fields),
            )
