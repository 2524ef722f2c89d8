"""Find rows in a box through the spatial index, on both databases."""

from collections.abc import Mapping
from typing import Any, Self

from django.contrib.gis.geos import Polygon
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import RawSQL

Box = tuple[float, float, float, float]


class SpatialQuerySet[Row: models.Model](models.QuerySet[Row]):
    """A queryset that knows how to ask the index of its geometry column."""

    def in_bbox(self, box: Box, *, column: str) -> Self:
        """Return rows whose bounding box touches `box` (west, south, east, north).

        The indexes keep single precision, rounded outwards: a row within a meter of the edge may be one too many.
        """
        return self.filter(**in_bbox(self.model, box, column=column, using=self.db))


def in_bbox(model: type[models.Model], box: Box, *, column: str, using: str = DEFAULT_DB_ALIAS) -> Mapping[str, Any]:
    """Return the same as a condition for `filter`, for rows of a model that has another manager."""
    if connections[using].vendor == "sqlite":
        return {"pk__in": _pks_in_rtree(model, box, column=column)}
    return {f"{column}__bboverlaps": Polygon.from_bbox(box)}


def _pks_in_rtree(model: type[models.Model], box: Box, *, column: str) -> RawSQL:
    # SpatiaLite never uses its R*Tree by itself: without this, every viewport reads the whole table. The index
    # knows SQLite's row ids, not our keys; VACUUM would renumber them, so it must be followed by a rebuild.
    table, (west, south, east, north) = model._meta.db_table, box  # noqa: SLF001 - Django's public way in
    sql = (
        f'SELECT "id" FROM "{table}" WHERE ROWID IN (SELECT pkid FROM "idx_{table}_{column}" '  # noqa: S608 - ours
        "WHERE xmin <= %s AND xmax >= %s AND ymin <= %s AND ymax >= %s)"
    )
    return RawSQL(sql, (east, west, north, south))  # noqa: S611 - names are ours, values are parameters
