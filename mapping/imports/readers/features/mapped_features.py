"""Make a plan of features that have properties and no standard: GeoJSON, KML, GIS layers, drawings. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from mapping.geometry.floor_words import PLAIN_NUMBER, FloorName, floor_part
from mapping.geometry.rings import middle_of
from mapping.geometry.shapes import (
    MultiPolygon,
    Polygon,
    Shape,
    closed_line_as_polygon,
)
from mapping.imports.readers.features.own_features import are_own, plan_of_own
from mapping.imports.readers.field_mapping import FILE_LEVEL, NAMES, FieldMapping, fields_called
from mapping.imports.readers.floors import Floor, fitting_labels, middle_position
from mapping.imports.readers.geojson import Feature
from mapping.imports.readers.level_words import LevelWords
from mapping.imports.readers.room_numbers import number_and_name
from mapping.interchange.drawing import (
    AreaDrawing,
    BuildingDrawing,
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
    correlation_of,
)
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import NAME_MAX_CHARS, SPACE_CATEGORIES, AreaKind, ObjectKind, OpeningCategory

# Fields that say what a floor is called, and those that do so where a floor's ordinal stands beside them.
FLOOR_LABELS = ("level_name", "floor_name", "level_short_name", "storey_name")
FLOOR_NAMES = ("short_name", "name")
LAYER = "layer"  # the property that readers of layered files add
# What OpenStreetMap says of any house, and its kinds of houses; no house is called so.
NO_BUILDING = frozenset(
    (
        *("yes", "no", "true", "false", "0", "1", "building", "school", "university", "college", "kindergarten"),
        *("public", "civic", "commercial", "retail", "office", "industrial", "hospital", "train_station", "church"),
        *("transportation", "residential", "house", "apartments", "roof", "garage", "garages", "sports_hall"),
    )
)


def plan_of_features(features: Iterable[Feature], mapping: FieldMapping, ledger: Ledger) -> PlanDrawing:
    """Return the plan that the features draw, by what the mapping says of their properties."""
    found = list(features)
    if not mapping.names_fields and are_own(found):
        return plan_of_own(found, mapping.counting, ledger)
    reading = _Reading(mapping, ledger, found)
    # What was taken is let go of at once: a large plan would be held twice.
    del features
    found.reverse()
    while found:
        reading.take(found.pop())
    ledger.close()
    return reading.drawing()


def level_text(mapping: FieldMapping, feature: Feature) -> str:
    """Return the word for a feature's floor: its own, its file's, the one a person named, or its layer's."""
    told = mapping.text("level", feature.tags) or feature.tags.get(FILE_LEVEL, "")
    return told or mapping.default_level or floor_part(feature.tags.get(LAYER, ""))


def building_text(mapping: FieldMapping, feature: Feature) -> str:
    """Return what a feature says of its building; empty where it only says that it is one, or of which kind."""
    word = mapping.text("building", feature.tags)[:NAME_MAX_CHARS]
    return "" if word.lower() in NO_BUILDING else word


def words_of_features(mapping: FieldMapping, features: Sequence[Feature]) -> LevelWords:
    """Return the words for floors of a file; one that its own features contradict means nothing until it is asked."""
    texts = [level_text(mapping, feature) for feature in features]
    told = ((text, also_called(text, feature)) for text, feature in zip(texts, features, strict=True))
    return LevelWords(mapping, texts, also=() if mapping.level else told)


def also_called(text: str, feature: Feature) -> list[str]:
    """Return what else a feature says of its floor, beside the word that counts: names and numbers in other fields."""
    found = [feature.tags[name] for name in _fields_of_floors(tuple(feature.tags))]
    return [one for one in found if one and one != text and (PLAIN_NUMBER.fullmatch(one) or floor_part(one) == one)]


@lru_cache(maxsize=256)
def _fields_of_floors(fields: tuple[str, ...]) -> tuple[str, ...]:
    has_ordinal = bool(fields_called(("ordinal",), fields))
    return fields_called((*NAMES["level"], *FLOOR_LABELS, FILE_LEVEL, *(FLOOR_NAMES if has_ordinal else ())), fields)


