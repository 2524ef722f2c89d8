"""Read what our own GeoJSON, KML and GeoPackage say of each feature: floor, label and use, exactly as they went out.

Other files are understood by guesses and mappings; these leave nothing to guess. Pure.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from uuid import UUID

from mapping.geometry.shapes import Polygon
from mapping.imports.readers.floors import Floor, fitting_labels, middle_position
from mapping.imports.readers.geojson import Feature
from mapping.imports.readers.osm.levels import HIGHEST
from mapping.interchange.drawing import (
    AreaDrawing,
    BuildingDrawing,
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
)
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import SPACE_CATEGORIES, AreaKind, FloorCounting, ObjectKind, OpeningCategory

# No other file has all of these beside each other.
FLOOR_NAMES = frozenset(("level", "level_short_name", "ordinal", "level_id", "is_outdoor"))
SITE, BUILDING = "site", "building"
DRAWN = frozenset(("space", "opening", "area", "object"))


def are_own(features: Sequence[Feature]) -> bool:
    """Say whether every feature is one that we wrote, and one of them at least is drawn on a floor."""
    kinds = [feature.tags.get("kind", "") for feature in features]
    if not set(kinds) <= DRAWN | {SITE, BUILDING}:
        return False
    drawn = [one for one, kind in zip(features, kinds, strict=True) if kind in DRAWN]
    return bool(drawn) and all(set(one.tags) >= FLOOR_NAMES for one in drawn)


def plan_of_own(features: Sequence[Feature], counting: FloorCounting, ledger: Ledger) -> PlanDrawing:
    """Return the plan as it went out."""
    reading = _Reading(ledger)
    for feature in features:
        reading.take(feature)
    ledger.close()
    return reading.drawing(counting)


class _Reading:
    """The state of one pass over one file."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.floors: dict[tuple[str, Decimal, bool, str], Floor] = {}
        self.outlines: dict[str, list[Polygon]] = {}

    def drawing(self, counting: FloorCounting) -> PlanDrawing:
        """Return what was taken, floor by floor, house by house."""
        houses = sorted({floor.building for floor in self.floors.values()} | set(self.outlines))
        return PlanDrawing(
            outline=tuple(self.outlines.get("", ())),
            levels=tuple(self.floors[key].drawn(key[1], counting) for key in sorted(self.floors)),
            buildings=tuple(
                BuildingDrawing(name=house, outline=tuple(self.outlines.get(house, ()))) for house in houses if house
            ),
        )

    def take(self, feature: Feature) -> None:
        """Put one feature into the plan by its own `kind`, or account for it in the ledger."""
        kind = feature.tags["kind"]
        if kind == SITE:
            self.ledger.ignore(feature.ref, "site: not drawn on a plan")
        elif kind == BUILDING:
            self._take_outline(feature)
        else:
            self._take_onto_floor(feature, kind)

    def _take_outline(self, feature: Feature) -> None:
        if not feature.shape.is_area:
            self.ledger.refuse(feature.ref, "not_an_area", f"A room or outline is drawn as a {feature.shape.kind}.")
            return
        self._keep(feature)
        self.outlines.setdefault(house_of(feature.tags), []).extend(feature.shape.polygons)

    def _take_onto_floor(self, feature: Feature, kind: str) -> None:
        floor = self._floor(feature)
        if floor is None:
            return
        if kind == "space":
            self._take_space(feature, floor)
        elif kind == "opening":
            self._take_opening(feature, floor)
        elif kind == "area":
            self._take_area(feature, floor)
        else:
            self._take_object(feature, floor)

    def _floor(self, feature: Feature) -> Floor | None:
        tags = feature.tags
        ordinal = _read_ordinal(tags["ordinal"])
        if ordinal is None:
            self.ledger.refuse(feature.ref, "level_unreadable", f"Level {tags['ordinal'][:40]!r} is not understood.")
            return None
        house, is_outdoor, short_name = house_of(feature.tags), _is_true(tags["is_outdoor"]), tags["level_short_name"]
        made = Floor(name=tags["level"], short_name=short_name, is_outdoor=is_outdoor, building=house)
        return self.floors.setdefault((house, ordinal, is_outdoor, short_name), made)

    def _keep(self, feature: Feature) -> None:
        self.ledger.keep(feature.ref)
        for mend in feature.shape.mends:
            self.ledger.repair(feature.ref, mend.code, mend.detail)

    def _labels(self, feature: Feature) -> tuple[str, str]:
        tags = feature.tags
        return fitting_labels(feature.ref, tags.get("number", ""), _label_of(tags), self.ledger)

    def _take_space(self, feature: Feature, floor: Floor) -> None:
        if not feature.shape.is_area:
            self.ledger.refuse(feature.ref, "not_an_area", f"A room or outline is drawn as a {feature.shape.kind}.")
            return
        self._keep(feature)
        number, name = self._labels(feature)
        floor.spaces.append(
            SpaceDrawing(
                source_ref=feature.ref,
                category=self._category(feature),
                number=number,
                name=name,
                polygons=feature.shape.polygons,
                correlation_id=_read_uuid(feature.tags.get("correlation_id", "")),
                is_lockable=_read_flag(feature.tags.get("is_lockable", "")),
            )
        )

    def _category(self, feature: Feature) -> str:
        word = feature.tags.get("category", "")
        if word in SPACE_CATEGORIES:
            return word
        self.ledger.repair(
            feature.ref, "category_unknown", f"{word[:40]!r} is no known category; stored as 'unspecified'."
        )
        return "unspecified"

    def _take_opening(self, feature: Feature, floor: Floor) -> None:
        if feature.shape.is_area:
            self.ledger.refuse(feature.ref, "not_a_line", f"An opening is drawn as a {feature.shape.kind}.")
            return
        self._keep(feature)
        number, name = self._labels(feature)
        word = feature.tags.get("category", "")
        floor.openings.append(
            OpeningDrawing(
                source_ref=feature.ref,
                category=OpeningCategory(word) if word in set(OpeningCategory) else OpeningCategory.PEDESTRIAN,
                number=number,
                name=name,
                is_exterior=_is_true(feature.tags.get("is_exterior", "")),
                line=feature.shape.line,
            )
        )

    def _take_area(self, feature: Feature, floor: Floor) -> None:
        word = feature.tags.get("category", "")
        if word not in set(AreaKind):
            self._refuse_kind(feature)
            return
        self._keep(feature)
        _, label = self._labels(feature)
        floor.areas.append(
            AreaDrawing(
                source_ref=feature.ref,
                kind=AreaKind(word),
                label=label,
                polygons=feature.shape.polygons,
                line=feature.shape.line,
            )
        )

    def _take_object(self, feature: Feature, floor: Floor) -> None:
        word = feature.tags.get("category", "")
        if word not in set(ObjectKind) or not feature.shape.line:
            self._refuse_kind(feature)
            return
        self._keep(feature)
        _, label = self._labels(feature)
        floor.objects.append(
            ObjectDrawing(
                source_ref=feature.ref,
                kind=ObjectKind(word),
                label=label,
                location=middle_position(feature.shape.line),
                correlation_id=_read_uuid(feature.tags.get("correlation_id", "")),
            )
        )

    def _refuse_kind(self, feature: Feature) -> None:
        self.ledger.refuse(feature.ref, "kind_missing", "Nothing says what this is, and its geometry does not tell it.")


def house_of(tags: Mapping[str, str]) -> str:
    """Return the building that a feature of ours is of; empty for grounds."""
    return _label_of(tags) if tags.get("kind") == BUILDING else tags.get("building", "")


def _label_of(tags: Mapping[str, str]) -> str:
    # In KML "name" is the title that a viewer shows; there our own stands beside it.
    return tags["label"] if "label" in tags else tags.get("name", "")


def _read_ordinal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found + 0 if found.is_finite() and abs(found) <= HIGHEST else None


def _is_true(text: str) -> bool:
    return text in ("yes", "true", "1")


def _read_flag(text: str) -> bool | None:
    return _is_true(text) if text else None


def _read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
