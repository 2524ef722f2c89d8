"""Read OpenStreetMap Simple Indoor Tagging into a plan drawing; every feature is accounted for. Pure."""

from decimal import Decimal
from uuid import UUID

from mapping.geometry.rings import is_inside, middle_of
from mapping.geometry.shapes import MultiPolygon, Shape, closed_line_as_polygon
from mapping.imports.readers.floors import Floor, fitting_labels, middle_position
from mapping.imports.readers.geojson import Feature, read_features
from mapping.imports.readers.osm.levels import read_levels
from mapping.imports.readers.osm.tags import Meaning, Role, meaning_of
from mapping.interchange.drawing import (
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
    correlation_of,
)
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import FloorCounting

# Each outline is compared with every room; without a bound a file full of outlines would take hours.
MAX_OUTLINES = 200


def read_plan(raw: bytes, ledger: Ledger, counting: FloorCounting = FloorCounting.US) -> PlanDrawing:
    """Return the plan in an OpenStreetMap indoor file; what stays out is in the ledger.

    Raises: BadFile: the file as a whole is unusable.
    """
    reading = _Reading(ledger, counting)
    for feature in read_features(raw, ledger, ref_property=None):
        reading.take(feature)
    return reading.finish()


class _Reading:
    """The state of one pass over one file."""

    def __init__(self, ledger: Ledger, counting: FloorCounting) -> None:
        self.ledger = ledger
        self.counting = counting
        self.floors: dict[Decimal, Floor] = {}
        self.outlines: list[Feature] = []

    def take(self, feature: Feature) -> None:
        """Put one feature into the plan by what its tags mean, or account for it in the ledger."""
        meaning = meaning_of(feature.tags, feature.shape.kind)
        if meaning.role is Role.NOTHING:
            self.ledger.ignore(feature.ref, meaning.reason)
        elif meaning.role is Role.OUTLINE:
            self.outlines.append(feature)
        else:
            self._take_onto_floors(feature, meaning)

    def _take_onto_floors(self, feature: Feature, meaning: Meaning) -> None:
        shape = self._usable_shape(feature, meaning.role)
        if shape is None:
            return
        ordinals = self._ordinals(feature)
        if not ordinals:
            return
        self.ledger.keep(feature.ref)
        for mend in shape.mends:
            self.ledger.repair(feature.ref, mend.code, mend.detail)
        number, name = fitting_labels(
            feature.ref, feature.tags.get("ref", ""), feature.tags.get("name", ""), self.ledger
        )
        # The same stair or lift on several floors is one thing: a person who enters below comes out above.
        correlation = correlation_of(feature.ref) if len(ordinals) > 1 else None
        for ordinal in ordinals:
            floor = self.floors.setdefault(ordinal, Floor())
            _draw_feature(floor, feature, meaning, shape, number, name, correlation)

    def _usable_shape(self, feature: Feature, role: Role) -> Shape | None:
        shape = feature.shape
        if role is not Role.SPACE or shape.is_area:
            return shape
        area = closed_line_as_polygon(shape)
        if area is None:
            self.ledger.refuse(feature.ref, "not_an_area", f"A room or corridor is drawn as a {shape.kind}.")
        return area

    def _ordinals(self, feature: Feature) -> tuple[Decimal, ...]:
        text = ";".join(feature.tags[key] for key in ("level", "repeat_on") if key in feature.tags)
        if not text:
            # A room on a guessed floor would send people to the wrong one.
            self.ledger.refuse(feature.ref, "level_missing", "The feature does not say on which level it is.")
            return ()
        reading = read_levels(text)
        if not reading.ordinals:
            self.ledger.refuse(feature.ref, "level_unreadable", f"Level {text[:40]!r} is not understood.")
        elif reading.junk:
            self.ledger.repair(feature.ref, "level_partly_unreadable", f"Left out: {'; '.join(reading.junk)[:80]!r}.")
        return reading.ordinals

    def finish(self) -> PlanDrawing:
        """Return the drawing; outlines come last, because it takes the rooms to know which building is theirs."""
        outline = self._outline()
        levels = tuple(self.floors[ordinal].drawn(ordinal, self.counting) for ordinal in sorted(self.floors))
        self.ledger.close()
        return PlanDrawing(outline=outline, levels=levels)

    def _outline(self) -> MultiPolygon:
        inside = [middle_of(space.polygons[0][0]) for floor in self.floors.values() for space in floor.spaces]
        outline: list[MultiPolygon] = []
        for feature in self.outlines[MAX_OUTLINES:]:
            self.ledger.ignore(feature.ref, f"another building: beyond the first {MAX_OUTLINES} outlines")
        for feature in self.outlines[:MAX_OUTLINES]:
            if any(point is not None and is_inside(point, feature.shape.polygons) for point in inside):
                self.ledger.keep(feature.ref)
                for mend in feature.shape.mends:
                    self.ledger.repair(feature.ref, mend.code, mend.detail)
                outline.append(feature.shape.polygons)
            else:
                self.ledger.ignore(feature.ref, "another building: no room of the plan is in it")
        return tuple(polygon for polygons in outline for polygon in polygons)


def _draw_feature(
    floor: Floor, feature: Feature, meaning: Meaning, shape: Shape, number: str, name: str, correlation: UUID | None
) -> None:
    if meaning.role is Role.LEVEL_NAME:
        floor.name, floor.short_name = name, feature.tags.get("level:ref", "")
    elif meaning.role is Role.SPACE:
        floor.spaces.append(
            SpaceDrawing(
                source_ref=feature.ref,
                category=meaning.category,
                number=number,
                name=name,
                polygons=shape.polygons,
                correlation_id=correlation,
            )
        )
    elif meaning.role is Role.OPENING:
        floor.openings.append(
            OpeningDrawing(
                source_ref=feature.ref,
                category=meaning.opening,
                number=number,
                name=name,
                is_exterior=meaning.is_exterior,
                line=shape.line,
            )
        )
    else:
        floor.objects.append(
            ObjectDrawing(
                source_ref=feature.ref,
                kind=meaning.object_kind,
                label=name or number,
                location=middle_position(shape.line),
                correlation_id=correlation,
            )
        )