class _Reading:
    """The state of one pass over one file."""

    def __init__(self, mapping: FieldMapping, ledger: Ledger, features: Sequence[Feature]) -> None:
        self.mapping = mapping
        self.ledger = ledger
        self.words = words_of_features(mapping, features)
        self.floors: dict[tuple[str, Decimal], Floor] = {}
        self.outlines: dict[str, list[Polygon]] = {}
        houses = {building_text(mapping, feature) for feature in features} - {""}
        # Where a file names one house, all of it is that house.
        self.only_house = next(iter(houses)) if len(houses) == 1 else ""

    def drawing(self) -> PlanDrawing:
        """Return what was taken, floor by floor, house by house."""
        levels = tuple(
            self.floors[house, ordinal].drawn(ordinal, self.mapping.counting) for house, ordinal in sorted(self.floors)
        )
        houses = sorted({house for house, _ in self.floors} | set(self.outlines))
        return PlanDrawing(
            outline=tuple(self.outlines.get("", ())),
            levels=levels,
            buildings=tuple(
                BuildingDrawing(name=house, outline=tuple(self.outlines.get(house, ()))) for house in houses if house
            ),
        )

    def _house(self, feature: Feature) -> str:
        return building_text(self.mapping, feature) or self.only_house

    def take(self, feature: Feature) -> None:
        """Put one feature into the plan by what the mapping says it is, or account for it in the ledger."""
        meaning = self._meaning(feature)
        if meaning in ("ignore", "text"):
            self.ledger.ignore(feature.ref, f"{meaning}: by the field mapping")
        elif not meaning:
            self.ledger.refuse(
                feature.ref, "kind_missing", "Nothing says what this is, and its geometry does not tell it."
            )
        elif meaning == "outline":
            self._take_outline(feature)
        elif meaning == "space":
            self._take_space(feature)
        elif meaning == "opening":
            self._take_opening(feature)
        elif meaning.startswith("area:"):
            self._take_area(feature, AreaKind(meaning.removeprefix("area:")))
        else:
            self._take_object(feature, ObjectKind(meaning.removeprefix("object:")))

    def _meaning(self, feature: Feature) -> str:
        meaning = self.mapping.meaning(self.mapping.text("kind", feature.tags), feature.tags.get(LAYER, ""))
        if meaning:
            return meaning
        # An area that nothing else is said of is a room: that is what a floor plan is made of.
        return "space" if feature.shape.is_area else ""

    def _floors(self, feature: Feature) -> list[Floor]:
        text = level_text(self.mapping, feature)
        if not text:
            self.ledger.refuse(feature.ref, "level_missing", "The feature does not say on which level it is.")
            return []
        named, junk = self.words.read(text)
        other = self.words.contradicted(text)
        if not named and other:
            detail = f"Level {text[:40]!r} is also called {other[:40]!r}; say which floor it is."
            self.ledger.refuse(feature.ref, "level_contradicted", detail)
        elif not named:
            self.ledger.refuse(feature.ref, "level_unreadable", f"Level {text[:40]!r} is not understood.")
        elif junk:
            self.ledger.repair(feature.ref, "level_partly_unreadable", f"Left out: {'; '.join(junk)[:80]!r}.")
        return [self._floor(feature, one) for one in named]

    def _floor(self, feature: Feature, named: FloorName) -> Floor:
        house = self._house(feature)
        found = self.floors.get((house, named.ordinal))
        if found is None:
            found = Floor(name=named.name, short_name=named.short_name, building=house)
            self.floors[house, named.ordinal] = found
        return found

    def _labels(self, feature: Feature) -> tuple[str, str]:
        number, name = number_and_name(
            self.mapping.text("number", feature.tags), self.mapping.text("name", feature.tags)
        )
        return fitting_labels(feature.ref, number, name, self.ledger)

    def _keep(self, feature: Feature, shape: Shape) -> None:
        self.ledger.keep(feature.ref)
        for mend in shape.mends:
            self.ledger.repair(feature.ref, mend.code, mend.detail)

    def _area(self, feature: Feature) -> Shape | None:
        shape = feature.shape if feature.shape.is_area else closed_line_as_polygon(feature.shape)
        if shape is None:
            self.ledger.refuse(feature.ref, "not_an_area", f"A room or outline is drawn as a {feature.shape.kind}.")
        return shape

    def _take_outline(self, feature: Feature) -> None:
        shape = self._area(feature)
        if shape is not None:
            self._keep(feature, shape)
            self.outlines.setdefault(self._house(feature), []).extend(shape.polygons)

    def _take_space(self, feature: Feature) -> None:
        shape = self._area(feature)
        floors = [] if shape is None else self._floors(feature)
        if shape is None or not floors:
            return
        self._keep(feature, shape)
        number, name = self._labels(feature)
        category = self._category(feature)
        for floor in floors:
            floor.spaces.append(
                SpaceDrawing(
                    source_ref=feature.ref,
                    category=category,
                    number=number,
                    name=name,
                    polygons=shape.polygons,
                    correlation_id=correlation_of(feature.ref) if len(floors) > 1 else None,
                )
            )

    def _category(self, feature: Feature) -> str:
        word = self.mapping.text("category", feature.tags)
        if not word:
            return "unspecified"
        category = self.mapping.space_category(word)
        if category is None or category not in SPACE_CATEGORIES:
            self.ledger.repair(
                feature.ref, "category_unknown", f"{word[:40]!r} is no known category; stored as 'unspecified'."
            )
            return "unspecified"
        return category

    def _take_opening(self, feature: Feature) -> None:
        line = feature.shape.line or _middle_of_area(feature.shape.polygons)
        floors = self._floors(feature)
        if not floors:
            return
        self._keep(feature, feature.shape)
        if feature.shape.is_area:
            self.ledger.repair(feature.ref, "opening_as_area", "A door is drawn as an area; its middle was kept.")
        number, name = self._labels(feature)
        word = self.mapping.text("category", feature.tags).lower()
        is_known = word in {one.value for one in OpeningCategory}
        category = OpeningCategory(word) if is_known else OpeningCategory.PEDESTRIAN
        for floor in floors:
            floor.openings.append(
                OpeningDrawing(
                    source_ref=feature.ref,
                    category=category,
                    number=number,
                    name=name,
                    is_exterior=_is_exterior(feature, category),
                    line=line,
                )
            )

    def _take_area(self, feature: Feature, kind: AreaKind) -> None:
        if len(feature.shape.line) == 1:
            self.ledger.refuse(feature.ref, "not_an_area", "A place on the ground is drawn as a Point; it has no size.")
            return
        # A way that ends where it begins encloses its place; any other line is the course of a road or a fence.
        shape = feature.shape if feature.shape.is_area else closed_line_as_polygon(feature.shape) or feature.shape
        floors = self._floors(feature)
        if not floors:
            return
        self._keep(feature, shape)
        number, name = self._labels(feature)
        for floor in floors:
            floor.areas.append(
                AreaDrawing(
                    source_ref=feature.ref,
                    kind=kind,
                    label=name or number,
                    polygons=shape.polygons,
                    line=() if shape.is_area else shape.line,
                )
            )

    def _take_object(self, feature: Feature, kind: ObjectKind) -> None:
        floors = self._floors(feature)
        if not floors:
            return
        self._keep(feature, feature.shape)
        number, name = self._labels(feature)
        middle = middle_of(feature.shape.positions()) if feature.shape.is_area else None
        for floor in floors:
            floor.objects.append(
                ObjectDrawing(
                    source_ref=feature.ref,
                    kind=kind,
                    label=name or number,
                    location=middle or middle_position(feature.shape.line),
                )
            )


def _is_exterior(feature: Feature, category: OpeningCategory) -> bool:
    words = {name.lower(): value.lower() for name, value in feature.tags.items()}
    said = words.get("is_exterior", words.get("exterior", ""))
    return said in ("yes", "true", "1") or category in (OpeningCategory.PRINCIPAL, OpeningCategory.EMERGENCY_EXIT)


def _middle_of_area(polygons: MultiPolygon) -> tuple[tuple[float, float], ...]:
    """Return the middle of a door that is drawn as an area, as a point: which way it leads is not known."""
    middle = middle_of(polygons[0][0])
    return (polygons[0][0][0] if middle is None else middle,)
