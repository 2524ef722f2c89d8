"""Find rows in a box through the spatial index, on both databases."""

from collections.abc import Mapping
from typing import Any, Self

from django.contrib.gis.geos import Polygon
from django.db import connections, models
from django.db.models.expressions import RawSQL

Box = tuple[float, float, float, float]


class SpatialQuerySet[Row: models.Model](models.QuerySet[Row]):
    """A queryset that knows how to ask the index of its geometry column."""

    def in_bbox(self, box: Box, *, column: str) -> Self:
        """Return rows whose bounding box touches `box` (west, south, east, north).

        The indexes keep single precision, rounded outwards: a row within a metre of the edge may be one too many.
        """
        if connections[self.db].vendor == "sqlite":
            return self.filter(pk__in=self._pks_in_rtree(box, column=column))
        # Mapping, not a keyword: the name of the column is an argument.
        condition: Mapping[str, Any] = {f"{column}__bboverlaps": Polygon.from_bbox(box)}
        return self.filter(**condition)

    def _pks_in_rtree(self, box: Box, *, column: str) -> RawSQL:
        # SpatiaLite never uses its R*Tree by itself: without this, every viewport reads the whole table. The index
        # knows SQLite's row ids, not our keys; VACUUM would renumber them, so it must be followed by a rebuild.
        table, (west, south, east, north) = self.model._meta.db_table, box  # noqa: SLF001 - Django's public way in
        sql = (
            f'SELECT "id" FROM "{table}" WHERE ROWID IN (SELECT pkid FROM "idx_{table}_{column}" '  # noqa: S608 - ours
            "WHERE xmin <= %s AND xmax >= %s AND ymin <= %s AND ymax >= %s)"
        )
        return RawSQL(sql, (east, west, north, south))  # noqa: S611 - names are ours, values are parameters
