"""Put things into a version of a floor and take them out: the rows behind every edit; called inside its transaction."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

from mapping.models import Floorplan
from mapping.plans.drawn_things.drawn import Drawn
from mapping.plans.drawn_things.drawn_tables import DRAWN_TABLES, PHOTO_COLUMNS, DrawnRow
from mapping.sites.boundaries.valid_geometry import SRID
from mapping.vocabulary import FeatureKind

# Django counts one variable for a geometry, which takes two: left to itself it asks SQLite for more than there are.
AT_A_TIME = 1000


def store_drawn(floorplan: Floorplan, things: Iterable[Drawn]) -> None:
    """Insert things into a version. One statement per table and thousand rows."""
    found = list(things)
    for kind, table in DRAWN_TABLES.items():
        rows = [_row_of(floorplan, one) for one in found if one.kind is kind]
        table.rows.bulk_create(rows, batch_size=AT_A_TIME)


def replace_drawn(floorplan: Floorplan, *, kind: FeatureKind, feature_id: UUID, after: Drawn | None) -> None:
    """Make one thing of a version what it is after an edit; None takes it away."""
    DRAWN_TABLES[kind].rows.filter(floorplan=floorplan, pk=feature_id).delete()
    if after is not None:
        store_drawn(floorplan, [after])


def count_drawn(floorplan: Floorplan) -> int:
    """Return how many things are drawn on a version. Five queries."""
    return sum(table.rows.filter(floorplan=floorplan).count() for table in DRAWN_TABLES.values())


def geometry_of(thing: Drawn) -> GEOSGeometry:
    """Return the geometry of a thing as the database takes it; the area of a space is always of parts."""
    found = GEOSGeometry(thing.geometry, srid=SRID)
    if thing.kind is FeatureKind.SPACE and isinstance(found, Polygon):
        return MultiPolygon(found, srid=SRID)
    return found


def _row_of(floorplan: Floorplan, one: Drawn) -> DrawnRow:
    table = DRAWN_TABLES[one.kind]
    values = {column: getattr(one, field) for field, column in table.columns.items()}
    values[table.geometry] = geometry_of(one)
    if one.photo is not None:
        values |= {column: getattr(one.photo, column) for column in PHOTO_COLUMNS}
    return table.model(id=one.id, floorplan=floorplan, source_ref=one.ref, **values)
