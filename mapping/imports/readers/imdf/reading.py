"""Read IMDF 1.0.0 archives as they are met in the wild; every feature is accounted for. Pure: bytes in, drawing out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from mapping.errors import BadFile
from mapping.geometry.rings import is_inside
from mapping.geometry.shapes import (
    MultiPolygon,
    Shape,
    ShapeError,
    shape_from_geojson,
)
from mapping.imports.readers.archive import read_archive, without_common_folder
from mapping.imports.readers.floors import Floor, fitting_labels
from mapping.imports.readers.imdf.extension import More, read_extension, take_what_stands_alone
from mapping.imports.readers.imdf.fields import one_line, point_or_array
from mapping.imports.readers.imdf.houses import Houses
from mapping.imports.readers.imdf.members import Member, members_of
from mapping.imports.readers.imdf.words import (
    AMENITY_CATEGORIES,
    LEVEL_CATEGORIES,
    OBJECT_BY_AMENITY,
    REFERENCES,
    TYPES,
)
from mapping.imports.readers.osm.levels import HIGHEST
from mapping.imports.readers.room_numbers import number_and_name
from mapping.interchange.drawing import (
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
)
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import SPACE_CATEGORIES, FloorCounting, ObjectKind, OpeningCategory

EXTERIOR = frozenset((OpeningCategory.PRINCIPAL, OpeningCategory.EMERGENCY_EXIT))
NOT_DRAWN = "not drawn on a plan"


def read_imdf(raw: bytes, ledger: Ledger, counting: FloorCounting = FloorCounting.US) -> PlanDrawing:
    """Return the plan in an IMDF archive; what stays out, and what was mended, is in the ledger.

    Raises: BadFile: the archive as a whole is unusable (and whatever read_archive raises).
    """
    files = without_common_folder(read_archive(raw), "manifest.json")
    if "level.geojson" not in files or "unit.geojson" not in files:
        raise BadFile("imdf_incomplete", "An IMDF archive holds at least level.geojson and unit.geojson.")
    return _Reading(members_of(files, ledger), read_extension(files, ledger), ledger, counting).finish()


class _Reading:
    """The state of one pass over one archive."""

    def __init__(
        self, members: Mapping[str, list[Member]], mores: Mapping[str, More], ledger: Ledger, counting: FloorCounting
    ) -> None:
        self.members = members
        self.mores = mores
        self.ledger = ledger
        self.counting = counting
        self.houses = Houses((one.id, one.fields) for one in members["building"])
        self.ids = {kind: {one.id for one in found if one.id} for kind, found in members.items()}
        self.floors: dict[str, tuple[Decimal, Floor]] = {}
        self.level_of_unit: dict[str, str] = {}

    def finish(self) -> PlanDrawing:
        """Take everything in the order in which it refers to each other, and return the drawing."""
        self._check_references()
        for member in self.members["level"]:
            self._take_level(member)
        self._tell_levels_apart()
        for member in self.members["unit"]:
            self._take_unit(member)
        for member in self.members["opening"]:
            self._take_opening(member)
        for member in self.members["amenity"]:
            self._take_amenity(member)
        known = {one for ids in self.ids.values() for one in ids}
        alone = (more for more in self.mores.values() if more.feature_id not in known)
        take_what_stands_alone(alone, {ref: floor for ref, (_, floor) in self.floors.items()}, self.ledger)
        for member in self.members["footprint"]:
            self.houses.outline(member.fields, self._footprint(member))
        self._ignore_the_rest()
        self.ledger.close()
        return self._drawing()

    def _ignore_the_rest(self) -> None:
        for kind in TYPES:
            if kind not in ("level", "unit", "opening", "amenity", "footprint"):
                for member in self.members[kind]:
                    self.ledger.ignore(member.ref, f"{kind}: {NOT_DRAWN}")

    def _drawing(self) -> PlanDrawing:
        drawn = sorted(
            self.floors.values(), key=lambda one: (self._apart(one[1]), one[0], one[1].is_outdoor, one[1].short_name)
        )
        return PlanDrawing(
            outline=self.houses.outline_of(""),
            levels=tuple(floor.drawn(ordinal, self.counting) for ordinal, floor in drawn),
            buildings=self.houses.drawn(floor.building for _, floor in drawn),
        )

    def _apart(self, floor: Floor) -> str:
        """Return the house of a floor, where there are several: the grounds of one house stand among its floors."""
        return floor.building if self.houses.are_several else ""

    def _check_references(self) -> None:
        for kind, members in self.members.items():
            for member in members:
                for name, target in REFERENCES.items():
                    for missing in member.fields.ids(name) - self.ids[target]:
                        # What is drawn by this reference is refused further down; here it is only told.
                        self.ledger.note(
                            member.ref, "reference_dangling", f"{kind}.{name} names no {target}: {one_line(missing)}."
                        )

    def _take_level(self, member: Member) -> None:
        ordinal = member.fields.number("ordinal")
        if ordinal is None or abs(ordinal) > HIGHEST:
            self.ledger.refuse(member.ref, "ordinal_unreadable", "The level has no usable ordinal.")
            return
        category = member.fields.word("category")
        if category not in LEVEL_CATEGORIES:
            self.ledger.note(member.ref, "category_unknown", f"No level category of IMDF: {category!r}.")
        _, name = fitting_labels(member.ref, "", member.fields.label("name"), self.ledger)
        more = self.mores.get(member.id)
        exact = Decimal(str(ordinal)).normalize() + 0
        if more is not None:
            name, exact = more.fields.label("name") or name, more.ordinal(exact)
        short_name = member.fields.label("short_name")
        is_outdoor = member.fields.flag("outdoor")
        house = "" if is_outdoor else self.houses.name_of(member.fields)
        floor = Floor(name=name, short_name=short_name, is_outdoor=is_outdoor, building=house)
        self.ledger.keep(member.ref)
        self._check_display_point(member, self._told_area(member))
        self.floors[member.id] = (exact, floor)

    def _told_area(self, member: Member) -> MultiPolygon:
        """Return a level's own outline; it is not drawn, so that a bad one costs a note and nothing else."""
        try:
            return shape_from_geojson(member.geometry).polygons
        except ShapeError as error:
            self.ledger.note(member.ref, error.code, error.detail)
            return ()

    def _tell_levels_apart(self) -> None:
        """Two levels of one ordinal are one above the ground and one outdoors, or two wings: both are kept."""
        shared = Counter((self._apart(floor), ordinal) for ordinal, floor in self.floors.values())
        taken: set[tuple[str, Decimal, bool, str]] = set()
        for member in self.members["level"]:
            if member.id not in self.floors:
                continue
            ordinal, floor = self.floors[member.id]
            if (count_here := shared[self._apart(floor), ordinal]) > 1 and member.id not in self.mores:
                self.ledger.note(member.ref, "ordinal_shared", f"{count_here} levels have ordinal {ordinal}.")
            plain = floor.drawn(ordinal, self.counting).short_name
            floor.short_name, count = plain, 1
            while (floor.building, ordinal, floor.is_outdoor, floor.short_name) in taken:
                count += 1
                floor.short_name = f"{plain[:9]}-{count}"
            if count > 1:
                self.ledger.repair(member.ref, "level_renamed", f"Called {floor.short_name!r} to tell it apart.")
            taken.add((floor.building, ordinal, floor.is_outdoor, floor.short_name))

    def _take_unit(self, member: Member) -> None:
        shape, found = self._shape(member), self._floor(member)
        if shape is None or found is None:
            return
        if not shape.is_area:
            self.ledger.refuse(member.ref, "not_an_area", f"A unit is drawn as a {shape.kind}.")
            return
        self.ledger.keep(member.ref)
        self._tell_mends(member, shape)
        if shape.kind == "MultiPolygon":
            self.ledger.note(member.ref, "multi_polygon", f"The unit has {len(shape.polygons)} parts; all are kept.")
        self._check_display_point(member, shape.polygons)
        self.level_of_unit[member.id] = member.fields.word("level_id")
        number, name = number_and_name(
            member.fields.label("number"), member.fields.label("name"), member.fields.label("alt_name")
        )
        number, name = fitting_labels(member.ref, number, name, self.ledger)
        more = self.mores.get(member.id)
        lockable = None if more is None else more.fields.raw("is_lockable")
        if more is not None:
            number, name = more.labels(member.ref, self.ledger)
        found.spaces.append(
            SpaceDrawing(
                source_ref=member.ref,
                category=self._category(member, SPACE_CATEGORIES, "unspecified"),
                number=number,
                name=name,
                polygons=shape.polygons,
                correlation_id=(member.fields if more is None else more.fields).uuid("correlation_id"),
                is_lockable=lockable if isinstance(lockable, bool) else None,
            )
        )

    def _take_opening(self, member: Member) -> None:
        shape, found = self._shape(member, may_join=True), self._floor(member)
        if shape is None or found is None:
            return
        if shape.is_area:
            self.ledger.refuse(member.ref, "not_a_line", f"An opening is drawn as a {shape.kind}.")
            return
        self.ledger.keep(member.ref)
        self._tell_mends(member, shape)
        words = frozenset(one.value for one in OpeningCategory)
        category = OpeningCategory(self._category(member, words, OpeningCategory.PEDESTRIAN.value))
        number, name = number_and_name(
            member.fields.label("number"), member.fields.label("name"), member.fields.label("alt_name")
        )
        number, name = fitting_labels(member.ref, number, name, self.ledger)
        is_exterior, line = category in EXTERIOR or member.fields.flag("is_exterior"), shape.line
        more = self.mores.get(member.id)
        if more is not None:
            number, name = more.labels(member.ref, self.ledger)
            is_exterior, line = more.fields.flag("is_exterior"), more.place() or line
        found.openings.append(
            OpeningDrawing(
                source_ref=member.ref,
                category=category,
                number=number,
                name=name,
                is_exterior=is_exterior,
                line=line,
            )
        )

    def _take_amenity(self, member: Member) -> None:
        shape = self._shape(member)
        if shape is None:
            return
        floors = list(self._floors_of_amenity(member))
        if not floors:
            self.ledger.refuse(member.ref, "level_missing", "No unit of the archive says on which level this is.")
            return
        self.ledger.keep(member.ref)
        self._tell_mends(member, shape)
        category = self._category(member, AMENITY_CATEGORIES, "unspecified")
        more = self.mores.get(member.id)
        said = member.fields if more is None else more.fields
        own = said.word("kind")
        kind = ObjectKind(own) if own in {one.value for one in ObjectKind} else OBJECT_BY_AMENITY.get(category)
        label = member.fields.label("name") or member.fields.label("alt_name")
        # What a responder does not look for keeps at least its word: "restroom" says more than nothing.
        label = label or ("" if kind else category) if more is None else said.label("label")
        _, label = fitting_labels(member.ref, "", label, self.ledger)
        position = next(shape.positions())
        for floor in floors:
            floor.objects.append(
                ObjectDrawing(
                    source_ref=member.ref,
                    kind=kind or ObjectKind.OTHER,
                    label=label,
                    location=position,
                    correlation_id=member.fields.uuid("correlation_id"),
                )
            )

    def _floors_of_amenity(self, member: Member) -> Iterator[Floor]:
        more = self.mores.get(member.id)
        if more is not None and more.fields.word("level_id") in self.floors:
            yield self.floors[more.fields.word("level_id")][1]
            return
        levels = {self.level_of_unit[one] for one in member.fields.ids("unit_ids") if one in self.level_of_unit}
        levels |= member.fields.ids("level_id")
        for level_id in sorted(levels):
            if level_id in self.floors:
                yield self.floors[level_id][1]

    def _footprint(self, member: Member) -> MultiPolygon:
        if member.fields.word("category") != "ground":
            self.ledger.ignore(member.ref, "footprint: only the one on the ground is drawn")
            return ()
        shape = self._shape(member)
        if shape is None or not shape.is_area:
            return ()
        self.ledger.keep(member.ref)
        self._tell_mends(member, shape)
        return shape.polygons

    def _shape(self, member: Member, *, may_join: bool = False) -> Shape | None:
        geometry = point_or_array(member.geometry)
        try:
            shape = shape_from_geojson(geometry, joins_lines=may_join)
        except ShapeError as error:
            self.ledger.refuse(member.ref, error.code, error.detail)
            return None
        if geometry is not member.geometry:
            self.ledger.repair(member.ref, "point_as_array", "The geometry is an array of numbers; read as a Point.")
        return shape

    def _floor(self, member: Member) -> Floor | None:
        found = self.floors.get(member.fields.word("level_id"))
        if found is None:
            if self.ledger.outcome(member.ref) is None:
                self.ledger.refuse(member.ref, "level_missing", "The level it names is not in the archive.")
            return None
        return found[1]

    def _tell_mends(self, member: Member, shape: Shape) -> None:
        for mend in shape.mends:
            self.ledger.repair(member.ref, mend.code, mend.detail)

    def _category(self, member: Member, known: frozenset[str], otherwise: str) -> str:
        category = member.fields.word("category")
        if category in known:
            return category
        self.ledger.repair(
            member.ref, "category_unknown", f"No category of IMDF: {category!r}; stored as {otherwise!r}."
        )
        return otherwise

    def _check_display_point(self, member: Member, area: MultiPolygon) -> None:
        given = member.fields.raw("display_point")
        if given is None:
            return
        geometry = point_or_array(given)
        if geometry is not given:
            self.ledger.note(member.ref, "display_point_as_array", "display_point is an array where a Point belongs.")
        try:
            point = next(shape_from_geojson(geometry).positions())
        except ShapeError as error:
            self.ledger.note(member.ref, "display_point_unreadable", error.detail)
            return
        if area and not is_inside(point, area):
            self.ledger.note(member.ref, "display_point_outside", "display_point lies outside the area it labels.")
