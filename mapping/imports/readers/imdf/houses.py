"""Tell the buildings of an IMDF archive apart: two floors of two houses are never one. Pure."""

from collections.abc import Iterable, Mapping

from mapping.geometry.shapes import MultiPolygon, Polygon
from mapping.imports.readers.imdf.fields import Fields
from mapping.interchange.drawing import BuildingDrawing
from mapping.vocabulary import NAME_MAX_CHARS


class Houses:
    """The buildings by their ids. One alone needs no reference; without a name it is the one that is brought."""

    def __init__(self, buildings: Iterable[tuple[str, Fields]]) -> None:
        found = list(buildings)
        self._names: dict[str, str] = {}
        self.are_several = len(found) > 1
        self._outlines: dict[str, list[Polygon]] = {}
        for number, (building_id, fields) in enumerate(found, start=1):
            name = (fields.label("name") or (f"Building {number}" if len(found) > 1 else ""))[:NAME_MAX_CHARS]
            if not name:
                continue
            is_taken = name in self._names.values()
            self._names[building_id] = f"{name[: NAME_MAX_CHARS - 6]} {number}" if is_taken else name

    def name_of(self, fields: Fields) -> str:
        """Return the house that something belongs to; empty where it is not said, or has no name."""
        if len(self._names) == 1:
            return next(iter(self._names.values()))
        return next((self._names[one] for one in sorted(fields.ids("building_ids")) if one in self._names), "")

    def outline(self, fields: Fields, polygons: MultiPolygon) -> None:
        """Take a footprint as the outline of its house."""
        self._outlines.setdefault(self.name_of(fields), []).extend(polygons)

    def outline_of(self, name: str) -> MultiPolygon:
        """Return the outline of a house; of "", that of what belongs to none."""
        return tuple(self._outlines.get(name, ()))

    def drawn(self, used: Iterable[str]) -> tuple[BuildingDrawing, ...]:
        """Return the houses that have floors or outlines."""
        names: Mapping[str, None] = dict.fromkeys([*used, *self._outlines])
        return tuple(BuildingDrawing(name=one, outline=self.outline_of(one)) for one in sorted(names) if one)
