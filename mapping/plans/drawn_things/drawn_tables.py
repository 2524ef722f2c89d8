"""The tables of what is drawn on a floorplan, and the columns of each: the one list that reading and writing share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mapping.models import Opening, PlanArea, PlanObject, PlanPhoto, Space
from mapping.vocabulary import FeatureKind

type DrawnRow = Space | Opening | PlanObject | PlanArea | PlanPhoto


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table beside `floorplan` and `source_ref`: where its geometry is, and its columns by the fields of Drawn."""

    model: type[DrawnRow]
    geometry: str
    columns: Mapping[str, str]

    @property
    def rows(self) -> QuerySet[Any]:
        """Return the table's rows."""
        return self.model.objects.all()

    def values_of(self, thing: object) -> dict[str, Any]:
        """Return the columns' values of a row, or of whatever calls them as the row does."""
        return {column: getattr(thing, column) for column in self.columns.values()}


def _same_names(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_LABELLED = {"category": "kind", "name": "label"}
DRAWN_TABLES: Mapping[FeatureKind, DrawnTable] = {
    FeatureKind.SPACE: DrawnTable(
        Space, "geometry", _same_names("category", "number", "name", "is_lockable", "correlation_id")
    ),
    FeatureKind.OPENING: DrawnTable(Opening, "geometry", _same_names("category", "number", "name", "is_exterior")),
    FeatureKind.OBJECT: DrawnTable(PlanObject, "location", {**_LABELLED, **_same_names("correlation_id")}),
    FeatureKind.AREA: DrawnTable(PlanArea, "geometry", _LABELLED),
    FeatureKind.PHOTO: DrawnTable(PlanPhoto, "location", {"name": "label", **_same_names("about_ref")}),
}
PHOTO_COLUMNS = ("sha256", "width_px", "height_px")
